"""Inference on small synthetic citation graphs."""

import datetime
import json
from typing import Any

import networkx as nx
import pytest

from ptm_graph.errors import InputError, QueryError
from ptm_graph.lineage import infer, lineage_graph, relations, why


def graph(
    papers: dict[str, dict[str, Any]], citations: dict[tuple[str, str], dict[str, Any]]
) -> "nx.DiGraph[str]":
    """A citation graph in the documented form."""
    built: nx.DiGraph[str] = nx.DiGraph()
    for key, data in papers.items():
        title = data.get("title", key)
        base = {"title": title, "name": title, "seed": True, "references_state": "complete"}
        built.add_node(key, **{**base, **data})
    for (citing, cited), data in citations.items():
        built.add_edge(citing, cited, **data)
    return built


STRONG = {"mentions": 9, "influential": True, "fact_own_extends": 2.0, "fact_first_person": 0.8}
WEAK = {"mentions": 1, "influential": False, "fact_listing": 1.0}


@pytest.fixture
def family() -> "nx.DiGraph[str]":
    """Alpha ← Beta ← Gamma, and a tool that everybody mentions."""
    return graph(
        {
            "alpha": {"title": "AlphaNet: a network", "date": "2015-01-10"},
            "beta": {"title": "BetaNet: extending networks", "date": "2016-01-10"},
            "gamma": {"title": "GammaNet: extending more", "date": "2017-01-10"},
            "tool": {"title": "A toolkit for networks", "date": "2010-01-10"},
        },
        {
            ("beta", "alpha"): STRONG,
            ("beta", "tool"): WEAK,
            ("gamma", "beta"): STRONG,
            ("gamma", "alpha"): WEAK,
            ("gamma", "tool"): WEAK,
        },
    )


def pairs(citations: "nx.DiGraph[str]", **options: Any) -> set[tuple[str, str]]:
    return {(one.parent, one.child) for one in infer(citations, **options).relations}


def test_the_extended_work_is_the_parent_and_the_tool_is_not(family: "nx.DiGraph[str]") -> None:
    assert pairs(family) == {("alpha", "beta"), ("beta", "gamma")}


def test_edges_of_the_lineage_graph_point_from_parent_to_child(family: "nx.DiGraph[str]") -> None:
    lineage = lineage_graph(family)
    assert set(lineage.edges) == {("alpha", "beta"), ("beta", "gamma")}
    assert lineage.nodes["beta"]["title"] == "BetaNet: extending networks"


def test_relations_read_back_from_the_graph_equal_the_inferred_ones(
    family: "nx.DiGraph[str]",
) -> None:
    family.edges["beta", "alpha"]["sentences"] = "We extend AlphaNet.\nAlphaNet is known."
    lineage = lineage_graph(family)
    assert relations(lineage) == list(infer(family).relations)


def test_every_attribute_of_the_lineage_graph_is_a_scalar(family: "nx.DiGraph[str]") -> None:
    lineage = lineage_graph(family)
    values = [value for *_, data in lineage.edges(data=True) for value in data.values()]
    values += [value for _, data in lineage.nodes(data=True) for value in data.values()]
    assert values and all(isinstance(value, str | int | float | bool) for value in values)
    assert json.loads(lineage.edges["alpha", "beta"]["terms"])


def test_the_terms_of_a_relation_add_up_to_its_score(family: "nx.DiGraph[str]") -> None:
    for relation in infer(family).relations:
        total = sum(term.points for term in relation.evidence.terms)
        assert total == pytest.approx(relation.score, abs=1e-3)


def test_a_child_without_references_is_abstained_from_with_a_reason(
    family: "nx.DiGraph[str]",
) -> None:
    reasons = {one.child: one.reason for one in infer(family).abstentions}
    assert reasons["alpha"] == "no reference of it is known"


def test_weak_candidates_alone_give_no_parent() -> None:
    citations = graph(
        {"old": {"title": "Old thing", "year": 2001}, "new": {"title": "New one", "year": 2010}},
        {("new", "old"): WEAK},
    )
    lineage = infer(citations)
    assert not lineage.relations
    abstention = next(one for one in lineage.abstentions if one.child == "new")
    assert "no parent in this list" in abstention.reason
    assert abstention.best is not None and abstention.best.parent == "old"


