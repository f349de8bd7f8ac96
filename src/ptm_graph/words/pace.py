"""How far long work is, and how long it takes still: in papers and minutes."""

from __future__ import annotations

import time
from collections.abc import Callable

from ptm_graph.words.wording import Said, Value

_FILES = "reading"
_COUNTLESS = frozenset({"lineage"})
"""Stages of one step: there is nothing to count."""


class Pace:
    """How far work is, and how long it takes still."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.name, self.done, self.total = "", 0, 0
        self._later = 0.0
        self._clock = clock
        self._begun = clock()

    def later(self, seconds: float) -> None:
        """Learn how long the stages after the next one take, about."""
        self._later = seconds

    def stage(self, name: str, total: int) -> None:
        """Begin a stage."""
        self.name, self.done, self.total, self._begun = name, 0, total, self._clock()

    def advance(self, steps: int = 1) -> None:
        """Count finished steps."""
        self.done += steps

    @property
    def share(self) -> float:
        """How much of the stage is done."""
        return min(self.done / self.total, 1.0) if self.total else 0.0

    def seconds_left(self) -> float | None:
        """How long all of the work takes still; None as long as nobody can tell."""
        if not self.total or not self.done:
            return None
        passed = self._clock() - self._begun
        return passed / self.done * max(0, self.total - self.done) + self._later

    def said(self) -> tuple[Said, ...]:
        """How far, and how long still; nothing where there is nothing to count."""
        if not self.total or self.name in _COUNTLESS:
            return ()
        counts: dict[str, Value] = {"done": min(self.done, self.total), "total": self.total}
        far = Said("progress.files" if self.name == _FILES else "progress.papers", counts)
        left = self.seconds_left()
        return (far,) if left is None else (far, _left(left))


def _left(seconds: float) -> Said:
    minutes = round(seconds / 60)
    if seconds < 45:
        return Said("progress.moments")
    if minutes < 2:
        return Said("progress.minute")
    if minutes < 90:
        return Said("progress.minutes", {"minutes": minutes})
    return Said("progress.hours", {"hours": round(seconds / 3600)})
