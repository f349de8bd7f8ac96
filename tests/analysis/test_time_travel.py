"""The graph at a date, using nothing later."""

import datetime
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import as_of


@pytest.fixture
def citations() -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph(fetched="2026-11-20")
    graph.add_node("old", title="Old", date="2017-06-12", citation_count=900, year=2017)
    graph.add_node(
        "preprint", title="Preprint", date="2018-10-11", year=2019, venue="NAACL", citation_count=90
    )
    graph.add_node("sometime-2018", title="Some time", date="2018", influential_citation_count=3)
    graph.add_node("new", title="New", date="2019-07-26")
    graph.add_node("undated", title="Undated")
    graph.add_edge("preprint", "old", mentions=7)
    graph.add_edge("new", "preprint")
    graph.add_edge("old", "undated")
    return graph


def test_only_papers_that_were_out_and_their_citations_are_left(
    citations: "nx.DiGraph[str]",
) -> None:
    then = as_of(citations, datetime.date(2018, 12, 31))
    assert set(then) == {"old", "preprint", "sometime-2018"}
    assert list(then.edges(data=True)) == [("preprint", "old", {"mentions": 7})]
    assert then.graph == {
        "fetched": "2026-11-20",
        "as_of": "2018-12-31",
        "later_papers": 1,
        "undated_papers": 1,
    }


def test_a_paper_of_some_day_of_the_year_is_out_when_the_year_is_over(
    citations: "nx.DiGraph[str]",
) -> None:
    assert "sometime-2018" not in as_of(citations, datetime.date(2018, 12, 30))


def test_counts_of_today_are_removed_unless_known_for_the_day(citations: "nx.DiGraph[str]") -> None:
    then = as_of(citations, datetime.date(2018, 12, 31), citation_counts={"preprint": 4})
    assert "citation_count" not in then.nodes["old"]
    assert "influential_citation_count" not in then.nodes["sometime-2018"]
    assert then.nodes["preprint"]["citation_count"] == 4


def test_a_publication_still_to_come_is_not_told(citations: "nx.DiGraph[str]") -> None:
    then = as_of(citations, datetime.date(2018, 12, 31)).nodes["preprint"]
    assert "venue" not in then and "year" not in then
    later = as_of(citations, datetime.date(2019, 12, 31)).nodes["preprint"]
    assert (later["venue"], later["year"]) == ("NAACL", 2019)


def test_the_graph_of_today_stays_as_it_is(citations: "nx.DiGraph[str]") -> None:
    as_of(citations, datetime.date(2018, 12, 31))
    assert citations.nodes["old"]["citation_count"] == 900
    assert len(citations) == 5


@given(data=st.data())
def test_what_comes_later_changes_nothing(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)
    date = datetime.date(2002, 12, 31)
    late = [key for key, own in graph.nodes(data=True) if own.get("year", 0) > 2002]
    without = graph.copy()
    without.remove_nodes_from(late)
    then, blind = as_of(graph, date), as_of(without, date)
    assert list(then.nodes(data=True)) == list(blind.nodes(data=True))
    assert list(then.edges) == list(blind.edges)
