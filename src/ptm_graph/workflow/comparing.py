"""Papers side by side: what they are, come from, changed, and cite together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ptm_graph.errors import QueryError
from ptm_graph.graph.dates import date_of
from ptm_graph.graph.families import shown_families
from ptm_graph.graph.selection import is_proposal
from ptm_graph.lineage.graph import SEPARATOR
from ptm_graph.lineage.saying import relation_sentence
from ptm_graph.words import lists
from ptm_graph.words.model import percent
from ptm_graph.words.wording import Said, phrase

LEAST_COMPARED, MOST_COMPARED = 2, 4
"""How many papers a comparison has."""


@dataclass(frozen=True, slots=True)
class ComparedParent:
    """A parent of a compared paper."""

    key: str
    name: str
    confidence: float
    proposal: bool
    decision: str | None
    changed: tuple[str, ...]
    """Labels of the relation."""
    sentence: str
    """What the child did with it."""


@dataclass(frozen=True, slots=True)
class ComparedPaper:
    """One of the papers; what is not known is None."""

    key: str
    name: str
    title: str
    date: str | None
    venue: str | None
    authors: tuple[str, ...]
    family: str | None
    citation_count: int | None
    parents: tuple[ComparedParent, ...]
    """The best one first; proposals come last."""
    children: int
    """Works that descend from it; proposals are not counted."""
    cites: tuple[str, ...]
    """Names of those of the other papers that it cites."""
    notes: tuple[str, ...]
    tags: tuple[str, ...]
    properties: Mapping[str, str]
    references_known: int | None
    reference_count: int | None


@dataclass(frozen=True, slots=True)
class SharedReference:
    """A work that at least two of the papers cite."""

    key: str
    name: str
    title: str
    date: str | None
    cited_by: tuple[str, ...]
    """Keys of the papers."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Papers side by side, in the order in which they were named."""

    papers: tuple[ComparedPaper, ...]
    shared: tuple[SharedReference, ...]
    """Those that most of the papers cite first, then the most cited ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what is compared, and what each paper has of it; None: unknown."""

    name: str
    cells: tuple[str | None, ...]


def compare(
    family: nx.DiGraph[str],
    citations: nx.DiGraph[str],
    keys: Sequence[str],
    language: str = "en",
) -> Comparison:
    """Lay papers side by side.

    Parameters
    ----------
    family : networkx.DiGraph
        The lineage, parent → child, with the decisions of people.
    citations : networkx.DiGraph
        Citing → cited.
    keys : sequence of str
        Two to four papers; one that is named again counts once.
    language : str, default "en"
        Of the sentences that tell what changed: ``en`` or ``zh``.

    Raises
    ------
    QueryError
        If a paper is not in the library, or there are fewer or more papers.
    """
    named = list(dict.fromkeys(keys))
    if not LEAST_COMPARED <= len(named) <= MOST_COMPARED:
        counts = {"least": LEAST_COMPARED, "most": MOST_COMPARED}
        raise QueryError(Said("compare.count", counts))
    for key in named:
        if key not in citations:
            raise QueryError(Said("query.no paper", {"key": key}))
    papers = tuple(_paper(family, citations, key, named, language) for key in named)
    return Comparison(papers, _shared(citations, named))


def rows(found: Comparison, language: str = "en") -> list[Row]:
    """A comparison as rows of texts; a row of which nothing is known is left out.

    Parameters
    ----------
    found : Comparison
        As :func:`compare` made it, in the same language.
    language : str, default "en"
        ``en`` or ``zh``.
    """
    papers = found.papers
    names = dict.fromkeys(name for paper in papers for name in paper.properties)
    comma, also = phrase("reason.comma", language), phrase("reason.and", language)
    together = [
        sum(paper.key in reference.cited_by for reference in found.shared) for paper in papers
    ]
    told: list[tuple[str, Sequence[str | None]]] = [
        (phrase("compare.title", language), [paper.title for paper in papers]),
        (phrase("compare.date", language), [paper.date for paper in papers]),
        (phrase("compare.venue", language), [paper.venue for paper in papers]),
        (phrase("compare.authors", language), [_authors(paper, language) for paper in papers]),
        (phrase("compare.family", language), [paper.family for paper in papers]),
        (phrase("compare.cited", language), [_number(one.citation_count) for one in papers]),
        (phrase("compare.parents", language), [_parents(paper, language) for paper in papers]),
        (
            phrase("compare.changed", language),
            [" ".join(one.sentence for one in paper.parents) for paper in papers],
        ),
        (phrase("compare.children", language), [_number(one.children) for one in papers]),
        (phrase("compare.cites", language), [comma.join(paper.cites) for paper in papers]),
        (phrase("compare.notes", language), [also.join(paper.notes) for paper in papers]),
        (phrase("compare.tags", language), [comma.join(paper.tags) for paper in papers]),
        *((name, [paper.properties.get(name) for paper in papers]) for name in names),
        (phrase("compare.references", language), [_references(one, language) for one in papers]),
        (
            phrase("compare.shared", language),
            [
                None if one.references_known is None else _number(count)
                for one, count in zip(papers, together, strict=True)
            ],
        ),
    ]
    return [Row(name, tuple(cell or None for cell in cells)) for name, cells in told if any(cells)]


