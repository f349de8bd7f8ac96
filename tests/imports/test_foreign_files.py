"""Graphs from others, with an account of what was not understood."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import InputError
from ptm_graph.graph.selection import proposal_count
from ptm_graph.imports import Imported, read_graph


def imported(folder: Path, name: str, content: object) -> Imported:
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, "utf-8")
    return read_graph(path)


def reasons(found: Imported) -> dict[str, str]:
    return {problem.reason: problem.subject for problem in found.problems}


def test_graphml_of_networkx_and_igraph_is_read(tmp_path: Path) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("10.18653/v1/N19-1423", title="BERT", year=2019, betweenness=0.5)
    graph.add_node("b", label="RoBERTa", cited_by="12")
    graph.add_edge("b", "10.18653/v1/N19-1423", weight=2.0)
    nx.write_graphml(graph, tmp_path / "nx.graphml")
    igraph.Graph.from_networkx(graph).write_graphml(str(tmp_path / "igraph.graphml"))
    found = read_graph(tmp_path / "nx.graphml")
    bert = found.graph.nodes["10.18653/v1/N19-1423"]
    assert (bert["doi"], bert["year"], bert["name"]) == ("10.18653/v1/n19-1423", 2019, "BERT")
    assert found.graph.nodes["b"]["citation_count"] == 12
    assert found.graph.edges["b", "10.18653/v1/N19-1423"]["weight"] == 2.0
    assert "attribute “betweenness”" in found.account
    assert "not stated by the file, taken as citing → cited" in found.account
    other = read_graph(tmp_path / "igraph.graphml").graph
    assert (len(other), other.number_of_edges()) == (2, 1)


def test_yed_gives_its_labels(tmp_path: Path) -> None:
    text = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="urn:y">
    <key id="d1" for="node" yfiles.type="nodegraphics"/>
    <key id="d2" for="edge" yfiles.type="edgegraphics"/>
    <graph edgedefault="directed"><node id="n0"><data key="d1"><y:ShapeNode>
    <y:Geometry x="1"/><y:NodeLabel>GPT <y:LabelModel/></y:NodeLabel></y:ShapeNode></data></node>
    <node id="n1"><data key="d1"><y:ShapeNode/></data></node>
    <edge source="n0" target="n1"><data key="d2"><y:PolyLineEdge>
    <y:EdgeLabel>larger</y:EdgeLabel></y:PolyLineEdge></data></edge></graph></graphml>"""
    found = imported(tmp_path, "yed.graphml", text)
    assert found.graph.nodes["n0"]["name"] == "GPT"
    assert found.graph.edges["n0", "n1"]["label"] == "larger"
    assert reasons(found)["a drawing instruction, left out"] == "data “d1”"


def test_defaults_nested_graphs_hyperedges_and_bad_values_are_told(tmp_path: Path) -> None:
    text = """<graphml><key id="y" for="node" attr.name="year" attr.type="int">
    <default>2018</default></key><graph edgedefault="undirected">
    <node id="a"/><node id="b"><data key="y">soon</data><graph><node id="c"/></graph></node>
    <hyperedge/><edge source="a" target="c"/><edge source="a" target="z"/>
    <edge source="a" target="a"/><edge source="a" target="c"/></graph></graphml>"""
    found = imported(tmp_path, "odd.graphml", text)
    assert set(found.graph) == {"a", "b", "c"} and list(found.graph.edges) == [("a", "c")]
    assert found.graph.nodes["a"]["year"] == 2018 and "year" not in found.graph.nodes["b"]
    told = reasons(found)
    for reason in (
        "it has no directions; edges are taken from source to target",
        "their papers are read as if they were outside",
        "only nodes and edges are read",
        "not a valid int, kept as text",
        "not a valid year; left out",
        "the file has no such paper, edge left out",
        "an edge from a paper to itself, left out",
        "a second edge between the same papers, left out",
    ):
        assert reason in told


def test_gexf_of_networkx_is_read(tmp_path: Path) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("1", label="BERT", Modularity_Class=3)
    graph.add_node("2", label="GPT")
    graph.add_edge("1", "2", weight=1.5)
    nx.write_gexf(graph, tmp_path / "graph.gexf")
    found = read_graph(tmp_path / "graph.gexf")
    assert found.graph.nodes["1"]["name"] == "BERT"
    assert found.graph.nodes["1"]["family"] == "3"
    assert list(found.graph.edges) == [("1", "2")]


def test_node_link_of_any_dialect_is_read(tmp_path: Path) -> None:
    nodes = [{"id": "a", "title": "A"}, {"id": "b", "tags": ["x"]}, "nonsense", {}]
    for links in (
        {"edges": [{"source": "a", "target": "b"}]},
        {"links": [{"source": 0, "target": 1}]},
        {"links": [{"source": {"id": "a"}, "target": {"id": "b"}}]},
    ):
        found = imported(tmp_path, "graph.json", {"directed": True, "nodes": nodes} | links)
        assert list(found.graph.edges) == [("a", "b")]
        assert reasons(found)["neither text nor number, left out"] == "paper b: “tags”"
        assert reasons(found)["not an object; left out"] == "node 3"
        assert reasons(found)["it has no id, left out"] == "node 3"


