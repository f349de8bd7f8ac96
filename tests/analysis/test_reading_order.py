"""What to read first, and why."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import ReadingOrder, papers_of_family, reading_order
from ptm_graph.errors import QueryError


def lineage_of(*edges: tuple[str, str]) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph(edges)
    for key, data in graph.nodes(data=True):
        data.update(title=key, name=key.upper(), seed=True)
    for data in (data for *_, data in graph.edges(data=True)):
        data.update(confidence=0.75, label="longer training")
    return graph


def keys(order: ReadingOrder) -> list[str]:
    return [step.paper for step in order.steps]


def reasons(order: ReadingOrder, paper: str) -> dict[str, str]:
    step = next(step for step in order.steps if step.paper == paper)
    return {reason.kind: reason.text for reason in step.reasons}


@given(data=st.data())
def test_parents_come_before_children_and_nothing_is_lost(
    acyclic_citations: Any, data: Any
) -> None:
    lineage = data.draw(acyclic_citations)
    order = reading_order(lineage)
    assert sorted(keys(order)) == sorted(lineage)
    place = {key: at for at, key in enumerate(keys(order))}
    assert all(place[parent] < place[child] for parent, child in lineage.edges)
    for step in order.steps:
        assert step.after == tuple(sorted(lineage.predecessors(step.paper)))
        assert step.reasons


@given(data=st.data())
def test_a_goal_needs_exactly_its_ancestors(acyclic_citations: Any, data: Any) -> None:
    lineage = data.draw(acyclic_citations)
    goal = data.draw(st.sampled_from(sorted(lineage)))
    order = keys(reading_order(lineage, [goal]))
    assert set(order) == nx.ancestors(lineage, goal) | {goal}
    assert order[-1] == goal


@given(data=st.data())
def test_the_counted_descendants_are_those_of_networkx(acyclic_citations: Any, data: Any) -> None:
    lineage = data.draw(acyclic_citations)
    for step in reading_order(lineage).steps:
        told = {reason.kind: reason.count for reason in step.reasons}
        assert told.get("descendants", 0) == len(nx.descendants(lineage, step.paper))


def test_the_most_fruitful_line_is_read_first() -> None:
    lineage = lineage_of(("small", "s1"), ("big", "b1"), ("b1", "b2"), ("b1", "b3"))
    assert keys(reading_order(lineage)) == ["big", "b1", "small", "b2", "b3", "s1"]


def test_reasons_name_numbers_and_papers() -> None:
    lineage = lineage_of(("big", "b1"), ("b1", "b2"), ("b1", "b3"))
    citations: nx.DiGraph[str] = nx.DiGraph([("b1", "big"), ("b2", "big"), ("outside", "big")])
    for key in lineage:
        citations.add_node(key, seed=True)
    order = reading_order(lineage, ["b2"], citations=citations)
    assert keys(order) == ["big", "b1", "b2"]
    assert reasons(order, "big") == {
        "descendants": "2 later papers descend from it: B1 and 1 more",
        "cited": "2 papers of the list cite it",
    }
    assert reasons(order, "b2") == {
        "asked": "you asked for it",
        "parents": "descends from B1 (75%), longer training",
    }


def test_a_paper_without_parents_gets_the_references_it_mentions_most() -> None:
    lineage = lineage_of(("a", "b"))
    lineage.add_node("goal", name="Goal", seed=True)
    citations: nx.DiGraph[str] = nx.DiGraph()
    for key in ("a", "b", "c", "d", "goal"):
        citations.add_node(key, name=key.upper(), seed=True)
    citations.add_node("outside", name="Outside", seed=False)
    for cited, mentions in (("b", 5), ("a", 2), ("c", 3), ("d", 1), ("outside", 99)):
        citations.add_edge("goal", cited, mentions=mentions)
    order = reading_order(lineage, ["goal"], citations=citations)
    assert keys(order)[-1] == "goal" and set(keys(order)) == {"a", "b", "c", "goal"}
    assert reasons(order, "c")["background"] == "background for Goal, which has no known parent"
    assert "descendants" not in reasons(order, "c")
    assert keys(order).index("a") < keys(order).index("b")
    citations.edges["goal", "d"]["influential"] = True
    assert set(keys(reading_order(lineage, ["goal"], citations=citations))) == {
        "b", "c", "d", "goal"
    }  # fmt: skip
    citations.nodes["c"]["year"], citations.nodes["goal"]["year"] = (
        2021,
        2020,
    )  # cited by a later version of the goal
    assert "c" not in keys(reading_order(lineage, ["goal"], citations=citations))


def test_a_paper_nobody_is_related_to_says_so() -> None:
    lineage = lineage_of(("a", "b"))
    lineage.add_node("alone", name="Alone", seed=True)
    assert set(reasons(reading_order(lineage), "alone")) == {"apart"}


def test_equal_papers_come_by_citations_then_date_then_key() -> None:
    lineage: nx.DiGraph[str] = nx.DiGraph()
    citations: nx.DiGraph[str] = nx.DiGraph()
    for key, date in (
        ("d", None),
        ("c", "2019"),
        ("b", "2018-05"),
        ("a", "2018-05"),
        ("z", "2020"),
    ):
        lineage.add_node(key, seed=True, **({"date": date} if date else {}))
        citations.add_node(key, seed=True)
    citations.add_edge("a", "z")
    order = reading_order(lineage, citations=citations)
    # a cites z, of which nothing else is known: z is its background
    assert keys(order) == ["z", "a", "b", "c", "d"]


def test_a_decision_that_closes_a_cycle_is_left_out_and_said() -> None:
    lineage = lineage_of(("a", "b"), ("b", "a"))
    lineage.nodes["a"]["year"] = 2018
    lineage.nodes["b"]["year"] = 2019
    order = reading_order(lineage)
    assert keys(order) == ["a", "b"]
    assert order.dropped == (("b", "a"),)


def test_a_goal_of_the_library_that_is_in_no_relation_is_read_alone() -> None:
    citations = nx.DiGraph([("x", "y")])
    citations.nodes["x"]["seed"] = True
    order = reading_order(lineage_of(("a", "b")), ["y"], citations=citations)
    assert keys(order) == ["y"]


def test_an_unknown_goal_is_refused() -> None:
    with pytest.raises(QueryError, match="nobody"):
        reading_order(lineage_of(("a", "b")), ["nobody"])


def test_a_family_is_found_by_name_and_an_unknown_one_lists_them() -> None:
    lineage = lineage_of(("a", "b"))
    lineage.nodes["a"]["family"] = "Multi-task"
    assert papers_of_family(lineage, "multi-TASK ") == {"a"}
    with pytest.raises(QueryError, match="there are: Multi-task"):
        papers_of_family(lineage, "Vision")


def test_a_paper_does_not_open_the_order_through_a_proposal() -> None:
    lineage = lineage_of(("guess", "root"), ("root", "one"), ("root", "two"), ("other", "three"))
    lineage.edges["guess", "root"].update(confidence=0.25, proposal=True)
    order = reading_order(lineage)
    assert keys(order)[0] == "root"
    assert set(reasons(order, "guess")) == {"apart"}
    assert "parents" not in reasons(order, "root")
    assert order.proposals == 1


def test_proposals_count_in_the_order_where_they_are_asked_for() -> None:
    lineage = lineage_of(("guess", "root"), ("root", "one"))
    lineage.edges["guess", "root"].update(confidence=0.25, proposal=True)
    order = reading_order(lineage, proposals=True)
    assert keys(order) == ["guess", "root", "one"]
    assert reasons(order, "guess")["descendants"].startswith("2 later papers descend")
    assert "descends from perhaps GUESS (25%)" in reasons(order, "root")["parents"]
    assert order.proposals == 0


def test_only_the_proposals_of_papers_in_the_order_are_counted_as_left_out() -> None:
    lineage = lineage_of(("guess", "goal"), ("guess", "elsewhere"))
    for edge in lineage.edges:
        lineage.edges[edge]["proposal"] = True
    order = reading_order(lineage, ["goal"])
    assert keys(order) == ["goal"]
    assert order.proposals == 1


def test_a_paper_of_which_only_the_background_is_known_says_so() -> None:
    lineage = lineage_of(("guess", "goal"))
    lineage.edges["guess", "goal"]["proposal"] = True
    citations: nx.DiGraph[str] = nx.DiGraph([("goal", "guess")])
    for _, data in citations.nodes(data=True):
        data["seed"] = True
    order = reading_order(lineage, citations=citations)
    assert keys(order) == ["guess", "goal"]
    assert reasons(order, "goal") == {"prepared": "it has no known parent; its background is GUESS"}
