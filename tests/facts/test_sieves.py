"""A sieve lets nothing fall that its pattern would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.facts.change_classes import CHANGE_CLASSES
from ptm_graph.facts.citation_cues import SIEVES
from ptm_graph.facts.sieves import Sieve, folded

ALL = [*SIEVES.values(), *(one.sieve for one in CHANGE_CLASSES.values())]


@given(
    st.sampled_from(ALL).flatmap(lambda one: st.tuples(st.just(one), st.from_regex(one.pattern)))
)
def test_whatever_matches_may_match(pair: tuple[Sieve, str]) -> None:
    sieve, text = pair
    assert sieve.may_match(folded(text))


@pytest.mark.parametrize(
    "text", ["EXTENDſ nothing", "diſtİlled", "BASED ON Kelvin", "lıterary lite"]
)
def test_letters_that_count_as_others_do_too(text: str) -> None:
    found = [one for one in ALL if one.pattern.search(text)]
    assert found
    assert all(one.may_match(folded(text)) for one in found)


def test_most_patterns_have_one() -> None:
    assert sum(bool(one.stems) for one in ALL) > 25
    assert not any(one.may_match("ψ") for one in ALL if one.stems)


def test_a_pattern_without_a_fixed_beginning_always_may_match() -> None:
    sieve = Sieve.of(r"\d+ owls|owl")
    assert sieve.stems == ()
    assert sieve.may_match("")
    assert sieve.pattern == re.compile(r"\b(?:\d+ owls|owl)", re.IGNORECASE)
