"""Lanes of a band: labels of papers that are close in time do not overlap."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_WINDOW = 10
"""How many lanes on each side of the wished one are tried before any free one."""


@dataclass(slots=True)
class Lanes:
    """Greedy interval partitioning that keeps a paper near its relatives."""

    _ends: list[float] = field(default_factory=list)
    _soonest: list[tuple[float, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._ends)

    def take(self, left: float, right: float, wish: float | None) -> int:
        """Find a lane that is free from ``left`` on, and occupy it to ``right``.

        Intervals must come in order of ``left``; then no more lanes are opened
        than intervals overlap at one point.
        """
        lane = self._near(wish, left)
        if lane is None:
            lane = self._any(left)
        if lane is None:
            lane = len(self._ends)
            self._ends.append(right)
        self._ends[lane] = right
        heapq.heappush(self._soonest, (right, lane))
        return lane

    def _near(self, wish: float | None, left: float) -> int | None:
        if wish is None:
            return None
        middle = round(wish)
        around = range(max(0, middle - _WINDOW), min(len(self._ends), middle + _WINDOW + 1))
        free = (lane for lane in around if self._ends[lane] <= left)
        return min(free, key=lambda lane: (abs(lane - wish), lane), default=None)

    def _any(self, left: float) -> int | None:
        while self._soonest and self._soonest[0][0] <= left:
            end, lane = heapq.heappop(self._soonest)
            if self._ends[lane] == end:  # else the lane was taken again since
                return lane
        return None


def assign_lanes(
    intervals: Iterable[tuple[float, float, str]],
    relatives: Callable[[str], Iterable[str]],
) -> tuple[dict[str, int], int]:
    """Give each interval a lane of its band.

    Parameters
    ----------
    intervals : iterable of (left, right, key)
        What each label covers on the time axis.
    relatives : callable
        Key → keys whose lanes it should be near to (those placed already count).

    Returns
    -------
    lanes : dict
        Key → lane, counted from 0.
    count : int
        Number of lanes opened.

    Notes
    -----
    O(n log n + m) for n intervals and m relatives in all.
    """
    lanes = Lanes()
    placed: dict[str, int] = {}
    for left, right, key in intervals:
        near = [placed[other] for other in relatives(key) if other in placed]
        placed[key] = lanes.take(left, right, sum(near) / len(near) if near else None)
    return placed, len(lanes)
