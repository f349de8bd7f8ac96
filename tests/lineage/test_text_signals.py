"""Signals from words on small lists."""

import numpy as np
import pytest
from citation_graphs import listed

from ptm_graph.lineage.text_signals import (
    influential,
    name_within,
    own_record,
    title_name,
    undivided,
)


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


def test_sentences_are_shared_among_the_works_they_cite() -> None:
    references = listed(
        {},
        {"edge_sentence_numbers": "0 1", "edge_mentions": 2},
        {"edge_sentence_numbers": "1", "edge_mentions": 1},
        {},
    )
    values = undivided(references)
    assert values[:2] == pytest.approx(np.log2([1 + 1.5, 1 + 0.5]))
    assert np.isnan(values[2])


def test_another_record_of_the_child_is_recognised_by_its_title() -> None:
    title = "Mastering a very old game with networks and trees"
    references = listed(
        {"title": title},
        {"title": f"Recommendation of {title}."},
        {"title": title.upper()},
        {"title": "Mastering a very old game"},
    )
    assert own_record(references).tolist() == [1.0, 1.0, 0.0]


def test_another_spelling_of_the_title_by_the_same_authors_is_another_record() -> None:
    child = {"title": "The forked slice core: a unified design", "authors": "A Ono; B Lind; C Roy"}
    references = listed(
        child,
        {**child, "title": "The forked slice core: a uni ed design"},
        {"title": "The forked slice core: a uni ed design", "authors": "C Roy; D Ek; E Fox; F Li"},
        {**child, "title": "The forked slice core 2: a unified design"},
        {"title": "The forked slice core: a uni ed design"},
        {"title": ""},
    )
    assert own_record(references).tolist() == [1.0, 0.0, 0.0, 0.0, 0.0]


def test_a_short_title_within_another_says_nothing() -> None:
    references = listed({"title": "Deep image networks"}, {"title": "Deep image networks"})
    assert own_record(references).tolist() == [0.0]
