"""Node-link, Cytoscape and VOSviewer JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from ptm_graph.errors import InputError
from ptm_graph.exports.node_link import SCHEMA_VERSION, own_name
from ptm_graph.imports.building import Edge, add_edges
from ptm_graph.imports.draft import Draft, is_own
from ptm_graph.words.doors import MOST_PAPERS, Tally, refuse_too_many


def read(content: Any, source: Path, account: Tally) -> Draft:
    """Read the graph that parsed JSON holds, whichever of the three formats it has."""
    if isinstance(content, dict):
        if isinstance(content.get("network"), dict):
            return _vosviewer(content["network"], account)
        if isinstance(content.get("elements"), dict):
            return _cytoscape(content, account)
        if isinstance(content.get("nodes"), list):
            return _node_link(content, source, account)
    raise InputError(f"{source} is JSON, but neither node-link nor Cytoscape nor VOSviewer")


def _node_link(content: dict[str, Any], source: Path, account: Tally) -> Draft:
    version = content.get("schema_version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise InputError(
            f"{source}: schema version {version} is newer than this program; update it"
        )
    attributes = _object(content.get("graph"))
    own = version == SCHEMA_VERSION and is_own(attributes)
    rename = own_name if own else str
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.graph.update(attributes)
    for node in _objects(content["nodes"], "node", account):
        name = node.pop("id", node.get("name"))
        if name is None:
            account.note(f"node {len(graph) + 1}", "it has no id, left out")
            continue
        graph.add_node(str(name), **{rename(word): value for word, value in node.items()})
        refuse_too_many("papers", len(graph), MOST_PAPERS)
    if content.get("directed") is False:
        account.note("the graph", "it has no directions; edges are taken from source to target")
    links = content.get("edges", content.get("links"))
    add_edges(graph, _linked(links, rename, graph, account), account)
    return Draft(graph, "node-link JSON", own)


def _linked(
    links: Any, rename: Callable[[str], str], graph: nx.DiGraph[Any], account: Tally
) -> Iterator[Edge]:
    names = list(graph)
    for edge in _objects(links, "edge", account):
        ends = [edge.pop("source", None), edge.pop("target", None)]
        edge.pop("key", None)
        for index, end in enumerate(ends):
            if isinstance(end, dict):  # d3 replaces the ends of drawn graphs by their nodes
                ends[index] = end.get("id")
            elif isinstance(end, int) and str(end) not in graph and 0 <= end < len(names):
                ends[index] = names[end]  # old node-link files count the nodes
        yield str(ends[0]), str(ends[1]), {rename(word): value for word, value in edge.items()}


def _cytoscape(content: dict[str, Any], account: Tally) -> Draft:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.graph.update(_object(content.get("data")))
    elements = content["elements"]
    for element in _objects(elements.get("nodes"), "node", account):
        node = _object(element.get("data"))
        name = node.pop("id", None)
        for word in ("value", "SUID", "shared_name", "selected"):
            node.pop(word, None)
        if name is None:
            account.note(f"node {len(graph) + 1}", "it has no id, left out")
        else:
            graph.add_node(str(name), **{own_name(word): value for word, value in node.items()})
            refuse_too_many("papers", len(graph), MOST_PAPERS)
    edges: list[Edge] = []
    for element in _objects(elements.get("edges"), "edge", account):
        edge = _object(element.get("data"))
        ends = (str(edge.pop("source", None)), str(edge.pop("target", None)))
        for word in ("id", "SUID", "shared_name", "shared_interaction", "selected"):
            edge.pop(word, None)
        edges.append((*ends, {own_name(word): value for word, value in edge.items()}))
    add_edges(graph, edges, account)
    return Draft(graph, "Cytoscape JSON")


def _vosviewer(network: dict[str, Any], account: Tally) -> Draft:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    clusters = {
        cluster.get("cluster"): cluster.get("label") or f"Cluster {cluster.get('cluster')}"
        for cluster in _objects(network.get("clusters", []), "cluster", account)
    }
    for item in _objects(network.get("items"), "item", account):
        name = item.pop("id", item.get("label"))
        cluster = item.pop("cluster", None)
        if item.get("description"):
            account.note(f"item {name}", "its description is formatted for a tooltip, left out")
        told = {**item, **_numbers(item)}
        for word in ("x", "y", "weights", "scores", "description"):
            told.pop(word, None)
        if cluster is not None:
            told["family"] = clusters.get(cluster, f"Cluster {cluster}")
        graph.add_node(str(name), **told)
        refuse_too_many("papers", len(graph), MOST_PAPERS)
    account.note("links", "VOSviewer keeps no direction; they are taken as they are written")
    links = _objects(network.get("links", []), "link", account)
    edges = (
        (str(link.get("source_id")), str(link.get("target_id")), _strength(link)) for link in links
    )
    add_edges(graph, edges, account)
    return Draft(graph, "VOSviewer JSON")


def _numbers(item: Mapping[str, Any]) -> dict[str, Any]:
    """Weights and scores by their names."""
    return {**_object(item.get("weights")), **_object(item.get("scores"))}


def _strength(link: Mapping[str, Any]) -> dict[str, Any]:
    return {"strength": link["strength"]} if "strength" in link else {}


def _object(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}


def _objects(values: Any, kind: str, account: Tally) -> Iterator[dict[str, Any]]:
    for number, value in enumerate(values if isinstance(values, list) else [], 1):
        if isinstance(value, dict):
            yield dict(value)
        else:
            account.note(f"{kind} {number}", "not an object; left out")
