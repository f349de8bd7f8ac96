import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.words.titles import clean, normal, same_work, similarity, surname, version_tokens


def test_a_clean_text_is_one_line_without_control_characters() -> None:
    assert clean("  a\n\tb\x00c\u200bd\ud800 ") == "a b c d"
    assert clean("plain") == "plain"


def test_the_normal_form_ignores_case_dashes_accents_and_marks() -> None:
    assert normal("BERT: Pre‐training — of  Ünits_x") == "bert pre training of units x"
    assert normal("ＢＥＲＴ") == "bert"
    assert normal("自然 语言") == "自然 语言"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-3 Technical Report", "GPT-4 Technical Report"),
        ("GPT-4 Technical Report", "GPT-4V Technical Report"),
        ("World War II", "World War III"),
        ("Phi-3 Technical Report", "Phi 4 Technical Report"),
    ],
)
def test_versions_are_never_one_work(one: str, other: str) -> None:
    assert version_tokens(one) != version_tokens(other)
    assert not same_work(one, other)


def test_spellings_of_one_title_are_one_work() -> None:
    assert same_work(
        "Improving Language Understandingby Generative Pre-Training",
        "Improving language understanding by generative pre‐training",
    )
    assert not same_work("Attention is all you need", "Attention is not all you need: pure")
    assert not same_work("", "")


def test_years_and_authors_guard_a_common_title() -> None:
    assert not same_work("Deep learning", "Deep Learning", year=2015, other_year=2019)
    assert same_work("Deep learning", "Deep Learning", year=2015, other_year=None)
    assert not same_work(
        "Deep learning", "Deep Learning", authors=["Yann LeCun"], other_authors=["Ian Goodfellow"]
    )
    assert same_work(
        "Deep learning", "Deep Learning", authors=["LeCun, Y."], other_authors=["Yann LeCun"]
    )


def test_surnames_agree_in_both_orders() -> None:
    assert surname("Devlin, J.") == surname("Jacob Devlin") == "devlin"
    assert surname("") == ""


@given(st.text())
def test_the_normal_form_is_stable_and_a_title_equals_itself(title: str) -> None:
    assert normal(normal(title)) == normal(title)
    assert clean(clean(title)) == clean(title)
    assert same_work(title, title) == bool(normal(title))


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 100
    assert same_work(one, other) == same_work(other, one)
