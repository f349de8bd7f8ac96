"""Empty decades: one paper of 1763 or 2999 leaves the time axis to all the others."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 20 * 365.25
"""Days without any paper above which the axis is broken."""
BREAK = 2 * 365.25
"""Days that such a stretch counts as."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """A monotone map of days to days that leaves long empty stretches out.

    >>> gaps = Gaps.between([0.0, 100_000.0])
    >>> gaps.squeezed(0.0), gaps.squeezed(100_000.0), gaps.day(BREAK)
    (0.0, 730.5, 100000.0)
    """

    ends: tuple[tuple[float, float], ...]
    """Corners of the map: day and where it is squeezed to, ascending; empty: nothing is."""

    @classmethod
    def between(cls, days: Iterable[float]) -> Gaps:
        """The gaps between papers of these days. O(n log n)."""
        ends: list[tuple[float, float]] = []
        lost = 0.0
        for sooner, later in itertools.pairwise(sorted(days)):
            if later - sooner > LONGEST:
                ends.append((sooner, sooner - lost))
                lost += later - sooner - BREAK
                ends.append((later, later - lost))
        return cls(tuple(ends))

    def squeezed(self, day: float) -> float:
        """Where a day is when empty stretches are left out."""
        return _mapped(day, self.ends)

    def day(self, squeezed: float) -> float:
        """The day that is squeezed to a place."""
        return _mapped(squeezed, tuple((there, here) for here, there in self.ends))


def _mapped(value: float, corners: tuple[tuple[float, float], ...]) -> float:
    place = bisect.bisect_right(corners, (value, float("inf")))
    if not corners:
        return value
    here, there = corners[max(place - 1, 0)]
    if place in (0, len(corners)):
        return there + value - here
    here_too, there_too = corners[place]
    return there + (value - here) / (here_too - here) * (there_too - there)
