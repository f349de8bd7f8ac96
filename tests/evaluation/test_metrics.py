"""Metrics on hand-worked examples."""

import networkx as nx
import pytest

from ptm_graph.evaluation.evaluating import evaluate
from ptm_graph.evaluation.gold import read_gold
from ptm_graph.evaluation.metrics import ChildResult

GOLD = "child,parent,label\nleft,root,Larger\nright,root,\nleaf,left,\nleaf,root,\n"


def test_average_precision_counts_drawn_parents_that_are_not_cited() -> None:
    one = ChildResult("c", ("a", "x", "b"), ("a",), frozenset({"a", "b", "never"}), 0.5)
    assert one.average_precision == pytest.approx((1 + 2 / 3) / 3)
    assert (one.hit, one.hit_in_three, one.reciprocal_rank) == (1.0, 1.0, 1.0)


def test_figures_agree_with_a_count_by_hand(citations: "nx.DiGraph[str]") -> None:
    result = evaluate(citations, read_gold(GOLD, citations))
    data = result.as_dict()
    assert data["children"] == 3
    assert data["hit@1"] == 1.0
    # named: left←root, right←root, leaf←left; drawn: those and leaf←root
    assert data["edges"] == {"precision": 1.0, "recall": 0.75, "f1": 0.8571}
    assert data["ancestors"]["f1"] == 1.0


def test_the_same_data_give_the_same_intervals(citations: "nx.DiGraph[str]") -> None:
    gold = read_gold(GOLD, citations)
    one, other = evaluate(citations, gold), evaluate(citations, gold)
    assert one.intervals == other.intervals
    low, high = one.intervals["f1"]
    assert 0 <= low <= one.figures()["f1"] <= high <= 1
