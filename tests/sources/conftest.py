"""Fixtures of the rooms that ask services."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_services import FakeServices, serving
from keeping_time import Time, keep


@pytest.fixture
def services() -> Iterator[FakeServices]:
    """Both services over a synthetic world, without faults."""
    with serving() as running:
        yield running


@pytest.fixture
def time(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> Time:
    """What the transports of a test take for the time."""
    made = Time()
    keep(made, services, monkeypatch)
    return made
