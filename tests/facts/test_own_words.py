"""What authors say that they made."""

import pytest

from ptm_graph.facts.own_words import contributions, own_sentences, says_more


def test_what_is_proposed_comes_before_the_means_and_the_title() -> None:
    abstract = (
        "Maps are hard. In this paper, we propose a novel sparse map reader using silk folding. "
        "A globe decoder is introduced. Past work used rulers."
    )
    found = contributions("Reading old maps with soft rulers", abstract)
    assert found[:2] == ("sparse map reader", "soft rulers")
    assert {"silk folding", "globe decoder"} <= set(found)


@pytest.mark.parametrize(
    ("abstract", "phrase"),
    [
        ("We propose a framework allowing downstream folding of maps.", "downstream"),
        ("We propose image pro-cessing units. Processing is slow.", "pro-cessing"),
        ("We present a simple and effective approach.", "effective"),
        ("We propose MapNet.", "MapNet"),
        ("We present a series of methods.", "series"),
        ("We propose hidden and open folding.", "hidden"),
        ("Experiments show better results with ruler folding.", "ruler"),
        ("Others propose a silk ruler.", "ruler"),
    ],
)
def test_fragments_praise_names_and_the_work_of_others_are_left_out(
    abstract: str, phrase: str
) -> None:
    assert not any(phrase in one for one in contributions("Maps", abstract))


def test_a_title_says_what_it_does_without() -> None:
    assert contributions("Folding maps without silk rulers", None) == ("without silk rulers",)


def test_a_title_after_a_name_says_what_was_made() -> None:
    assert contributions("SSR: Single Shot Ruler", None) == ("single shot ruler",)


def test_hostile_text_is_read_in_time_and_gives_phrases_at_most() -> None:
    found = contributions("(" * 3000 + " with " * 500, "We propose " * 400 + "[(" * 3000)
    assert all(len(one) < 300 for one in found)


def test_own_sentences_begin_with_the_title() -> None:
    abstract = "Maps are old. We present a ruler. Our ruler achieves better results."
    assert own_sentences("Rulers", abstract) == ("Rulers", "We present a ruler.")


def test_a_phrase_says_more_only_by_what_comes_first_in_it() -> None:
    assert says_more("silk rulers", ["Steel rulers for maps"])
    assert not says_more("steel folding", ["Steel rulers for maps"])
