"""Routes between two papers: all shortest, strongest, and in time order."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.sparse import csgraph

from ptm_graph.analysis.arrays import Direction, Graph, GraphArrays, arrays_of
from ptm_graph.analysis.csr import (
    Bools,
    Csr,
    Floats,
    Ints,
    chosen_entries,
    csr_of,
    gathered,
    row_numbers,
    transposed,
)
from ptm_graph.errors import InputError
from ptm_graph.words.wording import Said

RouteKind = Literal["shortest", "strongest", "time"]

Follow = Literal["later", "earlier", "either"]
"""``later``: every step leads to a paper that builds on the one before; ``earlier``: to
one that it builds on; ``either``: steps may lead both ways, as between two siblings."""

_STEP = 1e-9
"""What a step costs beside its confidence: of equally strong routes the shorter is first,
and a certain step is still a step."""


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One edge of a route."""

    earlier: str
    """Key of the parent, or of the cited paper."""
    later: str
    """Key of the child, or of the citing paper."""
    forward: bool
    """Whether the route walks it from earlier to later."""
    confidence: float | None
    """Of a relation; None for a citation or where unknown."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way from a paper to another."""

    papers: tuple[str, ...]
    """Keys from start to end."""
    steps: tuple[RouteStep, ...]
    strength: float | None
    """Product of the confidences; None if one is unknown."""


@dataclass(frozen=True, slots=True)
class Routes:
    """What was found between two papers."""

    routes: tuple[Route, ...]
    """Best first; empty if there is no way."""
    follow: Follow
    """Which steps these routes take."""
    total: int | None
    """How many there are in all; None where they were not all counted."""
    unusable: int
    """Edges left out: without confidence (strongest), against time or without a date
    (time)."""
    proposals: int = 0
    """Relations left out because they are proposals."""


def routes(
    graph: Graph,
    start: str,
    end: str,
    *,
    kind: RouteKind = "shortest",
    follow: Follow | None = None,
    limit: int = 10,
    direction: Direction = "parent-child",
    proposals: bool = False,
) -> Routes:
    """Find the routes from one paper to another.

    Parameters
    ----------
    graph : networkx.DiGraph or GraphArrays
        A lineage, or citations with ``direction="citing-cited"``.
    start, end : str
        Keys of two different papers.
    kind : {"shortest", "strongest", "time"}, default "shortest"
        ``shortest``: all routes with the fewest steps, counted in all, ``limit`` of them
        given. ``strongest``: those with the largest product of confidences. ``time``:
        those with the fewest steps, longer ones included, on which no step leads from a
        paper to one that certainly came out on the wrong side of it.
    follow : {"later", "earlier", "either"}, optional
        Default: the first of these for which there is a route. For ``time`` there is no
        ``either``: both directions together are not an order.
    limit : int, default 10
        Most routes to give.
    direction : {"parent-child", "citing-cited"}, default "parent-child"
        What the edges of a graph mean; arrays know theirs.
    proposals : bool, default False
        Whether the proposals of a lineage count as descent; arrays know it.

    Returns
    -------
    Routes
        Routes of equal rank are in the order of their keys.

    Raises
    ------
    QueryError
        If the graph has not both papers.
    InputError
        If start and end are the same, ``limit`` is below 1, or ``kind`` does not go with
        ``follow``.

    Notes
    -----
    Shortest: two breadth-first searches, O(V + E), and O(steps) for each route given.
    Strongest and time: the k shortest loopless paths of Yen over −log(confidence) or
    single steps, O(k · V · (E + V log V)) at worst.

    References
    ----------
    .. [1] J. Y. Yen, "Finding the k shortest loopless paths in a network", Management
       Science 17, 1971.
    """
    if start == end:
        raise InputError(Said("query.one paper"))
    if limit < 1:
        raise InputError(f"limit: {limit} is not a number of routes (1 or more)")
    if kind == "time" and follow == "either":
        raise InputError(Said("query.both ways"))
    arrays = arrays_of(graph, direction, proposals=proposals)
    ends = arrays.place(start), arrays.place(end)
    both: tuple[Follow, ...] = ("later", "earlier")
    ways = both if kind == "time" else (*both, "either")
    finder = _Finder(arrays, kind, limit)
    found = Routes((), follow or ways[-1], 0, finder.unusable)
    for way in (follow,) if follow else ways:
        found = finder.find(*ends, way)
        if found.routes:
            break
    return replace(found, proposals=arrays.proposals_left_out)


