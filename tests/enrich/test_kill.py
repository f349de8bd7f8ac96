"""A refresh that is killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_services import FakeServices, serving
from killing import Refreshing
from refreshing import refresh_from
from synthetic_world import reading_list, synthetic_world

from ptm_graph.library import Library

SEEDS = 16
KILLS = 8


@pytest.fixture
def services() -> Iterator[FakeServices]:
    with serving(synthetic_world(SEEDS, 40)) as running:
        yield running


def test_killed_at_any_moment_the_next_run_ends_with_the_identical_library(
    services: FakeServices, tmp_path: Path
) -> None:
    seeds, library = tmp_path / "seeds.yaml", tmp_path / "library.db"
    seeds.write_text(reading_list(SEEDS), encoding="utf-8")
    with Library.open(tmp_path / "right.db", writable=True) as right:
        refresh_from(services, right, seeds)
        expected, needed = right.dump(), len(services.requests)
    services.heal()
    chance = random.Random(20)
    refreshing = Refreshing(services.url, library, seeds)
    for _ in range(KILLS):
        process, asked = refreshing.start(), len(services.requests)
        enough, deadline = asked + chance.randrange(3), time.monotonic() + 30
        while len(services.requests) <= enough and time.monotonic() < deadline:
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.02))
        os.kill(process, signal.SIGKILL)
        assert refreshing.status() == -signal.SIGKILL
    refreshing.start()
    assert refreshing.status() == 0
    refreshing.close()
    with Library.open(library) as opened:
        assert opened.dump() == expected
        outcomes = [row.outcome for row in opened.history.refreshes()]
    assert outcomes[-1] == "done"
    assert set(outcomes[:-1]) <= {"cut off"}
    # each kill costs at most the request under way: what was stored is not asked for again
    assert needed <= len(services.requests) <= needed + KILLS
