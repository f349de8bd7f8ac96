"""Fixtures of the rooms that ask services."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_services import FakeServices, serving


@pytest.fixture
def services() -> Iterator[FakeServices]:
    """Both services over a synthetic world, without faults."""
    with serving() as running:
        yield running
