"""Key phrases are what a paper is about, not what every paper says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.facts.key_phrases import key_phrases, terms_of
from ptm_graph.words.model import Paper

OAK = Paper("oak", "Growing Tall Oaks", abstract="We propose patient watering of tall oaks.")
PINE = Paper("pine", "Growing Tall Pines", abstract="We propose dry soil for tall pines.")


def test_what_tells_two_papers_apart_comes_before_what_they_share() -> None:
    phrases = key_phrases([OAK, PINE])
    assert phrases["oak"].index("watering") < phrases["oak"].index("growing tall")
    assert "soil" in " ".join(phrases["pine"])
    assert phrases["oak"][0] != phrases["pine"][0]


def test_empty_words_are_no_terms() -> None:
    assert terms_of("We propose the results of our approach") == []


def test_a_paper_without_terms_has_no_phrases() -> None:
    assert key_phrases([Paper("x", "On the")]) == {}


@given(st.text())
def test_any_text_has_terms_of_at_most_three_words(text: str) -> None:
    assert all(1 <= len(term.split(" ")) <= 3 for term in terms_of(text))
