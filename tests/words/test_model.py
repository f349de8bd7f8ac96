"""Dates and small promises of the model."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.words.model import Paper, PartialDate, ScoreTerm, SeedEntry


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2018", "year"),
        ("2018-10", "month"),
        ("2018-10-11", "day"),
        ("2018-10-11T17:50:01Z", "day"),
    ],
)
def test_a_date_knows_how_much_of_it_is_known(text: str, precision: str) -> None:
    date = PartialDate.parse(text)
    assert date is not None
    assert date.precision == precision


@pytest.mark.parametrize("text", [None, "", "soon", "2018-13", "2018-02-30", "0000"])
def test_what_is_no_date_is_unknown(text: str | None) -> None:
    assert PartialDate.parse(text) is None


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_full_date_survives_printing_and_reading(day: datetime.date) -> None:
    date = PartialDate(day.year, day.month, day.day)
    assert PartialDate.parse(str(date)) == date
    assert date.first_day == date.middle_day == date.last_day == day


def test_a_month_spans_all_its_days() -> None:
    february = PartialDate(2020, 2)
    assert february.first_day == datetime.date(2020, 2, 1)
    assert february.last_day == datetime.date(2020, 2, 29)
    assert february.middle_day == datetime.date(2020, 2, 15)


def test_a_paper_is_called_by_its_first_alias_else_its_title() -> None:
    assert Paper("k", "A Title", aliases=("Name", "Other")).name == "Name"
    assert Paper("k", "A Title").name == "A Title"


def test_an_entry_without_any_name_is_called_by_its_identifier() -> None:
    assert SeedEntry(identifiers={"arxiv": "1810.04805"}).name == "arxiv:1810.04805"


def test_the_points_of_a_term_are_value_times_weight() -> None:
    assert ScoreTerm("mentions", 3.0, 0.5, "cited in 7 sentences").points == 1.5
