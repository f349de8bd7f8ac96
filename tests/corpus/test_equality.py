"""The relational lineage is that of the library's own code: same scores, same parents."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from random_graph import random_graph
from real_graph import real_graph
from same_lineage import assert_equal, every_signal_counts

from ptm_graph import Library
from ptm_graph.corpus.from_library import from_graph
from ptm_graph.graph.citations import citation_graph
from ptm_graph.lineage.recalibration import Recalibration
from ptm_graph.lineage.relational.columns import STORED
from ptm_graph.lineage.relational.signals import OF_LISTS, OF_ROWS
from ptm_graph.lineage.score import SIGNAL_NAMES
from ptm_graph.lineage.weights import default_weights

REAL = os.environ.get("PTM_GRAPH_REAL_GRAPH")
"""A folder of records as ``real_graph`` reads them."""


def test_every_signal_is_an_expression_or_a_stored_number() -> None:
    assert set(OF_ROWS) | set(OF_LISTS) == set(SIGNAL_NAMES)
    assert set(STORED) < set(OF_ROWS)


def test_the_bundled_snapshot_has_the_same_lineage(tmp_path: Path) -> None:
    graph = citation_graph(Library.bundled())
    candidates, relations = assert_equal(graph, from_graph(graph, tmp_path))
    assert candidates > 4000 and relations > 250


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_known_or_unknown_all_signals_are_the_same(seed: int, tmp_path: Path) -> None:
    graph = random_graph(seed)
    candidates, relations = assert_equal(graph, from_graph(graph, tmp_path), every_signal_counts())
    assert candidates > 400 and relations > 40


def test_confidences_are_moved_by_decisions_alike(tmp_path: Path) -> None:
    graph = random_graph(4)
    weights = replace(default_weights(), recalibration=Recalibration(0.7, 0.4, 9))
    assert_equal(graph, from_graph(graph, tmp_path), weights)


@pytest.mark.slow
@pytest.mark.skipif(REAL is None, reason="PTM_GRAPH_REAL_GRAPH names no folder")
def test_a_real_graph_has_the_same_lineage(tmp_path: Path) -> None:
    graph = real_graph(Path(str(REAL)))
    candidates, relations = assert_equal(graph, from_graph(graph, tmp_path))
    assert candidates > 100_000 and relations > 1000
