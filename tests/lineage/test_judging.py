"""Choosing parents of one child, and abstaining."""

from dataclasses import replace

import networkx as nx
from citation_graphs import STRONG, WEAK, graph

from ptm_graph.lineage import infer
from ptm_graph.lineage.weights import Weights, default_weights


def test_weak_candidates_alone_give_no_parent() -> None:
    citations = graph(
        {"old": {"title": "Old data set", "year": 2001}, "new": {"title": "One", "year": 2010}},
        {("new", "old"): WEAK},
    )
    lineage = infer(citations)
    assert not lineage.relations
    abstention = next(one for one in lineage.abstentions if one.child == "new")
    assert abstention.reason.code == "abstention.weak in list"
    assert abstention.best is not None and abstention.best.parent == "old"


def test_surveys_get_no_parents() -> None:
    citations = graph(
        {"base": {"year": 2015}, "look": {"title": "A survey of bases", "year": 2018}},
        {("look", "base"): STRONG},
    )
    lineage = infer(citations)
    assert not lineage.relations
    assert any(one.reason.code == "abstention.survey" for one in lineage.abstentions)


def test_a_partial_list_is_reported_as_a_gap(family: "nx.DiGraph[str]") -> None:
    family.nodes["gamma"].update(references_state="partial", references_known=3, reference_count=40)
    gaps = {gap.child: gap for gap in infer(family).gaps}
    assert (gaps["gamma"].known, gaps["gamma"].stated) == (3, 40)
    note = next(one for one in infer(family).relations if one.child == "gamma").evidence.notes
    assert "3 of 40 references known" in map(str, note)


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
    assert "note.counts only" in [note.code for note in bare.evidence.notes]


def test_two_parents_alike_in_evidence_are_both_named() -> None:
    citations = graph(
        {"one": {"year": 2015}, "other": {"year": 2015}, "child": {"year": 2017}},
        {("child", "one"): STRONG, ("child", "other"): STRONG},
    )
    assert {one.parent for one in infer(citations).relations} == {"one", "other"}


def willing() -> Weights:
    """Weights that name everything which may be named."""
    anything = {"list": 0.01, "all": 0.01}
    return replace(default_weights(), thresholds=anything, further=anything, margin=9.0)


def test_similar_structure_alone_makes_no_second_parent() -> None:
    alike = {"title": "Deep networks that learn to read", "authors": "Ann Lee"}
    papers = {
        key: {**alike, "title": f"{alike['title']} {key}", "year": year}
        for key, year in (("one", 2015), ("other", 2015), ("child", 2016))
    }
    citations = graph(papers, {("child", "one"): {}, ("child", "other"): {}})
    (relation,) = infer(citations, weights=willing()).relations
    assert relation.tier == "C"
    counted = {"mentions": 5, "fact_spoken_of": 5.0}
    citations = graph(papers, {("child", "one"): counted, ("child", "other"): counted})
    assert len(infer(citations, weights=willing()).relations) == 2


def test_a_further_parent_must_be_likely_itself() -> None:
    papers = {key: {"year": 2015} for key in ("one", "other")} | {"child": {"year": 2016}}
    edges = {("child", "one"): STRONG, ("child", "other"): STRONG}
    both = infer(graph(papers, edges), weights=willing()).relations
    assert {one.parent for one in both} == {"one", "other"}
    strict = replace(willing(), further={"list": 0.99, "all": 0.99})
    assert len(infer(graph(papers, edges), weights=strict).relations) == 1


def test_two_strong_candidates_lower_each_other() -> None:
    papers = {key: {"year": 2015} for key in ("one", "other")} | {"child": {"year": 2016}}
    (alone,) = infer(graph(papers, {("child", "one"): STRONG})).relations
    edges = {("child", "one"): STRONG, ("child", "other"): STRONG}
    together = infer(graph(papers, edges), weights=willing()).relations
    assert all(one.confidence < alone.confidence for one in together)


def test_a_child_without_a_parent_shows_its_best_candidates_and_why_not() -> None:
    papers = {f"old{at}": {"year": 2001} for at in range(5)} | {"new": {"year": 2010}}
    citations = graph(papers, {("new", f"old{at}"): WEAK for at in range(5)})
    abstention = next(one for one in infer(citations).abstentions if one.child == "new")
    assert len(abstention.candidates) == 3
    assert all(
        one.verdict.code == "verdict.weak" and not one.chosen for one in abstention.candidates
    )
    assert abstention.best == abstention.candidates[0].relation


def test_references_that_are_not_known_make_the_known_ones_less_sure() -> None:
    papers = {"old": {"year": 2015}, "new": {"year": 2016, "reference_count": 1}}
    (whole,) = infer(graph(papers, {("new", "old"): STRONG})).relations
    papers["new"]["reference_count"] = 60
    (part,) = infer(graph(papers, {("new", "old"): STRONG})).relations
    assert part.confidence < whole.confidence
    assert part.score == whole.score
