"""Ancestors and descendants of a paper, generation by generation."""

from __future__ import annotations

import numpy as np

from ptm_graph.analysis.arrays import Direction, Graph, GraphArrays, arrays_of
from ptm_graph.analysis.csr import Csr, gathered
from ptm_graph.errors import InputError


def ancestors(
    graph: Graph,
    paper: str,
    depth: int | None = None,
    *,
    direction: Direction = "parent-child",
    proposals: bool = False,
) -> tuple[tuple[str, ...], ...]:
    """What a paper descends from, nearest generation first.

    Parameters
    ----------
    graph : networkx.DiGraph or GraphArrays
        A lineage, or citations with ``direction="citing-cited"``.
    paper : str
        Key of the paper.
    depth : int, optional
        Most generations to follow; default all.
    direction : {"parent-child", "citing-cited"}, default "parent-child"
        What the edges of a graph mean; arrays know theirs.
    proposals : bool, default False
        Whether the proposals of a lineage count as descent; arrays know it.

    Returns
    -------
    tuple of tuples of str
        Element ``i``: the keys, sorted, that are ``i + 1`` steps away by the shortest way.
        Empty where there are none.

    Raises
    ------
    QueryError
        If the graph has no such paper.
    InputError
        If ``depth`` is negative.

    Notes
    -----
    Breadth first; cycles do no harm. O(V + E) of what is reached.
    """
    arrays = arrays_of(graph, direction, proposals=proposals)
    return _generations(arrays, arrays.earlier, paper, depth)


def descendants(
    graph: Graph,
    paper: str,
    depth: int | None = None,
    *,
    direction: Direction = "parent-child",
    proposals: bool = False,
) -> tuple[tuple[str, ...], ...]:
    """What descends from a paper, nearest generation first.

    Parameters, result, errors and cost are those of :func:`ancestors`.
    """
    arrays = arrays_of(graph, direction, proposals=proposals)
    return _generations(arrays, arrays.later, paper, depth)


def _generations(
    arrays: GraphArrays, steps: Csr, paper: str, depth: int | None
) -> tuple[tuple[str, ...], ...]:
    if depth is not None and depth < 0:
        raise InputError(f"depth: {depth} is not a number of generations (0 or more)")
    frontier = np.array([arrays.place(paper)])
    seen = np.zeros(len(arrays), dtype=bool)
    seen[frontier] = True
    found: list[tuple[str, ...]] = []
    while depth is None or len(found) < depth:
        reached, _ = gathered(steps, frontier)
        frontier = np.unique(reached[~seen[reached]])
        if not frontier.size:
            break
        seen[frontier] = True
        found.append(tuple(arrays.keys[place] for place in frontier.tolist()))
    return tuple(found)
