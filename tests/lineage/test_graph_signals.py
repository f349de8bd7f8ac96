"""Signals from the graph on small lists."""

import numpy as np
from citation_graphs import listed

from ptm_graph.lineage.graph_signals import cocitation, explained_away


def test_cocitation_prefers_what_later_papers_cite_together_with_the_child() -> None:
    extra = (("later", "child"), ("later", "a"), ("last", "child"), ("last", "a"), ("last", "b"))
    values = cocitation(listed({}, {}, {}, {}, extra=extra))
    assert values[0] > values[1] > values[2]


def test_a_reference_is_explained_away_by_a_stronger_descendant_in_the_same_sentences() -> None:
    references = listed(
        {},
        {"edge_sentence_numbers": "1 2"},
        {"edge_sentence_numbers": "1 2 3 4"},
        extra=(("b", "a"),),
    )
    assert explained_away(references, np.array([0.0, 2.0])).tolist() == [1.0, 0.0]
    assert explained_away(references, np.array([2.0, 0.0])).tolist() == [0.0, 0.0]
