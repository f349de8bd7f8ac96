"""Random graphs of papers, and small ones worked out by hand."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import strategies as st


@st.composite
def _citations(draw: st.DrawFn, acyclic: bool) -> "nx.DiGraph[str]":
    size = draw(st.integers(1, 9))
    pairs = [
        (citing, cited)
        for citing in range(size)
        for cited in range(size)
        if cited < citing or (cited != citing and not acyclic)
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    # letters in another order than time, so that keys do not give the order away
    names = draw(st.permutations([chr(ord("a") + place) for place in range(size)]))
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from((names[citing], names[cited]) for citing, cited in chosen)
    for name in names:
        year = draw(st.none() | st.integers(2000, 2004))
        if year is not None:
            graph.nodes[name]["year"] = year
    return graph


@pytest.fixture(scope="session")
def acyclic_citations() -> st.SearchStrategy[Any]:
    """Citation graphs without cycles, up to nine papers."""
    return _citations(acyclic=True)


@pytest.fixture(scope="session")
def any_citations() -> st.SearchStrategy[Any]:
    """Citation graphs that may have cycles, up to nine papers."""
    return _citations(acyclic=False)
