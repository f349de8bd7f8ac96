"""The graphs of a library that a person can ask for besides its lineage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import networkx as nx

Which = Literal["lineage", "citations", "reduced", "main-path"]

GRAPHS: tuple[Which, ...] = ("lineage", "citations", "reduced", "main-path")
"""Relations; citations within the list; those no chain tells already; the citations most ways
through the list lead over."""


def derived_graph(citations: nx.DiGraph[str], which: str) -> nx.DiGraph[str]:
    """The citations among the listed papers, whole, reduced, or their main path.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citing → cited.
    which : str
        One of :data:`GRAPHS` but the lineage.
    """
    from ptm_graph.analysis import main_path, main_path_graph, reduced_graph

    listed: nx.DiGraph[str] = nx.DiGraph(citations.subgraph(listed_papers(citations)))
    if which == "reduced":
        return reduced_graph(listed)
    if which == "main-path":
        return main_path_graph(listed, main_path(listed))
    return listed


def listed_papers(citations: nx.DiGraph[str]) -> list[str]:
    """The papers of the reading list; without one, those that were read in full."""
    nodes = citations.nodes(data=True)
    seeds = [key for key, data in nodes if data.get("seed")]
    return seeds or [key for key, data in nodes if is_read(data)]


def is_read(data: Mapping[str, Any]) -> bool:
    """Whether a paper was read in full, not only its title."""
    return "references_state" in data
