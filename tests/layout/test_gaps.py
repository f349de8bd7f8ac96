"""Empty decades are left out of a time axis, and nothing else is."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.layout.gaps import BREAK, LONGEST, Gaps

DAYS = st.lists(st.floats(-700_000, 3_000_000), min_size=1, max_size=30)


def test_an_axis_without_empty_decades_stays_as_it_is() -> None:
    gaps = Gaps.between([0.0, 3000.0, 9000.0])
    assert [gaps.squeezed(day) for day in (-5.0, 0.0, 4000.0, 9500.0)] == [-5.0, 0, 4000, 9500]


def test_one_absurd_date_takes_two_years_of_the_axis() -> None:
    papers = [17_000.0, 17_500.0, 18_000.0]
    gaps = Gaps.between([*papers, 375_000.0])
    assert gaps.squeezed(375_000.0) == 18_000.0 + BREAK
    assert [gaps.squeezed(day) for day in papers] == papers


@given(DAYS)
def test_the_order_stays_and_no_gap_is_long(days: list[float]) -> None:
    gaps = Gaps.between(days)
    squeezed = [gaps.squeezed(day) for day in sorted(days)]
    assert squeezed == sorted(squeezed)
    assert all(later - sooner <= LONGEST + 1 for sooner, later in itertools.pairwise(squeezed))


@given(DAYS, st.floats(-800_000, 3_100_000))
def test_a_place_on_the_axis_is_a_day_again(days: list[float], day: float) -> None:
    gaps = Gaps.between(days)
    assert abs(gaps.day(gaps.squeezed(day)) - day) < 1.0
