"""Where a sentence of a citing text ends."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.full_texts.sentences import CITATION, ends_of, sentences

MOST_CHARACTERS = 50_000


def split(text: str) -> list[str]:
    """Sentences of a text whose citations are written [1], [2] …"""
    numbers = iter(re.findall(r"\[\d\]", text))
    found = sentences(re.sub(r"\[\d\]", CITATION, text))
    return [re.sub(CITATION, lambda _: next(numbers), one) for one in found]


@pytest.mark.parametrize(
    "whole",
    [
        "As Smith et al. [1] say, it works",
        "As J. K. Smith et al. (2019) say, it works.",
        "See Fig. 2 and Eq. (3), Sec. IV, Tab. S1 and Refs. [1] for more.",
        "Many tasks, e.g. The Great Task, or i.e. BERT, cf. Smith, vs. Jones.",
        "It costs approx. 3.5 s resp. 4 s on U.S. English.",
        "1. First item of the list.",
        "2) Second item of the list.",
        "Wie am 3. Mai gezeigt, z. B. Hunde bzw. Katzen, vgl. Abb. 3 und Nr. 4.",
        "Comme le montrent M. Dupont et al., cf. éq. 3 et p. ex. Martin, c.-à-d. Tous.",
        "Как показали А. В. Иванов и др. [1], т. е. см. рис. 2 и табл. 3.",
        "Como muestran Pérez et al. [1], p. ej. Madrid, pág. 3 y núm. 4.",
    ],
)
def test_an_abbreviation_ends_no_sentence(whole: str) -> None:
    assert split(whole) == [whole]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It works.", "We use it."),
        ("It works.[1]", "We use it."),
        ("It works. [1]", "We use it."),
        ("It works. [1][2]", "We use it."),
        ("It works.12", "We use it."),
        ("It works.", "[1] use it too."),
        ("It works (as in [1]).", "We use it."),
        ("Does it work?", "It does!"),
        ("So said Smith et al.", "We say more."),
        ("It is a vitamin, e.g. C.", "We use it."),
        ("This is the state of the art.", "Nets won."),
        ("We looked and found no.", "Yet it works."),
        ("It was so in 2019.", "Then it changed."),
        ("It works.", "word2vec works too."),
        ("Das geht usw.", "Wir nutzen es."),
        ("Это верно и др.", "Мы знаем."),
        ("模型很好。[1]", "我们用它。"),
    ],
)
def test_two_sentences_are_two(first: str, second: str) -> None:
    assert split(f"{first} {second}") == [first, second]


def test_chinese_needs_no_space_between_sentences() -> None:
    assert split("模型很好[1]。[2]提出了它！我们用“它。”好") == [
        "模型很好[1]。",
        "[2]提出了它！",
        "我们用“它。”",
        "好",
    ]


@given(st.text(alphabet=f"ab A.!?。 \n()[]12{CITATION}é", max_size=80))
def test_nothing_of_a_text_is_lost(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    ends = ends_of(text)
    assert ends == sorted(set(ends))


@pytest.mark.parametrize(
    "piece", [".", ". ", "a. ", "A.", f".{CITATION}", f" {CITATION}", "。", "(", "1"]
)
def test_a_long_text_of_one_thing_is_split_in_linear_time(piece: str) -> None:
    text = piece * (MOST_CHARACTERS // len(piece))
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
