"""A part of a graph keeps exactly what was asked for."""

from __future__ import annotations

import datetime

import networkx as nx
import pytest

from ptm_graph.errors import QueryError
from ptm_graph.graph.selection import proposal_count, select, without_proposals


@pytest.fixture
def family() -> nx.DiGraph[str]:
    """grandparent → parent → child, and parent → cousin, with a loose end."""
    graph: nx.DiGraph[str] = nx.DiGraph(title="a family")
    for key, date, of in (
        ("grandparent", "2016", "old"),
        ("parent", "2017-06", "old"),
        ("child", "2018-10-11", "new"),
        ("cousin", "2019", "new"),
    ):
        graph.add_node(key, date=date, family=of)
    graph.add_node("loose")
    graph.add_edge("grandparent", "parent", confidence=0.9, tier="A")
    graph.add_edge("parent", "child", confidence=0.4, tier="B")
    graph.add_edge("parent", "cousin", confidence=0.7, tier="C")
    return graph


def test_nothing_asked_is_everything(family: nx.DiGraph[str]) -> None:
    whole = select(family)
    assert whole is not family
    # it knows the families of the whole besides, which is itself
    assert whole.graph.pop("families", None) is not None
    assert nx.utils.graphs_equal(whole, family)


def test_around_a_paper_are_its_ancestors_and_descendants_but_no_cousins(
    family: nx.DiGraph[str],
) -> None:
    assert set(select(family, around="child")) == {"grandparent", "parent", "child"}
    assert set(select(family, around="child", depth=1)) == {"parent", "child"}
    assert set(select(family, around="loose")) == {"loose"}


def test_unsure_relations_are_not_followed(family: nx.DiGraph[str]) -> None:
    assert set(select(family, around="child", min_confidence=0.5)) == {"child"}


def test_what_a_person_decided_is_sure_enough(family: nx.DiGraph[str]) -> None:
    family.edges["parent", "child"]["decision"] = "accepted"
    assert select(family, min_confidence=0.5).has_edge("parent", "child")


def test_proposals_are_kept_but_not_followed_unless_asked(family: nx.DiGraph[str]) -> None:
    family.edges["parent", "child"]["proposal"] = True
    assert select(family).has_edge("parent", "child")
    assert set(select(family, around="grandparent")) == {"grandparent", "parent", "cousin"}
    assert "child" in select(family, around="grandparent", proposals=True)


def test_without_proposals_all_papers_and_what_is_stated_are_left(family: nx.DiGraph[str]) -> None:
    assert without_proposals(family) is family
    family.edges["parent", "child"]["proposal"] = True
    family.edges["parent", "cousin"].update(proposal=True, decision="set")
    stated = without_proposals(family)
    assert list(stated) == list(family)
    assert set(stated.edges) == {("grandparent", "parent"), ("parent", "cousin")}
    assert family.number_of_edges() == 3
    assert proposal_count(family) == 1


def test_edges_without_a_confidence_stay() -> None:
    citations: nx.DiGraph[str] = nx.DiGraph([("citing", "cited")])
    assert select(citations, min_confidence=0.99).has_edge("citing", "cited")


def test_only_the_named_families_and_tiers(family: nx.DiGraph[str]) -> None:
    assert set(select(family, families=["old"])) == {"grandparent", "parent"}
    assert list(select(family, tiers=["C"]).edges) == [("parent", "cousin")]


def test_a_year_belongs_to_all_its_days_and_the_undated_to_none(family: nx.DiGraph[str]) -> None:
    until = select(family, until=datetime.date(2016, 5, 1))
    assert set(until) == {"grandparent"}
    since = select(family, since=datetime.date(2018, 10, 12))
    assert set(since) == {"cousin"}


def test_a_paper_that_is_not_there_is_an_error(family: nx.DiGraph[str]) -> None:
    with pytest.raises(QueryError, match="nobody"):
        select(family, around="nobody")


def test_a_paper_of_which_only_the_year_is_known_belongs_to_its_year() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("dated by year", year=2018)
    assert set(select(graph, since=datetime.date(2018, 3, 1))) == {"dated by year"}
    assert set(select(graph, since=datetime.date(2019, 1, 1))) == set()
