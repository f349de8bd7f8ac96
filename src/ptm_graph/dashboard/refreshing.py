"""A refresh in the background: one at a time, watched and cancelled from any page."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import streamlit as st

from ptm_graph.errors import PtmGraphError
from ptm_graph.settings import without_secrets
from ptm_graph.words.pace import Pace

if TYPE_CHECKING:
    from ptm_graph.workflow.refreshing import RefreshReport


class CancelledError(KeyboardInterrupt):
    """Somebody asked the refresh to stop; what is stored stays.

    An interruption like Ctrl-C: no handler of errors holds it up, and the history calls the
    refresh cut off.
    """


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log."""

    stage: str | None = None
    """The stage that began; None where the refresh ended."""
    outcome: Literal["done", "cancelled"] | None = None
    values: Mapping[str, int] = field(default_factory=dict)
    at: str = field(default_factory=_now)


@dataclass
class RefreshJob:
    """The refresh of one library; says how far it is."""

    path: Path
    pace: Pace = field(default_factory=Pace)
    """How far it is."""
    log: list[Line] = field(default_factory=list)
    error: PtmGraphError | str | None = None
    cancelled: bool = False
    brought: tuple[int, int] | None = None
    """New papers and citations of the refresh that ended last; None: it did not end well."""
    traced: tuple[int, int] | None = None
    """Papers on the list that it made from one, and those it left for lack of budget."""
    _work: Work | None = None
    _thread: threading.Thread | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, work: Work | None = None) -> None:
        """Begin, if it is not at work already; by default with a refresh."""
        if self.running:
            return
        self.error, self.cancelled, self.log, self.brought = None, False, [], None
        self.traced, self._work = None, work
        self.pace = Pace()
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="refresh", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ask it to stop at its next step."""
        self._stop.set()

    # --- what the refresh tells (ptm_graph.enrich.Progress) ------------------------------

    def later(self, seconds: float) -> None:
        """Learn how long the stages after the next one take."""
        self.pace.later(seconds)

    def stage(self, name: str, total: int) -> None:
        """Begin a stage."""
        self._check()
        self.pace.stage(name, total)
        self.log.append(Line(stage=name, values={"total": total}))

    def advance(self, steps: int = 1) -> None:
        """Count finished steps."""
        self._check()
        self.pace.advance(steps)

    def _check(self) -> None:
        if self._stop.is_set():
            raise CancelledError

    def _run(self) -> None:
        try:
            self.log.append(self._refresh())
        except CancelledError:
            self.cancelled = True
            self.log.append(Line(outcome="cancelled"))
        except PtmGraphError as error:
            self.error = error
        except Exception as error:  # a thread has nobody above it to tell
            self.error = f"{type(error).__name__}: {without_secrets(str(error))}"

    def _refresh(self) -> Line:
        # the clients of the services are loaded when somebody asks them
        from ptm_graph.workflow.refreshing import refresh_library

        work = self._work or (lambda job: refresh_library(job.path, progress=job).report)
        report = work(self)
        self.brought = report.new_papers, report.new_citations
        names = ("papers", "new_papers", "citations", "new_citations")
        return Line(outcome="done", values={name: getattr(report, name) for name in names})


Work: TypeAlias = "Callable[[RefreshJob], RefreshReport]"
"""Asks the services, and tells the job how far it is."""


@st.cache_resource(show_spinner=False)
def job_of(path: str) -> RefreshJob:
    """The one job of a library, the same for all visitors."""
    return RefreshJob(Path(path))
