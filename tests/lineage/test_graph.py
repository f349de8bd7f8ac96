"""The lineage as a graph, and back."""

import json

import networkx as nx

from ptm_graph.lineage import infer, lineage_graph, relations


def test_edges_of_the_lineage_graph_point_from_parent_to_child(family: "nx.DiGraph[str]") -> None:
    lineage = lineage_graph(family)
    assert set(lineage.edges) == {("alpha", "beta"), ("beta", "gamma")}
    assert lineage.nodes["beta"]["title"] == "BetaNet: extending networks"


def test_relations_read_back_from_the_graph_equal_the_inferred_ones(
    family: "nx.DiGraph[str]",
) -> None:
    family.edges["beta", "alpha"]["sentences"] = "We extend AlphaNet.\nAlphaNet is known."
    lineage = lineage_graph(family)
    assert relations(lineage) == list(infer(family).relations)


def test_every_attribute_of_the_lineage_graph_is_a_scalar(family: "nx.DiGraph[str]") -> None:
    lineage = lineage_graph(family)
    values = [value for *_, data in lineage.edges(data=True) for value in data.values()]
    values += [value for _, data in lineage.nodes(data=True) for value in data.values()]
    assert values and all(isinstance(value, str | int | float | bool) for value in values)
    assert json.loads(lineage.edges["alpha", "beta"]["terms"])
