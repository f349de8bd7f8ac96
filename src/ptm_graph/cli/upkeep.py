"""``ptm-graph upkeep``: what a scheduled run does for a list."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from ptm_graph.cli.options import (
    decisions_option,
    library_option,
    library_path_from,
    seeds_argument,
)
from ptm_graph.cli.refresh import SOME_FAILED
from ptm_graph.cli.screen import examples, say


@click.command(
    "upkeep", epilog=examples("upkeep README.md", "upkeep README.md --propose --out proposal")
)
@seeds_argument
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("ptm-graph"),
    show_default=True,
    metavar="FOLDER",
    help="What is kept under version control: facts, what was asked when, and what is new.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("upkeep"),
    show_default=True,
    metavar="FOLDER",
    help="Message for the commit; patch, text and branch of a proposal.",
)
@click.option("--propose", is_flag=True, help="Write a patch of the papers the lists may lack.")
@click.option(
    "--chance",
    type=click.FloatRange(min=0, max=1),
    default=0.8,
    show_default=True,
    metavar="SHARE",
    help="Least measured chance of a paper that is proposed.",
)
@click.option("--name", default="library", show_default=True, help="What the feed is about.")
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="REQUESTS",
    help="Stop asking after so many requests; the next run goes on from there.",
)
@click.option(
    "--citations",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="As for “ptm-graph refresh”.",
)
@click.option(
    "--max-age",
    type=click.FloatRange(min=0),
    default=6.0,
    show_default=True,
    metavar="DAYS",
    help="As for “ptm-graph refresh”.",
)
@library_option
@decisions_option
def command(
    *,
    seeds: tuple[Path, ...],
    folder: Path,
    out: Path,
    propose: bool,
    chance: float,
    name: str,
    budget: int,
    citations: int,
    max_age: float,
    library_path: Path | None,
    decisions_path: Path | None,
) -> int:
    """Keep a list up by itself: refresh, write down what changed, propose what it lacks.

    SEEDS are reading lists. A library that is missing is made of FOLDER, which holds facts and
    no abstracts or citing sentences; what was asked and what is new stands there again
    afterwards. Nothing is committed and no list is changed: “ptm-graph schedule
    --github-actions” writes a workflow that does so.

    Exit status: 0 done, 1 error, 3 done with some papers failed.
    """
    from ptm_graph.cli.refresh import print_report
    from ptm_graph.workflow.upkeep import MOST_PROPOSED, upkeep

    if not seeds:
        raise click.UsageError("name the reading lists that are kept up")
    done = upkeep(
        library_path_from(library_path),
        seeds,
        folder,
        out,
        name=name,
        propose=chance if propose else None,
        max_age=datetime.timedelta(days=max_age),
        citations=citations,
        budget=budget,
        decisions_file=decisions_path,
    )
    print_report(done.refreshed)
    for listed in done.proposed:
        say(f"{listed.target}: {len(listed.of)} papers proposed, at most {MOST_PROPOSED} at once")
    for paper, reason in done.left:
        say(f"left out: {paper}: {reason}")
    return SOME_FAILED if done.refreshed.report.failed else 0
