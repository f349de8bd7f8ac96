"""Each code has its sentence in both languages, and those of files are understood again."""

import ast
import pickle
import re

import pytest
from own_sources import trees

from ptm_graph.words import wording
from ptm_graph.words.wording import Code, Said, Value, sentence, sentences, understood

MADE_OF_NAMES = (
    *("term.", "reason.", "lost.", "reading.", "told.", "does."),
    *("label.", "tier.", "tier_name.", "intent.", "decided.", "page.", "panel."),
    *("site.", "resource."),
)
CODES = [code for code in sentences() if not code.startswith(MADE_OF_NAMES)]
IN_FILES = ("note", "abstention", "unused", "reply", "refused")
FILED = [code for code in CODES if code.split(".")[0] in IN_FILES]


def written() -> set[str]:
    """Every literal of the sources that may be a code."""
    found: set[str] = set()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Said":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    assert first.value in sentences(), f"{path}: {first.value}"
    return found


def example(code: Code) -> Said:
    """The code with a value for each place of its sentence."""
    places = re.findall(r"\{(\w+)\}", sentences()[code]["en"])
    shares: dict[str, Value] = {"best": 0.12, "least": 0.3, "odds": 0.5}
    return Said(code, {place: shares.get(place, 1234) for place in places})


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_said_in_both_languages_with_the_same_values(code: Code) -> None:
    english, chinese = sentences()[code]["en"], sentences()[code]["zh"]
    assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", chinese))
    said = example(code)
    assert "{" not in str(said)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence(said, "zh"))


@pytest.mark.parametrize("code", FILED)
def test_what_stands_in_a_file_is_understood_again(code: Code) -> None:
    assert understood(str(example(code))) == example(code)


def test_every_code_has_its_sentence_and_every_sentence_is_said() -> None:
    assert set(CODES) - written() == set()


def test_no_two_codes_say_the_same() -> None:
    assert len({texts["en"] for texts in sentences().values()}) == len(sentences())


def test_words_of_another_program_stay_as_they_are() -> None:
    said = understood("3 of some references known")
    assert said.code is None
    assert str(said) == sentence(said, "zh") == "3 of some references known"


def test_a_count_has_its_thousands_apart_and_a_share_is_never_certain() -> None:
    assert str(Said("note.gap", {"known": 3, "stated": 1400})) == "3 of 1,400 references known"
    assert str(Said("verdict.weak", {"least": 0.999})) == "confidence below 99%"


def test_equal_things_are_said_once_and_can_be_sent_to_another_process() -> None:
    one = Said("note.gap", {"known": 3, "stated": 40})
    assert {one, Said("note.gap", {"stated": 40, "known": 3})} == {one}
    assert pickle.loads(pickle.dumps(one)) == one


def test_why_a_value_was_refused_is_told_in_chinese_from_what_the_library_holds() -> None:
    stored = "semantic scholar: year: no year from 1000 to 2100, taken as unknown"
    assert sentence(understood(stored), "zh") == (
        "semantic scholar：“year”：不在 1000 至 2100 年之间，视为未知"
    )
    assert str(understood(stored)) == stored
    subject = understood("year “0” of A Paper and 1 more")
    assert sentence(subject, "zh") == "A Paper：“year”为“0”，另有 1 项"


def test_sentences_of_older_versions_in_files_are_understood() -> None:
    assert understood("no reference of it is known").code == "abstention.no references"
    assert {understood(old) for old in wording._FORMERLY} == {
        understood(new) for new in wording._FORMERLY.values()
    }
    assert all(understood(old).code for old in wording._FORMERLY)
