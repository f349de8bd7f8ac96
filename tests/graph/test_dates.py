"""When a paper came out."""

import datetime

import pytest

from ptm_graph.graph.dates import date_of, days_of, publication_date


def test_a_date_gives_the_days_it_may_mean() -> None:
    assert days_of({"date": "2018-02", "year": 2019}) == (
        datetime.date(2018, 2, 1),
        datetime.date(2018, 2, 28),
    )


def test_without_a_date_the_year_counts() -> None:
    assert days_of({"year": 2019}) == (datetime.date(2019, 1, 1), datetime.date(2019, 12, 31))


def test_what_is_unknown_or_no_date_is_none() -> None:
    assert days_of({}) is None
    assert days_of({"date": "last summer"}) is None
    assert days_of({"year": 0}) is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"date": "2018-10", "year": 2019}, "2018-10"),
        ({"date": "never", "year": 2019}, "2019"),
        ({"date": None, "year": 2019.0}, "2019"),
        ({"year": "2019"}, "2019"),
        ({"year": float("nan")}, None),
        ({"year": float("inf")}, None),
        ({"year": 0}, None),
        ({}, None),
    ],
)
def test_the_date_of_a_node_is_its_date_else_its_year(
    data: dict[str, object], expected: str | None
) -> None:
    date = date_of(data)
    assert (None if date is None else str(date)) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"date": "2019-06-02", "year": 2019}, "2019-06-02"),
        ({"date": "2018-10-11", "year": 2019}, "2019"),
        ({"date": "2018-10-11"}, "2018-10-11"),
        ({"year": 2019}, "2019"),
        ({}, None),
    ],
)
def test_a_bibliography_states_the_year_of_the_publication(
    data: dict[str, object], expected: str | None
) -> None:
    date = publication_date(data)
    assert (None if date is None else str(date)) == expected
