"""Ancestors and descendants by depth."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import ancestors, descendants
from ptm_graph.errors import InputError, QueryError


@given(data=st.data())
def test_generations_are_the_shortest_distances(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)  # read as parent → child here
    paper = data.draw(st.sampled_from(sorted(graph)))
    for found, walked in (
        (descendants(graph, paper), graph),
        (ancestors(graph, paper), graph.reverse()),
    ):
        distances = nx.single_source_shortest_path_length(walked, paper)
        by_depth = {key: depth + 1 for depth, keys in enumerate(found) for key in keys}
        assert by_depth == {key: length for key, length in distances.items() if length}


def test_depth_limits_the_generations() -> None:
    lineage = nx.DiGraph([("a", "b"), ("b", "c"), ("b", "d"), ("d", "e")])
    assert descendants(lineage, "a", 2) == (("b",), ("c", "d"))
    assert descendants(lineage, "a", 0) == ()
    assert ancestors(lineage, "e") == (("d",), ("b",), ("a",))


def test_in_citations_the_references_are_the_ancestors() -> None:
    citations = nx.DiGraph([("citing", "cited")])
    assert ancestors(citations, "citing", direction="citing-cited") == (("cited",),)


def test_an_unknown_paper_and_a_negative_depth_are_refused() -> None:
    with pytest.raises(QueryError):
        ancestors(nx.DiGraph(), "nobody")
    with pytest.raises(InputError, match="depth"):
        descendants(nx.DiGraph([("a", "b")]), "a", -1)


def test_proposals_are_no_descent_unless_asked() -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph([("a", "b"), ("b", "c", {"proposal": True})])
    assert descendants(lineage, "a") == (("b",),)
    assert ancestors(lineage, "c") == ()
    assert descendants(lineage, "a", proposals=True) == (("b",), ("c",))
    assert ancestors(lineage, "c", proposals=True) == (("b",), ("a",))
