"""Main paths against enumeration and hand-worked examples."""

import itertools
import math
from typing import Any, Literal

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import GraphArrays, main_path, main_path_graph, search_path_counts
from ptm_graph.errors import InputError

Method = Literal["spc", "splc", "spnp"]
Edge = tuple[str, str]


def weights(citations: "nx.DiGraph[str]", method: Method) -> dict[Edge, int]:
    return {
        edge: round(math.exp(count))
        for edge, count in search_path_counts(citations, method).by_edge().items()
    }


def in_time(citations: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    """The citations that a main path may take."""
    kept = citations.copy()
    kept.remove_edges_from([(later, earlier) for earlier, later in main_path(citations).dropped])
    return kept


def full_paths(citations: "nx.DiGraph[str]") -> list[list[Edge]]:
    flow = citations.reverse()
    starts = [key for key in flow if not flow.in_degree(key)]
    ends = [key for key in flow if not flow.out_degree(key)]
    return [
        list(itertools.pairwise(path))
        for start, end in itertools.product(starts, ends)
        if start != end
        for path in nx.all_simple_paths(flow, start, end)
    ]


def heaviest(edges: list[Edge], weight: dict[Edge, int]) -> set[Edge]:
    top = max((weight[edge] for edge in edges), default=0)
    return {edge for edge in edges if weight[edge] == top}


@pytest.mark.parametrize("method", ["spc", "splc", "spnp"])
@given(data=st.data())
def test_the_global_path_has_the_largest_sum_of_all_paths(
    acyclic_citations: Any, method: Method, data: Any
) -> None:
    graph = in_time(data.draw(acyclic_citations))
    weight = weights(graph, method)
    sums = [(sum(weight[edge] for edge in path), path) for path in full_paths(graph)]
    most = max((total for total, _ in sums), default=0)
    expected = {edge for total, path in sums if total == most for edge in path}
    assert set(main_path(graph, counted=method, method="global").edges) == expected


@given(data=st.data())
def test_the_local_path_always_follows_the_heaviest_edge(acyclic_citations: Any, data: Any) -> None:
    graph = in_time(data.draw(acyclic_citations))
    weight = weights(graph, "spc")
    expected = heaviest([edge for edge in weight if not graph.out_degree(edge[0])], weight)
    grown: set[Edge] = set()
    while grown != expected:
        grown = set(expected)
        for _, head in grown:
            expected |= heaviest([edge for edge in weight if edge[0] == head], weight)
    assert set(main_path(graph, method="local").edges) == expected


@pytest.mark.parametrize("method", ["key-route", "key-route-global"])
@given(data=st.data())
def test_key_routes_hold_the_heaviest_edges_and_run_from_source_to_sink(
    acyclic_citations: Any, method: Any, data: Any
) -> None:
    graph = in_time(data.draw(acyclic_citations))
    path = main_path(graph, method=method, key_routes=2)
    weight = weights(graph, "spc")
    if not weight:
        assert path.papers == ()
        return
    second = sorted(weight.values(), reverse=True)[:2][-1]
    assert {edge for edge, own in weight.items() if own >= second} <= set(path.edges)
    chosen = nx.DiGraph(path.edges)
    for key in chosen:
        assert bool(chosen.in_degree(key)) == bool(graph.out_degree(key))
        assert bool(chosen.out_degree(key)) == bool(graph.in_degree(key))


def test_the_greedy_path_may_miss_the_heaviest_edge_and_key_routes_do_not() -> None:
    # The source “s” opens the heaviest first edge; the busy edge m → n lies elsewhere.
    flow = [("s", "t"), ("t", "u1"), ("t", "u2"), ("t", "u3"), ("t", "u4"), ("t", "u5")]
    flow += [("a", "m"), ("b", "m"), ("c", "m"), ("m", "n"), ("n", "x"), ("n", "y"), ("n", "z")]
    graph = nx.DiGraph([(later, earlier) for earlier, later in flow])
    assert ("m", "n") not in main_path(graph, method="local").edges
    assert ("m", "n") in main_path(graph, method="key-route", key_routes=1).edges
    assert ("m", "n") in main_path(graph, method="global").edges


def test_papers_come_in_an_order_in_which_they_can_be_told() -> None:
    graph = nx.DiGraph([("a", "z"), ("m", "a"), ("b", "m")])
    path = main_path(graph)
    assert path.papers == ("z", "a", "m", "b")
    assert path.edges == (("z", "a"), ("a", "m"), ("m", "b"))
    assert path.log_counts == (0.0, 0.0, 0.0)


def test_sums_that_floats_cannot_tell_apart_are_told_apart() -> None:
    # Two tails behind 4^40 paths: the longer one weighs more by less than a float's digits.
    flow: list[Edge] = []
    for layer in range(40):
        flow += [(f"k{layer}", f"k{layer}-{way}") for way in range(4)]
        flow += [(f"k{layer}-{way}", f"k{layer + 1}") for way in range(4)]
    flow += [("start", "k0"), ("earliest", "middle"), ("middle", "k0")]
    graph = nx.DiGraph([(later, earlier) for earlier, later in flow])
    path = main_path(graph, method="global")
    assert "earliest" in path.papers and "start" not in path.papers


def test_the_graph_of_a_path_keeps_attributes_and_direction() -> None:
    graph = nx.DiGraph([("b", "a"), ("c", "b")], source="a test")
    graph.nodes["a"]["title"] = "First"
    graph.edges["b", "a"]["mentions"] = 3
    built = main_path_graph(graph, main_path(graph))
    assert set(built.edges) == {("b", "a"), ("c", "b")}
    assert built.nodes["a"] == {"title": "First"}
    assert built.edges["b", "a"] == {"mentions": 3, "log_search_paths": 0.0}
    assert built.graph == {"source": "a test", "kind": "main-path"}


def test_a_cycle_is_broken_and_said_so() -> None:
    graph = nx.DiGraph([("old", "new"), ("new", "old")])
    graph.add_node("old", year=2018)
    graph.add_node("new", year=2019)
    path = main_path(graph)
    assert path.edges == (("old", "new"),)
    assert path.dropped == (("new", "old"),)


DATES = {"a": "2020-06", "b": "2020", "c": "2020-03", "d": "2020-04"}


def dated(*edges: Edge) -> "nx.DiGraph[str]":
    graph = nx.DiGraph(edges)
    for key in graph:
        graph.add_node(key, date=DATES[key])
    return graph


def test_no_paper_builds_on_one_that_came_out_later_cycle_or_not() -> None:
    path = main_path(dated(("c", "a"), ("a", "d")))
    assert path.edges == (("d", "a"),)
    assert path.dropped == (("a", "c"),)


def test_a_vague_date_between_two_papers_does_not_turn_time_round() -> None:
    # June → some day of 2020 → March: each citation alone could be right, both cannot
    path = main_path(dated(("b", "a"), ("c", "b")))
    assert len(path.edges) == len(path.dropped) == 1
    assert main_path(dated(("b", "c"), ("a", "b"))).edges == (("c", "b"), ("b", "a"))


@given(data=st.data())
def test_a_main_path_never_goes_back_in_time(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)
    path = main_path(graph, key_routes=99)
    days = GraphArrays(graph).days
    first, last = (dict(zip(sorted(graph), ends.tolist(), strict=True)) for ends in days)
    chosen = nx.DiGraph(path.edges)
    place = {key: number for number, key in enumerate(path.papers)}
    for key in chosen:
        assert not any(first[one] > last[key] for one in nx.ancestors(chosen, key))
        assert all(place[one] < place[key] for one in nx.ancestors(chosen, key))
    sure = [key for key in path.papers if first[key] == last[key]]
    assert [first[key] for key in sure] == sorted(first[key] for key in sure)


def test_no_key_route_is_refused() -> None:
    with pytest.raises(InputError, match="key_routes"):
        main_path(nx.DiGraph(), key_routes=0)


def test_the_main_path_of_a_lineage_takes_no_proposal_unless_asked() -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph([("a", "b"), ("b", "c", {"proposal": True})])
    found = main_path(lineage, direction="parent-child")
    assert found.edges == (("a", "b"),)
    assert found.proposals == 1
    asked = main_path(lineage, direction="parent-child", proposals=True)
    assert asked.edges == (("a", "b"), ("b", "c"))
    assert asked.proposals == 0
