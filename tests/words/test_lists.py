"""A list written as one text is read back as the same list."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ptm_graph.words.lists import joined, shown, split

ITEMS = st.lists(st.text(min_size=1).map(str.strip).filter(bool), max_size=5)


@given(ITEMS)
@example(["AT&amp;T", "O\\;Brien", "a\\", "\\", ";", "\\;", "x; y"])
def test_what_is_joined_is_split_into_the_same_items(items: list[str]) -> None:
    assert split(joined(items)) == tuple(items)


def test_an_ordinary_list_reads_as_it_always_did() -> None:
    assert joined(["Ada One", "Bo Two, Jr."]) == "Ada One; Bo Two, Jr."


@pytest.mark.parametrize("nothing", [None, "", " ; "])
def test_nothing_is_an_empty_list(nothing: str | None) -> None:
    assert split(nothing) == ()
    assert joined([]) is None
    assert joined([" "]) is None


@pytest.mark.parametrize(
    ("old", "items"),
    [
        ("Ada One; Bo Two", ("Ada One", "Bo Two")),
        ("Ada One;Bo Two;", ("Ada One", "Bo Two")),
        ('Kurt G\\"odel; Bo Two', ('Kurt G\\"odel', "Bo Two")),
    ],
)
def test_files_from_before_and_from_other_programs_are_read(old: str, items: tuple[str]) -> None:
    assert split(old) == items


def test_a_person_sees_no_escapes() -> None:
    assert shown(joined(["AT&T; Labs", "Bo"])) == "AT&T; Labs; Bo"
