"""When a paper came out."""

import datetime

from ptm_graph.graph.dates import days_of


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