class _Finder:
    """The usable edges of a graph for one kind of route."""

    def __init__(self, arrays: GraphArrays, kind: RouteKind, limit: int):
        self.arrays, self.kind, self.limit = arrays, kind, limit
        self.costs: Floats = np.ones(arrays.later.nnz)
        usable = np.ones(arrays.later.nnz, dtype=bool)
        if kind == "strongest":
            self.costs = _costs(arrays)
            usable = ~np.isnan(self.costs)
        elif kind == "time":
            usable = _in_time_order(arrays)
        self.later: Csr = chosen_entries(arrays.later, usable)
        self.costs = self.costs[usable]
        self.unusable = int((~usable).sum())

    def find(self, start: int, end: int, follow: Follow) -> Routes:
        if self.kind == "shortest":
            count, paths = _all_shortest(self._steps(follow), start, end, self.limit)
            return Routes(self._routes(paths, follow), follow, count, self.unusable)
        paths = self._cheapest(self._weighted(follow), start, end)
        total = len(paths) if len(paths) < self.limit else None
        return Routes(self._routes(paths, follow), follow, total, self.unusable)

    def _steps(self, follow: Follow) -> Csr:
        if follow == "later":
            return self.later
        if follow == "earlier":
            return transposed(self.later)
        both: Csr = (self.later + self.later.T).tocsr()
        both.sort_indices()
        return both

    def _weighted(self, follow: Follow) -> Csr:
        """Costs of single steps; of two edges between the same papers the cheaper."""
        size = len(self.arrays)
        rows, columns = row_numbers(self.later), self.later.indices.astype(np.int64)
        costs = self.costs
        if follow == "earlier":
            rows, columns = columns, rows
        elif follow == "either":
            rows, columns = np.concatenate((rows, columns)), np.concatenate((columns, rows))
            costs = np.concatenate((costs, costs))
        order = np.lexsort((costs, columns, rows))
        rows, columns, costs = rows[order], columns[order], costs[order]
        first = np.ones(len(rows), dtype=bool)
        first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        return csr_of(rows[first], columns[first], size, costs[first])

    def _cheapest(self, weighted: Csr, start: int, end: int) -> list[list[int]]:
        costs, predecessors = csgraph.yen(
            weighted, start, end, self.limit, return_predecessors=True
        )
        paths = []
        for cost, before in zip(costs.tolist(), predecessors, strict=False):
            path = [end]
            while path[-1] != start:
                path.append(int(before[path[-1]]))
            paths.append((round(cost, 12), len(path), path[::-1]))
        return [path for _, _, path in sorted(paths)]

    def _routes(self, paths: list[list[int]], follow: Follow) -> tuple[Route, ...]:
        return tuple(self._route(path, follow) for path in paths)

    def _route(self, path: list[int], follow: Follow) -> Route:
        steps = tuple(self._step(one, other, follow) for one, other in itertools.pairwise(path))
        known = [step.confidence for step in steps if step.confidence is not None]
        return Route(
            papers=tuple(self.arrays.keys[paper] for paper in path),
            steps=steps,
            strength=math.prod(known) if len(known) == len(steps) else None,
        )

    def _step(self, one: int, other: int, follow: Follow) -> RouteStep:
        """The edge between two papers; where both ways have one, the more confident."""
        choices = []
        for earlier, later in ((one, other), (other, one)):
            forward = earlier == one
            wanted = follow == "either" or forward == (follow == "later")
            if wanted and self.arrays.graph.has_edge(*self.arrays.ends(earlier, later)):
                confidence = self.arrays.edge(earlier, later).get("confidence")
                keys = self.arrays.keys[earlier], self.arrays.keys[later]
                choices.append(RouteStep(*keys, forward, confidence))
        return max(choices, key=lambda step: (step.confidence or 0.0, step.forward))


def _costs(arrays: GraphArrays) -> Floats:
    """−log(confidence) of every edge, and a little for the step; NaN where unknown."""
    rows = row_numbers(arrays.later).tolist()
    values = [
        arrays.edge(earlier, later).get("confidence", math.nan)
        for earlier, later in zip(rows, arrays.later.indices.tolist(), strict=True)
    ]
    confidences = np.array(values, dtype=float)
    confidences[confidences <= 0] = np.nan
    costs: Floats = _STEP - np.log(confidences)
    return costs


def _in_time_order(arrays: GraphArrays) -> Bools:
    """Which edges certainly do not run against time; an unknown date gives no order."""
    first, last = arrays.days
    earlier, later = row_numbers(arrays.later), arrays.later.indices
    ordered: Bools = first[earlier] <= last[later]
    return ordered


def _all_shortest(steps: Csr, start: int, end: int, limit: int) -> tuple[int, list[list[int]]]:
    """Number of shortest paths, and the first of them in the order of the papers."""
    to_end = _distances(transposed(steps), end, stop=start)
    if to_end[start] < 0:
        return 0, []
    ways: dict[int, int] = {}
    layers = [[start]]
    onward: dict[int, list[int]] = {}
    for left in range(int(to_end[start]) - 1, -1, -1):
        for paper in layers[-1]:
            heads, _ = gathered(steps, np.array([paper]))
            onward[paper] = heads[to_end[heads] == left].tolist()
        layers.append(sorted({head for paper in layers[-1] for head in onward[paper]}))
    ways[end] = 1
    for layer in reversed(layers[:-1]):
        for paper in layer:
            ways[paper] = sum(ways[head] for head in onward[paper])
    paths: list[list[int]] = []
    pending = [[start]]
    while pending and len(paths) < limit:
        path = pending.pop()
        if path[-1] == end:
            paths.append(path)
        else:
            pending.extend([*path, head] for head in reversed(onward[path[-1]]))
    return ways[start], paths


def _distances(steps: Csr, source: int, stop: int) -> Ints:
    """Steps from ``source`` up to the distance of ``stop``; −1 beyond or out of reach."""
    distance = np.full(steps.shape[0], -1, dtype=np.int64)
    frontier = np.array([source])
    distance[source] = 0
    while frontier.size and distance[stop] < 0:
        reached, _ = gathered(steps, frontier)
        reached = np.unique(reached[distance[reached] < 0])
        distance[reached] = distance[frontier[0]] + 1
        frontier = reached
    return distance