def test_vosviewer_clusters_become_families(tmp_path: Path) -> None:
    network = {
        "items": [
            {"id": 1, "label": "BERT", "cluster": 1, "x": 0.1, "weights": {"Citations": 9}},
            {"id": 2, "label": "GPT", "cluster": 2, "description": "<b>GPT</b>"},
        ],
        "links": [{"source_id": 1, "target_id": 2, "strength": 3}],
        "clusters": [{"cluster": 1, "label": "Encoders"}],
    }
    found = imported(tmp_path, "map.json", {"network": network})
    assert found.format == "VOSviewer JSON"
    assert found.graph.nodes["1"]["family"] == "Encoders"
    assert found.graph.nodes["2"]["family"] == "Cluster 2"
    assert found.graph.nodes["1"]["citation_count"] == 9
    assert "VOSviewer keeps no direction; they are taken as they are written" in reasons(found)


@pytest.mark.parametrize(
    ("header", "direction"),
    [("citing,cited", "citing-cited"), ("parent;child", "parent-child"), ("From\tTo", None)],
)
def test_one_table_of_edges_is_enough(header: str, direction: str | None, tmp_path: Path) -> None:
    separator = next(char for char in ",;\t" if char in header)
    rows = [header, f"arXiv:1810.04805v2{separator}GPT", f"BERT{separator}"]
    found = imported(tmp_path, "edges.csv", "\ufeff" + "\r\n".join(rows))
    assert list(found.graph.edges) == [("arXiv:1810.04805v2", "GPT")]
    assert found.graph.nodes["arXiv:1810.04805v2"]["arxiv"] == "1810.04805"
    assert found.graph.graph["direction"] == (direction or "citing-cited")


def test_the_direction_can_be_told(tmp_path: Path) -> None:
    (tmp_path / "edges.csv").write_text("source,target\na,b\n")
    found = read_graph(tmp_path / "edges.csv", direction="parent-child")
    assert found.graph.graph["direction"] == "parent-child"
    assert found.problems == ()


def test_the_same_trouble_is_counted_and_not_repeated(tmp_path: Path) -> None:
    rows = "\n".join(f"a,b{number}" for number in range(3)) + "\na,a\na,a\na,a"
    found = imported(tmp_path, "edges.csv", "citing,cited\n" + rows)
    assert reasons(found)["an edge from a paper to itself, left out"] == "paper a and 2 more"


BOMB = """<!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<graphml><graph edgedefault="directed"><node id="&b;"/></graph></graphml>"""
OUTSIDE = """<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<graphml><graph edgedefault="directed"><node id="n">&a;</node></graph></graphml>"""


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.graphml", "<graphml><graph>", "is not well-formed XML"),
        ("a.graphml", "<html/>", "neither GraphML nor GEXF"),
        ("a.graphml", BOMB, "defines XML entities"),
        ("a.graphml", OUTSIDE, "defines XML entities"),
        ("a.gexf", "", "is not well-formed XML"),
        ("a.json", '{"nodes": [', r"is not JSON \(line 1\)"),
        ("a.json", "[" * 100_000, "is not JSON"),
        ("a.json", "[1, 2]", "neither node-link nor Cytoscape nor VOSviewer"),
        ("a.csv", "name,year\nBERT,2018\n", "no columns for the ends of an edge"),
        ("a.zip", "no zip", "is not a zip file"),
        ("a.docx", "", "not a known graph format"),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_clear_line(
    name: str, content: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        imported(tmp_path, name, content)
    assert "\n" not in str(caught.value) and name in str(caught.value)


def test_a_missing_file_and_one_that_is_no_text_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_graph(tmp_path / "nowhere.json")
    (tmp_path / "latin.csv").write_bytes(b"citing,cited\n\xe9,b\n")
    with pytest.raises(InputError, match="not UTF-8 text"):
        read_graph(tmp_path / "latin.csv")


def test_a_zip_without_edges_is_refused(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("../nodes.csv", "id\na\n")
    (tmp_path / "a.zip").write_bytes(content.getvalue())
    with pytest.raises(InputError, match=r"holds no edges\.csv"):
        read_graph(tmp_path / "a.zip")


WORDS = [
    *("nodes", "edges", "links", "network", "items", "elements", "data", "id"),
    *("source", "target", "clusters", "graph", "weights", "schema_version"),
]
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(content=JSON)
def test_any_json_gives_a_graph_or_a_clear_error(
    content: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("json") / "graph.json"
    path.write_text(json.dumps(content))
    try:
        found = read_graph(path)
    except InputError:
        return
    assert isinstance(found.graph, nx.DiGraph) and found.account


def test_a_table_of_relations_keeps_its_proposals_and_tiers(tmp_path: Path) -> None:
    (tmp_path / "edges.csv").write_text(
        "parent,child,confidence,tier,proposal\n"
        "One Old Paper,One New Paper,0.4,name only,true\n"
        "One Old Paper,Another New Paper,0.9,A,false\n",
        "utf-8",
    )
    graph = read_graph(tmp_path / "edges.csv").graph
    told = [(data["tier"], data["proposal"]) for *_, data in graph.edges(data=True)]
    assert sorted(told) == [("A", False), ("name only", True)]
    assert proposal_count(graph) == 1
