"""Small citation graphs for the tests of the lineage."""

import networkx as nx
import pytest
from citation_graphs import STRONG, WEAK, graph


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
