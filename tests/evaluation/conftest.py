"""Small citation graphs for the tests of the evaluation."""

import networkx as nx
import pytest
from citation_graphs import STRONG, WEAK


@pytest.fixture
def citations() -> "nx.DiGraph[str]":
    """Root ← left, right ← leaf; everybody also cites a tool."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key, year, title in (
        ("root", 2010, "RootNet: a network"),
        ("tool", 2009, "A toolkit"),
        ("left", 2012, "LeftNet: networks of the left"),
        ("right", 2013, "RightNet: networks of the right"),
        ("leaf", 2015, "LeafNet: small networks"),
    ):
        graph.add_node(
            key, title=title, name=key, year=year, seed=True, references_state="complete"
        )
    for citing, cited, data in (
        ("left", "root", STRONG),
        ("right", "root", STRONG),
        ("leaf", "left", STRONG),
        ("leaf", "root", WEAK),
        ("left", "tool", WEAK),
        ("right", "tool", WEAK),
        ("leaf", "tool", WEAK),
    ):
        graph.add_edge(citing, cited, **data)
    return graph
