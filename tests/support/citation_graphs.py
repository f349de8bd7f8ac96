"""Small citation graphs in the documented form, made by hand."""

from typing import Any

import networkx as nx

from ptm_graph.lineage import infer
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.reference_lists import ReferenceLists

STRONG = {"mentions": 9, "influential": True, "fact_own_extends": 2.0, "fact_first_person": 0.8}
WEAK = {"mentions": 1, "influential": False, "fact_listing": 1.0}


def graph(
    papers: dict[str, dict[str, Any]], citations: dict[tuple[str, str], dict[str, Any]]
) -> "nx.DiGraph[str]":
    """A citation graph in the documented form."""
    built: nx.DiGraph[str] = nx.DiGraph()
    for key, data in papers.items():
        title = data.get("title", key)
        base = {"title": title, "name": title, "seed": True, "references_state": "complete"}
        built.add_node(key, **{**base, **data})
    for (citing, cited), data in citations.items():
        built.add_edge(citing, cited, **data)
    return built


def listed(
    child: dict[str, Any], *cited: dict[str, Any], extra: tuple[tuple[str, str], ...] = ()
) -> ReferenceLists:
    """The reference list of one child; keys ``a``, ``b`` … in order."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("child", **{"title": "child", "seed": True, **child})
    for key, data in zip("abcdefgh", cited, strict=False):
        node = {name: value for name, value in data.items() if not name.startswith("edge_")}
        graph.add_node(key, **{"title": key, **node})
        edge = {name[5:]: value for name, value in data.items() if name.startswith("edge_")}
        graph.add_edge("child", key, **edge)
    graph.add_edges_from(extra)
    index = CitationIndex(graph)
    return ReferenceLists(index, [index.number["child"]])


def pairs(citations: "nx.DiGraph[str]", **options: Any) -> set[tuple[str, str]]:
    return {(one.parent, one.child) for one in infer(citations, **options).relations}
