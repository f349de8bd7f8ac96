"""Synthetic papers in the field names of Semantic Scholar: nothing in them is real."""

from __future__ import annotations

import hashlib
import itertools
import random
from dataclasses import dataclass, field
from typing import Any

_THINGS = ("Encoders", "Decoders", "Adapters", "Tokens", "Prompts", "Retrievers", "Masks")
_WAYS = ("Sparse", "Recurrent", "Contrastive", "Multilingual", "Distilled", "Hierarchical")
_SENTENCE = "We extend the {name} of earlier work by a different objective in experiment {number}."


def sha_of(name: str) -> str:
    """A stable 40-digit id."""
    return hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()


@dataclass
class Edge:
    """One reference: the id of the cited paper is None where the service has no record."""

    citing: str
    cited: str | None
    title: str | None = None
    year: int | None = None
    sentences: list[str] = field(default_factory=list)
    intents: list[str] = field(default_factory=list)
    influential: bool = False


@dataclass
class World:
    """Papers and references that the fake services tell of."""

    papers: dict[str, dict[str, Any]] = field(default_factory=dict)
    references: dict[str, list[Edge]] = field(default_factory=dict)
    elided: set[str] = field(default_factory=set)
    """Ids of papers whose reference list the publisher withholds."""

    def add(self, name: str, title: str, **fields: Any) -> str:
        """Add a paper; give its id."""
        sha = sha_of(name)
        number = int(sha[:6], 16)
        self.papers[sha] = {
            "paperId": sha,
            "corpusId": number,
            "externalIds": {"CorpusId": number},
            "title": title,
            "abstract": f"The abstract of {title}.",
            "venue": "Proceedings of Nothing",
            "year": 2019,
            "publicationDate": "2019-05-01",
            "publicationTypes": ["JournalArticle"],
            "fieldsOfStudy": ["Computer Science"],
            "authors": [{"authorId": "1", "name": f"Ada {name.title()}"}],
            "influentialCitationCount": 1,
            **fields,
        }
        return sha

    def cite(self, citing: str, cited: str | None, **fields: Any) -> Edge:
        """Add a reference."""
        edge = Edge(citing, cited, **fields)
        self.references.setdefault(citing, []).append(edge)
        return edge

    def citations(self, cited: str) -> list[Edge]:
        """References that name a paper."""
        return [edge for edges in self.references.values() for edge in edges if edge.cited == cited]

    def full(self, sha: str) -> dict[str, Any]:
        """A paper with the counts the service adds."""
        return {
            "citationCount": len(self.citations(sha)),
            "referenceCount": len(self.references.get(sha, ())),
            **self.papers[sha],
        }

    def by_service_id(self, asked: str) -> dict[str, Any] | None:
        """The paper an id of the service's own forms names."""
        kind, colon, value = asked.partition(":")
        if not colon:
            return self.full(asked.lower()) if asked.lower() in self.papers else None
        kinds = {name.lower(): name for name in ("ArXiv", "DOI", "ACL", "CorpusId", "MAG")}
        for sha, paper in self.papers.items():
            held = paper["externalIds"].get(kinds.get(kind.lower(), ""))
            if held is not None and str(held).lower() == value.lower():
                return self.full(sha)
        return None


def synthetic_world(seeds: int = 5, neighbours: int = 15) -> World:
    """A family of papers, each citing its predecessors and some of their neighbours.

    Seeds carry arXiv ids ``1901.00001``, ``1902.00002``, … and are called ``seed-0``, …
    """
    world, chance = World(), random.Random(7)
    others = [
        world.add(
            f"other-{n}",
            f"{_WAYS[n % 6]} {_THINGS[n % 7]} for Problem Number {n}",
            year=2010 + n % 8,
            publicationDate=None,
        )
        for n in range(neighbours)
    ]
    for one, other in itertools.pairwise(others):
        world.cite(other, one)
    made: list[str] = []
    for n in range(seeds):
        arxiv = f"19{n % 12 + 1:02d}.{n + 1:05d}"
        sha = world.add(
            f"seed-{n}",
            f"{_THINGS[n % 7]} Learned from {_WAYS[n % 6]} Text in Setting {n}",
            publicationDate=f"2019-{n % 12 + 1:02d}-15",
            externalIds={"ArXiv": arxiv, "CorpusId": 9_000_000 + n},
            corpusId=9_000_000 + n,
        )
        for number, cited in enumerate([*made[-2:], *chance.sample(others, min(6, neighbours))]):
            world.cite(
                sha,
                cited,
                sentences=[_SENTENCE.format(name=cited[:6], number=number)],
                intents=["methodology"],
                influential=number == 0,
            )
        world.cite(sha, None, title=f"A Book without a Record, Volume {n}", year=1999)
        made.append(sha)
    return world


def reading_list(seeds: int = 5) -> str:
    """A reading list of the seeds of :func:`synthetic_world`, as YAML."""
    lines = ["papers:"]
    for n in range(seeds):
        lines.append(f"  - aliases: [SEED-{n}]")
        lines.append(f'    identifiers: {{arxiv: "19{n % 12 + 1:02d}.{n + 1:05d}"}}')
        lines.append("    family: synthetic")
    return "\n".join(lines) + "\n"


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def told_apart(world: World) -> World:
    """The synthetic papers differ in a word or two; real titles do not look alike."""
    for number, paper in enumerate(world.papers.values()):
        letters = "".join(sha_of(f"{number}").translate(_LETTERS))
        paper["title"] = " ".join(letters[place : place + 8] for place in range(0, 40, 8))
        paper["authors"] = [{"authorId": "1", "name": f"Ada {letters[:6].title()}"}]
    return world
