from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
from lxml import etree

from ptm_graph.exports import to_bytes
from ptm_graph.exports.job import key_of
from ptm_graph.words.characters import xml_valid

SPACE = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
SCHEMA = Path(__file__).with_name("gexf.xsd")


def read(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    back = nx.read_gexf(io.BytesIO(to_bytes(graph, "gexf")))
    assert isinstance(back, nx.DiGraph)
    return back


def test_networkx_reads_every_attribute_back(any_graph: nx.DiGraph[str]) -> None:
    back = read(any_graph)
    assert set(back) == {key_of(node) for node in any_graph}
    for node, data in any_graph.nodes(data=True):
        kept = back.nodes[key_of(node)]
        for name, value in data.items():
            assert kept[name] == (xml_valid(value) if isinstance(value, str) else value)
    for tail, head, data in any_graph.edges(data=True):
        kept = back.edges[key_of(tail), key_of(head)]
        for name, value in data.items():
            assert kept[name] == (xml_valid(value) if isinstance(value, str) else value)


def test_papers_and_edges_begin_at_their_dates(family: nx.DiGraph[str]) -> None:
    document = etree.parse(io.BytesIO(to_bytes(family, "gexf")))
    starts = {node.get("id"): node.get("start") for node in document.findall(".//g:node", SPACE)}
    assert starts["arxiv:1810.04805"] == "2018-10-11"
    assert starts["arxiv:1906.08237"] == "2019-07-02"
    assert starts["title:未知的模型"] is None
    edges = document.findall(".//g:edge", SPACE)
    assert {edge.get("target"): edge.get("start") for edge in edges}["arxiv:1907.11692"] == (
        "2019-07-16"
    )


def test_gephi_finds_position_colour_and_size_of_every_paper(family: nx.DiGraph[str]) -> None:
    document = etree.parse(io.BytesIO(to_bytes(family, "gexf")))
    for part in ("color", "position", "size"):
        assert len(document.findall(f".//g:node/viz:{part}", SPACE)) == len(family)


def test_the_file_fits_the_schema(any_graph: nx.DiGraph[str]) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    document = etree.parse(io.BytesIO(to_bytes(any_graph, "gexf")))
    assert schema.validate(document), schema.error_log
