"""How many papers of a list ``ptm-graph grow`` finds when they are hidden.

    python benchmarks/growing.py [DATA]

The bundled list without its later half: from the 60 oldest papers, how many of the 56 later ones
are among the first 100 proposals; then each fifth of the list hidden in turn. With DATA, a folder
with ``ptm/``, ``large/`` (JSON lines of papers and references, gzip, in Semantic Scholar's field
names), the same in a wider world, and lists that other people made: the references of surveys.

Hidden means hidden. Of a work outside the visible list, title and date are known, and which papers
of the visible list it cites or is cited by; nothing that it cites besides, no name, no family, no
count. Works later than the whole list are left out. In the worlds of arXiv, what works outside the
list cite comes from arXiv's citation graph alone, which treats hidden papers and others alike; in
the bundled one, the hidden papers' references were collected with more care than others'.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import networkx as nx
from packed_lines import packed_lines

import ptm_graph as pg
from ptm_graph.analysis.standing import Standing, standings
from ptm_graph.graph.citations import citation_graph
from ptm_graph.words.identifiers import arxiv_month

FIRST = 100
OLDEST = 60
FOLDS = 5
SURVEYS = 12
_BANDS = (0.5, 0.3, 0.2, 0.1, 0.05, 0.0)
_SURVEY = re.compile(r"\b(survey|review|overview)\b", re.IGNORECASE)
Edge = tuple[str, str]


@dataclass
class World:
    """Papers and who cites whom."""

    titles: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    edges: set[Edge] = field(default_factory=set)
    own: set[Edge] = field(default_factory=set)
    """Citations that are known of papers only while they are on the visible list."""

    @cached_property
    def touching(self) -> Mapping[str, list[Edge]]:
        """Citations from and to each paper."""
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            for key in edge:
                found[key].append(edge)
        for edge in self.own:
            found[edge[0]].append(edge)
        return found

    def seen_from(self, listed: Collection[str], until: str | None) -> nx.DiGraph[str]:
        """What somebody who has only this list can know at some day."""
        graph: nx.DiGraph[str] = nx.DiGraph()

        def is_there(key: str) -> bool:
            day = self.dates.get(key)
            return key in listed or until is None or day is None or day <= until

        for key in listed:
            graph.add_edges_from(
                (citing, cited)
                for citing, cited in self.touching.get(key, ())
                if citing != cited and is_there(citing) and is_there(cited)
            )
        for key, data in graph.nodes(data=True):
            data["title"] = self.titles.get(key, "")
            if key in self.dates:
                data["date"] = self.dates[key]
        return graph


def bundled() -> tuple[World, list[str]]:
    """The world of the bundled snapshot, and the bundled list by date; undated papers last."""
    world = World()
    graph = citation_graph(pg.Library.bundled())
    for key, data in graph.nodes(data=True):
        world.titles[key] = data["title"]
        if "date" in data:
            world.dates[key] = data["date"]
    world.edges = set(graph.edges)
    listed = [key for key, data in graph.nodes(data=True) if data["seed"]]
    return world, sorted(listed, key=lambda key: (world.dates.get(key, "9999"), key))


def records(papers: Path, references: Path) -> World:
    """The world of two files of records, papers under the keys that a library gives them."""
    world, keys = World(), {}
    for row in packed_lines(papers):
        key = keys[row["paperId"]] = _key(row)
        world.titles.setdefault(key, row.get("title") or "")
        day = row.get("publicationDate") or (str(row["year"]) if row.get("year") else None)
        if day:
            world.dates.setdefault(key, day)
    for row in packed_lines(references):
        if row.get("citedId"):
            ends = (keys.get(row[end]) or _named(row[end]) for end in ("citingId", "citedId"))
            citing, cited = ends
            world.edges.add((citing, cited))
    for key in {key for edge in world.edges for key in edge}:
        month = arxiv_month(key.removeprefix("arxiv:")) if key.startswith("arxiv:") else None
        if month and len(world.dates.get(key, "")) <= len("2020"):
            world.dates[key] = f"{month[0]}-{month[1]:02}"
    return world


def _key(row: Mapping[str, Any]) -> str:
    arxiv = (row.get("externalIds") or {}).get("ArXiv")
    return f"arxiv:{arxiv}" if arxiv else _named(row["paperId"])


def _named(identifier: str) -> str:
    kind, colon, value = identifier.partition(":")
    return f"{kind.casefold()}:{value}" if colon else f"s2:{identifier}"


def joined(worlds: Sequence[World]) -> World:
    """Several worlds as one; what the first says of a paper counts."""
    whole = World()
    for world in worlds:
        for name in ("titles", "dates"):
            for key, value in getattr(world, name).items():
                getattr(whole, name).setdefault(key, value)
        whole.edges |= world.edges
    return whole


# --- replays ----------------------------------------------------------------------------------

Order = Callable[["nx.DiGraph[str]", Sequence[Standing]], list[str]]


def most_cocited(graph: nx.DiGraph[str], found: Sequence[Standing]) -> list[str]:
    """Works cited together with most papers of the list, by papers of the list."""
    listed = {key for one in found for key in (*one.cites, *one.cited_by)}
    width = {key: sum(other in listed for other in graph.successors(key)) for key in listed}
    return by(found, lambda one: sum(width[key] for key in one.cited_by))


def by(found: Iterable[Standing], count: Callable[[Standing], int]) -> list[str]:
    """Works by a count, the largest first."""
    return [one.paper for one in sorted(found, key=lambda one: (-count(one), one.paper))]


ORDERS: Mapping[str, Order] = {
    "grow": lambda _, found: [one.paper for one in found],
    "most cited by the list": lambda _, found: by(found, lambda one: len(one.cited_by)),
    "most co-cited": most_cocited,
    "cites most of the list": lambda _, found: by(found, lambda one: len(one.cites)),
}


def replay(
    world: World, visible: Sequence[str], hidden: Sequence[str], until: str | None
) -> tuple[dict[str, int], int, tuple[Standing, ...]]:
    """Hidden papers among the first proposals of each order, and how many can be reached."""
    graph = world.seen_from(frozenset(visible), until)
    found = standings(graph, visible)
    wanted = set(hidden)
    hits = {
        name: len(wanted.intersection(order(graph, found)[:FIRST]))
        for name, order in ORDERS.items()
    }
    return hits, len(wanted.intersection(one.paper for one in found)), found


def line(what: str, counts: Sequence[int], hits: Mapping[str, float]) -> None:
    """One line of the table."""
    print("|", " | ".join([what, *map(str, counts), *(f"{hits[name]:g}" for name in ORDERS)]), "|")


def halves(what: str, world: World, listed: Sequence[str]) -> None:
    """The later part of the list hidden."""
    visible, hidden = listed[:OLDEST], listed[OLDEST:]
    until = f"{max(world.dates.get(key, '') for key in hidden)[:7]}-31"
    hits, reach, found = replay(world, visible, hidden, until)
    line(what, (len(visible), len(hidden), len(found), reach), hits)


def fifths(
    what: str, world: World, listed: Sequence[str]
) -> Mapping[float, tuple[float, float, float]]:
    """Each fifth of the list hidden in turn; how often works of a chance were hidden papers."""
    total: dict[str, float] = defaultdict(float)
    reached, works = 0, 0
    bands: dict[float, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for fold in range(FOLDS):
        hidden = set(listed[fold::FOLDS])
        visible = [key for key in listed if key not in hidden]
        hits, reach, found = replay(world, visible, [*hidden], None)
        reached += reach
        works += len(found)
        for name, count in hits.items():
            total[name] += count
        for one in found:
            chance = one.chance or 0.0
            band = bands[next(low for low in _BANDS if chance >= low)]
            weight = 1.0 if one.paper in hidden else 1 / FOLDS
            band[0] += weight * chance
            band[1] += weight * (one.paper in hidden)
            band[2] += weight
    count = len(listed)
    line(what, (count - count // FOLDS, count, works // FOLDS, reached), total)
    return {low: (said, had, held) for low, (said, had, held) in bands.items()}


def surveys(world: World) -> None:
    """Lists that others made: what surveys cite, the newer half hidden, the survey unknown."""
    cited: dict[str, list[str]] = defaultdict(list)
    for citing, one in sorted(world.edges):
        if _SURVEY.search(world.titles.get(citing, "")):
            cited[citing].append(one)
    chosen = sorted(cited, key=lambda key: (-len(cited[key]), key))[:SURVEYS]
    total: dict[str, float] = defaultdict(float)
    counts = [0, 0, 0, 0]
    for survey in chosen:
        listed = sorted(cited[survey], key=lambda key: (world.dates.get(key, "9999"), key))
        half = len(listed) // 2
        alone = World(
            world.titles, world.dates, {edge for edge in world.edges if edge[0] not in cited}
        )
        hits, reach, found = replay(
            alone, listed[:half], listed[half:], world.dates.get(survey, "9999")
        )
        for name, count in hits.items():
            total[name] += count
        for place, count in enumerate((half, len(listed) - half, len(found), reach)):
            counts[place] += count
    line(f"{len(chosen)} surveys, newer half", counts, total)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path)
    data = parser.parse_args().data
    own, listed = bundled()
    worlds = {"bundled": own}
    if data is not None:
        arxiv = records(
            data / "large/arxiv2023_merged_papers.jsonl.gz",
            data / "large/arxiv2023_merged_references.jsonl.gz",
        )
        others = [
            records(data / f"{name}papers.jsonl.gz", data / f"{name}references.jsonl.gz")
            for name in ("large/s2web_", "ptm/")
        ]
        whole = joined([own, *others, arxiv])
        kept = {edge for edge in whole.edges if edge[0] in set(listed)}
        worlds["all sources"] = whole
        worlds["arXiv"] = World(whole.titles, whole.dates, arxiv.edges, kept)
    heads = ["replay", "visible", "hidden", "works", "reachable", *ORDERS]
    print("|", " | ".join(heads), "|")
    print("|---|" + "---:|" * (4 + len(ORDERS)))
    measured = {}
    for name, world in worlds.items():
        halves(f"{name}: {OLDEST} oldest", world, listed)
    for name, world in worlds.items():
        measured[name] = fifths(f"{name}: each fifth", world, listed)
    if data is not None:
        surveys(arxiv)
    for name, bands in measured.items():
        print(f"\n{name}: chance told → share that was hidden papers (works)")
        for low in _BANDS:
            said, had, held = bands.get(low, (0.0, 0.0, 0.0))
            if held:
                shares = f"told {said / held:4.0%}, had {had / held:4.0%}"
                print(f"  from {low:4.0%}: {shares} ({held:.0f})")


if __name__ == "__main__":
    main()
