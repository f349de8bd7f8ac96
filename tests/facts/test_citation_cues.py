"""Cues are heard where people use them, and not where a word only looks like one."""

from __future__ import annotations

import pytest

from ptm_graph.facts.citation_cues import CUES, FIRST_PERSON


@pytest.mark.parametrize(
    ("cue", "sentence"),
    [
        ("extends", "We extend Oak [1] with more water."),
        ("extends", "MegaOak is a variant of Oak."),
        ("builds", "Our work builds upon Oak."),
        ("adapts", "We replace leaves by needles, inspired by Pine."),
        ("based", "The trunk is based on Oak."),
        ("starts", "We initialize the roots with those of Oak."),
        ("follows", "Following Oak, we prune in winter."),
        ("compares", "MegaOak outperforms Oak."),
        ("contrasts", "Unlike Oak, we need no sun."),
    ],
)
def test_a_cue_is_heard(cue: str, sentence: str) -> None:
    assert CUES[cue].search(sentence)


@pytest.mark.parametrize(
    ("cue", "sentence"),
    [
        ("extends", "The generalization ability of Oak is limited."),
        ("builds", "The building stands in a wood."),
        ("extends", "To what extent trees grow is unknown."),
    ],
)
def test_a_word_that_only_looks_like_a_cue_is_not_heard(cue: str, sentence: str) -> None:
    assert CUES[cue].search(sentence) is None


@pytest.mark.parametrize("sentence", ["We grow trees.", "This paper grows trees.", "Our trees."])
def test_the_first_person_speaks_of_the_authors(sentence: str) -> None:
    assert FIRST_PERSON.search(sentence)


def test_others_are_not_the_first_person() -> None:
    assert FIRST_PERSON.search("They grow trees in Austria.") is None
