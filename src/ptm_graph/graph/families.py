"""The families of a graph in a fixed order: each has one colour, whatever part is drawn."""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkx as nx

from ptm_graph.words import lists

ORDER = "families"
"""Graph-level attribute: the families of the graph that this one is a part of."""


def families_of(graph: nx.DiGraph[Any], attribute: str = "family") -> list[str]:
    """Names of families in the order of their colours.

    Parameters
    ----------
    graph : networkx.DiGraph
        A graph, or a part of one that :func:`keep_families` has marked.
    attribute : str, default ``"family"``
        Node attribute that names the family.

    Returns
    -------
    list of str
        Those of the whole graph first, where it is known; then the largest first.
    """
    told = lists.split(graph.graph.get(ORDER)) if attribute == "family" else ()
    sizes = Counter(
        str(data[attribute]) for _, data in graph.nodes(data=True) if data.get(attribute)
    )
    by_size = sorted(sizes, key=lambda name: (-sizes[name], name))
    return list(dict.fromkeys((*told, *by_size)))


def keep_families(part: nx.DiGraph[Any], whole: nx.DiGraph[Any]) -> None:
    """Let a part of a graph know the families of the whole, so that colours stay the same."""
    told = lists.joined(families_of(whole))
    if told is not None:
        part.graph[ORDER] = told
