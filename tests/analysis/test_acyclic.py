"""Cycles are broken against time, and it is said where."""

from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import GraphArrays
from ptm_graph.analysis.csr import row_numbers


def _edges(arrays: GraphArrays) -> set[tuple[int, int]]:
    later = arrays.acyclic.later
    return set(zip(row_numbers(later).tolist(), later.indices.tolist(), strict=True))


@given(data=st.data())
def test_what_is_left_has_no_cycle_and_the_rest_is_named(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)
    arrays = GraphArrays(graph)
    left = _edges(arrays)
    assert nx.is_directed_acyclic_graph(nx.DiGraph(list(left)))
    dropped = {arrays.ends(*edge) for edge in arrays.acyclic.dropped}
    assert {arrays.ends(*edge) for edge in left} == set(graph.edges) - dropped


@given(data=st.data())
def test_only_edges_on_cycles_are_left_out(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)
    cyclic = {
        key for part in nx.strongly_connected_components(graph) if len(part) > 1 for key in part
    }
    arrays = GraphArrays(graph)
    assert arrays.acyclic.cyclic_papers == len(cyclic)
    for citing, cited in (arrays.ends(*edge) for edge in arrays.acyclic.dropped):
        assert nx.has_path(graph, cited, citing)


@given(data=st.data())
def test_a_level_is_the_longest_chain_below(acyclic_citations: Any, data: Any) -> None:
    graph = data.draw(acyclic_citations)
    arrays = GraphArrays(graph)
    expected: dict[str, int] = {}
    for key in reversed(list(nx.topological_sort(graph))):
        expected[key] = max((expected[cited] + 1 for cited in graph[key]), default=0)
    found = {
        arrays.keys[paper]: level
        for level, papers in enumerate(arrays.acyclic.levels)
        for paper in papers.tolist()
    }
    assert found == expected


def test_the_paper_that_cites_a_newer_one_loses_that_citation() -> None:
    graph = nx.DiGraph([("old", "new"), ("new", "old")])
    graph.nodes["old"]["date"] = "2019-06-19"
    graph.nodes["new"]["date"] = "2019-09-26"
    arrays = GraphArrays(graph)
    assert [arrays.ends(*edge) for edge in arrays.acyclic.dropped] == [("old", "new")]


def test_a_paper_without_date_counts_as_older_than_those_that_cite_it() -> None:
    graph = nx.DiGraph([("dated", "undated"), ("undated", "dated")])
    graph.nodes["dated"]["year"] = 2019
    arrays = GraphArrays(graph)
    assert [arrays.ends(*edge) for edge in arrays.acyclic.dropped] == [("undated", "dated")]
