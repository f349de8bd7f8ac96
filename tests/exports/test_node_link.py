from __future__ import annotations

import json

import jsonschema
import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.exports import to_bytes
from ptm_graph.exports.job import key_of
from ptm_graph.exports.node_link import free_name, own_name, schema
from ptm_graph.words.characters import encodable


def read(content: bytes) -> nx.DiGraph[str]:
    graph = nx.node_link_graph(json.loads(content), edges="edges")
    assert isinstance(graph, nx.DiGraph)
    return graph


def test_networkx_reads_everything_back(any_graph: nx.DiGraph[str]) -> None:
    back = read(to_bytes(any_graph, "json"))
    assert set(back) == {key_of(node) for node in any_graph}
    for node, data in any_graph.nodes(data=True):
        kept = back.nodes[key_of(node)]
        assert kept == {k: encodable(v) if isinstance(v, str) else v for k, v in data.items()}
    for tail, head, data in any_graph.edges(data=True):
        kept = back.edges[key_of(tail), key_of(head)]
        assert {own_name(name) for name in kept} == set(data)


def test_the_source_of_a_reference_does_not_overwrite_the_end_of_its_edge(
    citations: nx.DiGraph[str],
) -> None:
    back = read(to_bytes(citations, "json"))
    edge = back.edges["arxiv:1810.04805", "arxiv:1802.05365"]
    assert edge["source_"] == "semantic scholar"


def test_the_file_fits_its_published_schema(any_graph: nx.DiGraph[str]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads(to_bytes(any_graph, "json")), schema())


def test_the_schema_refuses_a_list_where_a_scalar_belongs(family: nx.DiGraph[str]) -> None:
    content = json.loads(to_bytes(family, "json"))
    content["nodes"][0]["authors"] = ["Jacob Devlin"]
    assert not jsonschema.Draft202012Validator(schema()).is_valid(content)


@given(st.sampled_from(["id", "source", "target", "key", "title", "a_"]), st.integers(0, 4))
def test_names_are_freed_and_restored(name: str, underscores: int) -> None:
    wild = name + "_" * underscores
    assert own_name(free_name(wild)) == wild
    assert free_name(wild) not in {"id", "source", "target", "key"}


def test_the_same_graph_gives_the_same_bytes(any_graph: nx.DiGraph[str]) -> None:
    assert to_bytes(any_graph, "json") == to_bytes(any_graph.reverse().reverse(), "json")
