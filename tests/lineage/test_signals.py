"""The register of signals."""

import re

import numpy as np
import pytest
from citation_graphs import listed

from ptm_graph.lineage.saying import signal_text
from ptm_graph.lineage.score import SIGNAL_NAMES
from ptm_graph.lineage.signals import SIGNALS
from ptm_graph.lineage.weights import default_weights
from ptm_graph.words.wording import sentences


def test_every_signal_gives_one_number_a_reference_and_copes_with_nothing_known() -> None:
    references = listed({}, {}, {}, {})
    for signal in SIGNALS:
        values = signal.compute(references)
        assert values.shape == (3,), signal.name
        assert not np.isinf(values).any(), signal.name


def test_every_weight_belongs_to_a_signal() -> None:
    assert set(default_weights().weights) == set(SIGNAL_NAMES)


@pytest.mark.parametrize("value", [-1.0, 0.0, 0.25, 1.0, 3.0])
@pytest.mark.parametrize("name", SIGNAL_NAMES)
def test_every_value_of_a_signal_is_said_with_the_same_numbers_in_both_languages(
    name: str, value: float
) -> None:
    english, chinese = (signal_text(name, value, language) for language in ("en", "zh"))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    if name not in ("spoken_of", "recent"):  # “no sentence”, “three years” are words
        assert re.findall(r"-?\d[\d.]*%?", english) == re.findall(r"-?\d[\d.]*%?", chinese)


def test_every_sentence_of_a_term_belongs_to_a_signal() -> None:
    said = {key.removeprefix("term.") for key in sentences() if key.startswith("term.")}
    constant = {"any", "any_in_list", "filled"}
    assert {re.sub("_(none|one|many|more|less|same|all)$", "", name) for name in said} == (
        constant | set(SIGNAL_NAMES)
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("spoken_of", 0.0, "cited or named in 0 sentences"),
        ("spoken_of", 1.0, "cited or named in 1 sentence"),
        ("spoken_of", 2.0, "cited or named in 3 sentences"),
        ("compared_often", 0.1, "compared against or outperformed in 1 sentence"),
        ("undivided", 1.0, "counts as 1.0 sentences that cite it alone"),
        ("recent", -1.0, "more than five years older"),
        ("newest", 0.25, "newer than 25% of the child's references"),
    ],
)
def test_a_value_is_said_in_plain_english(name: str, value: float, said: str) -> None:
    assert signal_text(name, value) == said
    assert signal_text(name, value, filled=True).endswith(f"median of the list: {said}")
