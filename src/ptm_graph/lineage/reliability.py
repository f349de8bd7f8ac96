"""What a confidence means, in words, from how often candidates of it were right.

The figures are in ``reliability.json``, measured by ``scripts/fit_lineage_weights.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ptm_graph.lineage.weights import KNOWLEDGE, Knowledge
from ptm_graph.words import lists
from ptm_graph.words.model import Relation, percent
from ptm_graph.words.wording import Said, Value

_SHARES: tuple[tuple[int, int, str], ...] = (
    (1, 20, "share.1/20"),
    (1, 10, "share.1/10"),
    (1, 6, "share.1/6"),
    (1, 5, "share.1/5"),
    (1, 4, "share.1/4"),
    (1, 3, "share.1/3"),
    (2, 5, "share.2/5"),
    (1, 2, "share.1/2"),
    (3, 5, "share.3/5"),
    (2, 3, "share.2/3"),
    (3, 4, "share.3/4"),
    (4, 5, "share.4/5"),
    (5, 6, "share.5/6"),
    (9, 10, "share.9/10"),
    (19, 20, "share.19/20"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates of about the same confidence, and how often they were right."""

    low: float
    high: float
    said: float
    """Mean confidence."""
    right: float
    """Share of those that readers had marked."""
    papers: int
    """How many there were, mean of the splits."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How often candidates were right in one state of knowledge; highest confidence first."""

    best: tuple[Group, ...]
    """The best candidate of each paper."""
    further: tuple[Group, ...]
    """The second and third ones."""

    def group(self, confidence: float, rank: int) -> Group:
        """The group of a confidence; a higher one was never right less often.

        Neighbours where it was, by chance of few papers, count as one group.
        """
        groups = _rising(self.best if rank == 1 else self.further)
        return next((one for one in groups if confidence >= one.low), groups[-1])


@cache
def _rising(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Groups pooled until more confidence was at least as often right (isotonic regression)."""
    found: list[Group] = []
    for one in groups:
        found.append(one)
        while len(found) > 1 and found[-2].right < found[-1].right:
            high, low = found[-2:]
            papers = high.papers + low.papers
            said, right = (
                (getattr(high, name) * high.papers + getattr(low, name) * low.papers) / papers
                for name in ("said", "right")
            )
            found[-2:] = [Group(low.low, high.high, said, right, papers)]
    return tuple(found)


@cache
def reliability() -> Mapping[Knowledge, Reliability]:
    """The tables that ship with the package, by what is known of a child's references."""
    path = resources.files("ptm_graph.lineage").joinpath("reliability.json")
    states = json.loads(path.read_text(encoding="utf-8"))["states"]
    return {
        name: Reliability(*(_groups(states[name][kind]) for kind in ("best", "further")))
        for name in KNOWLEDGE
    }


def _groups(rows: Iterable[Mapping[str, float]]) -> tuple[Group, ...]:
    return tuple(
        Group(row["from"], row["to"], row["said"], row["right"], int(row["papers"])) for row in rows
    )


def meaning(relation: Relation | Mapping[str, Any], *, own: bool = True) -> Said | None:
    """What the confidence of a relation means.

    Parameters
    ----------
    relation : Relation or mapping
        A relation, or the attributes of an edge of a lineage graph.
    own : bool, default True
        Whether the reader is the person who decides; the reader of a file may be another.

    Returns
    -------
    Said or None
        None where it is not known on what the confidence rests, as in a graph of another
        program.
    """
    edge = _edge(relation)
    knowledge = edge.get("knowledge")
    if edge.get("decision"):
        return Said("confidence.decided" if own else "confidence.decided by a person")
    if knowledge not in KNOWLEDGE or edge.get("confidence") is None:
        return None
    confidence = float(edge["confidence"])
    if edge.get("recalibrated"):
        count = int(edge["recalibrated"])
        values: dict[str, Value] = {"share": _share(confidence)[1], "count": count}
        return Said("confidence.recalibrated", values)
    group = reliability()[knowledge].group(confidence, int(edge.get("rank") or 1))
    one, share = _share(group.right)
    said = Said("confidence.measured, one" if one else "confidence.measured", {"share": share})
    if edge.get("field_measured") is False:
        return Said("confidence.assumed", {"said": said})
    return said


def overall(
    relations: Iterable[Relation | Mapping[str, Any]],
) -> tuple[float, float, Said] | None:
    """The lowest and highest confidence of many relations, and how many such were right in all.

    Decisions are left out; None where nothing is known of the others.
    """
    edges = [edge for edge in map(_edge, relations) if not edge.get("decision")]
    edges = [edge for edge in edges if meaning(edge) is not None]
    if not edges:
        return None
    sure = [float(edge["confidence"]) for edge in edges]
    shares = [
        confidence
        if edge.get("recalibrated")
        else reliability()[edge["knowledge"]].group(confidence, int(edge.get("rank") or 1)).right
        for edge, confidence in zip(edges, sure, strict=True)
    ]
    one, share = _share(sum(shares) / len(shares))
    said = Said("confidence.measured, one" if one else "confidence.measured", {"share": share})
    if any(edge.get("field_measured") is False for edge in edges):
        said = Said("confidence.assumed", {"said": said})
    return min(sure), max(sure), said


def _edge(relation: Relation | Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(relation, Relation):
        return relation
    return {name: getattr(relation, name) for name in _READ}


_READ = ("confidence", "rank", "decision", "knowledge", "field_measured", "recalibrated")


def _share(value: float) -> tuple[bool, Said]:
    """The plainest share near a value, and whether its first number is one."""
    count, _, code = min(_SHARES, key=lambda one: (abs(one[0] / one[1] - value), one[1]))
    return count == 1 and code != "share.1/2", Said(code)


def legend(relations: Iterable[Relation | Mapping[str, Any]]) -> tuple[Said, ...]:
    """What the confidences of many relations mean, the highest first; decisions are left out."""
    spans: dict[Said, list[float]] = {}
    for edge in map(_edge, relations):
        said = None if edge.get("decision") else meaning(edge)
        if said is not None:
            spans.setdefault(said, []).append(float(edge["confidence"]))
    return tuple(
        Said("confidence.one", {"low": min(held), "said": said})
        if percent(min(held)) == percent(max(held))
        else Said("confidence.range", {"low": min(held), "high": max(held), "said": said})
        for said, held in sorted(spans.items(), key=lambda one: (-max(one[1]), str(one[0])))
    )


def measured_field(paper: Mapping[str, Any]) -> bool | None:
    """Whether a paper is of the field whose papers were annotated; None: nothing is known.

    Parameters
    ----------
    paper : mapping
        Attributes of a paper of a citation graph.
    """
    told = [paper.get(name) for name in ("categories", "fields_of_study")]
    named = [one.casefold() for held in told for one in lists.split(held)]
    if not named:
        return None
    return any(one in ("computer science", "stat.ml") or one.startswith("cs.") for one in named)
