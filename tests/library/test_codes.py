"""Replies are stored as codes; what older libraries hold is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.library import Library
from ptm_graph.library.codes import reply_in, stored
from ptm_graph.words.model import Problem, SeedEntry
from ptm_graph.words.replies import CODES, OK, Reply, ReplyCode

NOT_OK = st.sampled_from([code for code in CODES if code != "ok"])


@given(NOT_OK, st.text(min_size=1))
def test_what_is_stored_is_read_back(code: ReplyCode, reason: str) -> None:
    assert reply_in(stored(Reply(code, reason))) == Reply(code, reason)


def test_ok_is_the_word_it_always_was() -> None:
    assert stored(OK) == "ok"
    assert reply_in("ok") is OK


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        (
            "ARXIV:1904.09223 names “ERNIE”, not this title; check the identifier",
            "another title",
            "ARXIV:1904.09223 names “ERNIE”, not this title; check the identifier",
        ),
        ("failed: arXiv: HTTP 500", "failed", "arXiv: HTTP 500"),
        ("none to be had", "list not given", "none to be had"),
        ("Semantic Scholar has no reference list", None, "Semantic Scholar has no reference list"),
        (
            "no service has exactly this title, nearest: “It is not this title” (s2:1)",
            None,
            "no service has exactly this title, nearest: “It is not this title” (s2:1)",
        ),
    ],
)
def test_rows_from_before_there_were_codes_are_understood(
    text: str, code: ReplyCode | None, reason: str
) -> None:
    assert reply_in(text) == Reply(code, reason)


@pytest.mark.parametrize(
    ("noted", "state", "code"),
    [
        ("ok", "resolved", None),
        ("x names “Y”, not this title; check the identifier", "doubtful", "another title"),
        ("[another title] it names another one", "doubtful", "another title"),
        ("Semantic Scholar does not know x", "unresolved", None),
        ("[unknown paper] nobody knows x", "unresolved", "unknown paper"),
        ("[unknown paper] it is called “not this title”", "unresolved", "unknown paper"),
    ],
)
def test_the_state_of_a_seed_follows_from_the_code_not_from_the_words(
    noted: str, state: str, code: ReplyCode | None
) -> None:
    with Library.in_memory() as library:
        with library.writing() as writer:
            numbers = writer.replace_entries([SeedEntry("A Title", (), {"arxiv": "1901.00001"})])
            writer.mark_checked(numbers, "metadata", "2026-01-01", noted)
        (status,) = library.seed_status()
    assert (status.state, status.code) == (state, code)


def test_the_code_of_a_problem_is_kept_and_makes_no_other_problem_of_it() -> None:
    problems = [
        Problem("metadata", "one", "no answer", code="failed"),
        Problem("reading list", "two", "not understood", "list.md", 3),
    ]
    with Library.in_memory() as library:
        with library.writing() as writer:
            writer.replace_problems(("metadata", "reading list"), problems)
        found = library.problems()
    assert found == tuple(problems)
    assert [one.code for one in found] == ["failed", None]
    assert Problem("metadata", "one", "no answer") == problems[0]
