"""Ranks inside a list against networkx."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import pagerank, ranks
from ptm_graph.errors import InputError


@given(data=st.data())
def test_pagerank_is_that_of_networkx(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)
    damping = data.draw(st.sampled_from([0.5, 0.85]))
    expected = nx.pagerank(graph, damping, tol=1e-12, max_iter=1000)
    assert pagerank(graph, damping) == pytest.approx(expected, abs=1e-8)


@given(data=st.data())
def test_citations_are_counted_inside_the_list_only(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)
    chosen = data.draw(st.sets(st.sampled_from(sorted(graph)), min_size=1))
    inside = graph.subgraph(chosen)
    found = ranks(graph, chosen)
    assert {key: rank.citations for key, rank in found.items()} == dict(inside.in_degree())
    assert {key: rank.references for key, rank in found.items()} == dict(inside.out_degree())
    for rank in found.values():
        better = sum(other.citations > rank.citations for other in found.values())
        assert rank.citations_rank == better + 1


def test_influence_that_nobody_judged_is_unknown_and_not_zero() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edge("b", "a", influential=True)
    graph.add_edge("c", "a", influential=False)
    graph.add_edge("d", "a")
    graph.add_edge("c", "b")
    found = ranks(graph)
    assert (found["a"].influential, found["a"].judged) == (1, 2)
    assert (found["b"].influential, found["b"].judged) == (None, 0)


def test_world_counts_stand_beside_and_unknown_ones_have_no_rank() -> None:
    graph = nx.DiGraph([("b", "a"), ("c", "a")])
    graph.nodes["b"]["citation_count"] = 900
    graph.nodes["a"]["citation_count"] = 40
    found = ranks(graph)
    assert (found["b"].world_citations, found["b"].world_rank) == (900, 1)
    assert (found["a"].world_citations, found["a"].world_rank) == (40, 2)
    assert (found["c"].world_citations, found["c"].world_rank) == (None, None)
    assert found["a"].citations_rank == found["a"].pagerank_rank == 1


def test_equal_papers_share_the_better_rank() -> None:
    found = ranks(nx.DiGraph([("c", "a"), ("c", "b")]))
    assert [found[key].citations_rank for key in "abc"] == [1, 1, 3]
    assert [found[key].pagerank_rank for key in "abc"] == [1, 1, 3]


def test_no_papers_have_no_ranks_and_a_damping_of_one_is_refused() -> None:
    assert ranks(nx.DiGraph()) == {}
    with pytest.raises(InputError, match="damping"):
        pagerank(nx.DiGraph(), 1.0)


def test_a_reader_follows_no_proposal_unless_asked() -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph([("a", "b", {"proposal": True})])
    alike = pagerank(lineage, direction="parent-child")
    assert alike["a"] == pytest.approx(alike["b"])
    asked = pagerank(lineage, direction="parent-child", proposals=True)
    assert asked["a"] > asked["b"]
