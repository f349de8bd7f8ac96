"""``ptm-graph main-path``."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ptm_graph.cli.options import json_option, library_option, open_library, print_json
from ptm_graph.cli.screen import examples, say
from ptm_graph.words.notices import marked

if TYPE_CHECKING:
    import networkx as nx

    from ptm_graph.analysis import MainPath


@click.command("main-path", epilog=examples("main-path", "main-path --method global --all"))
@click.option(
    "--counted",
    type=click.Choice(["spc", "splc", "spnp"]),
    default="spc",
    show_default=True,
    help="Which search paths give a citation its weight.",
)
@click.option(
    "--method",
    type=click.Choice(["local", "global", "key-route", "key-route-global"]),
    default="key-route",
    show_default=True,
    help="How citations are chained.",
)
@click.option(
    "--key-routes",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Heaviest citations to start from (key-route only).",
)
@click.option(
    "--all", "everything", is_flag=True, help="All papers of the library, not only the list."
)
@library_option
@json_option
def command(
    counted: Literal["spc", "splc", "spnp"],
    method: Literal["local", "global", "key-route", "key-route-global"],
    key_routes: int,
    everything: bool,
    library_path: Path | None,
    as_json: bool,
) -> None:
    """Show the chain of papers through which most of the knowledge flowed, in order of time.

    What a paper builds on is named with the most travelled citation first. spc counts the
    paths through a citation from the oldest papers to the newest, splc those from any paper
    to the newest, spnp those from any paper to any other.
    """
    from ptm_graph.analysis import GraphArrays, listed, main_path
    from ptm_graph.graph.citations import citation_graph

    with open_library(library_path) as library:
        citations = citation_graph(library)
    papers = None if everything else listed(citations)
    arrays = GraphArrays(citations, papers=papers)
    found = main_path(arrays, counted=counted, method=method, key_routes=key_routes)
    if as_json:
        print_json(_as_data(citations, found))
        return
    _print(citations, found, len(arrays))


def _as_data(citations: nx.DiGraph[str], found: MainPath) -> dict[str, object]:
    names = ("name", "title", "date", "notice")
    return {
        "counted": found.counted,
        "method": found.method,
        "papers": [
            {"key": key, **{name: citations.nodes[key].get(name) for name in names}}
            for key in found.papers
        ],
        "citations": [
            {"citing": citing, "cited": cited, "log10_paths": round(count / math.log(10), 6)}
            for (cited, citing), count in zip(found.edges, found.log_counts, strict=True)
        ],
        "against_time": [{"citing": citing, "cited": cited} for cited, citing in found.dropped],
    }


def _print(citations: nx.DiGraph[str], found: MainPath, papers: int) -> None:
    from rich.text import Text

    if not found.papers:
        say(Text(f"none of the {papers} papers cites another, so there is no main path"))
        return
    heading = (
        f"Main path of {papers} papers ({found.counted}, {found.method}): "
        f"{len(found.papers)} papers, {len(found.edges)} citations"
    )
    say(Text(heading, style="bold"))
    cited: dict[str, list[tuple[float, str]]] = {key: [] for key in found.papers}
    for (earlier, later), count in zip(found.edges, found.log_counts, strict=True):
        cited[later].append((-count, earlier))
    for key in found.papers:
        data = citations.nodes[key]
        line = Text().append(f"{marked(data)} ", style="bold")
        line.append(f"({data.get('date', 'date unknown')})")
        told = ", ".join(marked(citations.nodes[earlier]) for _, earlier in sorted(cited[key]))
        if told:
            line.append(f"  builds on {told}", style="dim")
        say(line)
    if found.dropped:
        left_out = (
            f"{len(found.dropped)} citations of newer papers run against time and are left out"
        )
        say(Text(left_out, style="dim"))
