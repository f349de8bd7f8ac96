"""A graph as sorted keys and CSR arrays: converted once, counted in everywhere else.

Whatever direction the graph has, the arrays know two words: what a paper *builds on*
(``earlier``: its references, or its parents) and what *builds on it* (``later``: the
papers that cite it, or its children).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, TypeAlias

import networkx as nx
import numpy as np

from ptm_graph.analysis.acyclic import Acyclic, without_cycles
from ptm_graph.analysis.csr import Csr, Floats, Ints, csr_of, transposed
from ptm_graph.errors import InputError, QueryError
from ptm_graph.graph.dates import days_of
from ptm_graph.graph.selection import proposal_count, without_proposals
from ptm_graph.words.wording import Said

Direction = Literal["citing-cited", "parent-child"]
"""What the edges of a graph mean: a citation graph, or a lineage graph."""


class GraphArrays:
    """A directed graph of papers as CSR arrays.

    Parameters
    ----------
    graph : networkx.DiGraph
        Keys of papers are strings; see ``docs/data-model.md``.
    direction : {"citing-cited", "parent-child"}, default "citing-cited"
        What its edges mean.
    papers : collection of str, optional
        Only these papers and the edges between them; default all.
    proposals : bool, default False
        Whether the proposals of a lineage count as descent; citations have none.

    Raises
    ------
    InputError
        If the graph is undirected or has parallel edges.

    Notes
    -----
    Papers are numbered in the order of their keys, so that no result depends on the order
    in which a graph was filled. A paper that cites itself is counted in
    :attr:`self_references` and has no edge. O(V log V + E).
    """

    def __init__(
        self,
        graph: nx.DiGraph[str],
        direction: Direction = "citing-cited",
        papers: Collection[str] | None = None,
        proposals: bool = False,
    ):
        if not graph.is_directed() or graph.is_multigraph():
            raise InputError("only a networkx.DiGraph has citing and cited papers")
        chosen = graph if papers is None else set(papers)
        self.keys: tuple[str, ...] = tuple(sorted(key for key in graph if key in chosen))
        """Keys of the papers; their place is their number in every array."""
        self.number: dict[str, int] = {key: place for place, key in enumerate(self.keys)}
        self.direction: Direction = direction
        leave_out = direction == "parent-child" and not proposals
        self.proposals_left_out = proposal_count(graph) if leave_out else 0
        """Relations of the graph that are not edges here, because they are proposals."""
        self.graph = graph = without_proposals(graph) if self.proposals_left_out else graph
        tails, heads = self._numbered_edges(graph)
        if direction == "citing-cited":
            tails, heads = heads, tails
        own = tails == heads
        self.self_references = int(own.sum())
        """Edges from a paper to itself, left out."""
        self.later: Csr = csr_of(tails[~own], heads[~own], len(self.keys))
        """Row i: the papers that build on paper i (its citers, or its children)."""

    def _numbered_edges(self, graph: nx.DiGraph[str]) -> tuple[Ints, Ints]:
        number = self.number
        flat = np.fromiter(
            (
                end
                for tail, head in graph.edges
                if tail in number and head in number
                for end in (number[tail], number[head])
            ),
            dtype=np.int64,
        )
        return flat[0::2], flat[1::2]

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def earlier(self) -> Csr:
        """Row i: the papers that paper i builds on (its references, or its parents)."""
        return transposed(self.later)

    @cached_property
    def acyclic(self) -> Acyclic:
        """The graph without the edges that run against time and close cycles."""
        return without_cycles(self.later, self.days_of)

    @cached_property
    def days(self) -> tuple[Floats, Floats]:
        """First and last day each paper may be of, as ordinals; NaN where unknown."""
        return self.days_of(np.arange(len(self.keys)))

    def days_of(self, papers: Ints) -> tuple[Floats, Floats]:
        """First and last day some papers may be of, as ordinals; NaN where unknown."""
        first = np.full(len(papers), np.nan)
        last = np.full(len(papers), np.nan)
        nodes = self.graph.nodes
        for place, paper in enumerate(papers.tolist()):
            days = days_of(nodes[self.keys[paper]])
            if days is not None:
                first[place], last[place] = days[0].toordinal(), days[1].toordinal()
        return first, last

    def attributes(self) -> Iterator[Mapping[str, Any]]:
        """Attributes of the papers in the order of :attr:`keys`."""
        nodes = self.graph.nodes
        return (nodes[key] for key in self.keys)

    def edge(self, earlier: int, later: int) -> Mapping[str, Any]:
        """Attributes of the edge between two papers given by number."""
        return self.graph.edges[self.ends(earlier, later)]

    def ends(self, earlier: int, later: int) -> tuple[str, str]:
        """Tail and head of an edge as the graph has them: in its own direction."""
        if self.direction == "parent-child":
            return self.keys[earlier], self.keys[later]
        return self.keys[later], self.keys[earlier]

    def place(self, key: str) -> int:
        """Number of a paper; QueryError if the graph has no such paper."""
        try:
            return self.number[key]
        except KeyError:
            raise QueryError(Said("query.not in graph", {"paper": key})) from None


Graph: TypeAlias = "nx.DiGraph[str] | GraphArrays"
"""What every analysis takes: a graph, or the arrays made of it before."""


def arrays_of(
    graph: Graph, direction: Direction = "citing-cited", *, proposals: bool = False
) -> GraphArrays:
    """The arrays of a graph; arrays are given back as they are."""
    if isinstance(graph, GraphArrays):
        return graph
    return GraphArrays(graph, direction, proposals=proposals)


def listed(graph: nx.DiGraph[str]) -> frozenset[str]:
    """The papers of the reading list; all papers where the graph has no list."""
    seeds = frozenset(key for key, data in graph.nodes(data=True) if data.get("seed"))
    return seeds or frozenset(graph)
