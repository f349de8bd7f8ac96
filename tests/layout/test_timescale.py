"""The time axis of the drawing."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.layout.timescale import TimeScale

DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2030, 12, 31))


@given(st.lists(st.tuples(DAYS, st.floats(0, 200)), min_size=1, max_size=60), st.booleans())
def test_later_days_never_lie_further_left(
    demand: list[tuple[datetime.date, float]], dense: bool
) -> None:
    scale = TimeScale.fit(demand, 10, 900, dense=dense)
    places = [scale.x(date) for date, _ in sorted(demand)]
    assert places == sorted(places)
    assert all(10 - 1e-6 <= place <= 900 + 1e-6 for place in places)


def test_crowded_months_get_more_room_and_an_even_axis_does_not() -> None:
    crowd = [(datetime.date(2019, 9, day), 80.0) for day in range(1, 25)]
    demand = [(datetime.date(2013, 1, 1), 80.0), *crowd]

    def share(scale: TimeScale) -> float:
        month = scale.x(datetime.date(2019, 9, 30)) - scale.x(datetime.date(2019, 9, 1))
        return month / 900

    assert share(TimeScale.fit(demand, 0, 900)) > 10 * share(
        TimeScale.fit(demand, 0, 900, dense=False)
    )


def test_labels_of_the_ruler_keep_their_distance_and_years_come_first() -> None:
    demand = [(datetime.date(2018, month, 1), 60.0) for month in range(1, 13)]
    scale = TimeScale.fit([*demand, (datetime.date(2020, 5, 1), 60.0)], 0, 700)
    ticks = scale.ticks()
    gaps = [later.x - sooner.x for sooner, later in itertools.pairwise(ticks)]
    assert min(gaps) >= 46
    assert {tick.label for tick in ticks if tick.year} == {"2018", "2019", "2020"}
    assert all(tick.x == pytest.approx(scale.x(_start(tick.label)), abs=0.01) for tick in ticks)


def _start(label: str) -> datetime.date:
    year, _, month = label.partition("-")
    return datetime.date(int(year), int(month or 1), 1)


def test_a_scale_without_papers_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        TimeScale.fit([], 0, 100)
