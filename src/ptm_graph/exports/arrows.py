"""Arrows of a family diagram: siblings with one label share one arrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ptm_graph.exports.job import Job
from ptm_graph.exports.values import text_of


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow from a paper to one or more others."""

    tail: str
    heads: tuple[str, ...]
    label: str | None
    tier: str | None


def arrows(job: Job) -> Iterator[Arrow]:
    """All edges; those from one paper with one label and one tier as a single arrow.

    Edges without a label stay single: nothing says that they mean the same.
    """
    shared: dict[tuple[str, str, str | None], list[str]] = {}
    for tail, head, data in job.edges():
        label, tier = text_of(data, "label"), text_of(data, "tier")
        if label is None:
            yield Arrow(tail, (head,), None, tier)
        else:
            shared.setdefault((tail, label, tier), []).append(head)
    for (tail, label, tier), heads in shared.items():
        yield Arrow(tail, tuple(heads), label, tier)
