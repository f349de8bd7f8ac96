"""Which papers are reached from one: the references of a list judged as parents, step by step."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import networkx as nx

from ptm_graph.enrich.facts import update_facts
from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library
from ptm_graph.library.writing import Writer
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine
from ptm_graph.words import titles
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import ReferenceList, ReferenceRecord
from ptm_graph.workflow.opening import LARGEST_WHOLE

LEAST = 0.01
"""A way less likely than this is not followed, unless something else is wished."""

_FAINTEST = 0.001
"""A less likely parent is not remembered."""
_SHORTEST_TITLE, _LONGEST_TITLE = 15, 250
"""Letters of a reference without a record that is a title, and no other part of a text."""


_YEAR = re.compile(r"^(?:1[5-9]|20)\d\d[a-z]?[.,:]\s+")

Unresolved: TypeAlias = Sequence[tuple[str, ReferenceList]]


@dataclass(frozen=True, slots=True)
class Reached:
    """A paper on a way from the papers a trace starts from."""

    key: str
    name: str
    year: int | None
    generation: int
    """0: a start; ancestors count up, descendants down."""
    probability: float
    """Of the likeliest way to it: that every step of it is a descent."""
    by: str | None = None
    """Key of the paper before it on this way."""
    listed_by: tuple[str, ...] = ()
    """Names of the papers of the list that cite it."""
    entry: SeedEntry | None = None
    """What is known of it where no service has a record."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The references of papers, judged as parents among all of them."""

    graph: nx.DiGraph[str]
    """Citing → cited; with references that no service has a record of, under their titles."""
    parents: Mapping[str, Mapping[str, float]]
    """Key of a child → key of a reference → probability that it is a parent."""
    unrecorded: Mapping[str, SeedEntry]
    """Keys of those references → what is known of them."""
    least_down: float
    """How likely a descent from a paper has to be, where the references are known."""

    def listed_by(self, key: str) -> tuple[str, ...]:
        """Names of the papers of the list that cite one."""
        nodes = self.graph.nodes
        return tuple(nodes[one]["name"] for one in self.graph.pred[key] if nodes[one].get("seed"))


def judge(library: Library, unresolved: Unresolved, around: Collection[str] = ()) -> Judged:
    """Judge the references of the papers of the list, and of those that cite some papers.

    Parameters
    ----------
    library : Library
        Open for reading.
    unresolved : sequence of (str, ReferenceList)
        Key of a paper, and references of it without a record, with the sentences that cite them.
    around : collection of str, optional
        Keys of the papers whose citing papers are judged, too.
    """
    listed = {key: entry for entry, key in library.seed_entries()}
    seeds = set(listed)
    nameless = {key: listed[key] for key in seeds if not library.paper(key).identifiers}
    with _with_titles(library, unresolved) as (copied, unrecorded):
        children = seeds | _citing(copied, around)
        whole = copied.paper_count() <= LARGEST_WHOLE
        graph = citation_graph(copied, None if whole else children)
    for key, data in graph.nodes(data=True):
        data["seed"] = key in seeds
    engine = Engine(CitationIndex(graph))
    keys = engine.index.keys
    parents: dict[str, dict[str, float]] = {}
    for judged in engine.judged(engine.children(sorted(children)), "all"):
        parents[keys[judged.child]] = {
            keys[judged.scored.references.cited[row]]: float(judged.confidences[row])
            for row in judged.order
            if judged.allowed[row] and judged.confidences[row] >= _FAINTEST
        }
    return Judged(graph, parents, {**nameless, **unrecorded}, engine.weights.thresholds["all"])


def _citing(library: Library, around: Collection[str]) -> set[str]:
    if not around:
        return set()
    return {one.citing for one in library.iter_citations() if one.cited in around}


