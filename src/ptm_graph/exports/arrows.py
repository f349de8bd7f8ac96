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
from ptm_graph.lineage.in_words import ENGLISH
from ptm_graph.lineage.reliability import overall
from ptm_graph.words.model import EVEN_ODDS, percent
from ptm_graph.words.wording import phrase, sentence, sentences

KINDS: tuple[ArrowKind, ...] = (
    *("A", "B", "C", "name only"),
    *("proposal", "name only proposal"),
)
"""Kinds of arrows that mean something, in the order of a legend."""


def tier_words(tier: str, language: str = ENGLISH) -> str:
    """What a relation of a tier rests on, as a legend says it; a tier of others stays."""
    if f"tier.{tier}" not in sentences():
        return tier
    name, meaning = (phrase(f"{group}.{tier}", language) for group in ("tier_name", "tier"))
    return phrase("reason.colon", language, name=name, meaning=meaning)


def kind_words(kind: ArrowKind, language: str = ENGLISH) -> str:
    """What a kind of arrow means."""
    if kind == "proposal":
        return phrase("arrow.proposal", language, odds=percent(EVEN_ODDS))
    if kind == "name only proposal":
        return phrase("arrow.name only proposal", language)
    return tier_words(kind, language)


def confidence_words(job: Job) -> list[str]:
    """What the confidences of the relations that are drawn mean, proposals apart."""
    edges = [data for _, _, data in job.edges()]
    told = (
        ("export.sure", [data for data in edges if not is_proposal(data)]),
        ("export.unsure", [data for data in edges if is_proposal(data)]),
    )
    found = []
    for key, some in told:
        whole = overall(some)
        if whole is not None:
            low, high, said = whole
            span = (
                percent(low) if percent(low) == percent(high) else f"{percent(low)}–{percent(high)}"
            )
            found.append(phrase(key, job.language, range=span, said=sentence(said, job.language)))
    return found


def sure_words(data: Mapping[str, Any], language: str = ENGLISH) -> str | None:
    """How sure an edge is, with what that means; None where nothing is known of it."""
    confidence, means = data.get("confidence"), text_of(data, "confidence_means")
    if data.get("decision"):
        return means or text_of(data, "decision")
    if not isinstance(confidence, int | float):
        return None
    if means is None:
        return phrase("export.bare confidence", language, sure=percent(confidence))
    return phrase("export.confidence", language, sure=percent(confidence), said=means)


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
            yield Arrow(tail, (head,), label_of(data, job.language), kind)
        else:
            shared.setdefault((tail, label_of(data, job.language) or label, kind), []).append(head)
    for (tail, label, kind), heads in shared.items():
        yield Arrow(tail, tuple(heads), label, kind)


def kind_of(data: Mapping[str, Any]) -> ArrowKind:
    """The kind of arrow of an edge."""
    tier = data.get("tier")
    return arrow_kind(None if tier is None else str(tier), proposal=is_proposal(data))


def kinds_of(job: Job) -> list[ArrowKind]:
    """The kinds of arrows that occur, in the order of a legend."""
    present = {kind_of(data) for _, _, data in job.edges()}
    return [kind for kind in KINDS if kind in present]


def label_of(data: Mapping[str, Scalar], language: str = ENGLISH) -> str | None:
    """What an arrow says: what changed, “perhaps” for a proposal, and where it is a name only.

    >>> label_of({"label": "more data", "proposal": True}), label_of({"tier": "A"})
    ('perhaps more data', None)
    """
    only = data.get("tier") == "name only"
    told = phrase("reason.brackets", language, said=phrase("tier_name.name only", language))
    said = " ".join(filter(None, [text_of(data, "label"), told if only else None]))
    return perhaps(said, data, language) or None


def perhaps(said: str, data: Mapping[str, Any], language: str = ENGLISH) -> str:
    """What is said of an edge, with “perhaps” where it is a proposal."""
    if not is_proposal(data):
        return said
    apart = " " if language != ENGLISH and said[:1].isascii() else ""  # “或许 BERT”
    return phrase("told.perhaps", language, said=apart + said).strip()


def counted(job: Job) -> str:
    """How many papers and edges there are, in a sentence."""
    papers = job.say("export.papers", count=str(len(job.keys)))
    edges = edges_in_words(job.graph, job.about.direction, job.language)
    return job.say("page.drawn", papers=papers, edges=edges)


def edges_in_words(
    graph: nx.DiGraph[Any], direction: Direction | None = None, language: str = ENGLISH
) -> str:
    """How many edges there are, proposals apart from what is stated.

    >>> family = nx.DiGraph([("a", "b"), ("a", "c", {"proposal": True})])
    >>> edges_in_words(family, "parent-child")
    '1 relation and 1 proposal'
    """
    lineage = (direction or graph.graph.get("direction")) == "parent-child"
    proposals = proposal_count(graph)
    stated = graph.number_of_edges() - proposals
    one, many = (
        ("export.one relation", "export.relations")
        if lineage
        else ("export.one citation", "export.some citations")
    )
    told = phrase(one if stated == 1 else many, language, count=str(stated))
    if not proposals:
        return told
    key = "export.one proposal" if proposals == 1 else "export.proposals"
    return phrase(
        "export.both", language, one=told, other=phrase(key, language, count=str(proposals))
    )
