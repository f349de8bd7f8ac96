"""``ptm-graph reading-order``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptm_graph.cli.options import (
    decided_lineage,
    decisions_option,
    json_option,
    left_out,
    library_option,
    open_library,
    print_json,
    proposals_option,
)
from ptm_graph.cli.screen import examples, say, say_legend
from ptm_graph.words.notices import marked

if TYPE_CHECKING:
    from collections.abc import Collection

    import networkx as nx

    from ptm_graph.analysis import ReadingOrder, ReadingStep


@click.command(
    "reading-order", epilog=examples("reading-order RoBERTa", "reading-order --limit 10")
)
@click.argument("query", required=False)
@click.option("--family", metavar="NAME", help="Only this family of the reading list.")
@click.option("--limit", type=click.IntRange(min=1), help="Papers to show [default: all].")
@proposals_option
@library_option
@decisions_option
@json_option
def command(
    query: str | None,
    family: str | None,
    limit: int | None,
    proposals: bool,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> None:
    """Show what to read first, and why.

    For the paper QUERY, for a family, or for the whole reading list. Parents come before
    their children, and papers that many others build on before those that few do, so you
    can stop anywhere and have read what you need up to there.
    """
    from ptm_graph.analysis import papers_of_family, reading_order

    if query and family:
        raise click.UsageError("give a paper or a family, not both")
    with open_library(library_path) as library:
        paper = library.find(query) if query else None
        decided = decided_lineage(library, decisions_path)
    citations = decided.citations
    goals: Collection[str] | None = None
    if paper is not None:
        goals = [paper.key]
    elif family:
        goals = papers_of_family(citations, family)
    order = reading_order(decided.graph, goals, citations=citations, proposals=proposals)
    steps = order.steps[:limit]
    if as_json:
        print_json([_as_data(citations, step) for step in steps])
        return
    _print(citations, steps, order)
    shown = [(step.paper, one) for step in steps for one in step.reasons if one.kind == "parents"]
    edges = decided.graph.edges
    say_legend(edges[parent, paper] for paper, one in shown for parent in one.papers)


def _as_data(citations: nx.DiGraph[str], step: ReadingStep) -> dict[str, object]:
    names = ("name", "title", "date", "family", "notice")
    data = citations.nodes[step.paper]
    return {
        "key": step.paper,
        **{name: data.get(name) for name in names},
        "after": list(step.after),
        "reasons": [
            {
                "kind": reason.kind,
                "count": reason.count,
                "papers": list(reason.papers),
                "text": reason.text,
            }
            for reason in step.reasons
        ],
    }


def _print(citations: nx.DiGraph[str], steps: tuple[ReadingStep, ...], order: ReadingOrder) -> None:
    from rich.text import Text

    width = len(str(len(steps)))
    for number, step in enumerate(steps, start=1):
        data = citations.nodes[step.paper]
        heading = f"{marked(data)} ({data.get('date', 'date unknown')})"
        say(Text(f"{number:>{width}}. {heading}", style="bold"))
        if data["title"] != data["name"]:
            say(Text(f"{'':{width}}  {data['title']}"))
        for reason in step.reasons:
            say(Text(f"{'':{width}}  · {reason.text}", style="dim"))
    hidden = len(order.steps) - len(steps)
    if hidden:
        say(Text(f"and {hidden} more (see --limit)", style="dim"))
    if order.dropped:
        dropped = f"{len(order.dropped)} steps against time would close cycles and are left out"
        say(Text(dropped, style="dim"))
    if order.proposals:
        say(Text(left_out(order.proposals), style="dim"))
