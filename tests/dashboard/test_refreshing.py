"""A refresh in the background tells how far it is, and can be stopped."""

import shutil
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from dashboard_driver import TIMEOUT

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


def ended(job: RefreshJob) -> None:
    """Wait until a job has ended."""
    assert job._thread is not None
    job._thread.join(TIMEOUT)
    assert not job.running


def test_progress_and_result_can_be_seen(job: RefreshJob, monkeypatch: pytest.MonkeyPatch) -> None:
    advanced, go_on = threading.Event(), threading.Event()

    def refresh(*_: Any, progress: Any, **__: Any) -> Any:
        progress.stage("references", 3)
        progress.advance(2)
        advanced.set()
        go_on.wait(TIMEOUT)
        return DONE

    monkeypatch.setattr(refreshing, "refresh_library", refresh)
    job.start()
    assert advanced.wait(TIMEOUT)
    assert (job.running, job.pace.name, job.pace.done, job.pace.total) == (True, "references", 2, 3)
    assert str(job.pace.said()[0]) == "2 of 3 papers"
    go_on.set()
    ended(job)
    assert job.error is None
    assert job.log[-1].values["new_papers"] == 1
    assert job.brought == (1, 2)


def test_it_stops_at_its_next_step(job: RefreshJob, monkeypatch: pytest.MonkeyPatch) -> None:
    advanced, cancelled = threading.Event(), threading.Event()

    def refresh(*_: Any, progress: Any, **__: Any) -> Any:
        progress.stage("references", 10_000)
        progress.advance()
        advanced.set()
        cancelled.wait(TIMEOUT)
        progress.advance()
        raise AssertionError("it goes on")

    monkeypatch.setattr(refreshing, "refresh_library", refresh)
    job.start()
    assert advanced.wait(TIMEOUT)
    job.cancel()
    cancelled.set()
    ended(job)
    assert job.cancelled
    assert job.pace.done == 1
    assert job.error is None
    assert job.brought is None


def test_an_error_is_one_line_for_a_person(
    job: RefreshJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refresh(*_: Any, **__: Any) -> Any:
        raise RefusedError("the key is wrong")

    monkeypatch.setattr(refreshing, "refresh_library", refresh)
    job.start()
    ended(job)
    assert str(job.error) == "the key is wrong"


def test_a_cancelled_refresh_is_no_error_in_the_history() -> None:
    assert issubclass(CancelledError, KeyboardInterrupt)  # which the history calls “cut off”
