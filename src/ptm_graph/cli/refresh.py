"""``ptm-graph refresh``."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ptm_graph.cli.build import line_of, print_problems
from ptm_graph.cli.options import (
    corpus_option,
    decisions_option,
    json_option,
    library_option,
    library_path_from,
    print_json,
    seeds_argument,
    services_option,
)
from ptm_graph.cli.screen import examples, say

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from ptm_graph.workflow.refreshing import Plan, Progress, Refreshed, RefreshReport

SOME_FAILED = 3
"""Exit status of a refresh that is done, but a service failed for some papers."""


@click.command("refresh", epilog=examples("refresh", "refresh mine.yaml --dry-run"))
@seeds_argument
@click.option(
    "--max-age",
    type=click.FloatRange(min=0),
    default=7.0,
    show_default=True,
    metavar="DAYS",
    help="Do not ask again for anything newer than this; reference lists of older papers are kept "
    "up to 12 times as long.",
)
@click.option(
    "--citations",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Also fetch N of the papers that cite each paper of the reading list.",
)
@click.option(
    "--citations-by",
    type=click.Choice(["influential", "recent"]),
    default="influential",
    show_default=True,
    help="Which N to fetch.",
)
@click.option(
    "--full-texts",
    is_flag=True,
    help="Also read the papers of the reading list themselves: their LaTeX from export.arxiv.org, "
    "one request in three seconds, for your own use as arXiv's terms demand.",
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    metavar="N",
    help="With --full-texts: fetch N sources at most, and look up N of the titles that only they "
    "list; the next night goes on.  [default: 100]",
)
@click.option(
    "--keep",
    is_flag=True,
    help="With --full-texts: keep the sources beside the library, readable for you alone.",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    metavar="REQUESTS",
    help="Stop after so many requests; the next refresh goes on from there.",
)
@services_option
@corpus_option("Look in this corpus first, and ask the services only for what it lacks.")
@click.option("--quiet", is_flag=True, help="Print nothing if nothing changed (for cron).")
@click.option(
    "--dry-run", is_flag=True, help="Show what would be requested, without requesting it."
)
@library_option
@decisions_option
@json_option
def command(
    *,
    seeds: tuple[Path, ...],
    max_age: float,
    citations: int,
    citations_by: Literal["influential", "recent"],
    full_texts: bool,
    most: int | None,
    keep: bool,
    budget: int | None,
    services: str | None,
    corpus: Path | None,
    quiet: bool,
    dry_run: bool,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> int:
    """Ask the services for what is new, stale or missing.

    SEEDS are reading lists: files, folders, zotero:… or - for standard input (default: those the
    library was last built or refreshed with; for a new library the bundled one). Stored data is
    never replaced by less. Changed citation counts are recorded, but on their own they are not
    news.

    Exit status: 0 done, 1 error, 2 usage, 3 done with some papers failed, 75 another
    refresh is running.
    """
    from ptm_graph.workflow.refreshing import (
        MOST,
        TextWishes,
        plan_refresh,
        refresh_library,
        sources_beside,
    )
    from ptm_graph.workflow.sourcing import settings_asking

    if not full_texts and (keep or most is not None):
        raise click.UsageError("--most and --keep say how --full-texts works; add it.")
    age = datetime.timedelta(days=max_age)
    path = library_path_from(library_path)
    folder = sources_beside(path) if keep else None
    texts = TextWishes(most or MOST, folder) if full_texts else None
    settings = settings_asking(services, corpus)
    if dry_run:
        planned = plan_refresh(
            path, seeds, max_age=age, citations=citations, texts=texts, settings=settings
        )
        _tell(planned, as_json)
        return 0
    with watched() as progress:
        done = refresh_library(
            path,
            seeds,
            max_age=age,
            citations=citations,
            citations_by=citations_by,
            texts=texts,
            decisions_file=decisions_path,
            budget=budget,
            settings=settings,
            progress=progress,
        )
    report, news = done.report, done.news
    if as_json:
        from ptm_graph.workflow.changes.telling import as_data

        left = [entry.name for entry in done.left]
        print_json({**dataclasses.asdict(report), "history": as_data(news), "left": left})
    elif not quiet or report.eventful:
        print_report(done, everything=not quiet)
    if done.left and not as_json:
        names = (f"  {entry.name}" for entry in done.left)
        say("\n".join([f"No longer in the list ({len(done.left)}):", *names]))
    return SOME_FAILED if report.failed else 0


def print_report(done: Refreshed, *, everything: bool = True) -> None:
    """Say what a refresh did, what is new, and what could not be used."""
    from ptm_graph.workflow.changes.telling import as_text

    _print(done.report)
    say(as_text(done.digest).removesuffix("\n"))
    print_problems("Not understood", done.unused if everything else ())
    _print_problems(done.report, everything=everything)


def _tell(planned: Plan, as_json: bool) -> None:
    if as_json:
        print_json({**dataclasses.asdict(planned), "requests": planned.requests})
        return
    for step in planned.steps:
        about = "about " if step.estimated else ""
        took = f", {step.seconds / 60:.0f} min" if step.seconds >= 60 else ""
        say(
            f"{step.what}: {about}{step.papers} papers, {about}{step.requests} "
            f"{'request' if step.requests == 1 else 'requests'}"
            f"{_between(step.least, step.most)} to {step.service}{took}"
        )
    minutes, seconds = divmod(round(planned.seconds), 60)
    complete = all(step.most is not None for step in planned.steps)
    between = _between(*planned.bounds) if complete else ""
    about = "about " if between or not complete else ""
    say(
        f"{about}{planned.requests} requests in total{between}, about {minutes} min {seconds:02d} s"
    )


def _between(least: int, most: int | None) -> str:
    return f" ({least} to {most}, by what is missing)" if most is not None and least != most else ""


def _print(report: RefreshReport) -> None:
    asked = requests_of(report)
    say(
        f"{report.papers} papers ({_more(report.new_papers)}), {report.citations} citations "
        f"({_more(report.new_citations)}); requests: {asked}; {report.seconds:.0f} s"
    )
    if report.left:
        say(f"The budget is spent: {report.left} questions are left for the next refresh")
    if (texts := report.full_texts) is not None:
        left = f"; {texts.left} left for the next run" if texts.left else ""
        say(
            f"Full texts: {texts.read} read, {texts.without_source} without LaTeX source, "
            f"{texts.not_read} could not be read{left}"
        )


def requests_of(report: RefreshReport) -> str:
    """Say how many requests were sent to whom."""
    asked = (f"{count} to {service}" for service, count in report.requests.items())
    return ", ".join(asked) or "none"


def _more(count: int) -> str:
    return f"{count} new" if count >= 0 else f"{-count} fewer"


def _print_problems(report: RefreshReport, *, everything: bool) -> None:
    if everything:
        print_problems("Not found, or not in full", report.problems)
        return
    news = [one for one in report.new_problems if one not in report.failures]
    for problem in news:  # what failed stands in the summary already
        say(f"New problem: {line_of(problem)}")


@contextlib.contextmanager
def watched() -> Iterator[Progress | None]:
    """Show a progress bar with the time left on a terminal, and nothing in a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[far]}", markup=False),
    )
    with Bars(*columns, console=console) as bars:
        yield _Bars(bars)


class _Bars:
    """Progress as bars of `rich`, told in papers and minutes."""

    def __init__(self, bars: Bars):
        from ptm_graph.words.pace import Pace

        self._bars = bars
        self._pace = Pace()
        self._task: TaskID | None = None

    def later(self, seconds: float) -> None:
        self._pace.later(seconds)

    def stage(self, name: str, total: int) -> None:
        if self._task is not None:  # what is over has no time left
            self._bars.update(self._task, far=" · ".join(map(str, self._pace.said()[:1])))
        self._pace.stage(name, total)
        self._task = self._bars.add_task(name, total=total, far=self._far()) if total else None

    def advance(self, steps: int = 1) -> None:
        self._pace.advance(steps)
        if self._task is not None:
            self._bars.update(self._task, advance=steps, far=self._far())

    def _far(self) -> str:
        return " · ".join(map(str, self._pace.said()))
