from __future__ import annotations

import json

import networkx as nx

from ptm_graph.exports import to_bytes
from ptm_graph.exports.job import key_of


def test_networkx_reads_papers_and_edges_back(any_graph: nx.DiGraph[str]) -> None:
    back = nx.cytoscape_graph(json.loads(to_bytes(any_graph, "cyjs")))
    assert back.is_directed()
    assert set(back) == {key_of(node) for node in any_graph}
    assert set(back.edges) == {(key_of(tail), key_of(head)) for tail, head in any_graph.edges}


def test_values_keep_their_types_and_unknown_ones_are_absent(family: nx.DiGraph[str]) -> None:
    content = json.loads(to_bytes(family, "cyjs"))
    papers = {node["data"]["id"]: node for node in content["elements"]["nodes"]}
    bert = papers["arxiv:1810.04805"]["data"]
    assert (bert["year"], bert["seed"], bert["name"]) == (2019, True, "BERT")
    assert "citation_count" not in papers["arxiv:1907.11692"]["data"]
    assert all(set(node["position"]) == {"x", "y"} for node in papers.values())


def test_the_source_of_a_reference_does_not_overwrite_the_end_of_its_edge(
    citations: nx.DiGraph[str],
) -> None:
    content = json.loads(to_bytes(citations, "cyjs"))
    edges = [edge["data"] for edge in content["elements"]["edges"]]
    assert {edge["source"] for edge in edges} <= set(citations)
    assert "semantic scholar" in {edge.get("source_") for edge in edges}
