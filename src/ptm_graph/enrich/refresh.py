"""Reading list and services → library; what is stored is never asked again too soon.

Every answer is stored as it comes, in a transaction of its own, together with when it
was asked for. A run that was cut off therefore goes on where it stopped, and a second
run asks only for what is no longer fresh.
"""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from pathlib import Path

from ptm_graph.enrich.asking import Asking
from ptm_graph.enrich.citing import Preference
from ptm_graph.enrich.facts import update_facts
from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.enrich.report import RefreshReport
from ptm_graph.enrich.stages import Stage
from ptm_graph.enrich.staleness import FRESH_FOR, Due
from ptm_graph.enrich.table import stages
from ptm_graph.enrich.text_stages import TextWishes, counted, spoken_in
from ptm_graph.errors import LibraryError, RefusedError
from ptm_graph.library import Library
from ptm_graph.library.history import Outcome, RelationRow
from ptm_graph.library.lock import refresh_lock
from ptm_graph.settings import without_secrets
from ptm_graph.sources.service import Service
from ptm_graph.sources.services import ranked
from ptm_graph.words.doors import STAGE as VALUES
from ptm_graph.words.doors import Tally
from ptm_graph.words.model import Problem, SeedEntry

__all__ = ["FRESH_FOR", "RefreshReport", "refresh"]

Lineage = Callable[[Library], Iterable[RelationRow]]
"""Infers the lineage of a library; given from outside, as this floor knows none."""
Grow = Callable[[Library, Sequence[Stage]], bool]
"""Lets the reading list of a library grow by what the stages brought; False: it is whole."""


def refresh(
    library: Library,
    entries: Sequence[SeedEntry],
    *services: Service,
    unused: Sequence[Problem] = (),
    lists: Sequence[str | Path] = (),
    max_age: datetime.timedelta = FRESH_FOR,
    citations: int = 0,
    citations_by: Preference = "influential",
    citations_of: Container[str] | None = None,
    texts: TextWishes | None = None,
    grow: Grow | None = None,
    lineage: Lineage | None = None,
    budget: int | None = None,
    progress: Progress | None = None,
    now: Callable[[], datetime.datetime] | None = None,
) -> RefreshReport:
    """Resolve the entries and fill the library from the services.

    Parameters
    ----------
    library : Library
        Open for writing.
    entries : sequence of SeedEntry
        The reading list; becomes the library's reading list.
    *services : Service
        The services, open (see :func:`ptm_graph.sources.services.opened`).
    unused : sequence of Problem, optional
        What reading the lists could not use; recorded in the library.
    lists : sequence of Path, optional
        Files the entries come from; the next refresh reads them again.
    max_age : timedelta, default 7 days
        Answers younger than this are not asked for again; lists of older papers live
        longer (see :mod:`ptm_graph.enrich.staleness`).
    citations : int, default 0
        How many of the papers that cite a seed to fetch, for each seed.
    citations_by : {"influential", "recent"}
        Which of them.
    citations_of : container of str, optional
        Keys of the papers for which they are fetched; default: all of the reading list.
    texts : TextWishes, optional
        How full texts are to be fetched and read; None: they are not.
    grow : callable, optional
        Asked when all is stored: it adds to the reading list, and what is new is asked for,
        until it has nothing to add.
    lineage : callable, optional
        Infers the lineage of the library, so that the history can say what changed.
    budget : int, optional
        Requests after which nothing more is asked; the next refresh goes on from there.
    progress : Progress, optional
        Told about each stage.
    now : callable, optional
        The clock, in UTC.

    Raises
    ------
    LibraryBusyError
        If another process refreshes the library.
    RefusedError
        If a service refuses the key; what was stored before stays.
    LibraryError
        If the library cannot be written any more; what was stored before stays.
    """
    clock = now or _utc_now
    begun = clock()
    with (
        refresh_lock(library.path),
        library.refreshing(begun.isoformat(timespec="seconds")) as row,
    ):
        report = RefreshReport(number=row.number, entries=len(entries))
        library.refused = Tally(VALUES)  # what an earlier refresh was told is not told again
        with _noted(library, report, services, clock):
            before = _State(library)
            with library.writing() as writer:
                writer.remember_sources(one.source for one in services)
                writer.replace_entries(entries)
                writer.replace_problems(("reading list", "snapshot"), unused)
                writer.set_reading_lists(lists)
            table = stages(
                services,
                citations=citations,
                citations_by=citations_by,
                citations_of=citations_of,
                texts=texts,
                keep=grow is not None,
            )
            asking = Asking(
                library,
                table,
                due=Due(library, max_age, begun),
                progress=progress or Silent(),
                now=clock,
                budget=budget,
            )
            report.problems = asking.problems
            computed = 0
            growing = True
            while growing:
                asking.run()
                computed += update_facts(library, progress, spoken=spoken_in(table))
                growing = grow is not None and grow(library, table)
            report.full_texts, report.left = counted(table), asking.left
            asked = any(one.requests or one.local for one in services)
            if lineage is not None and (computed or asked or before.unlike()):
                _remember_lineage(library, lineage, progress or Silent())
            with library.writing() as writer:
                report.problems.extend(asking.lasting_problems())
                report.problems.extend(library.refused.problems())
                writer.replace_problems([*(one.what for one in table), VALUES], report.problems)
                writer.set_meta("fetched", clock().date().isoformat())
            report.entries = len(library.seed_entries())
            before.compare(report)
    return report


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _remember_lineage(library: Library, lineage: Lineage, progress: Progress) -> None:
    progress.stage("lineage", 1)
    rows = list(lineage(library))
    with library.writing() as writer:
        writer.remember_lineage(rows)
    progress.advance()


