"""Coupling and co-citation against the definition."""

import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import similar
from ptm_graph.errors import InputError, QueryError


def salton(one: set[str], other: set[str]) -> float | None:
    if not one or not other:
        return None
    return len(one & other) / math.sqrt(len(one) * len(other))


@given(data=st.data())
def test_values_are_those_of_the_definition(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)
    paper = data.draw(st.sampled_from(sorted(graph)))
    found = {one.paper: one for one in similar(graph, paper, limit=99, least_shared=1)}
    cites = {key: set(graph.successors(key)) for key in graph}
    cited_by = {key: set(graph.predecessors(key)) for key in graph}
    for other in graph:
        shared = cites[paper] & cites[other], cited_by[paper] & cited_by[other]
        assert (other in found) == (other != paper and any(shared))
    for other, one in found.items():
        assert one.coupling == pytest.approx(salton(cites[paper], cites[other]))
        assert one.cocitation == pytest.approx(salton(cited_by[paper], cited_by[other]))
        assert one.shared_references == len(cites[paper] & cites[other])
        assert one.shared_citers == len(cited_by[paper] & cited_by[other])


@pytest.fixture
def citations() -> "nx.DiGraph[str]":
    """Twins share both references, the cousin one of them; a survey cites all three."""
    edges = [("twin-1", "r1"), ("twin-1", "r2"), ("twin-2", "r1"), ("twin-2", "r2")]
    edges += [("cousin", "r1"), ("cousin", "r3")]
    edges += [("survey", key) for key in ("twin-1", "twin-2", "cousin")]
    return nx.DiGraph(edges)


def test_the_likest_comes_first(citations: "nx.DiGraph[str]") -> None:
    found = similar(citations, "twin-1")
    assert [one.paper for one in found] == ["twin-2", "cousin"]
    assert found[0].likeness == pytest.approx(2.0)
    assert found[1].likeness == pytest.approx(1.5)
    assert similar(citations, "twin-1", limit=1) == found[:1]


def test_an_unknown_reference_list_is_not_a_likeness_of_zero(citations: "nx.DiGraph[str]") -> None:
    citations.add_edges_from([("survey", "listless"), ("book", "listless"), ("book", "twin-1")])
    listless = next(one for one in similar(citations, "twin-1") if one.paper == "listless")
    assert listless.coupling is None
    assert listless.cocitation == pytest.approx(1.0)


def test_one_shared_citer_is_not_enough(citations: "nx.DiGraph[str]") -> None:
    citations.add_edge("survey", "stranger")
    assert "stranger" not in {one.paper for one in similar(citations, "twin-1")}
    assert "stranger" in {one.paper for one in similar(citations, "twin-1", least_shared=1)}


def test_only_asked_papers_are_given_but_all_count(citations: "nx.DiGraph[str]") -> None:
    (only,) = similar(citations, "twin-1", among=["cousin"])
    assert (only.paper, only.shared_references, only.shared_citers) == ("cousin", 1, 1)


def test_by_default_the_reading_list_is_asked(citations: "nx.DiGraph[str]") -> None:
    citations.nodes["cousin"]["seed"] = True
    assert [one.paper for one in similar(citations, "twin-1")] == ["cousin"]


def test_an_unknown_paper_and_senseless_numbers_are_refused(citations: "nx.DiGraph[str]") -> None:
    with pytest.raises(QueryError):
        similar(citations, "nobody")
    with pytest.raises(InputError):
        similar(citations, "cousin", limit=0)
