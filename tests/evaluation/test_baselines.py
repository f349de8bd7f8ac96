"""Baselines on hand-worked graphs."""

import networkx as nx
import pytest

from ptm_graph.evaluation.baselines import SearchPathCount
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.reference_lists import ReferenceLists


def test_search_path_counts_of_a_small_graph_are_those_by_hand() -> None:
    # a→b→d, a→c→d, b→c: paths through (b, c): 1, through (c, d): 2
    graph: nx.DiGraph[str] = nx.DiGraph(
        [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("b", "c")]
    )
    index = CitationIndex(graph)
    counts = SearchPathCount(index)
    references = ReferenceLists(index, [index.number["a"]])
    values = dict(
        zip(
            [index.keys[cited] for cited in references.cited],
            counts(references, frozenset()),
            strict=True,
        )
    )
    assert values["b"] == pytest.approx(0.6931, abs=1e-3)
    assert values["c"] == pytest.approx(0.0, abs=1e-9)
