"""What of a graph is drawn: filters, a locked lineage, and a budget."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx

from ptm_graph.graph.dates import date_of
from ptm_graph.graph.families import keep_families
from ptm_graph.graph.selection import is_proposal, proposal_count, without_proposals
from ptm_graph.words import lists

TIERS = ("A", "B", "C", "name only")
Proposals = Literal["drawn", "counted", "hidden"]
"""Drawn, but followed by no lock and counted as no descent; counted as any other relation;
or not drawn."""
PROPOSALS: tuple[Proposals, ...] = ("drawn", "counted", "hidden")
PAPERS, EDGES = 400, 600
"""Default budget of what is drawn."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader wants to see; the defaults show everything within the budget."""

    confidence: float = 0.0
    tiers: Collection[str] = TIERS
    proposals: Proposals = "drawn"
    families: Collection[str] = ()
    """Empty: all."""
    tags: Collection[str] = ()
    """Only papers with one of these; empty: all."""
    since: int | None = None
    """First year."""
    only: Collection[str] = ()
    """Only these papers, related or not; empty: all."""
    unrelated: bool = False
    """Also papers without any edge."""
    lock: str | None = None
    """Only this paper, its ancestors and its descendants."""
    up: int | None = None
    """Generations of ancestors; None: all."""
    down: int | None = None
    papers: int = PAPERS
    edges: int = EDGES


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a graph, and what was left out of it."""

    graph: nx.DiGraph[str]
    unrelated: int
    """Papers hidden because no drawn edge touches them."""
    papers_over: int
    """Papers hidden by the budget."""
    edges_over: int
    """Edges hidden by the budget."""
    filtered: int
    """Papers hidden by the filters."""
    proposals: int = 0
    """Proposals among the edges that are drawn."""
    proposals_hidden: int = 0
    """Proposals hidden, because none are drawn."""
    not_followed: int = 0
    """Proposals that lead out of a locked lineage."""


def select(graph: nx.DiGraph[str], filters: Filters, *, always: Collection[str] = ()) -> Selection:
    """Choose what is drawn.

    Parameters
    ----------
    graph : networkx.DiGraph
        A lineage (parent → child) or citations (citing → cited).
    filters : Filters
        What the reader wants to see.
    always : collection of str, optional
        Keys that stay whatever the filters say: what is pinned.

    Notes
    -----
    The budget keeps the reading list first, then papers with more edges; and of the
    edges best parents first, then more confident or more often mentioned ones.
    O(n log n + m log m).
    """
    held = {key for key in always if key in graph}
    wanted = {key for key, data in graph.nodes(data=True) if _fits(data, filters)}
    if filters.only:
        wanted &= set(filters.only)
    not_followed = 0
    if filters.lock is not None and filters.lock in graph:
        counted = filters.proposals == "counted"
        kin = set(lineage_of(graph, filters.lock, filters.up, filters.down, proposals=counted))
        not_followed = 0 if counted else _leading_out(graph, kin)
        wanted = (wanted & kin) | {filters.lock}
    wanted |= held
    edges = [
        (tail, head, data)
        for tail, head, data in graph.edges(data=True)
        if tail in wanted and head in wanted and _passes(data, filters)
    ]
    related = {key for tail, head, _ in edges for key in (tail, head)}
    filtered = len(graph) - len(wanted)
    drawn = wanted if filters.unrelated or filters.only else (wanted & related) | held
    unrelated = len(wanted) - len(drawn)
    kept = _within(graph, drawn, held, filters.papers)
    edges = [edge for edge in edges if edge[0] in kept and edge[1] in kept]
    edges.sort(key=_weight)
    part: nx.DiGraph[str] = nx.DiGraph()
    part.graph.update(graph.graph)
    keep_families(part, graph)
    part.add_nodes_from((key, graph.nodes[key]) for key in graph if key in kept)
    part.add_edges_from(edges[: filters.edges])
    return Selection(
        graph=part,
        unrelated=unrelated,
        papers_over=len(drawn) - len(kept),
        edges_over=max(len(edges) - filters.edges, 0),
        filtered=filtered,
        proposals=proposal_count(part),
        proposals_hidden=proposal_count(graph) if filters.proposals == "hidden" else 0,
        not_followed=not_followed,
    )


def lineage_of(
    graph: nx.DiGraph[str],
    key: str,
    up: int | None = None,
    down: int | None = None,
    *,
    proposals: bool = False,
) -> list[str]:
    """A paper with its ancestors and descendants, in order of their dates.

    Parameters
    ----------
    graph : networkx.DiGraph
        Parent → child.
    key : str
        The paper.
    up, down : int, optional
        Generations of ancestors and of descendants; default all.
    proposals : bool, default False
        Whether proposals count as descent.
    """
    graph = graph if proposals else without_proposals(graph)
    found = {key}
    for step, most in ((graph.pred, up), (graph.succ, down)):
        front, depth = {key}, 0
        while front and (most is None or depth < most):
            front = {other for one in front for other in step[one]} - found - {key}
            found |= front
            depth += 1
    return sorted(found, key=lambda one: (day_of(graph.nodes[one]), one))


def day_of(data: Mapping[str, Any]) -> datetime.date:
    """Day at which a paper is drawn; papers without a date come last."""
    date = date_of(data)
    return datetime.date.max if date is None else date.middle_day


def _fits(data: Mapping[str, Any], filters: Filters) -> bool:
    if filters.families and data.get("family") not in filters.families:
        return False
    if filters.tags and not set(filters.tags).intersection(lists.split(data.get("tags"))):
        return False
    day = day_of(data)
    return filters.since is None or (day != datetime.date.max and day.year >= filters.since)


def _passes(data: Mapping[str, Any], filters: Filters) -> bool:
    if "tier" not in data:
        return True
    if filters.proposals == "hidden" and is_proposal(data):
        return False
    sure = data.get("decision") or float(data["confidence"]) >= filters.confidence
    return data["tier"] in filters.tiers and bool(sure)


def _leading_out(graph: nx.DiGraph[str], kin: Collection[str]) -> int:
    """Proposals from papers of a lineage to others, or from others to them."""
    return sum(
        is_proposal(data) and (tail in kin) != (head in kin)
        for tail, head, data in graph.edges(data=True)
    )


def _within(
    graph: nx.DiGraph[str], drawn: Collection[str], held: Collection[str], budget: int
) -> set[str]:
    if len(drawn) <= budget:
        return set(drawn)

    def order(key: str) -> tuple[bool, bool, int, str]:
        return key not in held, not graph.nodes[key].get("seed"), -graph.degree(key), key

    return set(sorted(drawn, key=order)[:budget])


def _weight(edge: tuple[str, str, Mapping[str, Any]]) -> tuple[Any, ...]:
    tail, head, data = edge
    return (
        int(data.get("rank") or 1),
        -float(data.get("confidence") or 0.0),
        not data.get("influential"),
        -int(data.get("mentions") or 0),
        tail,
        head,
    )
