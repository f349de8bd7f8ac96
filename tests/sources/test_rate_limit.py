"""The pace that all processes of a user share."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from ptm_graph.sources.rate_limit import SharedPace, allowed_interval, is_public

TURNS = """
import json, sys, time
from pathlib import Path
from ptm_graph.sources.rate_limit import SharedPace
pace = SharedPace("http://service", float(sys.argv[2]), folder=Path(sys.argv[1]),
                  one_at_a_time=sys.argv[3] == "one")
times = []
for _ in range(4):
    with pace.turn() as sent:
        times.append([time.time(), time.time()])
        sent()
        time.sleep(0.05)
        times[-1][1] = time.time()
print(json.dumps(times))
"""


def turns_of_two_processes(folder: Path, interval: float, manner: str) -> list[tuple[float, float]]:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", TURNS, str(folder), str(interval), manner],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    found = [turn for process in processes for turn in json.loads(process.communicate(None, 30)[0])]
    return sorted((start, end) for start, end in found)


def test_two_processes_keep_one_pace(tmp_path: Path) -> None:
    turns = turns_of_two_processes(tmp_path, 0.1, "many")
    assert len(turns) == 8
    assert min(later[0] - earlier[0] for earlier, later in pairwise(turns)) > 0.09


def test_nobody_elses_request_leaves_before_ones_own_has_left(tmp_path: Path) -> None:
    one, other = (SharedPace("http://service", 0.01, folder=tmp_path) for _ in range(2))
    left = threading.Event()

    def leave() -> None:
        with other.turn() as sent:
            left.set()
            sent()

    with one.turn() as sent:
        thread = threading.Thread(target=leave)
        thread.start()
        assert not left.wait(0.2)
        sent()
        assert left.wait(10)
    thread.join()


def test_one_connection_means_that_turns_do_not_overlap(tmp_path: Path) -> None:
    turns = turns_of_two_processes(tmp_path, 0.01, "one")
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(turns))


def test_a_clock_that_was_set_back_stops_nobody(tmp_path: Path) -> None:
    pace = SharedPace("http://service", 0.05, folder=tmp_path)
    with pace.turn():
        pass
    (state,) = tmp_path.glob("pace-*[!k]")
    state.write_text(repr(time.time() + 10_000))
    started = time.monotonic()
    with pace.turn():
        pass
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("content", ["", "yesterday", "nan", "-1e400"])
def test_a_damaged_state_is_overwritten(tmp_path: Path, content: str) -> None:
    pace = SharedPace("http://service", 0.01, folder=tmp_path)
    with pace.turn():
        pass
    (state,) = tmp_path.glob("pace-*[!k]")
    state.write_text(content)
    started = time.monotonic()
    with pace.turn():
        pass
    assert time.monotonic() - started < 1
    assert float(state.read_text()) > 1e9


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
