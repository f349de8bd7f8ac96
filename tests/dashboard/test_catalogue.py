"""The catalogue is complete, and nothing in it is left over."""

import ast
import datetime
import re
from pathlib import Path

import pytest

import ptm_graph.dashboard as dashboard
from ptm_graph.dashboard.catalogue import LANGUAGES, entries, words
from ptm_graph.words.model import PartialDate

SOURCES = sorted(Path(dashboard.__file__).parent.rglob("*.py"))
CALLERS = {"words", "say", "self"}


def used() -> tuple[set[str], set[str]]:
    """Keys and beginnings of keys (groups) that the modules use."""
    keys: set[str] = set()
    groups: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                _note(node, keys, groups)
    return keys, groups


def _note(call: ast.Call, keys: set[str], groups: set[str]) -> None:
    function, first = call.func, call.args[0]
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    if name == "named":
        assert isinstance(first, ast.Constant)
        groups.add(f"{_text(first)}.")
    elif name in CALLERS:
        if isinstance(first, ast.JoinedStr):
            groups.add(_text(first.values[0]))
        either = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
        keys.update(_text(one) for one in either if isinstance(one, ast.Constant))


def _text(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant)
    assert isinstance(node.value, str)
    return node.value


def test_every_key_in_use_is_in_the_catalogue() -> None:
    keys, groups = used()
    known = set(entries())
    assert keys - known - set(LANGUAGES) == set()
    assert {group for group in groups if not any(key.startswith(group) for key in known)} == set()


def test_every_key_of_the_catalogue_is_in_use() -> None:
    keys, groups = used()
    left = {key for key in entries() if key not in keys and not key.startswith(tuple(groups))}
    assert left == set()


@pytest.mark.parametrize("key", sorted(entries()))
def test_languages_say_the_same_with_the_same_values(key: str) -> None:
    texts = entries()[key]
    assert set(texts) == set(LANGUAGES)
    assert all(text.strip() for text in texts.values())
    fields = [sorted(re.findall(r"\{(\w+)\}", text)) for text in texts.values()]
    assert all(one == fields[0] for one in fields)


def test_dates_are_written_as_the_language_does() -> None:
    date = PartialDate(2019, 6, 19)
    assert words("en").date(date) == "19 Jun 2019"
    assert words("zh").date(date) == "2019年6月19日"
    assert words("en").date(PartialDate(2019, 6)) == "Jun 2019"
    assert words("zh").date(PartialDate(2019)) == "2019年"
    assert words("en").date(datetime.date(2020, 1, 2)) == "2 Jan 2020"


def test_unknown_is_a_word_and_never_zero() -> None:
    assert words("en").number(None) == "unknown"
    assert words("zh").number(None) == "未知"
    assert words("en").number(0) == "0"
    assert words("en").number(33854) == "33,854"


def test_an_unknown_language_gives_the_default() -> None:
    assert words("xx").language == "en"


def test_a_noun_agrees_with_its_count_in_english_only() -> None:
    said = words("en")
    assert said("hidden.drawn", papers=1, edges="2") == "1 paper and 2 arrows drawn."
    assert said("hidden.drawn", papers="1,001", edges=1) == "1,001 papers and 1 arrow drawn."
    assert "1 篇论文" in words("zh")("hidden.drawn", papers=1, edges=1)


def test_values_are_not_touched() -> None:
    assert words("en")("intro.children", name="1 papers", count=1) == "1 papers – 1 child"
