"""``ptm-graph path``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

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
from ptm_graph.words.model import percent
from ptm_graph.words.notices import marked
from ptm_graph.words.wording import sure

if TYPE_CHECKING:
    import networkx as nx

    from ptm_graph.analysis import Direction, Routes, RouteStep
    from ptm_graph.library import Library

_FOLLOWED = {
    "later": "each paper builds on the one before",
    "earlier": "each paper builds on the one after it",
    "either": "through common ancestors or descendants",
}


@click.command(
    "path",
    epilog=examples("path Transformer RoBERTa", "path word2vec BERT --graph citations --by time"),
)
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option(
    "--by",
    "kind",
    type=click.Choice(["shortest", "strongest", "time"]),
    default="shortest",
    show_default=True,
    help="All shortest routes, those with the highest confidence, or those that never run against "
    "time.",
)
@click.option(
    "--graph",
    "which",
    type=click.Choice(["lineage", "citations"]),
    default="lineage",
    show_default=True,
    help="Follow relations, or all citations.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=5, show_default=True, help="Routes to show."
)
@proposals_option
@library_option
@decisions_option
@json_option
def command(
    *,
    start: str,
    end: str,
    kind: Literal["shortest", "strongest", "time"],
    which: str,
    limit: int,
    proposals: bool,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> None:
    """Show the routes from paper A to paper B, each step with its reason.

    Routes on which each paper builds on the one before come first; if there are none,
    routes in the opposite direction, then routes through a common ancestor.
    """
    from ptm_graph.analysis import routes

    if kind == "strongest" and which == "citations":
        raise click.UsageError("citations have no confidence; use --graph lineage")
    with open_library(library_path) as library:
        papers = [library.find(query) for query in (start, end)]
        graph, direction = _graph(library, which, decisions_path)
    for paper in papers:
        if paper.key not in graph:  # a neighbour of the list has no relation
            graph.add_node(paper.key, title=paper.title, name=paper.name)
    ends = papers[0].key, papers[1].key
    found = routes(graph, *ends, kind=kind, limit=limit, direction=direction, proposals=proposals)
    if as_json:
        print_json(_as_data(graph, found, kind, which))
    else:
        _print(graph, found, kind, which, (papers[0].name, papers[1].name))


def _graph(
    library: Library, which: str, decisions_path: Path | None
) -> tuple[nx.DiGraph[str], Direction]:
    from ptm_graph.graph.citations import citation_graph

    if which == "lineage":
        return decided_lineage(library, decisions_path).graph, "parent-child"
    return citation_graph(library), "citing-cited"


def _as_data(graph: nx.DiGraph[str], found: Routes, kind: str, which: str) -> dict[str, Any]:
    names = ("name", "title", "date", "notice")
    return {
        "graph": which,
        "by": kind,
        "follow": found.follow,
        "total": found.total,
        "unusable": found.unusable,
        "proposals_left_out": found.proposals,
        "routes": [
            {
                "strength": route.strength,
                "papers": [
                    {"key": key, **{name: graph.nodes[key].get(name) for name in names}}
                    for key in route.papers
                ],
                "steps": [
                    {
                        "earlier": step.earlier,
                        "later": step.later,
                        "forward": step.forward,
                        "confidence": step.confidence,
                        "proposal": _perhaps(graph, step, which),
                        "reason": _reason(graph, step, which),
                    }
                    for step in route.steps
                ],
            }
            for route in found.routes
        ],
    }


def _reason(graph: nx.DiGraph[str], step: RouteStep, which: str) -> str | None:
    """Why a step is there, as far as the graph knows."""
    if which == "lineage":
        relation = graph.edges[step.earlier, step.later]
        told = [str(relation[name]) for name in ("label", "reason") if relation.get(name)]
        return "; ".join(told) or None
    citation = graph.edges[step.later, step.earlier]
    told = [f"in {count} sentence{'s'[: count > 1]}"] if (count := citation.get("mentions")) else []
    told += ["influential"] if citation.get("influential") else []
    return ", ".join(told) or None


def _print(
    graph: nx.DiGraph[str], found: Routes, kind: str, which: str, ends: tuple[str, str]
) -> None:
    from rich.text import Text

    if not found.routes:
        say(Text(f"no route from {ends[0]} to {ends[1]} in the {which}"))
        if which == "lineage":
            say(Text("try “--graph citations”", style="dim"))
        if found.proposals:
            say(Text(left_out(found.proposals), style="dim"))
        return
    shown = len(found.routes)
    how_many = f"{shown} of {found.total}" if (found.total or shown) > shown else str(shown)
    heading = f"{_KINDS[kind]} from {ends[0]} to {ends[1]}: {how_many}, {_FOLLOWED[found.follow]}"
    say(Text(heading, style="bold"))
    for number, route in enumerate(found.routes, start=1):
        line = Text(f"{number}. {_dated(graph, route.papers[0])}")
        for key, step in zip(route.papers[1:], route.steps, strict=True):
            line.append(f" {'→' if step.forward else '←'} {_dated(graph, key)}")
        if route.strength is not None:
            line.append(f"  {percent(route.strength)}", style="cyan")
        say(line)
        for step in route.steps:
            say(Text(f"   {_sentence(graph, step, which)}", style="dim"))
    if which == "lineage":
        pairs = {(step.earlier, step.later) for route in found.routes for step in route.steps}
        say_legend(graph.edges[pair] for pair in sorted(pairs))
        if any(route.strength is not None for route in found.routes):
            said = "the percentage of a route is that of its relations multiplied"
            say(Text(said, style="dim"))
    if found.unusable:
        unusable = f"{found.unusable} {which} edges left out: {_UNUSABLE[kind]}"
        say(Text(unusable, style="dim"))
    if found.proposals:
        say(Text(left_out(found.proposals), style="dim"))


_KINDS = {
    "shortest": "Shortest routes",
    "strongest": "Strongest routes",
    "time": "Routes in time order",
}
_UNUSABLE = {
    "strongest": "no confidence is known",
    "time": "against time, or a date is unknown",
    "shortest": "",
}


def _dated(graph: nx.DiGraph[str], key: str) -> str:
    return f"{marked(graph.nodes[key])} ({graph.nodes[key].get('date', 'date unknown')})"


def _sentence(graph: nx.DiGraph[str], step: RouteStep, which: str) -> str:
    earlier, later = graph.nodes[step.earlier]["name"], graph.nodes[step.later]["name"]
    reason = _reason(graph, step, which)
    because = f": {reason}" if reason else ""
    if which == "citations":
        return f"{later} cites {earlier}{because}"
    decided = graph.edges[step.earlier, step.later].get("decision")
    held = "" if step.confidence is None else f" ({sure(step.confidence, decided)})"
    perhaps = "perhaps " if _perhaps(graph, step, which) else ""
    return f"{later} {perhaps}descends from {earlier}{held}{because}"


def _perhaps(graph: nx.DiGraph[str], step: RouteStep, which: str) -> bool:
    from ptm_graph.graph.selection import is_proposal

    return which == "lineage" and is_proposal(graph.edges[step.earlier, step.later])
