"""Which months a time ruler names: years first, months where there is room."""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Callable, Iterable

_STEPS = (120, 60, 24, 12, 6, 3, 1)
"""Months between ticks, tried from the coarsest to the finest."""


def named_months(
    months: Iterable[datetime.date], pixel: Callable[[datetime.date], float], least: float
) -> list[tuple[datetime.date, float]]:
    """Months to name on the ruler and their pixels, none nearer than ``least`` to another.

    Parameters
    ----------
    months : iterable of datetime.date
        First days, ascending.
    pixel : callable
        Ascending as well.
    least : float
        Pixels between two labels.
    """
    placed = [(month, pixel(month)) for month in months]
    taken: list[float] = []
    chosen = []
    for step in _STEPS:
        for month, x in placed:
            if (month.year * 12 + month.month - 1) % step:
                continue
            at = bisect.bisect_left(taken, x)
            if all(abs(x - other) >= least for other in taken[max(at - 1, 0) : at + 1]):
                taken.insert(at, x)
                chosen.append((month, x))
    return sorted(chosen)


def month_label(month: datetime.date) -> str:
    """A year, or a year and a month.

    >>> month_label(datetime.date(2019, 1, 1)), month_label(datetime.date(2019, 4, 1))
    ('2019', '2019-04')
    """
    return f"{month.year:04d}" if month.month == 1 else f"{month.year:04d}-{month.month:02d}"
