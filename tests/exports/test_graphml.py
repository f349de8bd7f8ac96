from __future__ import annotations

import html
import io
import math
from pathlib import Path

import igraph
import networkx as nx
import pytest
from lxml import etree

from ptm_graph.exports import export, to_bytes
from ptm_graph.exports.names import as_nmtoken
from ptm_graph.exports.values import Scalar
from ptm_graph.words.characters import xml_valid

SCHEMA = Path(__file__).with_name("graphml.xsd")
DRAWING = {"label", "x", "y", "size", "r", "g", "b"}


def as_written(value: Scalar) -> Scalar:
    return xml_valid(value) if isinstance(value, str) else value


def test_networkx_reads_every_attribute_back(any_graph: nx.DiGraph[str]) -> None:
    back = nx.read_graphml(io.BytesIO(to_bytes(any_graph, "graphml")))
    assert back.is_directed()
    # XML readers turn the line ends of attribute values (ids) into what was written.
    names = {node: xml_valid(node) for node in any_graph}
    assert set(back) == set(names.values())
    assert {(names[tail], names[head]) for tail, head in any_graph.edges} == set(back.edges)
    for node, data in any_graph.nodes(data=True):
        kept = back.nodes[names[node]]
        for name, value in data.items():
            assert kept.get(name, "") == as_written(value), name
        assert set(kept) - set(data) <= DRAWING
    for tail, head, data in any_graph.edges(data=True):
        kept = back.edges[names[tail], names[head]]
        assert {name: kept.get(name, "") for name in data} == {
            name: as_written(value) for name, value in data.items()
        }


def test_igraph_reads_every_attribute_back(any_graph: nx.DiGraph[str], tmp_path: Path) -> None:
    back = igraph.Graph.Read_GraphML(str(export(any_graph, tmp_path / "graph.graphml")))
    assert back.is_directed() and back.vcount() == len(any_graph)
    assert back.ecount() == any_graph.number_of_edges()
    # igraph leaves an ampersand of an id as a character reference.
    by_id = {html.unescape(vertex["id"]): vertex for vertex in back.vs}
    for node, data in any_graph.nodes(data=True):
        vertex = by_id[xml_valid(node)]
        for name, value in data.items():
            assert vertex[name] == as_written(value), name


def test_networkx_keeps_the_types(family: nx.DiGraph[str]) -> None:
    back = nx.read_graphml(io.BytesIO(to_bytes(family, "graphml")))
    bert = back.nodes["arxiv:1810.04805"]
    assert bert["seed"] is True
    assert type(bert["year"]) is int
    assert type(back.edges["arxiv:1802.05365", "arxiv:1810.04805"]["score"]) is float


def test_an_unknown_value_is_absent_and_not_zero(family: nx.DiGraph[str]) -> None:
    family.nodes["arxiv:1907.11692"]["citation_count"] = None
    family.nodes["arxiv:1907.11692"]["weight"] = math.nan
    back = nx.read_graphml(io.BytesIO(to_bytes(family, "graphml")))
    assert not {"citation_count", "weight"} & set(back.nodes["arxiv:1907.11692"])


def test_a_mixed_column_takes_the_type_that_holds_all() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("a", one=1, two=2**70, three=True)
    graph.add_node("b", one=1.5, two=2, three="yes")
    back = nx.read_graphml(io.BytesIO(to_bytes(graph, "graphml")))
    assert back.nodes["a"]["one"] == 1.0 and type(back.nodes["a"]["one"]) is float
    assert back.nodes["a"]["two"] == str(2**70)
    assert back.nodes["a"]["three"] == "True"


@pytest.mark.parametrize("yed", [False, True])
def test_the_file_fits_the_schema(any_graph: nx.DiGraph[str], yed: bool) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    content = to_bytes(any_graph, "graphml", yed=yed, schema_ids=True)
    document = etree.parse(io.BytesIO(content))
    assert schema.validate(document), schema.error_log


def test_ids_for_the_schema_keep_the_key_as_an_attribute(hostile: nx.DiGraph[str]) -> None:
    back = nx.read_graphml(io.BytesIO(to_bytes(hostile, "graphml", schema_ids=True)))
    assert set(back) == {as_nmtoken(xml_valid(node)) for node in hostile}
    assert {data["key"] for _, data in back.nodes(data=True)} == {xml_valid(n) for n in hostile}


def test_yed_gets_labels_colours_and_dashes(family: nx.DiGraph[str]) -> None:
    content = to_bytes(family, "graphml", yed=True)
    space = {"y": "http://www.yworks.com/xml/graphml"}
    document = etree.parse(io.BytesIO(content))
    labels = document.findall(".//y:ShapeNode/y:NodeLabel", space)
    assert {label.text for label in labels} == {data["name"] for _, data in family.nodes(data=True)}
    styles = [line.attrib["type"] for line in document.findall(".//y:LineStyle", space)]
    assert sorted(map(str, styles)) == ["dashed", "dotted", "line", "line"]
    assert len(document.findall(".//y:Geometry", space)) == len(family)


def test_graph_attributes_tell_where_it_is_from(family: nx.DiGraph[str]) -> None:
    back = nx.read_graphml(io.BytesIO(to_bytes(family, "graphml")))
    assert back.graph["credits"] == "Semantic Scholar (ODC-BY); arXiv"
    assert back.graph["fetched"] == "2022-06-30"


def test_the_same_graph_gives_the_same_bytes(any_graph: nx.DiGraph[str]) -> None:
    turned = any_graph.reverse().reverse()
    assert to_bytes(any_graph, "graphml") == to_bytes(turned, "graphml")