class _State:
    """What a library held before a refresh."""

    def __init__(self, library: Library):
        self._library = library
        self._papers, self._citations = library.paper_count(), library.citation_count()
        self._problems = set(library.problems())
        self._remembered = library.meta("lineage remembered") is not None

    def unlike(self) -> bool:
        """Whether the lineage may be another one now."""
        library = self._library
        return not self._remembered or (self._papers, self._citations) != (
            library.paper_count(),
            library.citation_count(),
        )

    def compare(self, report: RefreshReport) -> None:
        """Tell the report what is new."""
        library = self._library
        report.new_problems = [one for one in report.problems if one not in self._problems]
        report.papers, report.citations = library.paper_count(), library.citation_count()
        report.new_papers = report.papers - self._papers
        report.new_citations = report.citations - self._citations
        report.changes = len(library.history.changes(report.number, report.number))


@contextlib.contextmanager
def _noted(
    library: Library,
    report: RefreshReport,
    services: Sequence[Service],
    clock: Callable[[], datetime.datetime],
) -> Iterator[None]:
    """Close the row of history, however the work ends."""
    started = time.monotonic()

    def close(outcome: Outcome, message: str | None = None) -> None:
        report.requests = {
            one.source.title: one.requests for one in ranked(services) if not one.local
        }
        report.seconds = time.monotonic() - started
        library.end_refresh(
            at=clock().isoformat(timespec="seconds"),
            seconds=report.seconds,
            outcome=outcome,
            requests=report.requests,
            failures=[f"{one.stage}: {one.subject}: {one.reason}" for one in report.failures],
            message=message,
        )

    try:
        yield
    except BaseException as error:
        outcome: Outcome = "error"
        if isinstance(error, RefusedError):
            outcome = "refused"
        elif isinstance(error, KeyboardInterrupt):
            outcome = "cut off"
        with contextlib.suppress(LibraryError):  # the error that ended it says more
            close(outcome, without_secrets(str(error)) or type(error).__name__)
        raise
    if report.left:
        close("cut off", f"its budget was spent, {report.left} questions are left")
    else:
        close("some failed" if report.failed else "done")
