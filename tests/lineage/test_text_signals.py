"""Signals from words on small lists."""

import numpy as np
from citation_graphs import listed

from ptm_graph.lineage.text_signals import influential, name_within, title_name


def test_the_name_of_one_of_two_namesakes_counts_for_neither() -> None:
    references = listed(
        {"title": "Better TwinNet"},
        {"title": "TwinNet: one"},
        {"title": "TwinNet: another"},
        {"title": "SoloNet: alone"},
    )
    assert title_name(references).tolist() == [0, 0, 0]


def test_a_longer_name_hides_the_shorter_inside_it() -> None:
    references = listed(
        {"title": "Pruning GPT-2 further"}, {"title": "x", "aliases": "GPT"}, {"aliases": "GPT-2"}
    )
    assert title_name(references).tolist() == [0, 1]


def test_the_longest_contained_name_wins() -> None:
    references = listed(
        {"title": "RoBERTaXL: more"}, {"title": "BERT: one"}, {"title": "RoBERTa: two"}
    )
    assert name_within(references).tolist() == [0, 1]


def test_influence_without_citing_sentences_is_unknown() -> None:
    references = listed(
        {}, {"edge_influential": True}, {"edge_influential": False, "edge_mentions": 2}
    )
    assert np.isnan(influential(references)[0]) and influential(references)[1] == 0