def test_a_parent_that_appeared_much_later_is_never_chosen(family: "nx.DiGraph[str]") -> None:
    family.nodes["alpha"]["date"] = "2018-01-01"
    assert ("alpha", "beta") not in pairs(family)


def test_near_works_without_explicit_evidence_are_concurrent() -> None:
    citations = graph(
        {"one": {"date": "2019-08-01"}, "other": {"date": "2019-08-20"}},
        {("other", "one"): {"mentions": 20, "influential": True}},
    )
    lineage = infer(citations)
    assert not lineage.relations
    assert [(pair.one, pair.other) for pair in lineage.concurrent] == [("other", "one")]


def test_near_works_with_an_explicit_sentence_are_parent_and_child() -> None:
    citations = graph(
        {"one": {"date": "2019-08-01"}, "other": {"date": "2019-08-20"}},
        {("other", "one"): {**STRONG, "mentions": 20}},
    )
    assert pairs(citations) == {("one", "other")}


def test_a_cycle_is_broken_at_its_weakest_relation_and_said() -> None:
    citations = graph(
        {"a": {"year": 2019}, "b": {"year": 2019}, "c": {"year": 2019}},
        {
            ("a", "b"): STRONG,
            ("b", "c"): {**STRONG, "mentions": 30},
            ("c", "a"): {**STRONG, "mentions": 5},
        },
    )
    lineage = infer(citations)
    assert {(one.parent, one.child) for one in lineage.relations} == {("b", "a"), ("c", "b")}
    assert [(one.relation.parent, one.relation.child) for one in lineage.broken_cycles] == [
        ("a", "c")
    ]


def test_surveys_get_no_parents() -> None:
    citations = graph(
        {"base": {"year": 2015}, "look": {"title": "A survey of bases", "year": 2018}},
        {("look", "base"): STRONG},
    )
    lineage = infer(citations)
    assert not lineage.relations
    assert any("survey" in one.reason for one in lineage.abstentions)


def test_a_better_parent_outside_the_list_is_offered(family: "nx.DiGraph[str]") -> None:
    family.nodes["beta"]["seed"] = False
    lineage = infer(family)
    assert [(one.paper, one.children) for one in lineage.missing_parents] == [("beta", ("gamma",))]
    assert pairs(family, candidates="all") == {("beta", "gamma")}


def test_time_travel_uses_nothing_later(family: "nx.DiGraph[str]") -> None:
    lineage = infer(family, until=datetime.date(2016, 6, 1))
    assert {(one.parent, one.child) for one in lineage.relations} == {("alpha", "beta")}
    assert "gamma" not in {one.child for one in lineage.abstentions}


def test_why_ranks_all_candidates_and_says_why_the_runner_up_lost(
    family: "nx.DiGraph[str]",
) -> None:
    answer = why(family, "gamma")
    assert answer.candidates[0].relation.parent == "beta"
    assert answer.candidates[0].chosen and not answer.candidates[1].chosen
    assert answer.why_runner_up_lost is not None and "below" in answer.why_runner_up_lost
    gap = answer.candidates[0].relation.score - answer.candidates[1].relation.score
    assert sum(points for _, points in answer.difference) == pytest.approx(gap, abs=1e-2)


def test_why_refuses_a_parent_that_is_not_cited(family: "nx.DiGraph[str]") -> None:
    with pytest.raises(QueryError, match="no reference"):
        why(family, "alpha", "gamma")
    with pytest.raises(QueryError, match="not in the citation graph"):
        why(family, "nobody")


def test_unknown_candidates_mode_is_refused(family: "nx.DiGraph[str]") -> None:
    with pytest.raises(InputError, match="neither"):
        infer(family, candidates="some")  # type: ignore[arg-type]


def test_a_partial_list_is_reported_as_a_gap(family: "nx.DiGraph[str]") -> None:
    family.nodes["gamma"].update(references_state="partial", references_known=3, reference_count=40)
    gaps = {gap.child: gap for gap in infer(family).gaps}
    assert (gaps["gamma"].known, gaps["gamma"].stated) == (3, 40)
    note = next(one for one in infer(family).relations if one.child == "gamma").evidence.notes
    assert "3 of 40 references known" in note


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
