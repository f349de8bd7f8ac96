"""A time of its own for what waits: it passes when somebody sleeps, and at once."""

from __future__ import annotations

import threading


class Time:
    """A clock that several threads share, and the sleep that moves it on.

    It begins at a date that could be today's, like the clock it stands for.
    """

    def __init__(self) -> None:
        self._now = 1_800_000_000.0
        self._lock = threading.Lock()
        self.slept: list[float] = []
        """Seconds of every sleep."""

    def now(self) -> float:
        """Seconds."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Let time pass, and note that somebody waited."""
        with self._lock:
            self._now += seconds
            self.slept.append(seconds)

    def pass_by(self, seconds: float) -> None:
        """Let time pass while nobody waits; negative: the clock is set back."""
        with self._lock:
            self._now += seconds
