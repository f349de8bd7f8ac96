"""Arrows: what kind each is, what is said of it, and which siblings share one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ptm_graph.exports.formats import Direction
from ptm_graph.exports.job import Job
from ptm_graph.exports.values import Scalar, text_of
from ptm_graph.graph.selection import is_proposal, proposal_count
from ptm_graph.layout.palette import ArrowKind, arrow_kind
from ptm_graph.words.model import EVEN_ODDS, percent

PERHAPS = "perhaps"

TIER_WORDS: Mapping[str, str] = {
    "A": "the authors' words: about this reference, or its name in their title",
    "B": "counts and names: how often and where the text cites or names it",
    "C": "structure alone: similar texts, dates and shared citations",
    "name only": "name only: the child names it, but no reference to it is known",
}
"""What a relation of each tier rests on, as a legend says it."""

KIND_WORDS: Mapping[ArrowKind, str] = {
    **TIER_WORDS,  # type: ignore[dict-item]
    "proposal": f"perhaps: a proposal below {percent(EVEN_ODDS)} that nobody confirmed",
    "name only proposal": "perhaps: a proposal that rests on its name only",
}
"""What each kind of arrow means, in the order of a legend; ``plain`` means nothing more."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow from a paper to one or more others."""

    tail: str
    heads: tuple[str, ...]
    label: str | None
    """What changed, with what a reader must know who sees no difference of strokes."""
    kind: ArrowKind


def arrows(job: Job) -> Iterator[Arrow]:
    """All edges; those from one paper with one label and of one kind as a single arrow.

    Edges without a label stay single: nothing says that they mean the same.
    """
    shared: dict[tuple[str, str, ArrowKind], list[str]] = {}
    for tail, head, data in job.edges():
        label, kind = text_of(data, "label"), kind_of(data)
        if label is None:
            yield Arrow(tail, (head,), label_of(data), kind)
        else:
            shared.setdefault((tail, label_of(data) or label, kind), []).append(head)
    for (tail, label, kind), heads in shared.items():
        yield Arrow(tail, tuple(heads), label, kind)


def kind_of(data: Mapping[str, Any]) -> ArrowKind:
    """The kind of arrow of an edge."""
    tier = data.get("tier")
    return arrow_kind(None if tier is None else str(tier), proposal=is_proposal(data))


def kinds_of(job: Job) -> list[ArrowKind]:
    """The kinds of arrows that occur, in the order of a legend."""
    present = {kind_of(data) for _, _, data in job.edges()}
    return [kind for kind in KIND_WORDS if kind in present]


def label_of(data: Mapping[str, Scalar]) -> str | None:
    """What an arrow says: what changed, “perhaps” for a proposal, and where it is a name only.

    >>> label_of({"label": "more data", "proposal": True}), label_of({"tier": "A"})
    ('perhaps more data', None)
    """
    said = [
        PERHAPS if is_proposal(data) else None,
        text_of(data, "label"),
        "(name only)" if data.get("tier") == "name only" else None,
    ]
    return " ".join(filter(None, said)) or None


def edges_in_words(graph: nx.DiGraph[Any], direction: Direction | None = None) -> str:
    """How many edges there are, proposals apart from what is stated.

    >>> family = nx.DiGraph([("a", "b"), ("a", "c", {"proposal": True})])
    >>> edges_in_words(family, "parent-child")
    '1 relation and 1 proposal'
    """
    lineage = (direction or graph.graph.get("direction")) == "parent-child"
    proposals = proposal_count(graph)
    stated = graph.number_of_edges() - proposals
    told = _count(stated, "relation" if lineage else "citation")
    return f"{told} and {_count(proposals, 'proposal')}" if proposals else told


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
