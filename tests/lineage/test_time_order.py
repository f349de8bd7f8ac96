"""Time order, concurrent work and cycles."""

import numpy as np
from citation_graphs import STRONG, WEAK, graph, pairs

from ptm_graph.lineage import infer
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.time_order import time_orders


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


def test_dates_settle_who_came_first_before_mutual_citation_does() -> None:
    papers = {"early": {"date": "2015-01-10"}, "late": {"date": "2016-06-10"}}
    mutual = {("late", "early"): STRONG, ("early", "late"): WEAK}
    assert pairs(graph(papers, mutual)) == {("early", "late")}
    same = {"early": {"year": 2015}, "late": {"year": 2015}}
    index = CitationIndex(graph(same, mutual))
    late, early = (np.array([index.number[key]]) for key in ("late", "early"))
    assert time_orders(index, late, early).tolist() == ["concurrent"]
