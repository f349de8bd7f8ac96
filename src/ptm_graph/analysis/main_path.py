"""The main path: the chain of papers through which most of the knowledge flowed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

import networkx as nx

from ptm_graph.analysis.acyclic import Acyclic, in_time
from ptm_graph.analysis.arrays import Direction, Graph, GraphArrays, arrays_of
from ptm_graph.analysis.csr import row_lists
from ptm_graph.analysis.search_paths import CountMethod
from ptm_graph.errors import InputError

PathMethod = Literal["local", "global", "key-route", "key-route-global"]
"""How edges are chained: greedily from the sources; the largest sum of all; from the
heaviest edges outwards, greedily or by the largest sum."""

Edge = tuple[int, int]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class MainPath:
    """The main path (several, where they tie) of a graph."""

    papers: tuple[str, ...]
    """Keys in order of time, each paper after everything of the path that it builds on."""
    edges: tuple[tuple[str, str], ...]
    """Keys (earlier, later)."""
    log_counts: tuple[float, ...]
    """Natural logarithm of the search path count of each edge."""
    dropped: tuple[tuple[str, str], ...]
    """Edges left out because they run against time, as keys (earlier, later)."""
    counted: CountMethod
    method: PathMethod
    proposals: int = 0
    """Relations left out because they are proposals."""


def main_path(
    graph: Graph,
    *,
    counted: CountMethod = "spc",
    method: PathMethod = "key-route",
    key_routes: int = 10,
    direction: Direction = "citing-cited",
    proposals: bool = False,
) -> MainPath:
    """Find the main path of a graph.

    Parameters
    ----------
    graph : networkx.DiGraph or GraphArrays
        Citations, or a lineage with ``direction="parent-child"``. For the main path of a
        reading list give the citations between its papers only.
    counted : {"spc", "splc", "spnp"}, default "spc"
        Which search paths weigh an edge, see
        :func:`~ptm_graph.analysis.search_path_counts`.
    method : {"local", "global", "key-route", "key-route-global"}, default "key-route"
        ``local`` starts with the heaviest edge out of a source and always follows the
        heaviest edge. ``global`` takes the path with the largest sum. ``key-route``
        extends each of the heaviest edges to both sides, so that the heaviest are always
        part of it; ``key-route-global`` does so by the largest sums.
    key_routes : int, default 10
        How many of the heaviest edges to start from; those as heavy as the last one
        come too.
    direction : {"citing-cited", "parent-child"}, default "citing-cited"
        What the edges of a graph mean; arrays know theirs.
    proposals : bool, default False
        Whether the proposals of a lineage count as descent; arrays know it.

    Returns
    -------
    MainPath
        Empty for a graph without edges. Where edges tie, all of them are followed.

    Raises
    ------
    InputError
        If ``key_routes`` is below 1.

    Notes
    -----
    No paper of the path builds on one that came out after it; where a date is vague, it is
    taken as any day on which all is in order.

    Counts are exact integers here, unlike in ``search_path_counts``: a sum of a path has
    addends that differ by more than the sixteen digits of a float, and ties must be
    ties. O(V + E) additions of integers of as many digits as the counts have.

    References
    ----------
    .. [1] N. P. Hummon and P. Doreian, "Connectivity in a citation network: the
       development of DNA theory", Social Networks 11, 1989.
    .. [2] J. S. Liu and L. Y. Y. Lu, "An integrated approach for main path analysis:
       Development of the Hirsch index as an example", JASIST 63, 2012.
    """
    if key_routes < 1:
        raise InputError(f"key_routes: {key_routes} is not a number of edges (1 or more)")
    arrays = arrays_of(graph, direction, proposals=proposals)
    acyclic, earliest = in_time(arrays.later, arrays.days_of)
    flow = _Flow(acyclic, counted, earliest)
    find: dict[PathMethod, Callable[[], set[Edge]]] = {
        "local": flow.local,
        "global": flow.largest_sums,
        "key-route": lambda: flow.key_routes(key_routes, flow.heaviest_in, flow.heaviest_out),
        "key-route-global": lambda: flow.key_routes(key_routes, flow.best_in, flow.best_out),
    }
    return _result(arrays, flow, find[method](), counted, method)


def main_path_graph(citations: nx.DiGraph[str], path: MainPath) -> nx.DiGraph[str]:
    """The main path as a graph with the attributes and direction of the graph it is from.

    Parameters
    ----------
    citations : networkx.DiGraph
        The graph the path was found in, citations or lineage.
    path : MainPath
        What :func:`main_path` gave.

    Returns
    -------
    networkx.DiGraph
        A copy; each edge has its ``log_search_paths``; graph attribute ``kind`` is
        ``main-path``.
    """
    built: nx.DiGraph[str] = nx.DiGraph(**{**citations.graph, "kind": "main-path"})
    built.add_nodes_from((key, dict(citations.nodes[key])) for key in path.papers)
    for (earlier, later), count in zip(path.edges, path.log_counts, strict=True):
        ends = (earlier, later) if citations.has_edge(earlier, later) else (later, earlier)
        built.add_edge(*ends, **{**citations.edges[ends], "log_search_paths": count})
    return built


class _Flow:
    """Exact search path counts of an acyclic graph, and walks along them."""

    def __init__(self, acyclic: Acyclic, counted: CountMethod, earliest: list[float]):
        self.acyclic, self.earliest_day = acyclic, earliest
        self.order: list[int] = acyclic.order.tolist()
        self.earlier = row_lists(acyclic.earlier)
        self.later = row_lists(acyclic.later)
        self.before = _paths(self.order, self.earlier, anywhere=counted != "spc")
        self.after = _paths(self.order[::-1], self.later, anywhere=counted == "spnp")

    def count(self, edge: Edge) -> int:
        """Number of search paths through an edge."""
        return self.before[edge[0]] * self.after[edge[1]]

    def edges(self) -> Iterable[Edge]:
        return ((tail, head) for tail, heads in enumerate(self.later) for head in heads)

    def local(self) -> set[Edge]:
        starts = [edge for edge in self.edges() if not self.earlier[edge[0]]]
        first = _largest(starts, self.count)
        return set(first) | self._followed(first, self.heaviest_out, end=1)

    def largest_sums(self) -> set[Edge]:
        sources = [paper for paper in self.order if self.later[paper] and not self.earlier[paper]]
        best = _largest(sources, lambda paper: self.sums_after[paper])
        starts = [edge for paper in best for edge in self.best_out(paper)]
        return set(starts) | self._followed(starts, self.best_out, end=1)

    def key_routes(
        self,
        number: int,
        inwards: Callable[[int], list[Edge]],
        outwards: Callable[[int], list[Edge]],
    ) -> set[Edge]:
        counts = sorted((self.count(edge) for edge in self.edges()), reverse=True)
        if not counts:
            return set()
        least = counts[min(number, len(counts)) - 1]
        keys = [edge for edge in self.edges() if self.count(edge) >= least]
        forwards = self._followed(keys, outwards, end=1)
        return set(keys) | forwards | self._followed(keys, inwards, end=0)

    def heaviest_out(self, paper: int) -> list[Edge]:
        """The heaviest edges to later papers."""
        return _largest([(paper, head) for head in self.later[paper]], self.count)

    def heaviest_in(self, paper: int) -> list[Edge]:
        """The heaviest edges from earlier papers."""
        return _largest([(tail, paper) for tail in self.earlier[paper]], self.count)

    def best_out(self, paper: int) -> list[Edge]:
        """The edges with which the paths of largest sum go on."""
        return _largest(
            [(paper, head) for head in self.later[paper]],
            lambda edge: self.count(edge) + self.sums_after[edge[1]],
        )

    def best_in(self, paper: int) -> list[Edge]:
        """The edges with which the paths of largest sum arrive."""
        return _largest(
            [(tail, paper) for tail in self.earlier[paper]],
            lambda edge: self.count(edge) + self.sums_before[edge[0]],
        )

    @cached_property
    def sums_after(self) -> list[int]:
        """Largest sum of counts of a path from each paper to the end."""
        sums = [0] * len(self.later)
        for paper in reversed(self.order):
            before, after = self.before[paper], self.after
            sums[paper] = max(
                (before * after[head] + sums[head] for head in self.later[paper]), default=0
            )
        return sums

    @cached_property
    def sums_before(self) -> list[int]:
        """Largest sum of counts of a path from the start to each paper."""
        sums = [0] * len(self.later)
        for paper in self.order:
            before, after = self.before, self.after[paper]
            sums[paper] = max(
                (before[tail] * after + sums[tail] for tail in self.earlier[paper]), default=0
            )
        return sums

    def _followed(
        self, edges: Iterable[Edge], step: Callable[[int], list[Edge]], end: int
    ) -> set[Edge]:
        """All edges that ``step`` leads to from the given end of the edges."""
        found: set[Edge] = set()
        pending = [edge[end] for edge in edges]
        seen = set(pending)
        while pending:
            for edge in step(pending.pop()):
                found.add(edge)
                if edge[end] not in seen:
                    seen.add(edge[end])
                    pending.append(edge[end])
        return found


def _paths(order: list[int], incoming: list[list[int]], *, anywhere: bool) -> list[int]:
    """Exact number of paths that end in each paper; see ``search_paths._log_paths``."""
    counts = [1] * len(incoming)
    for paper in order:
        if incoming[paper]:
            counts[paper] = anywhere + sum([counts[other] for other in incoming[paper]])
    return counts


def _largest(items: list[Item], value: Callable[[Item], int]) -> list[Item]:
    values = [value(item) for item in items]
    top = max(values, default=0)
    return [item for item, own in zip(items, values, strict=True) if own == top]


def _result(
    arrays: GraphArrays, flow: _Flow, chosen: set[Edge], counted: CountMethod, method: PathMethod
) -> MainPath:
    keys = arrays.keys
    named = {paper for edge in chosen for paper in edge}
    # stable: papers of one day stay in the order in which they build on each other
    days = flow.earliest_day
    order = sorted((one for one in flow.order if one in named), key=lambda one: days[one])
    rank = {paper: place for place, paper in enumerate(order)}
    edges = sorted(chosen, key=lambda edge: (rank[edge[1]], rank[edge[0]]))
    return MainPath(
        papers=tuple(keys[paper] for paper in rank),
        edges=tuple((keys[earlier], keys[later]) for earlier, later in edges),
        log_counts=tuple(math.log(flow.count(edge)) for edge in edges),
        dropped=tuple((keys[earlier], keys[later]) for earlier, later in flow.acyclic.dropped),
        counted=counted,
        method=method,
        proposals=arrays.proposals_left_out,
    )
