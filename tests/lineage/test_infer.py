"""Inference on small synthetic citation graphs."""

import datetime

import networkx as nx
import pytest
from citation_graphs import pairs

from ptm_graph.errors import InputError
from ptm_graph.lineage import infer


def test_the_extended_work_is_the_parent_and_the_tool_is_not(family: "nx.DiGraph[str]") -> None:
    assert pairs(family) == {("alpha", "beta"), ("beta", "gamma")}


def test_a_child_without_references_is_abstained_from_with_a_reason(
    family: "nx.DiGraph[str]",
) -> None:
    reasons = {one.child: one.reason.code for one in infer(family).abstentions}
    assert reasons["alpha"] == "abstention.no references"


def test_a_parent_that_appeared_much_later_is_never_chosen(family: "nx.DiGraph[str]") -> None:
    family.nodes["alpha"]["date"] = "2018-01-01"
    assert ("alpha", "beta") not in pairs(family)


def test_a_better_parent_outside_the_list_is_offered(family: "nx.DiGraph[str]") -> None:
    family.nodes["beta"]["seed"] = False
    lineage = infer(family)
    assert [(one.paper, one.children) for one in lineage.missing_parents] == [("beta", ("gamma",))]
    assert pairs(family, candidates="all") == {("beta", "gamma")}


def test_time_travel_uses_nothing_later(family: "nx.DiGraph[str]") -> None:
    lineage = infer(family, until=datetime.date(2016, 6, 1))
    assert {(one.parent, one.child) for one in lineage.relations} == {("alpha", "beta")}
    assert "gamma" not in {one.child for one in lineage.abstentions}


def test_unknown_candidates_mode_is_refused(family: "nx.DiGraph[str]") -> None:
    with pytest.raises(InputError, match="neither"):
        infer(family, candidates="some")  # type: ignore[arg-type]


def test_the_same_graph_in_another_order_gives_the_same_lineage(family: "nx.DiGraph[str]") -> None:
    turned: nx.DiGraph[str] = nx.DiGraph()
    turned.add_nodes_from(reversed(list(family.nodes(data=True))))
    turned.add_edges_from(reversed(list(family.edges(data=True))))
    assert infer(turned) == infer(family)


def test_a_graph_without_any_attribute_does_not_crash() -> None:
    bare: nx.DiGraph[str] = nx.DiGraph([("b", "a"), ("c", "b"), ("c", "a"), ("a", "c")])
    lineage = infer(bare, candidates="all")
    assert {one.child for one in lineage.abstentions} | {
        one.child for one in lineage.relations
    } == {"a", "b", "c"}


def test_an_empty_graph_has_an_empty_lineage() -> None:
    empty: nx.DiGraph[str] = nx.DiGraph()
    assert infer(empty).relations == ()
