"""Choosing parents of one child, and abstaining."""

import networkx as nx
from citation_graphs import STRONG, WEAK, graph

from ptm_graph.lineage import infer


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


def test_surveys_get_no_parents() -> None:
    citations = graph(
        {"base": {"year": 2015}, "look": {"title": "A survey of bases", "year": 2018}},
        {("look", "base"): STRONG},
    )
    lineage = infer(citations)
    assert not lineage.relations
    assert any("survey" in one.reason for one in lineage.abstentions)


def test_a_partial_list_is_reported_as_a_gap(family: "nx.DiGraph[str]") -> None:
    family.nodes["gamma"].update(references_state="partial", references_known=3, reference_count=40)
    gaps = {gap.child: gap for gap in infer(family).gaps}
    assert (gaps["gamma"].known, gaps["gamma"].stated) == (3, 40)
    note = next(one for one in infer(family).relations if one.child == "gamma").evidence.notes
    assert "3 of 40 references known" in note


def test_a_lineage_needs_no_texts_once_the_facts_are_there() -> None:
    def family(**texts: str) -> "nx.DiGraph[str]":
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_node("old", title="OldNet: first", year=2015, seed=True)
        graph.add_node("new", title="NewNet: second", year=2017, seed=True)
        facts = {"mentions": 7, "fact_own_extends": 1.0, "fact_spoken_of": 9.0}
        graph.add_edge("new", "old", **facts, **texts)
        return graph

    (full,) = infer(family(sentences="We extend OldNet.")).relations
    (bare,) = infer(family()).relations
    assert (full.score, full.tier, full.reason) == (bare.score, bare.tier, bare.reason)
    assert full.evidence.sentences == ("We extend OldNet.",)
    assert any("refresh" in note for note in bare.evidence.notes)


def test_two_parents_alike_in_evidence_are_both_named() -> None:
    citations = graph(
        {"one": {"year": 2015}, "other": {"year": 2015}, "child": {"year": 2017}},
        {("child", "one"): STRONG, ("child", "other"): STRONG},
    )
    assert {one.parent for one in infer(citations).relations} == {"one", "other"}


def test_alikeness_of_structure_alone_makes_no_second_parent() -> None:
    alike = {"title": "Deep networks that learn to read", "authors": "Ann Lee"}
    papers = {
        key: {**alike, "year": year}
        for key, year in (("one", 2015), ("other", 2015), ("child", 2016))
    }
    citations = graph(papers, {("child", "one"): {}, ("child", "other"): {}})
    (relation,) = infer(citations).relations
    assert relation.tier == "C"
