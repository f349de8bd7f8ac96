"""How authors say that their work relates to another."""

import pytest

from ptm_graph.facts.relation_types import RELATION_TYPES, saying, strongest, types_in


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("We extend the reader of [3] to globes.", "extends"),
        ("Our reader is a variant of MapNet [3].", "extends"),
        ("Inspired by [3], we fold the map twice.", "extends"),
        ("We replace the decoder of [3] by a globe.", "replaces"),
        ("We use MapNet [3] to fold each sheet.", "uses"),
        ("We adapt the folding of [3].", "adapts"),
        ("We distil MapNet [3] into a smaller reader.", "distils"),
        ("We compare our reader with MapNet [3].", "compares"),
    ],
)
def test_authors_say_it_of_their_own_work(sentence: str, name: str) -> None:
    assert types_in(sentence) == {name}


@pytest.mark.parametrize(
    "sentence",
    [
        "The reader of [3] extends MapNet.",
        "We do not use MapNet [3].",
        "In contrast to [3], we use globes.",
        "Based on this observation, we fold it as [3].",
        "We use the corpus of [3].",
    ],
)
def test_what_others_do_or_what_is_denied_or_data_has_no_type(sentence: str) -> None:
    assert types_in(sentence) == set()


def test_the_most_telling_type_counts() -> None:
    assert strongest({"uses": 3, "compares": 2, "extends": 1}) == "extends"
    assert strongest({"compares": 9, "uses": 1}) == "uses"
    assert strongest({}) is None
    assert next(iter(RELATION_TYPES)) == "distils"


def test_a_sentence_that_cites_others_too_is_not_quoted() -> None:
    texts = ["We extend [3] and [4].", "We extend [3]."]
    assert saying("extends", texts) == "We extend [3]."