def _paper(
    family: nx.DiGraph[str],
    citations: nx.DiGraph[str],
    key: str,
    named: Sequence[str],
    language: str,
) -> ComparedPaper:
    data, shown = citations.nodes[key], shown_families(citations, language)
    related = family if key in family else nx.DiGraph()
    children = related.out_edges(key, data=True) if key in related else ()
    return ComparedPaper(
        key=key,
        name=_name(citations, key),
        title=str(data.get("title") or key),
        date=_date(data),
        venue=data.get("venue"),
        authors=lists.split(data.get("authors")),
        family=shown.get(str(data.get("family")), data.get("family")),
        citation_count=data.get("citation_count"),
        parents=_parents_of(related, key, language),
        children=sum(not is_proposal(edge) for *_, edge in children),
        cites=tuple(_name(citations, one) for one in named if citations.has_edge(key, one)),
        notes=tuple(filter(None, str(data.get("note") or "").splitlines())),
        tags=lists.split(data.get("tags")),
        properties=lists.split_pairs(data.get("properties")),
        references_known=data.get("references_known"),
        reference_count=data.get("reference_count"),
    )


def _parents_of(family: nx.DiGraph[str], key: str, language: str) -> tuple[ComparedParent, ...]:
    into = family.in_edges(key, data=True) if key in family else ()
    found = [
        ComparedParent(
            key=parent,
            name=_name(family, parent),
            confidence=float(edge["confidence"]),
            proposal=is_proposal(edge),
            decision=edge.get("decision"),
            changed=tuple(filter(None, str(edge.get("label") or "").split(SEPARATOR))),
            sentence=relation_sentence(edge, _name(family, key), _name(family, parent), language),
        )
        for parent, _, edge in sorted(into, key=lambda one: int(one[2].get("rank") or 1))
    ]
    return tuple(sorted(found, key=lambda one: one.proposal))


def _shared(citations: nx.DiGraph[str], named: Sequence[str]) -> tuple[SharedReference, ...]:
    citing: dict[str, list[str]] = {}
    for key in named:
        for cited in citations.successors(key):
            citing.setdefault(cited, []).append(key)
    nodes = citations.nodes
    found = [
        SharedReference(
            cited,
            _name(citations, cited),
            str(nodes[cited].get("title") or cited),
            _date(nodes[cited]),
            tuple(keys),
        )
        for cited, keys in citing.items()
        if len(keys) > 1
    ]

    def order(one: SharedReference) -> tuple[int, int, str]:
        return -len(one.cited_by), -int(nodes[one.key].get("citation_count") or 0), one.key

    return tuple(sorted(found, key=order))


def _name(graph: nx.DiGraph[str], key: str) -> str:
    data = graph.nodes[key]
    return str(data.get("name") or data.get("title") or key)


def _date(data: Mapping[str, Any]) -> str | None:
    date = date_of(data)
    return None if date is None else str(date)


def _number(count: int | None) -> str | None:
    return None if count is None else f"{count:,}"


_MOST_AUTHORS = 3


def _authors(paper: ComparedPaper, language: str) -> str | None:
    names = paper.authors
    kept = _MOST_AUTHORS if len(names) > _MOST_AUTHORS + 1 else len(names)  # never “and 1 others”
    shown, rest = phrase("reason.comma", language).join(names[:kept]), len(names) - kept
    if not rest:
        return shown
    return phrase("compare.more authors", language, names=shown, rest=f"{rest}")


def _parents(paper: ComparedPaper, language: str) -> str:
    def sure(one: ComparedParent) -> str:
        decided = phrase("confidence.decided by a person", language)
        held = f"{one.name} ({decided if one.decision else percent(one.confidence)})"
        return phrase("compare.perhaps", language, name=held) if one.proposal else held

    listed = phrase("reason.and", language).join(map(sure, paper.parents))
    return listed or phrase("compare.none", language)


def _references(paper: ComparedPaper, language: str) -> str | None:
    known, stated = _number(paper.references_known), _number(paper.reference_count)
    if known is None or (paper.reference_count or 0) <= (paper.references_known or 0):
        return known
    return phrase("compare.known of", language, known=known, stated=f"{stated}")
