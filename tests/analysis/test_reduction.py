"""Transitive reduction against networkx and enumeration."""

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import reduced_graph, transitive_reduction
from ptm_graph.analysis import reduction as module


def left(citations: "nx.DiGraph[str]", **options: Any) -> set[tuple[str, str]]:
    return set(reduced_graph(citations, **options).edges)


@given(data=st.data())
def test_the_exact_reduction_is_that_of_networkx(acyclic_citations: Any, data: Any) -> None:
    graph = data.draw(acyclic_citations)
    assert left(graph, chains="all") == set(nx.transitive_reduction(graph).edges)


@given(data=st.data())
def test_two_hops_remove_exactly_the_edges_with_a_paper_between(
    acyclic_citations: Any, data: Any
) -> None:
    graph = data.draw(acyclic_citations)
    expected = {
        (citing, cited)
        for citing, cited in graph.edges
        if not any(graph.has_edge(between, cited) for between in graph[citing])
    }
    assert left(graph, chains="two-hop") == expected


@pytest.mark.parametrize("chains", ["all", "two-hop"])
@given(data=st.data())
def test_who_reaches_whom_stays_even_with_cycles(
    any_citations: Any, chains: Any, data: Any
) -> None:
    graph = data.draw(any_citations)
    reduced = reduced_graph(graph, chains=chains)
    assert set(nx.transitive_closure(reduced).edges) == set(nx.transitive_closure(graph).edges)


def test_larger_random_graphs_agree_with_networkx() -> None:
    random = np.random.default_rng(5)
    citing = random.integers(1, 300, 2500)
    cited = (citing * random.random(2500)).astype(int)
    graph = nx.DiGraph([(f"{a:03}", f"{b:03}") for a, b in zip(citing, cited, strict=True)])
    assert left(graph, chains="all") == set(nx.transitive_reduction(graph).edges)


def test_two_hops_in_small_blocks_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = nx.DiGraph([(f"{a}", f"{b}") for a in range(9) for b in range(a)])
    expected = transitive_reduction(graph, chains="two-hop")
    monkeypatch.setattr(module, "_BLOCK", 3)
    assert transitive_reduction(graph, chains="two-hop") == expected
    assert len(expected.removed) == 36 - 8


def test_beyond_the_limit_only_two_hops_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    # d cites a; the only chain has three edges
    graph = nx.DiGraph([("d", "a"), ("d", "c"), ("c", "b"), ("b", "a")])
    assert transitive_reduction(graph).removed == (("a", "d"),)
    monkeypatch.setattr(module, "EXACT_LIMIT", -1)
    reduction = transitive_reduction(graph)
    assert (reduction.removed, reduction.exact) == ((), False)


def test_the_copy_says_how_many_edges_it_hides_and_the_original_stays() -> None:
    graph = nx.DiGraph([("c", "b"), ("b", "a"), ("c", "a")])
    reduced = reduced_graph(graph)
    assert reduced.graph == {"kind": "reduced", "hidden_edges": 1}
    assert graph.number_of_edges() == 3 and not graph.graph


def test_a_lineage_is_reduced_in_its_own_direction() -> None:
    lineage = nx.DiGraph([("a", "b"), ("b", "c"), ("a", "c")])
    assert left(lineage, direction="parent-child") == {("a", "b"), ("b", "c")}


def test_proposals_neither_go_nor_tell_anything_unless_asked() -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph([("a", "b"), ("b", "c", {"proposal": True}), ("a", "c")])
    kept = reduced_graph(lineage, direction="parent-child")
    assert set(kept.edges) == set(lineage.edges)
    asked = reduced_graph(lineage, direction="parent-child", proposals=True)
    assert set(asked.edges) == {("a", "b"), ("b", "c")}
