"""Small citation graphs for the tests of the lineage."""

import networkx as nx
import pytest
from citation_graphs import STRONG, WEAK, graph


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


@pytest.fixture
def family() -> "nx.DiGraph[str]":
    """Alpha ← Beta ← Gamma, and a tool that everybody mentions."""
    return graph(
        {
            "alpha": {"title": "AlphaNet: a network", "date": "2015-01-10"},
            "beta": {"title": "BetaNet: extending networks", "date": "2016-01-10"},
            "gamma": {"title": "GammaNet: extending more", "date": "2017-01-10"},
            "tool": {"title": "A toolkit for networks", "date": "2010-01-10"},
        },
        {
            ("beta", "alpha"): STRONG,
            ("beta", "tool"): WEAK,
            ("gamma", "beta"): STRONG,
            ("gamma", "alpha"): WEAK,
            ("gamma", "tool"): WEAK,
        },
    )
