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
MOST = 2
"""Answers that a process gets before it is killed."""


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
    assert needed > KILLS * MOST, "none can end before it is killed: an answer is always missing"
    services.heal()
    chance = random.Random(20)
    refreshing = Refreshing(services.url, library, seeds)
    with services.holding() as keeping:
        for number in range(KILLS):
            process = refreshing.start()
            for _ in range(number % (MOST + 1)):
                keeping.next().answer()
            if chance.random() < 0.5:
                keeping.next()  # in the middle of a request; else of whatever comes before it
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
