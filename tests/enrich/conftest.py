"""Fixtures of the rooms that ask services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_services import FakeServices, serving
from keeping_time import Time, keep
from refreshing import Refreshed, refresh_from
from synthetic_world import reading_list

from ptm_graph.enrich.refresh import RefreshReport
from ptm_graph.library import Library


@pytest.fixture
def services() -> Iterator[FakeServices]:
    """Both services over a synthetic world, without faults."""
    with serving() as running:
        yield running


@pytest.fixture
def library() -> Iterator[Library]:
    """An empty library in memory."""
    with Library.in_memory() as made:
        yield made


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """The reading list of the synthetic world."""
    path = tmp_path / "seeds.yaml"
    path.write_text(reading_list(), encoding="utf-8")
    return path


@pytest.fixture
def time(services: FakeServices, monkeypatch: pytest.MonkeyPatch) -> Time:
    """What the clients take for the time; no test waits for another try."""
    made = Time()
    keep(made, services, monkeypatch)
    return made


@pytest.fixture
def refreshed(services: FakeServices, library: Library, seeds: Path, time: Time) -> Refreshed:
    """Refresh a library through the real clients."""

    def run(into: Library | None = None, **options: Any) -> RefreshReport:
        return refresh_from(services, library if into is None else into, seeds, **options)

    return run
