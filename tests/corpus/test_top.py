"""What stands out in a lineage, against NetworkX on graphs at random."""

import itertools

import networkx as nx
import numpy as np
import pytest

from ptm_graph.corpus.top import Descent


def drawn(seed: int) -> tuple["nx.DiGraph[int]", Descent]:
    """Up to two earlier parents for each of 80 papers, whose numbers are far apart."""
    draw = np.random.default_rng(seed)
    graph: nx.DiGraph[int] = nx.DiGraph()
    for child in range(1, 80):
        for parent in draw.integers(0, child, draw.integers(0, 3)).tolist():
            graph.add_edge(10**12 + 7 * parent, 10**12 + 7 * child)
    parents, children = np.array(list(graph.edges)).T
    return graph, Descent(children, parents, draw.random(len(children)))


@pytest.mark.parametrize("seed", range(4))
def test_papers_with_most_descendants(seed: int) -> None:
    graph, descent = drawn(seed)
    counts = {paper: len(nx.descendants(graph, paper)) for paper in graph}
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    assert descent.most_descendants(5) == best[:5]
    assert descent.most_descendants(1000) == best


@pytest.mark.parametrize("seed", range(4))
def test_families_and_their_longest_lines(seed: int) -> None:
    graph, descent = drawn(seed)
    families = sorted(map(len, nx.weakly_connected_components(graph)), reverse=True)
    found = descent.largest_families(1000)
    assert [size for _, size in found] == families
    assert all(not graph.pred[head] for head, _ in found)
    lines = descent.longest_lines(1000)
    assert len(lines) == len(families)
    assert len(lines[0]) == 1 + nx.dag_longest_path_length(graph)
    for line in lines:
        assert all(graph.has_edge(*pair) for pair in itertools.pairwise(line))


def test_a_lineage_of_nothing_has_nothing_that_stands_out() -> None:
    none = np.array([], dtype=np.int64)
    descent = Descent(none, none, np.array([], dtype=float))
    assert descent.most_descendants(3) == descent.largest_families(3) == []
    assert descent.longest_lines(3) == []
