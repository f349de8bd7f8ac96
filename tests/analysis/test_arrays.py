"""Graphs as CSR arrays."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import GraphArrays, listed
from ptm_graph.errors import InputError, QueryError


def _neighbours(arrays: GraphArrays, word: str, key: str) -> set[str]:
    matrix = getattr(arrays, word)
    row = arrays.place(key)
    return {arrays.keys[one] for one in matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]}


@given(data=st.data())
def test_earlier_are_the_references_and_later_the_citers(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)
    arrays = GraphArrays(graph)
    for key in graph:
        assert _neighbours(arrays, "earlier", key) == set(graph.successors(key))
        assert _neighbours(arrays, "later", key) == set(graph.predecessors(key))


def test_in_a_lineage_earlier_are_the_parents() -> None:
    arrays = GraphArrays(nx.DiGraph([("parent", "child")]), "parent-child")
    assert _neighbours(arrays, "earlier", "child") == {"parent"}
    assert arrays.ends(arrays.place("parent"), arrays.place("child")) == ("parent", "child")


def test_numbers_follow_the_keys_and_not_the_order_of_filling() -> None:
    assert GraphArrays(nx.DiGraph([("c", "a"), ("b", "a")])).keys == ("a", "b", "c")


def test_papers_outside_the_choice_and_their_edges_are_left_out() -> None:
    arrays = GraphArrays(nx.DiGraph([("c", "b"), ("b", "a")]), papers={"c", "b", "unheard of"})
    assert arrays.keys == ("b", "c")
    assert arrays.later.nnz == 1


def test_a_paper_that_cites_itself_is_counted_and_has_no_edge() -> None:
    arrays = GraphArrays(nx.DiGraph([("a", "a"), ("b", "a")]))
    assert (arrays.self_references, arrays.later.nnz) == (1, 1)


def test_an_undirected_graph_is_refused() -> None:
    graph: Any = nx.Graph([("a", "b")])
    with pytest.raises(InputError, match="DiGraph"):
        GraphArrays(graph)


def test_an_unknown_key_is_named_in_the_error() -> None:
    with pytest.raises(QueryError, match="“nobody”"):
        GraphArrays(nx.DiGraph()).place("nobody")


def test_the_list_is_the_seeds_and_everything_where_there_are_none() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("a", seed=False)
    graph.add_node("b", seed=False)
    assert listed(graph) == {"a", "b"}
    graph.nodes["b"]["seed"] = True
    assert listed(graph) == {"b"}


def test_proposals_are_no_edges_of_a_lineage_unless_asked() -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph([("a", "b"), ("b", "c", {"proposal": True})])
    arrays = GraphArrays(lineage, "parent-child")
    assert _neighbours(arrays, "later", "b") == set()
    assert arrays.proposals_left_out == 1
    counted = GraphArrays(lineage, "parent-child", proposals=True)
    assert _neighbours(counted, "later", "b") == {"c"}
    assert counted.proposals_left_out == 0


def test_a_proposal_that_a_person_decided_about_counts() -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph([("a", "b", {"proposal": True, "decision": "set"})])
    assert _neighbours(GraphArrays(lineage, "parent-child"), "later", "a") == {"b"}
