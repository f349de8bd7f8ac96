"""Evaluation of a small lineage against drawn relations."""

import networkx as nx

from ptm_graph.evaluation.evaluating import evaluate
from ptm_graph.evaluation.gold import read_gold
from ptm_graph.evaluation.stress import hub_of

GOLD = "child,parent,label\nleft,root,Larger\nright,root,\nleaf,left,\nleaf,root,\n"


def test_all_references_may_be_candidates(citations: "nx.DiGraph[str]") -> None:
    result = evaluate(citations, read_gold(GOLD, citations), candidates="all")
    assert {"root", "tool"} <= set(result.children[0].ranked)


def test_a_child_with_an_incomplete_list_is_left_out_with_its_reason(
    citations: "nx.DiGraph[str]",
) -> None:
    citations.nodes["leaf"]["references_state"] = "partial"
    gold = read_gold(GOLD, citations)
    assert evaluate(citations, gold).left_out == {"leaf": "reference list partial"}
    assert len(evaluate(citations, gold, complete_only=False).children) == 3


def test_without_the_hub_other_parents_are_sought(citations: "nx.DiGraph[str]") -> None:
    gold = read_gold(GOLD, citations)
    hub = hub_of(gold)
    assert hub == "root"
    result = evaluate(citations, gold, excluded=frozenset({hub}))
    assert [(one.child, one.chosen) for one in result.children] == [("leaf", ("left",))]
