"""A part of a graph: around one paper, of some families, of some years, sure enough."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

import networkx as nx

from ptm_graph.errors import QueryError
from ptm_graph.graph.dates import days_of
from ptm_graph.graph.families import keep_families
from ptm_graph.words.wording import Said


def select(
    graph: nx.DiGraph[str],
    *,
    around: str | None = None,
    depth: int | None = None,
    families: Collection[str] = (),
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    min_confidence: float = 0.0,
    tiers: Collection[str] = (),
    proposals: bool = False,
) -> nx.DiGraph[str]:
    """Give the part of a graph that meets every condition.

    Parameters
    ----------
    graph : networkx.DiGraph
        A lineage or citation graph; not changed.
    around : str, optional
        Key of a paper: only what it can be reached from and what can be reached from it.
    depth : int, optional
        Most steps from ``around`` in either direction; default: any number.
    families : collection of str, optional
        Only papers of these families.
    since, until : datetime.date, optional
        Only papers of that time; a paper without a date is left out by either.
    min_confidence : float, default 0
        Only relations at least so sure; what a person decided stays, and so do edges without
        a confidence (citations).
    tiers : collection of str, optional
        Only relations of these tiers; edges without a tier are kept.
    proposals : bool, default False
        Whether ``around`` also follows proposals. Those between papers that are kept stay
        either way; :func:`without_proposals` leaves them out.

    Returns
    -------
    networkx.DiGraph
        A copy, nodes and edges in the order of ``graph``.

    Raises
    ------
    QueryError
        If ``around`` is not in the graph.

    Notes
    -----
    O(nodes + edges).
    """
    sure = [
        (one, other)
        for one, other, data in graph.edges(data=True)
        if (data.get("decision") or data.get("confidence", 1.0) >= min_confidence)
        and (not tiers or data.get("tier") is None or data["tier"] in tiers)
    ]
    kept = {
        key
        for key, data in graph.nodes(data=True)
        if (not families or data.get("family") in families) and _within(data, since, until)
    }
    part: nx.DiGraph[str] = nx.DiGraph()
    part.graph.update(graph.graph)
    keep_families(part, graph)
    part.add_nodes_from((key, dict(data)) for key, data in graph.nodes(data=True) if key in kept)
    part.add_edges_from(
        (one, other, dict(graph.edges[one, other]))
        for one, other in sure
        if one in kept and other in kept
    )
    if around is None:
        return part
    if around not in graph:
        raise QueryError(Said("query.not in graph", {"paper": around}))
    followed = part if proposals else without_proposals(part)
    near = {around}.union(*(_reach(followed, around, depth, way) for way in ("up", "down")))
    part.remove_nodes_from([key for key in part if key not in near])
    return part


def points_forward(graph: nx.DiGraph[Any], told: Mapping[str, object] | None = None) -> bool:
    """Whether edges lead from the past to the future, as relations do and citations do not.

    A drawing lets all arrows point forward in time, whatever its edges mean.

    Parameters
    ----------
    graph : networkx.DiGraph
        Relations (parent → child) or citations (citing → cited).
    told : mapping, optional
        Attributes that say what its edges mean; default: those of the graph. Where they say
        nothing, its edges are relations if any has a tier.

    Returns
    -------
    bool
    """
    told = graph.graph if told is None else told
    if told.get("direction"):
        return bool(told["direction"] == "parent-child")
    if told.get("kind"):
        return bool(told["kind"] == "lineage")
    return any("tier" in data for _, _, data in graph.edges(data=True))


def is_proposal(relation: Mapping[str, Any]) -> bool:
    """Whether an edge of a lineage is a guess to confirm, which does not count as descent.

    Parameters
    ----------
    relation : mapping
        Attributes of the edge.

    Returns
    -------
    bool
        What ``proposal`` says; False where a person decided (``decision``).
    """
    return relation.get("proposal") is True and not relation.get("decision")


def proposal_count(lineage: nx.DiGraph[str]) -> int:
    """How many relations of a lineage are proposals.

    Parameters
    ----------
    lineage : networkx.DiGraph
        Edges point parent → child; citations have none.

    Returns
    -------
    int
        Edges for which :func:`is_proposal` holds.
    """
    return sum(is_proposal(data) for _, _, data in lineage.edges(data=True))


def without_proposals(lineage: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """A lineage with all its papers and only the relations that count as descent.

    Parameters
    ----------
    lineage : networkx.DiGraph
        Edges point parent → child; not changed.

    Returns
    -------
    networkx.DiGraph
        A copy, or the graph itself where it has no proposals.

    Notes
    -----
    O(nodes + edges).
    """
    edges = list(lineage.edges(data=True))
    stated = [edge for edge in edges if not is_proposal(edge[2])]
    if len(stated) == len(edges):
        return lineage
    part: nx.DiGraph[str] = nx.DiGraph()
    part.graph.update(lineage.graph)
    part.add_nodes_from(lineage.nodes(data=True))
    part.add_edges_from(stated)
    return part


def _within(data: dict[str, Any], since: datetime.date | None, until: datetime.date | None) -> bool:
    if since is None and until is None:
        return True
    days = days_of(data)
    if days is None:
        return False
    first, last = days  # a paper of “2018” belongs to every day of that year
    return (since is None or last >= since) and (until is None or first <= until)


def _reach(
    graph: nx.DiGraph[str], start: str, depth: int | None, direction: Literal["up", "down"]
) -> set[str]:
    if start not in graph:
        return set()
    found, edge = {start}, [start]
    steps = 0
    while edge and (depth is None or steps < depth):
        following: Iterable[str] = (
            other
            for key in edge
            for other in (graph.predecessors(key) if direction == "up" else graph.successors(key))
        )
        edge = [other for other in dict.fromkeys(following) if other not in found]
        found.update(edge)
        steps += 1
    return found
