"""``ptm-graph refresh``."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from ptm_graph.cli.build import print_problems
from ptm_graph.cli.options import (
    json_option,
    library_option,
    library_path_from,
    print_json,
    seeds_argument,
)
from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.enrich.report import RefreshReport
from ptm_graph.library import Library
from ptm_graph.settings import Settings

SOME_FAILED = 3
"""Exit status of a refresh that is done, but a service failed for some papers."""


@click.command("refresh")
@seeds_argument
@click.option(
    "--max-age",
    type=click.FloatRange(min=0),
    default=7.0,
    show_default=True,
    metavar="DAYS",
    help="Do not ask again for what is younger.",
)
@library_option
@json_option
def command(
    seeds: tuple[Path, ...], max_age: float, library_path: Path | None, as_json: bool
) -> int:
    """Ask arXiv and Semantic Scholar for what is new, stale or missing.

    SEEDS are reading lists (default: those the library was last built or refreshed
    with, else the bundled one). Nothing that is stored is replaced by less.
    """
    from ptm_graph.enrich import read_entries
    from ptm_graph.enrich.refresh import refresh
    from ptm_graph.sources.arxiv import Arxiv
    from ptm_graph.sources.semantic_scholar import SemanticScholar

    settings = Settings.from_environment()
    with Library.open(library_path_from(library_path), writable=True) as library:
        paths = [path.absolute() for path in seeds] or lists_of(library)
        entries, unused = read_entries(paths)
        scholar, arxiv_api = SemanticScholar(settings), Arxiv(settings)
        with contextlib.closing(scholar), contextlib.closing(arxiv_api), watched() as progress:
            report = refresh(
                library,
                entries,
                scholar,
                arxiv_api,
                unused=unused,
                lists=paths,
                max_age=datetime.timedelta(days=max_age),
                progress=progress,
            )
    if as_json:
        print_json(dataclasses.asdict(report))
    else:
        _print(report, len(unused))
        print_problems("Not understood", unused)
        print_problems("Not found, or not in full", report.problems)
    return SOME_FAILED if report.failed else 0


def lists_of(library: Library) -> Sequence[Path]:
    """Reading lists a library was last made from, else the bundled one."""
    from ptm_graph import bundled

    listed = library.reading_lists()
    return listed or [bundled.seed_list()]


def _print(report: RefreshReport, unused: int) -> None:
    asked = ", ".join(f"{count} to {service}" for service, count in report.requests.items())
    click.echo(
        f"{report.papers} papers ({report.new_papers} new), {report.citations} citations "
        f"({report.new_citations} new); requests: {asked}; {report.seconds:.0f} s"
    )


@contextlib.contextmanager
def watched() -> Iterator[Progress]:
    """Show a progress bar on a terminal, and nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Silent()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=console) as bars:
        yield _Bars(bars)


class _Bars:
    """Progress as bars of `rich`."""

    def __init__(self, bars: Bars):
        self._bars = bars
        self._task: TaskID | None = None

    def stage(self, name: str, total: int) -> None:
        self._task = self._bars.add_task(name, total=total) if total else None

    def advance(self, steps: int = 1) -> None:
        if self._task is not None:
            self._bars.advance(self._task, steps)
