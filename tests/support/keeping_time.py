"""A time of its own for what waits: it passes when somebody sleeps, and at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fake_services import FakeServices

from ptm_graph.sources.transport import Transport


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


def keep(time: Time, services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every transport that is made from now on go by ``time``.

    The deadline of a request passes when the service falls silent, and never otherwise:
    however slow the machine is, an answer that comes is not too late.
    """
    ours = {**(Transport.__init__.__kwdefaults__ or {}), "clock": time.now, "sleep": time.sleep}
    monkeypatch.setattr(Transport.__init__, "__kwdefaults__", ours)
    timeout = asyncio.timeout

    @asynccontextmanager
    async def until_silence(seconds: float) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        async with timeout(None) as scope:

            def fell_silent() -> None:
                time.pass_by(seconds)
                loop.call_soon_threadsafe(scope.reschedule, 0.0)

            services.on_silence = fell_silent
            yield

    monkeypatch.setattr(asyncio, "timeout", until_silence)
