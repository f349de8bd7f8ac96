"""What changed is written on the arrows of the bundled list, where it can be read."""

import itertools
from pathlib import Path

import networkx as nx
import pytest

from ptm_graph.dashboard.catalogue import words as words_of
from ptm_graph.dashboard.drawing.tips import edge_labels
from ptm_graph.dashboard.drawing.writing import LABEL_FONT, labels_on_arrows, on_screen
from ptm_graph.graph.selection import is_proposal
from ptm_graph.layout.screen import FONT, place
from ptm_graph.library import Library
from ptm_graph.workflow.opening import lineage_of

BERT, ROBERTA = "arxiv:1810.04805", "arxiv:1907.11692"
SEEN = 0.70
"""Share of the arrows with a label that show it at first, at 1280 × 800."""


@pytest.fixture(scope="module")
def drawn(bundled_library_path: Path) -> "nx.DiGraph[str]":
    with Library.open(bundled_library_path) as library:
        whole = lineage_of(library).graph
    return nx.DiGraph(whole.subgraph([key for key in whole if whole.degree(key)]))


def test_most_arrows_of_the_bundled_list_show_what_changed(drawn: "nx.DiGraph[str]") -> None:
    placement = place(drawn, width=915, colours={}, sizes={})
    texts = edge_labels(drawn, words_of("en"))
    written = labels_on_arrows(drawn, placement, texts)
    free = [label for label in written if label.free]
    assert sum(len(label.edges) for label in free) >= SEEN * len(texts)
    boxes = []
    for label in free:
        (x, y), wide = label.centre, on_screen(label.text, LABEL_FONT)
        boxes.append((x - wide / 2, y - 5, x + wide / 2, y + 5))
    names = [
        (
            x := spot.x + spot.diameter / 2 + 3,
            spot.y - 5,
            x + on_screen(spot.name, FONT),
            spot.y + 5,
        )
        for spot in placement.spots.values()
    ]
    over = [
        (one, two)
        for one, two in [*itertools.combinations(boxes, 2), *itertools.product(boxes, names)]
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]
    assert not over


def test_all_that_is_pinned_is_written(drawn: "nx.DiGraph[str]") -> None:
    placement = place(drawn, width=915, colours={}, sizes={})
    texts = edge_labels(drawn, words_of("en"))
    written = labels_on_arrows(drawn, placement, texts, (ROBERTA, None))
    shown = {edge for label in written if label.free for edge in label.edges}
    mine = {edge for edge in texts if ROBERTA in edge}
    assert (BERT, ROBERTA) in mine
    assert shown == mine


def test_a_proposal_is_written_as_one(drawn: "nx.DiGraph[str]") -> None:
    placement = place(drawn, width=915, colours={}, sizes={})
    written = labels_on_arrows(drawn, placement, edge_labels(drawn, words_of("en")))
    proposals = {(tail, head) for tail, head, data in drawn.edges(data=True) if is_proposal(data)}
    assert proposals
    for label in written:
        assert ("?" in label.text) == bool(proposals & set(label.edges))
