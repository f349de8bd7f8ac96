"""The time axis of a drawing: even, or stretched where papers crowd."""

from __future__ import annotations

import bisect
import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ptm_graph.layout.gaps import Gaps
from ptm_graph.layout.ruler import month_label, named_months

FLOOR = 0.22
"""Share of the width that is spread evenly over time; the rest goes where papers are."""
_LEAST_TICK = 46.0
"""Pixels between two labels of the ruler."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the ruler."""

    label: str
    x: float
    year: bool
    """Whether a year begins here."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A monotone map from days to pixels, linear within each month."""

    days: tuple[float, ...]
    """First days of the months, and the end of the last one, since 1970-01-01."""
    pixels: tuple[float, ...]

    @classmethod
    def fit(
        cls,
        demand: Sequence[tuple[datetime.date, float]],
        left: float,
        right: float,
        *,
        dense: bool = True,
    ) -> TimeScale:
        """Make a scale for papers that ask for room.

        Parameters
        ----------
        demand : sequence of (date, float)
            Day of each paper and the width it needs, in any unit.
        left, right : float
            Pixels of the first month's begin and the last month's end.
        dense : bool, default True
            Stretch months with many papers; False gives even time.

        Raises
        ------
        ValueError
            Without any paper.
        """
        if not demand:
            raise ValueError("a time scale needs at least one dated paper")
        first = min(date for date, _ in demand)
        last = max(date for date, _ in demand)
        months = _months(first, last)
        starts = [float(_days(month)) for month in months]
        gaps = Gaps.between(float(_days(date)) for date, _ in demand)
        lengths = [
            gaps.squeezed(later) - gaps.squeezed(sooner)
            for sooner, later in itertools.pairwise(starts)
        ]
        needs = _smoothed(_needs(demand, starts)) if dense else [0.0] * len(lengths)
        total, whole = sum(needs), sum(lengths)
        shares = [
            (FLOOR * length / whole + (1 - FLOOR) * need / total) if total else length / whole
            for length, need in zip(lengths, needs, strict=True)
        ]
        pixels = [left]
        for share in shares:
            pixels.append(pixels[-1] + share * (right - left))
        return cls(tuple(starts), tuple(pixels))

    def x(self, day: datetime.date) -> float:
        """Pixel of a day; days outside the scale lie at its ends."""
        number = min(max(float(_days(day)), self.days[0]), self.days[-1])
        index = min(max(bisect.bisect_right(self.days, number) - 1, 0), len(self.days) - 2)
        share = (number - self.days[index]) / (self.days[index + 1] - self.days[index])
        return self.pixels[index] + share * (self.pixels[index + 1] - self.pixels[index])

    def ticks(self) -> list[Tick]:
        """Years, and months where there is room for their labels."""
        starts = [datetime.date.fromordinal(int(day) + _EPOCH) for day in self.days[:-1]]
        named = named_months(starts, self.x, _LEAST_TICK)
        return [Tick(month_label(month), round(x, 2), month.month == 1) for month, x in named]


_EPOCH = datetime.date(1970, 1, 1).toordinal()


def _days(date: datetime.date) -> int:
    return date.toordinal() - _EPOCH


def _months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    begin = first.year * 12 + first.month - 1
    end = last.year * 12 + last.month  # the month after the last one closes the scale
    end = min(end, 9999 * 12 + 11)
    return [datetime.date(month // 12, month % 12 + 1, 1) for month in range(begin, end + 1)]


def _needs(demand: Sequence[tuple[datetime.date, float]], starts: Sequence[float]) -> list[float]:
    needs = [0.0] * (len(starts) - 1)
    for date, width in demand:
        needs[min(bisect.bisect_right(starts, float(_days(date))) - 1, len(needs) - 1)] += width
    return needs


def _smoothed(values: Sequence[float]) -> list[float]:
    """A month shares its need with its neighbours, so that labels may hang over."""
    padded = [0.0, *values, 0.0]
    return [
        0.25 * padded[place - 1] + 0.5 * padded[place] + 0.25 * padded[place + 1]
        for place in range(1, len(padded) - 1)
    ]