@contextlib.contextmanager
def _with_titles(
    library: Library, unresolved: Unresolved
) -> Iterator[tuple[Library, Mapping[str, SeedEntry]]]:
    """A copy of a library that knows references without a record as papers, by their titles."""
    entries = [entry for entry, _ in library.seed_entries()]
    named = {
        letters_of(title): SeedEntry(title=title, year=one.year)
        for _, listed in unresolved
        for one in reversed(listed.references)
        if (title := _title_of(one)) is not None
    }
    with library.copy() as copied:
        with copied.writing() as writer:
            numbers = writer.replace_entries([*entries, *named.values()])[len(entries) :]
            keys = [writer.key(writer.current(number)) for number in numbers]
            cite_titles(writer, unresolved, dict(zip(named, numbers, strict=True)))
        update_facts(copied)
        found = {
            key: entry
            for key, entry in zip(keys, named.values(), strict=True)
            if not copied.paper(key).identifiers
        }
        yield copied, found


def cite_titles(writer: Writer, unresolved: Unresolved, numbers: Mapping[str, int]) -> None:
    """Turn references without a record that bear a title into citations, with their sentences.

    Parameters
    ----------
    writer : Writer
        Of the library.
    unresolved : sequence of (str, ReferenceList)
        As for :func:`judge`.
    numbers : mapping
        :func:`letters_of` a title → row number of its paper.
    """
    for key, listed in unresolved:
        told = [(one, _title_of(one)) for one in listed.references]
        own = [(one, title) for one, title in told if title and letters_of(title) in numbers]
        if not own:
            continue
        citing = writer.number(key)
        named = tuple(replace(one, title=title) for one, title in own)
        writer.store_references(citing, replace(listed, references=named))
        for one, title in own:
            cited = numbers[letters_of(title)]
            writer.resolve_reference(citing, one.title or "", cited, listed.source)


def _title_of(reference: ReferenceRecord) -> str | None:
    """The title of a reference without its year; None where it is some other part of a text."""
    title = _YEAR.sub("", reference.title or "")
    whole = title.count("(") == title.count(")") and title.count("[") == title.count("]")
    return title if whole and _SHORTEST_TITLE <= len(letters_of(title)) < _LONGEST_TITLE else None


def letters_of(title: str | None) -> str:
    """What equal titles share."""
    return titles.normal(title or "").replace(" ", "")


def reach(
    judged: Judged, starts: Sequence[str], *, up: int, down: int, least: float = LEAST
) -> dict[str, Reached]:
    """Follow the references of papers up and the papers that cite them down.

    Parameters
    ----------
    judged : Judged
        What is known of descent.
    starts : sequence of str
        Keys of the papers to start from.
    up, down : int
        Generations.
    least : float
        A less likely way is not followed.

    Returns
    -------
    dict
        Key → the likeliest way to each paper, the starts included. O(generations · relations).
    """
    found = {key: _reached(judged, key, 0, 1.0, None) for key in starts}
    for steps, direction, edges in ((up, 1, judged.parents), (down, -1, _children(judged))):
        layer = dict.fromkeys(starts, 1.0)
        for generation in range(1, steps + 1):
            after: dict[str, float] = {}
            for key, odds in layer.items():
                for other, step in edges.get(key, {}).items():
                    own = odds * step
                    known = found.get(other)
                    if own < least or (known is not None and known.probability >= own):
                        continue
                    found[other] = _reached(judged, other, direction * generation, own, key)
                    after[other] = own
            layer = after
    return found


def _children(judged: Judged) -> dict[str, dict[str, float]]:
    """Parent → child → probability; where the references are known, only a likely one."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for child, parents in judged.parents.items():
        known = judged.graph.nodes[child].get("references_state") in ("partial", "complete")
        for parent, step in parents.items():
            if step >= judged.least_down or not known:
                found[parent][child] = step
    return found


def _reached(
    judged: Judged, key: str, generation: int, probability: float, by: str | None
) -> Reached:
    data = judged.graph.nodes[key]
    return Reached(
        key,
        str(data["name"]),
        data.get("year"),
        generation,
        probability,
        by,
        judged.listed_by(key),
        judged.unrecorded.get(key),
    )
