"""A refresh in the background tells how far it is, and can be stopped."""

import shutil
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ptm_graph.dashboard.refreshing import CancelledError, RefreshJob
from ptm_graph.errors import RefusedError
from ptm_graph.workflow import refreshing

REPORT = SimpleNamespace(papers=5, new_papers=1, citations=7, new_citations=2)
DONE = SimpleNamespace(report=REPORT)


@pytest.fixture
def job(small_library_path: Path, tmp_path: Path) -> RefreshJob:
    path = tmp_path / "library.db"
    shutil.copy(small_library_path, path)
    return RefreshJob(path)


def until(condition: Any) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_progress_and_result_can_be_seen(job: RefreshJob, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def refresh(*_: Any, progress: Any, **__: Any) -> Any:
        progress.stage("references", 3)
        progress.advance(2)
        go_on.wait(20)
        return DONE

    monkeypatch.setattr(refreshing, "refresh_library", refresh)
    job.start()
    until(lambda: job.done == 2)
    assert (job.running, job.stage_name, job.total) == (True, "references", 3)
    go_on.set()
    until(lambda: not job.running)
    assert job.error is None
    assert "5 papers (+1)" in job.log[-1]
    assert job.brought == (1, 2)


def test_it_stops_at_its_next_step(job: RefreshJob, monkeypatch: pytest.MonkeyPatch) -> None:
    def refresh(*_: Any, progress: Any, **__: Any) -> Any:
        progress.stage("references", 10_000)
        while True:
            time.sleep(0.01)
            progress.advance()

    monkeypatch.setattr(refreshing, "refresh_library", refresh)
    job.start()
    until(lambda: job.done > 0)
    job.cancel()
    until(lambda: not job.running)
    assert job.cancelled
    assert job.error is None
    assert job.brought is None


def test_an_error_is_one_line_for_a_person(
    job: RefreshJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refresh(*_: Any, **__: Any) -> Any:
        raise RefusedError("the key is wrong")

    monkeypatch.setattr(refreshing, "refresh_library", refresh)
    job.start()
    until(lambda: not job.running)
    assert job.error == "the key is wrong"


def test_a_cancelled_refresh_is_no_error_in_the_history() -> None:
    assert issubclass(CancelledError, KeyboardInterrupt)  # which the history calls “cut off”
