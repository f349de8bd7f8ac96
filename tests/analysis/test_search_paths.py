"""Search path counts against enumeration and a hand-worked example."""

import itertools
import math
from typing import Any, Literal

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import search_path_counts

Method = Literal["spc", "splc", "spnp"]


def enumerated(citations: "nx.DiGraph[str]", method: Method) -> dict[tuple[str, str], int]:
    """Walk every path from every allowed start to every allowed end."""
    flow = citations.reverse()
    starts = [key for key in flow if method != "spc" or not flow.in_degree(key)]
    ends = [key for key in flow if method == "spnp" or not flow.out_degree(key)]
    counts = dict.fromkeys(flow.edges, 0)
    for start, end in itertools.product(starts, ends):
        if start != end:
            for path in nx.all_simple_paths(flow, start, end):
                for edge in itertools.pairwise(path):
                    counts[edge] += 1
    return counts


@pytest.mark.parametrize("method", ["spc", "splc", "spnp"])
@given(data=st.data())
def test_counts_are_those_of_enumerated_paths(
    acyclic_citations: Any, method: Method, data: Any
) -> None:
    graph = data.draw(acyclic_citations)
    found = search_path_counts(graph, method).by_edge()
    assert {edge: round(math.exp(count)) for edge, count in found.items()} == enumerated(
        graph, method
    )


def test_the_example_worked_by_hand() -> None:
    # a ← b, c; b ← d; c ← d; d ← e, f  (arrows: is cited by); four source-sink paths
    graph = nx.DiGraph([("b", "a"), ("c", "a"), ("d", "b"), ("d", "c"), ("e", "d"), ("f", "d")])
    counts = search_path_counts(graph).by_edge()
    by_hand = {"ab": 2, "ac": 2, "bd": 2, "cd": 2, "de": 2, "df": 2}
    assert {"".join(edge): round(math.exp(count)) for edge, count in counts.items()} == by_hand
    link_counts = search_path_counts(graph, "splc").by_edge()
    by_hand = {"ab": 2, "ac": 2, "bd": 4, "cd": 4, "de": 5, "df": 5}
    assert {"".join(e): round(math.exp(count)) for e, count in link_counts.items()} == by_hand
    pair_counts = search_path_counts(graph, "spnp").by_edge()
    by_hand = {"ab": 4, "ac": 4, "bd": 6, "cd": 6, "de": 5, "df": 5}
    assert {"".join(e): round(math.exp(count)) for e, count in pair_counts.items()} == by_hand


def test_counts_beyond_the_range_of_floats_stay_finite() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    layers = 400
    for layer in range(1, layers):
        for upper, lower in itertools.product(range(10), repeat=2):
            graph.add_edge(f"{layer:03}-{upper}", f"{layer - 1:03}-{lower}")
    counts = search_path_counts(graph).log_count
    # every edge lies on 10^(400 - 2) of the 10^400 paths
    assert counts == pytest.approx((layers - 2) * math.log(10))


def test_a_lineage_gives_the_same_counts_as_its_citations() -> None:
    edges = [("a", "b"), ("a", "c"), ("b", "c")]
    lineage = search_path_counts(nx.DiGraph(edges), direction="parent-child")
    citations = search_path_counts(nx.DiGraph([(child, parent) for parent, child in edges]))
    assert lineage.by_edge() == citations.by_edge()


def test_edges_left_out_to_break_a_cycle_are_named_and_not_counted() -> None:
    graph = nx.DiGraph([("old", "new"), ("new", "old")])
    graph.add_node("old", year=2018)
    graph.add_node("new", year=2019)
    counts = search_path_counts(graph)
    assert counts.dropped == (("new", "old"),)
    assert list(counts.by_edge()) == [("old", "new")]


def test_a_graph_without_citations_has_no_counts() -> None:
    lonely: nx.DiGraph[str] = nx.DiGraph()
    lonely.add_node("a")
    assert search_path_counts(lonely).by_edge() == {}
    assert search_path_counts(nx.DiGraph()).by_edge() == {}


def test_no_path_runs_over_a_proposal_unless_asked() -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph([("a", "b"), ("b", "c", {"proposal": True})])
    assert set(search_path_counts(lineage, direction="parent-child").by_edge()) == {("a", "b")}
    asked = search_path_counts(lineage, direction="parent-child", proposals=True)
    assert set(asked.by_edge()) == {("a", "b"), ("b", "c")}
