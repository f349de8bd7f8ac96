"""Which papers a reader is asked about first, and who is offered as their parent."""

from __future__ import annotations

import networkx as nx
import pytest
from citation_graphs import STRONG, WEAK, graph

from ptm_graph.lineage import ToConfirm, infer, to_confirm, to_graph
from ptm_graph.lineage.confirming import expected_gain


def asked(
    citations: nx.DiGraph[str],
    rejected: frozenset[tuple[str, str]] = frozenset(),
    accepted: tuple[tuple[str, str], ...] = (),
    most: int | None = None,
) -> dict[str, ToConfirm]:
    family = to_graph(citations, infer(citations))
    family.remove_edges_from(rejected)
    for one in accepted:
        family.add_edge(*one, decision="accepted", proposal=False)
    found = to_confirm(citations, family, set(citations), rejected=rejected, most=most)
    return {one.child: one for one in found}


def parents(one: ToConfirm) -> list[str]:
    return [candidate.relation.parent for candidate in one.offered]


def test_a_parent_that_is_named_may_be_wrong_and_one_that_is_not_may_be_right() -> None:
    assert expected_gain([(0.9, True), (0.2, False)], 0) == pytest.approx(0.3)
    assert expected_gain([(0.9, True), (0.2, False)], 2) == pytest.approx(0.9)
    assert expected_gain([], 5) == 0


def test_papers_with_and_without_a_parent_are_asked_about(family: nx.DiGraph[str]) -> None:
    found = asked(family)
    assert set(found) == set(family)
    assert found["gamma"].stated == ("beta",)
    assert parents(found["gamma"])[0] == "beta"
    assert found["alpha"].stated == ()
    assert found["alpha"].offered == ()


def test_where_most_mistakes_are_to_be_expected_comes_first(family: nx.DiGraph[str]) -> None:
    found = list(asked(family).values())
    gains = [one.gain for one in found]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 0
    chances = [(x.relation.confidence, x.relation.parent in found[0].stated)
               for x in found[0].offered]  # fmt: skip
    assert gains[0] == pytest.approx(expected_gain(chances, found[0].descendants), abs=1e-4)
    assert list(asked(family, most=2)) == [one.child for one in found[:2]]


def test_who_was_turned_down_is_not_offered_again(family: nx.DiGraph[str]) -> None:
    again = asked(family, rejected=frozenset({("beta", "gamma")}))["gamma"]
    assert "beta" not in parents(again)
    assert parents(again)
    assert again.stated == ()


def test_a_paper_with_a_parent_that_a_person_named_gains_nothing(family: nx.DiGraph[str]) -> None:
    found = asked(family, accepted=(("beta", "gamma"),))
    assert found["gamma"].decided
    assert found["gamma"].gain == 0
    assert parents(found["gamma"])[0] == "beta"
    assert not found["beta"].decided


def test_at_most_three_are_offered_and_none_that_may_be_no_parent() -> None:
    citations = graph(
        {
            "child": {"date": "2015-01-10"},
            **{f"old{at}": {"date": "2014-01-10"} for at in range(4)},
            "later": {"date": "2016-01-10"},
            "outside": {"date": "2014-01-10", "seed": False},
            "survey": {"title": "A survey of everything", "date": "2015-01-10"},
        },
        {
            **{("child", f"old{at}"): WEAK for at in range(4)},
            ("child", "later"): STRONG,
            ("child", "outside"): STRONG,
            ("survey", "outside"): STRONG,
        },
    )
    found = asked(citations)
    assert parents(found["child"]) == ["old0", "old1", "old2"]
    assert found["survey"].offered == ()
