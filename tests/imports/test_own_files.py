"""What this project wrote comes back without loss."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import InputError
from ptm_graph.exports import export, to_bytes
from ptm_graph.imports import read_graph

SCALARS = st.one_of(
    st.text(max_size=30),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
)
ATTRIBUTES = st.dictionaries(st.text(min_size=1, max_size=8), SCALARS, max_size=4)


@pytest.mark.parametrize("ending", ["json", "graphml"])
def test_export_import_export_gives_the_same_bytes(
    ending: str, any_graph: nx.DiGraph[str], tmp_path: Path
) -> None:
    path = export(any_graph, tmp_path / f"graph.{ending}")
    imported = read_graph(path)
    assert imported.own and imported.problems == ()
    assert to_bytes(imported.graph, ending) == path.read_bytes()


@pytest.mark.parametrize("options", [{"yed": True}, {"schema_ids": True}, {"view": False}])
def test_every_variant_of_graphml_comes_back(
    options: dict[str, Any], hostile: nx.DiGraph[str], tmp_path: Path
) -> None:
    path = export(hostile, tmp_path / "graph.graphml", **options)
    assert to_bytes(read_graph(path).graph, "graphml") == to_bytes(hostile, "graphml")


def test_types_and_unknown_values_survive(family: nx.DiGraph[str], tmp_path: Path) -> None:
    for ending in ("json", "graphml"):
        graph = read_graph(export(family, tmp_path / f"graph.{ending}")).graph
        assert list(graph.nodes(data=True)) == sorted(family.nodes(data=True))
        assert {(t, h): d for t, h, d in graph.edges(data=True)} == {
            (t, h): d for t, h, d in family.edges(data=True)
        }
        assert graph.graph == family.graph


def test_the_source_of_a_reference_survives(citations: nx.DiGraph[str], tmp_path: Path) -> None:
    graph = read_graph(export(citations, tmp_path / "graph.json")).graph
    assert graph.edges["arxiv:1810.04805", "arxiv:1802.05365"]["source"] == "semantic scholar"


@given(
    graph_attributes=ATTRIBUTES,
    papers=st.dictionaries(st.text(max_size=5), ATTRIBUTES, max_size=5),
    edge_attributes=ATTRIBUTES,
)
def test_any_graph_of_scalars_comes_back(
    graph_attributes: dict[str, Any],
    papers: dict[str, dict[str, Any]],
    edge_attributes: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name, data in papers.items():
        graph.add_node(name)
        graph.nodes[name].update(data)
    names = list(papers)
    for tail, head in itertools.pairwise(names):
        graph.add_edge(tail, head)
        graph.edges[tail, head].update(edge_attributes)
    graph.graph.update(graph_attributes | {"made_by": "m", "direction": "citing-cited"})
    folder = tmp_path_factory.mktemp("graphs")
    for ending in ("json", "graphml"):
        try:
            path = export(graph, folder / f"graph.{ending}")
        except Exception as error:
            assert "same name as text" in str(error)
            return
        assert to_bytes(read_graph(path).graph, ending) == path.read_bytes()


def test_a_file_of_a_newer_version_is_refused(family: nx.DiGraph[str], tmp_path: Path) -> None:
    content = json.loads(to_bytes(family, "json"))
    path = tmp_path / "new.json"
    path.write_text(json.dumps(content | {"schema_version": 2}))
    with pytest.raises(InputError, match="schema version 2 is newer than this program"):
        read_graph(path)


def test_our_tables_come_back_as_a_graph(family: nx.DiGraph[str], tmp_path: Path) -> None:
    for name in ("tables.csv", "tables.zip"):
        graph = read_graph(export(family, tmp_path / name)).graph
        for key, paper in family.nodes(data=True):
            assert paper.items() <= graph.nodes[key].items()
        assert set(graph.edges) == set(family.edges)
        assert graph.graph["direction"] == "parent-child"


def test_our_gexf_cytoscape_and_vosviewer_files_come_back_as_graphs(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    for ending in ("gexf", "cyjs", "vos.json"):
        graph = read_graph(export(family, tmp_path / f"graph.{ending}")).graph
        assert set(graph) == set(family)
        assert set(graph.edges) == set(family.edges)
        assert graph.nodes["arxiv:1810.04805"]["citation_count"] == 33854
        assert graph.nodes["arxiv:1810.04805"]["family"] == "BERT family"
        assert graph.nodes["arxiv:1810.04805"]["name"] == "BERT"


def test_relations_come_back_from_gexf_as_relations(
    family: nx.DiGraph[str], citations: nx.DiGraph[str], tmp_path: Path
) -> None:
    for data in (data for _, _, data in family.edges(data=True)):
        assert {"tier", "confidence"} <= set(data)
    graph = read_graph(export(family, tmp_path / "family.gexf")).graph
    assert graph.graph["direction"] == "parent-child"
    graph = read_graph(export(citations, tmp_path / "citations.gexf")).graph
    assert graph.graph["direction"] == "citing-cited"
