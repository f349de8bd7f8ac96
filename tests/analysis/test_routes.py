"""Routes between two papers against networkx and enumeration."""

import itertools
import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import routes
from ptm_graph.errors import InputError, QueryError


def two_papers(data: Any, graph: "nx.DiGraph[str]") -> tuple[str, str]:
    start = data.draw(st.sampled_from(sorted(graph)))
    return start, data.draw(st.sampled_from(sorted(graph)))


def with_confidence(data: Any, graph: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    for edge in graph.edges:
        confidence = data.draw(st.sampled_from([None, 0.25, 0.5, 0.9, 1.0]))
        if confidence is not None:
            graph.edges[edge]["confidence"] = confidence
    return graph


@pytest.mark.parametrize("follow", ["later", "earlier", "either"])
@given(data=st.data())
def test_all_shortest_routes_are_those_of_networkx(
    any_citations: Any, follow: Any, data: Any
) -> None:
    lineage = data.draw(any_citations)
    start, end = two_papers(data, lineage)
    if start == end:
        return
    walked = {
        "later": lineage,
        "earlier": lineage.reverse(),
        "either": lineage.to_undirected(),
    }[follow]
    expected = (
        sorted(nx.all_shortest_paths(walked, start, end)) if nx.has_path(walked, start, end) else []
    )
    found = routes(lineage, start, end, follow=follow, limit=10_000)
    assert [list(route.papers) for route in found.routes] == expected
    assert found.total == len(expected)
    fewer = routes(lineage, start, end, follow=follow, limit=1)
    assert fewer.total == len(expected)
    assert fewer.routes == found.routes[:1]


@given(data=st.data())
def test_the_strongest_routes_have_the_largest_products(any_citations: Any, data: Any) -> None:
    lineage = with_confidence(data, data.draw(any_citations))
    start, end = two_papers(data, lineage)
    if start == end:
        return
    known = nx.DiGraph(
        [(a, b, own) for a, b, own in lineage.edges(data=True) if "confidence" in own]
    )
    known.add_nodes_from(lineage)
    products = sorted(
        (
            math.prod(known.edges[step]["confidence"] for step in itertools.pairwise(path))
            for path in nx.all_simple_paths(known, start, end)
        ),
        reverse=True,
    )
    found = routes(lineage, start, end, kind="strongest", follow="later", limit=4)
    assert [route.strength for route in found.routes] == pytest.approx(products[:4])
    assert found.unusable == lineage.number_of_edges() - known.number_of_edges()
    for route in found.routes:
        assert all(known.has_edge(*step) for step in itertools.pairwise(route.papers))


@given(data=st.data())
def test_routes_in_time_order_never_take_a_step_back(any_citations: Any, data: Any) -> None:
    lineage = data.draw(any_citations)
    start, end = two_papers(data, lineage)
    if start == end:
        return
    years = dict(lineage.nodes(data="year"))
    ordered: nx.DiGraph[str] = nx.DiGraph()
    ordered.add_nodes_from(lineage)
    ordered.add_edges_from(
        (parent, child)
        for parent, child in lineage.edges
        if years[parent] and years[child] and years[parent] <= years[child]
    )
    lengths = sorted(len(path) for path in nx.all_simple_paths(ordered, start, end))
    found = routes(lineage, start, end, kind="time", follow="later", limit=5)
    assert [len(route.papers) for route in found.routes] == lengths[:5]
    for route in found.routes:
        assert all(ordered.has_edge(*step) for step in itertools.pairwise(route.papers))


@pytest.fixture
def family() -> "nx.DiGraph[str]":
    """grand → parent → (one, other); parent → other is the surer relation."""
    lineage: nx.DiGraph[str] = nx.DiGraph()
    lineage.add_edge("grand", "parent", confidence=0.5)
    lineage.add_edge("parent", "one", confidence=0.6)
    lineage.add_edge("parent", "other", confidence=0.9)
    lineage.add_edge("grand", "one", confidence=0.2)
    return lineage


def test_a_route_says_each_step_and_its_strength(family: "nx.DiGraph[str]") -> None:
    (route,) = routes(family, "grand", "other").routes
    assert route.papers == ("grand", "parent", "other")
    assert [(step.earlier, step.later, step.forward) for step in route.steps] == [
        ("grand", "parent", True),
        ("parent", "other", True),
    ]
    assert route.strength == pytest.approx(0.45)


def test_the_strongest_route_may_be_longer_than_the_shortest(family: "nx.DiGraph[str]") -> None:
    assert routes(family, "grand", "one").routes[0].papers == ("grand", "one")
    strongest = routes(family, "grand", "one", kind="strongest")
    assert [route.papers for route in strongest.routes] == [
        ("grand", "parent", "one"),
        ("grand", "one"),
    ]


def test_without_a_way_forward_the_way_back_is_found(family: "nx.DiGraph[str]") -> None:
    found = routes(family, "other", "grand")
    assert found.follow == "earlier"
    assert found.routes[0].papers == ("other", "parent", "grand")
    assert not found.routes[0].steps[0].forward


@pytest.mark.parametrize("kind", ["shortest", "strongest"])
def test_siblings_are_joined_by_their_ancestor(family: "nx.DiGraph[str]", kind: Any) -> None:
    found = routes(family, "one", "other", kind=kind)
    assert found.follow == "either"
    assert found.routes[0].papers == ("one", "parent", "other")
    assert [step.forward for step in found.routes[0].steps] == [False, True]


def test_siblings_have_no_route_in_time_order(family: "nx.DiGraph[str]") -> None:
    for place, key in enumerate(["grand", "parent", "one", "other"]):
        family.nodes[key]["date"] = f"2019-0{place + 1}"
    assert routes(family, "one", "other", kind="time").routes == ()
    back = routes(family, "other", "grand", kind="time")
    assert [route.papers for route in back.routes] == [("other", "parent", "grand")]


def test_a_year_is_no_contradiction_to_a_month_of_that_year() -> None:
    lineage = nx.DiGraph([("a", "b")])
    lineage.add_node("a", date="2019-09")
    lineage.add_node("b", date="2019")
    assert routes(lineage, "a", "b", kind="time").routes
    lineage.nodes["b"]["date"] = "2019-08"
    assert routes(lineage, "a", "b", kind="time").unusable == 1


def test_a_certain_relation_is_a_step_too() -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph()
    for edge in (("a", "b"), ("b", "d"), ("a", "c"), ("c", "e"), ("e", "d")):
        lineage.add_edge(*edge, confidence=1.0)
    found = routes(lineage, "a", "d", kind="strongest")
    assert [route.papers for route in found.routes] == [("a", "b", "d"), ("a", "c", "e", "d")]
    assert [route.strength for route in found.routes] == [1.0, 1.0]
    assert found.total == 2


def test_citations_without_confidence_have_no_strength() -> None:
    citations = nx.DiGraph([("b", "a"), ("c", "b")])
    found = routes(citations, "a", "c", direction="citing-cited")
    assert found.routes[0].papers == ("a", "b", "c")
    assert found.routes[0].strength is None
    strongest = routes(citations, "a", "c", kind="strongest", direction="citing-cited")
    assert (strongest.routes, strongest.unusable) == ((), 2)


def test_questions_without_sense_are_refused(family: "nx.DiGraph[str]") -> None:
    with pytest.raises(InputError, match="two different"):
        routes(family, "one", "one")
    with pytest.raises(InputError, match="limit"):
        routes(family, "one", "other", limit=0)
    with pytest.raises(InputError, match="time order"):
        routes(family, "one", "other", kind="time", follow="either")
    with pytest.raises(QueryError, match="nobody"):
        routes(family, "one", "nobody")


@pytest.mark.parametrize("kind", ["shortest", "strongest", "time"])
def test_no_route_takes_a_proposal_unless_asked(kind: Any) -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph()
    for year, key in enumerate("abc", start=2001):
        lineage.add_node(key, year=year)
    lineage.add_edge("a", "b", confidence=0.9)
    lineage.add_edge("b", "c", confidence=0.4, proposal=True)
    found = routes(lineage, "a", "c", kind=kind)
    assert found.routes == ()
    assert found.proposals == 1
    asked = routes(lineage, "a", "c", kind=kind, proposals=True)
    assert [route.papers for route in asked.routes] == [("a", "b", "c")]
    assert asked.proposals == 0
