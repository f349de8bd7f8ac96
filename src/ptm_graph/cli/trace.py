"""``ptm-graph trace``: a reading list and a library from one paper."""

from __future__ import annotations

import dataclasses
import shlex
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptm_graph.cli.build import print_problems
from ptm_graph.cli.options import (
    corpus_option,
    json_option,
    library_path_from,
    print_json,
    services_option,
)
from ptm_graph.cli.refresh import SOME_FAILED, requests_of, watched
from ptm_graph.cli.screen import examples, say
from ptm_graph.errors import AmbiguousQueryError
from ptm_graph.words.model import percent

if TYPE_CHECKING:
    from ptm_graph.workflow.tracing import Expected, Reached, Traced

_LINE = 90
"""Letters of a title among others."""
_SHOWN = 5
"""So many of those that were left are named."""


@click.command("trace", epilog=examples("trace 1810.04805", "trace 1810.04805 --up 2 -o bert.db"))
@click.argument("papers", nargs=-1, required=True, metavar="PAPER...")
@click.option(
    "--up",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    metavar="N",
    help="Generations of ancestors.",
)
@click.option(
    "--down",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Generations of descendants.",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    metavar="PAPERS",
    help="Papers that are asked about at most, the likeliest first.",
)
@click.option(
    "--least",
    type=click.FloatRange(0.001, 1),
    default=0.01,
    show_default=True,
    metavar="P",
    help="Follow no paper to which the likeliest way is less probable than this.",
)
@click.option(
    "--requests",
    type=click.IntRange(min=1),
    metavar="N",
    help="Stop after about N requests  [default: twice as many as are expected].",
)
@click.option(
    "-o",
    "--library",
    "library_path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The library to make, or to go on with [default: $PTM_GRAPH_LIBRARY, else in your data "
    "directory].",
)
@click.option(
    "--list",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The reading list to write [default: beside the library, with its name].",
)
@click.option(
    "--full-texts",
    is_flag=True,
    help="Also read the papers themselves: their LaTeX from export.arxiv.org, for your own use.",
)
@services_option
@corpus_option("Take all from this corpus, see “ptm-graph corpus”, and ask nobody.")
@click.option("--dry-run", is_flag=True, help="Say what it would cost, and ask nobody.")
@json_option
def command(
    *,
    papers: tuple[str, ...],
    up: int,
    down: int,
    budget: int,
    least: float,
    requests: int | None,
    library_path: Path | None,
    file: Path | None,
    full_texts: bool,
    services: str | None,
    corpus: Path | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Make a reading list and a library of what a paper descends from.

    PAPER is an identifier, a link or a title. The references of each paper are judged as
    parents among all of them; the likeliest are followed until the budget is used up. The same
    command with a larger budget goes on where the last run ended, also after Ctrl-C.

    Exit status: 0 done, 1 error, 2 usage, 3 done with some papers failed, 75 another
    refresh is running.
    """
    from ptm_graph.workflow.sourcing import settings_asking
    from ptm_graph.workflow.tracing import Bounds, TextWishes, expected, starts, trace

    path = library_path_from(library_path)
    bounds = Bounds(up, down, budget, requests, least)
    starts(papers)  # what is no paper is said before what it costs
    settings = settings_asking(services, corpus)
    if settings.corpus is not None and (full_texts or services is not None):
        raise click.UsageError(
            "With a corpus nobody is asked: it goes with neither --services nor --full-texts."
        )
    cost = expected(path, bounds, file=file, full_texts=full_texts, settings=settings)
    if dry_run and as_json:
        print_json(dataclasses.asdict(cost))
        return 0
    if not as_json:
        say(_cost(cost), err=not dry_run)
    if dry_run:
        return 0

    def traced(named: Sequence[str]) -> Traced:
        with watched() as progress:
            texts = TextWishes(budget) if full_texts else None
            return trace(
                *(path, named, bounds),
                file=file,
                settings=settings,
                texts=texts,
                progress=progress,
            )

    done = _asking(traced, papers)
    if as_json:
        print_json(dataclasses.asdict(done) | {"library": str(path), "file": str(done.file)})
    else:
        _print(done)
    return SOME_FAILED if done.report.failed else 0


def _asking(traced: Callable[[Sequence[str]], Traced], papers: Sequence[str]) -> Traced:
    """Let a person at a terminal choose which paper a title means."""
    try:
        return traced(papers)
    except AmbiguousQueryError as error:
        if not (sys.stdin.isatty() and sys.stderr.isatty()) or error.query not in papers:
            raise
        say(str(error), err=True)
        number = click.prompt("Which one", type=click.IntRange(1, len(error.choices)), err=True)
        chosen = error.choices[number - 1].split()[1]
        return _asking(traced, [chosen if one == error.query else one for one in papers])


def _cost(cost: Expected) -> str:
    if not cost.requests:
        return f"up to {cost.papers} papers, no requests"
    minutes, seconds = divmod(round(cost.seconds), 60)
    took = f"about {minutes} min {seconds:02d} s" if minutes else f"about {seconds} s"
    return (
        f"up to {cost.papers} papers, about {cost.requests} requests ({cost.most} at most), {took}"
    )


def _print(done: Traced) -> None:
    names = {one.key: one.name for one in done.papers}
    generations: dict[int, list[Reached]] = {}
    for one in done.papers:
        generations.setdefault(one.generation, []).append(one)
    for generation, reached in generations.items():
        heading = "From" if generation == 0 else "Generation"
        say(f"{heading} {f'{generation:+d}' if generation else ''}".rstrip(), style="bold")
        for one in reached:
            year = f" ({one.year})" if one.year else ""
            by = f"  by way of {names.get(one.by, one.by)}" if one.by else ""
            odd = "  no service has a record of it" if one.entry else ""
            say(f"  {percent(one.probability) if one.by else ''}  {one.name}{year}{by}{odd}")
    _print_rest(done)
    where = shlex.quote(str(done.library))
    asked = requests_of(done.report)
    papers = "1 paper" if len(done.papers) == 1 else f"{len(done.papers)} papers"
    say(f"{papers}; requests: {asked}; {done.report.seconds:.0f} s")
    say(f"{done.file}: the reading list; “ptm-graph app --library {where}” shows its lineage")
    print_problems("Not found, or not in full", done.report.problems)


def _short(text: str) -> str:
    return textwrap.shorten(text, _LINE, placeholder=" …")


def _print_rest(done: Traced) -> None:
    if done.left:
        named = ", ".join(
            f"{_short(one.name)} ({percent(one.probability)})" for one in done.left[:_SHOWN]
        )
        say(
            f"{len(done.left)} more were not followed for lack of budget, the likeliest: {named}; "
            "the same with a larger --budget or more --requests goes on"
        )
    if done.dismissed:
        say(f"{done.dismissed} citing papers were looked at and descend from none of these")
    if done.unrecorded:
        named = "; ".join(
            f"“{_short(one.title)}” ({_short(', '.join(one.listed_by))})"
            for one in done.unrecorded[:_SHOWN]
        )
        more = len(done.unrecorded) - _SHOWN
        rest = f"; and {more} more" if more > 0 else ""
        say(f"References that no service has a record of: {named}{rest}")
