"""``ptm-graph build``."""

from __future__ import annotations

import contextlib
import dataclasses
from pathlib import Path

import click

from ptm_graph.cli.options import (
    corpus_option,
    json_option,
    library_option,
    library_path_from,
    print_json,
    seeds_argument,
)
from ptm_graph.cli.screen import examples, say
from ptm_graph.words.model import Problem


@click.command("build", epilog=examples("build", "build mine.yaml --library my.db"))
@seeds_argument
@click.option(
    "--snapshot",
    "snapshot_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Snapshot to fill in facts from [default: the bundled one].",
)
@corpus_option("Take the facts from this corpus, see “ptm-graph corpus”, and ask nobody.")
@library_option
@json_option
def command(
    seeds: tuple[Path, ...],
    snapshot_path: Path | None,
    corpus: Path | None,
    library_path: Path | None,
    as_json: bool,
) -> None:
    """Make a library from reading lists and a snapshot, without a network.

    SEEDS are reading lists: files, folders, zotero:… or - for standard input (default: the
    bundled list of pretrained language models).
    What the snapshot, or the corpus, does not know is listed; “ptm-graph refresh” asks the
    services.
    An existing library is kept: it gets this reading list, and loses no data.
    """
    from ptm_graph.cli.refresh import watched
    from ptm_graph.workflow.building import build_library
    from ptm_graph.workflow.sourcing import settings_asking

    path = library_path_from(library_path)
    settings = settings_asking(None, corpus)
    with watched() if settings.corpus else contextlib.nullcontext() as progress:
        report = build_library(path, seeds, snapshot_path, settings=settings, progress=progress)
    if as_json:
        print_json({"library": str(path), **dataclasses.asdict(report)})
        return
    say(
        f"{path}: {report.seeds} papers of the reading list, {report.papers} with those they "
        f"cite, {report.citations} citations"
    )
    print_problems("Not understood", report.unused)
    where = (
        "Not in the snapshot" if settings.corpus is None else "Not in the corpus, or not in full"
    )
    print_problems(where, report.missing)


def print_problems(heading: str, problems: tuple[Problem, ...] | list[Problem]) -> None:
    """List problems with their places, on stderr."""
    if not problems:
        return
    say(f"{heading} ({len(problems)}):", err=True)
    for problem in problems:
        say(f"  {line_of(problem)}", err=True)


def line_of(problem: Problem) -> str:
    """Give a problem as one line: place, subject, reason."""
    place = ":".join(str(part) for part in (problem.file, problem.line) if part is not None)
    return (
        f"{place}: {problem.subject}: {problem.reason}"
        if place
        else (f"{problem.subject}: {problem.reason}")
    )
