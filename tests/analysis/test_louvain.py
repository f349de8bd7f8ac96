"""Louvain's method against networkx, igraph and definitions."""

from typing import Any

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis.louvain import louvain


def divided(graph: "nx.Graph[Any]", resolution: float = 1.0) -> list[set[Any]]:
    nodes = list(graph)
    numbers = louvain(nx.to_scipy_sparse_array(graph, nodes, format="csr"), resolution)
    return [
        {node for node, own in zip(nodes, numbers, strict=True) if own == number}
        for number in np.unique(numbers)
    ]


def test_cliques_on_a_ring_are_found() -> None:
    ring: nx.Graph[int] = nx.ring_of_cliques(6, 5)
    cliques = [set(range(start, start + 5)) for start in range(0, 30, 5)]
    assert sorted(divided(ring), key=min) == cliques


@pytest.mark.parametrize("number", range(5))
def test_modularity_is_as_high_as_that_of_other_implementations(number: int) -> None:
    graph = nx.planted_partition_graph(6, 25, 0.3, 0.03, seed=number)
    own = nx.community.modularity(graph, divided(graph))
    theirs = [
        nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=number)),
        igraph.Graph.from_networkx(graph).community_multilevel().modularity,
    ]
    assert own >= max(theirs) - 0.01


def test_the_karate_club_is_divided_as_well_as_published() -> None:
    club: nx.Graph[int] = nx.Graph(nx.karate_club_graph().edges)
    # the optimum, 0.4198, is known; Louvain comes near it
    assert nx.community.modularity(club, divided(club)) >= 0.41


@given(data=st.data())
def test_communities_are_connected_and_hold_every_node_once(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations).to_undirected()
    communities = divided(graph)
    assert sorted(node for group in communities for node in group) == sorted(graph)
    assert all(nx.is_connected(graph.subgraph(group)) for group in communities)


@given(data=st.data())
def test_joining_two_communities_gains_nothing(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations).to_undirected()
    if not graph.number_of_edges():
        return
    communities = divided(graph)
    modularity = nx.community.modularity(graph, communities)
    assert modularity >= nx.community.modularity(graph, [{node} for node in graph]) - 1e-9
    for merged in range(1, len(communities)):
        joined = [communities[0] | communities[merged]]
        rest = [group for place, group in enumerate(communities) if place not in (0, merged)]
        assert nx.community.modularity(graph, joined + rest) <= modularity + 1e-9


def test_a_higher_resolution_gives_more_communities() -> None:
    graph = nx.planted_partition_graph(4, 20, 0.4, 0.1, seed=1)
    assert len(divided(graph, 3.0)) > len(divided(graph, 1.0)) > len(divided(graph, 0.05))
