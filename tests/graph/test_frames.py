from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from ptm_graph.errors import InputError
from ptm_graph.graph.frames import citations_frame, papers_frame, relations_frame


@pytest.fixture
def family() -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph(direction="parent-child")
    graph.add_node("a", title="A", name="A", year=2018, seed=True)
    graph.add_node("b", title="B", name="B", seed=False)
    graph.add_edge("a", "b", confidence=0.9, tier="A", rank=1)
    return graph


def test_papers_are_rows_by_key_and_whole_numbers_stay_whole(family: nx.DiGraph[str]) -> None:
    papers = papers_frame(family)
    assert list(papers.index) == ["a", "b"] and papers.index.name == "key"
    assert papers.loc["a", "year"] == 2018 and str(papers["year"].dtype) == "Int64"
    assert papers["year"].isna().tolist() == [False, True]
    assert papers["seed"].tolist() == [True, False]


def test_relations_are_rows_of_parent_and_child(family: nx.DiGraph[str]) -> None:
    relations = relations_frame(family)
    assert list(relations.columns) == ["parent", "child", "confidence", "tier", "rank"]
    assert relations.iloc[0].tolist() == ["a", "b", 0.9, "A", 1]


def test_the_two_directions_are_not_mixed(family: nx.DiGraph[str]) -> None:
    with pytest.raises(InputError, match="parent-child, not citing-cited"):
        citations_frame(family)
    family.graph["direction"] = "citing-cited"
    assert list(citations_frame(family).columns)[:2] == ["citing", "cited"]
    with pytest.raises(InputError):
        relations_frame(family)


def test_an_empty_graph_gives_empty_frames_with_their_ends() -> None:
    assert papers_frame(nx.DiGraph()).empty
    assert list(relations_frame(nx.DiGraph()).columns) == ["parent", "child"]


def test_mixed_values_are_kept() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("a", one=1, two="x")
    graph.add_node("b", one=1.5, two=2)
    frame = papers_frame(graph)
    assert frame["one"].tolist() == [1.0, 1.5] and frame["two"].tolist() == ["x", 2]
    assert isinstance(frame, pd.DataFrame)
