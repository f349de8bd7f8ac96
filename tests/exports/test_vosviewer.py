from __future__ import annotations

import json
from typing import Any

import networkx as nx

from ptm_graph.exports import to_bytes


def network(graph: nx.DiGraph[str]) -> Any:
    return json.loads(to_bytes(graph, "vos"))["network"]


def test_items_links_and_clusters_refer_to_each_other(any_graph: nx.DiGraph[str]) -> None:
    found = network(any_graph)
    items = {item["id"] for item in found["items"]}
    assert len(items) == len(any_graph)
    assert len(found["links"]) == any_graph.number_of_edges()
    assert all({link["source_id"], link["target_id"]} <= items for link in found["links"])
    clusters = {cluster["cluster"] for cluster in found["clusters"]}
    assert {item["cluster"] for item in found["items"]} == clusters


def test_weights_are_never_negative_and_absent_where_unknown(family: nx.DiGraph[str]) -> None:
    items = {item["id"]: item for item in network(family)["items"]}
    assert items["arxiv:1810.04805"]["weights"] == {"Citations": 33854}
    assert "weights" not in items["arxiv:1907.11692"]
    assert all(link["strength"] >= 0 for link in network(family)["links"])


def test_descriptions_are_escaped_because_vosviewer_shows_them_as_html(
    hostile: nx.DiGraph[str],
) -> None:
    for item in network(hostile)["items"]:
        assert "<" not in item["description"].replace("<br>", "")
        assert item.get("url", "https://").startswith("https://")
