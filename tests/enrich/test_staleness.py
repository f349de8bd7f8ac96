"""What is due to be asked again."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.enrich.staleness import Due, lifetime
from ptm_graph.library import Library
from ptm_graph.words.model import Paper, PartialDate
from ptm_graph.words.records import PaperRecord

TODAY = datetime.date(2026, 1, 1)
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
WEEK = datetime.timedelta(days=7)


def paper(year: int | None, key: str = "k") -> Paper:
    return Paper(key=key, title="t", published=PartialDate(year, 6, 1) if year else None)


def test_recent_papers_fall_due_sooner_than_old_ones() -> None:
    recent, middle, old = (lifetime(paper(y), WEEK, TODAY, slow=True) for y in (2025, 2024, 2015))
    assert recent == WEEK
    assert recent < middle <= 4 * WEEK < old <= 12 * WEEK


def test_metadata_of_all_papers_falls_due_together() -> None:
    assert lifetime(paper(2015), WEEK, TODAY, slow=False) == WEEK
    assert lifetime(paper(None), WEEK, TODAY, slow=False) == WEEK


def test_a_paper_of_unknown_date_is_neither_young_nor_old() -> None:
    assert 3 * WEEK <= lifetime(paper(None), WEEK, TODAY, slow=True) <= 4 * WEEK


@given(st.booleans(), st.integers(1990, 2026))
def test_no_patience_makes_everything_due(slow: bool, year: int) -> None:
    assert lifetime(paper(year), datetime.timedelta(0), TODAY, slow=slow) == datetime.timedelta(0)


def test_old_papers_do_not_fall_due_in_one_night() -> None:
    days = {lifetime(paper(2010, f"k{n}"), WEEK, TODAY, slow=True).days for n in range(500)}
    assert len(days) > 15
    assert min(days) >= 63


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2025-12-30T00:00:00+00:00", False),
        ("2025-12-20T00:00:00+00:00", True),
        ("2026-01-01T05:00:00+00:00", False),
        ("2027-01-01T00:00:00+00:00", True),
        ("not a time", True),
        ("", True),
    ],
)
def test_an_answer_is_due_when_it_is_old_or_its_time_cannot_be_true(
    library: Library, asked: str, due: bool
) -> None:
    key = library.store_paper(PaperRecord("arxiv", {"arxiv": "2506.00001"}, title="t"))
    with library.writing() as writer:
        writer.mark_checked([writer.number(key)], "metadata", asked, "ok")
    found = list(Due(library, WEEK, NOW).papers("metadata", lambda one: one.key))
    assert bool(found) is due


def test_who_was_never_asked_about_is_due(library: Library) -> None:
    library.store_paper(PaperRecord("arxiv", {"arxiv": "2506.00001"}, title="t"))
    due = Due(library, WEEK, NOW)
    assert [asked for asked, _ in due.papers("references", lambda _: "id")] == ["id"]
    assert list(due.papers("references", lambda _: None)) == []
