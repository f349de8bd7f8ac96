"""Libraries to try things on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ptm_graph.library import Library


@pytest.fixture
def empty() -> Iterator[Library]:
    """An empty library in memory."""
    with Library.in_memory() as library:
        yield library
