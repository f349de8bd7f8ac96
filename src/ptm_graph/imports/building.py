"""A directed graph from the nodes and edges of a file, whatever the file holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from ptm_graph.words.doors import MOST_ROWS, Tally, refuse_too_many

Edge = tuple[str, str, dict[str, Any]]


def add_edges(graph: nx.DiGraph[Any], edges: Iterable[Edge], account: Tally) -> None:
    """Add edges whose ends are papers; report those that cannot be kept.

    Of parallel edges the first one stays; loops and edges to unknown papers go.
    """
    for number, (tail, head, data) in enumerate(edges, 1):
        refuse_too_many("edges", number, MOST_ROWS)
        if tail not in graph or head not in graph:
            missing = tail if tail not in graph else head
            account.note(f"edge to “{missing}”", "the file has no such paper, edge left out")
        elif tail == head:
            account.note(f"paper {tail}", "an edge from a paper to itself, left out")
        elif graph.has_edge(tail, head):
            account.note(f"edge {tail} → {head}", "a second edge between the same papers, left out")
        else:
            graph.add_edge(tail, head, **data)
