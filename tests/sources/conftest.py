"""Fixtures of the rooms that ask services."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from fake_services import FakeServices, serving


@pytest.fixture
def services() -> Iterator[FakeServices]:
    """Both services over a synthetic world, without faults."""
    with serving() as running:
        yield running


@pytest.fixture
def deadline_in_silence(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline of a request passes when the service falls silent, and never by the clock.

    However slow the machine is, an answer that comes is not too late.
    """
    timeout = asyncio.timeout

    @asynccontextmanager
    async def until_silence(_seconds: float) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        async with timeout(None) as scope:
            services.on_silence = lambda: loop.call_soon_threadsafe(scope.reschedule, 0.0)
            yield
        services.on_silence = lambda: None

    monkeypatch.setattr(asyncio, "timeout", until_silence)
