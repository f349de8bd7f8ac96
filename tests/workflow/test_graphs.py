"""The citations among the papers that matter, whole, reduced, or their main path."""

from __future__ import annotations

import networkx as nx
import pytest

from ptm_graph.workflow.graphs import derived_graph, listed_papers


@pytest.fixture
def citations() -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key in "abc":
        graph.add_node(key, title=key, seed=True, references_state="complete", date="2019")
    graph.add_node("outside", title="outside", seed=False, references_state="unknown", date="2018")
    graph.add_node("apart", title="apart", seed=False)
    graph.add_edges_from([("c", "b"), ("b", "a"), ("c", "a"), ("a", "outside")])
    return graph


def test_only_papers_of_the_list_are_drawn_without_one_those_read(
    citations: nx.DiGraph[str],
) -> None:
    assert listed_papers(citations) == ["a", "b", "c"]
    for data in citations.nodes.values():
        data["seed"] = False
    assert listed_papers(citations) == ["a", "b", "c", "outside"]


def test_what_a_chain_tells_is_left_out_of_the_reduced_graph(citations: nx.DiGraph[str]) -> None:
    assert set(derived_graph(citations, "citations").edges) == {("c", "b"), ("b", "a"), ("c", "a")}
    assert set(derived_graph(citations, "reduced").edges) == {("c", "b"), ("b", "a")}
    assert set(derived_graph(citations, "main-path")) == {"a", "b", "c"}
