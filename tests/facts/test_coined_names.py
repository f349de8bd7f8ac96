"""Coined names in titles, abstracts and texts."""

from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.facts.coined_names import (
    NameFinder,
    is_coined,
    names_in_abstract,
    names_in_title,
    names_of,
)
from ptm_graph.words.model import Paper
from ptm_graph.words.titles import clean


def test_a_coined_name_stands_before_the_colon() -> None:
    assert names_in_title("DeepThing: A Network for Things") == ("DeepThing",)
    assert names_in_title("Learning: A Network for Things") == ()
    assert names_in_title("Networks for Things") == ()


def test_an_abbreviation_in_the_title_is_a_name_unless_everybody_uses_it() -> None:
    assert names_in_title("Better Hidden Things (BHT) for Sorting") == ("BHT",)
    assert names_in_title("Better Long Memories (LSTM) for Sorting") == ()


def test_an_abstract_introduces_its_own_name() -> None:
    assert names_in_abstract("We propose a thing, called ThingNet. It beats OtherNet.") == (
        "ThingNet",
    )


def test_the_note_behind_an_alias_is_no_part_of_the_name() -> None:
    assert names_of(Paper("k", "A title", aliases=("TwinNet (North)",))) == ("TwinNet",)


def test_the_longer_of_two_overlapping_names_is_found() -> None:
    finder = NameFinder({"one": ["ANet"], "two": ["ANet-Large"]})
    assert set(finder.spans("We use ANet-Large here")) == {"two"}
    assert set(finder.spans("We use ANet-based models")) == {"one"}
    assert finder.spans("We use DANet and ANet-2") == {}


def test_an_ambiguous_name_is_found_for_nobody() -> None:
    finder = NameFinder({"one": ["TwinNet"], "two": ["TwinNet"]})
    assert finder.spans("TwinNet is fine") == {}


@given(st.text(max_size=80))
def test_any_title_gives_names_that_stand_in_it(title: str) -> None:
    for name in names_in_title(title):
        assert name in clean(title)


@given(st.text(max_size=200), st.text(min_size=1, max_size=10))
def test_spans_lie_inside_the_text(text: str, name: str) -> None:
    for places in NameFinder({"key": [name]}).spans(text).values():
        assert all(0 <= start < end <= len(text) for start, end in places)


def test_made_up_words_are_told_from_plain_ones() -> None:
    assert [is_coined(word) for word in ("BERT", "word2vec", "Dropout", "T5", "")] == [
        True,
        True,
        False,
        True,
        False,
    ]
