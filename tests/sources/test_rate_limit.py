"""The pace that all processes of a user share."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from fake_services import PATIENCE
from keeping_time import Time

from ptm_graph.errors import UnavailableError
from ptm_graph.sources import rate_limit as module
from ptm_graph.sources.rate_limit import SharedPace, allowed_interval, is_public

Pace = Callable[..., SharedPace]

TURNS = """
import json, sys, time
from pathlib import Path
from ptm_graph.sources.rate_limit import SharedPace
pace = SharedPace("http://service", float(sys.argv[2]), folder=Path(sys.argv[1]),
                  one_at_a_time=sys.argv[3] == "one", clock=time.monotonic)
print("ready", flush=True)
sys.stdin.readline()
times = []
for _ in range(4):
    with pace.turn() as sent:
        times.append([time.monotonic(), None])
        sent()
        time.sleep(0.02)
        times[-1][1] = time.monotonic()
print(json.dumps(times))
"""


def turns_of_two_processes(folder: Path, interval: float, manner: str) -> list[tuple[float, float]]:
    """Begin and end of the turns of two processes that start when both are ready."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", TURNS, str(folder), str(interval), manner],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=PATIENCE)[0] for process in processes]
    return sorted((start, end) for turns in said for start, end in json.loads(turns))


@pytest.fixture
def time() -> Time:
    """What the paces of a test take for the time."""
    return Time()


@pytest.fixture
def pace(time: Time, tmp_path: Path) -> Pace:
    """Make a pace that shares its state with the others of the test."""

    def made(interval: float, one_at_a_time: bool = False) -> SharedPace:
        return SharedPace(
            "http://service",
            interval,
            one_at_a_time=one_at_a_time,
            folder=tmp_path,
            clock=time.now,
            sleep=time.sleep,
        )

    return made


def refused(pace: SharedPace, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether somebody else has the turn."""
    monkeypatch.setattr(module, "LONGEST_TURN", 0.0)
    try:
        with pace.turn():
            return False
    except UnavailableError:
        return True


def test_two_processes_keep_one_pace(tmp_path: Path) -> None:
    turns = turns_of_two_processes(tmp_path, 0.05, "many")
    assert len(turns) == 8
    # to the microsecond, which is as exact as a time is written down
    assert min(later[0] - earlier[0] for earlier, later in pairwise(turns)) > 0.05 - 1e-6


def test_one_connection_means_that_turns_do_not_overlap(tmp_path: Path) -> None:
    turns = turns_of_two_processes(tmp_path, 0.001, "one")
    assert len(turns) == 8
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(turns))


def test_each_waits_for_what_is_left_of_the_interval(pace: Pace, time: Time) -> None:
    one, other = pace(4.0), pace(4.0)
    for mine, busy in ((one, 1.0), (other, 3.0), (one, 9.0), (other, 0.0)):
        with mine.turn() as sent:
            sent()
        time.pass_by(busy)
    assert time.slept == [3.0, 1.0]


def test_the_interval_counts_from_when_a_request_has_left(pace: Pace, time: Time) -> None:
    one, other = pace(4.0), pace(4.0)
    with one.turn() as sent:
        time.pass_by(7.0)  # it takes so long to connect
        sent()
        time.pass_by(1.0)
    with other.turn():
        pass
    assert time.slept == [3.0]


def test_nobody_elses_request_leaves_before_ones_own_has_left(
    pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pace(1.0).turn() as sent:
        assert refused(pace(1.0), monkeypatch)
        sent()
        assert not refused(pace(1.0), monkeypatch)


def test_one_connection_is_free_when_its_request_has_ended(
    pace: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pace(1.0, one_at_a_time=True).turn() as sent:
        sent()
        assert refused(pace(1.0, one_at_a_time=True), monkeypatch)
    assert not refused(pace(1.0, one_at_a_time=True), monkeypatch)


def test_a_clock_that_was_set_back_stops_nobody(pace: Pace, time: Time) -> None:
    with pace(4.0).turn():
        pass
    time.pass_by(-10_000.0)
    with pace(4.0).turn():
        pass
    assert sum(time.slept) <= 2 * 4.0
    with pace(4.0).turn():
        pass
    assert sum(time.slept) <= 3 * 4.0, "and it is forgotten at once"


@pytest.mark.parametrize("content", ["", "yesterday", "nan", "-1e400"])
def test_a_damaged_state_is_overwritten(
    pace: Pace, time: Time, tmp_path: Path, content: str
) -> None:
    with pace(4.0).turn():
        pass
    (state,) = tmp_path.glob("pace-*[!k]")
    state.write_text(content)
    with pace(4.0).turn():
        pass
    assert time.slept == []
    assert float(state.read_text()) == time.now()


def test_an_interval_of_zero_needs_no_state(tmp_path: Path) -> None:
    with SharedPace("http://service", 0, folder=tmp_path / "none").turn():
        pass
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://api.semanticscholar.org", True),
        ("http://127.0.0.1:8765", False),
        ("http://localhost:1", False),
        ("http://[::1]:1", False),
        ("http://192.168.1.7", False),
        ("http://8.8.8.8", True),
        ("http://localhost.example.org", True),
        ("http://127.0.0.1@example.org", True),
    ],
)
def test_only_a_private_address_is_not_public(url: str, public: bool) -> None:
    assert is_public(url) is public


def test_a_public_service_can_be_slowed_but_not_sped_up() -> None:
    assert allowed_interval("https://export.arxiv.org", 0.0, 3.0) == 3.0
    assert allowed_interval("https://export.arxiv.org", 10.0, 3.0) == 10.0
    assert allowed_interval("http://127.0.0.1:1", 0.0, 3.0) == 0.0
