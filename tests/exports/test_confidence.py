"""What a confidence means stands in the files that people and programs read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest

from ptm_graph.exports import to_bytes
from ptm_graph.imports import read_graph
from ptm_graph.lineage import edge_attributes, relations
from ptm_graph.lineage.reliability import meaning
from ptm_graph.words.model import Relation


@pytest.fixture
def family() -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph(kind="lineage", direction="parent-child")
    for key in ("oak", "elm", "tree"):
        graph.add_node(key, title=f"{key} paper", name=key, date="2018-01-05")
    inferred = Relation("oak", "tree", 1.0, 0.66, "B", knowledge="full text")
    decided = replace(inferred, parent="elm", decision="accepted")
    for one in (inferred, decided):
        graph.add_edge(one.parent, one.child, **edge_attributes(one))
    return graph


@pytest.mark.parametrize("name", ["html", "markdown", "json", "graphml", "gexf"])
def test_a_file_says_what_a_confidence_means_and_who_decided(
    family: nx.DiGraph[str], name: str
) -> None:
    text = to_bytes(family, name).decode("utf-8", "replace")
    means = str(meaning(family.edges["oak", "tree"]))
    assert means.endswith("right")
    assert means in text
    assert "person" in text and "your decision" not in text


def test_a_decision_has_no_percentage_where_people_read_it(family: nx.DiGraph[str]) -> None:
    family.remove_edge("oak", "tree")
    for name in ("html", "markdown"):
        assert "66%" not in to_bytes(family, name).decode("utf-8")


def test_what_it_rests_on_comes_back_with_a_graph(family: nx.DiGraph[str], tmp_path: Path) -> None:
    family.edges["oak", "tree"]["recalibrated"] = 42
    family.edges["oak", "tree"]["field_measured"] = False
    path = tmp_path / "family.graphml"
    path.write_bytes(to_bytes(family, "graphml"))
    assert relations(read_graph(path).graph) == relations(family)
