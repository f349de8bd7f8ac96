"""``ptm-graph similar``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptm_graph.cli.options import json_option, library_option, open_library, print_json
from ptm_graph.cli.screen import console, examples, say
from ptm_graph.words.notices import marked

if TYPE_CHECKING:
    import networkx as nx

    from ptm_graph.analysis import Neighbour


@click.command("similar", epilog=examples("similar RoBERTa", "similar RoBERTa --limit 3 --all"))
@click.argument("query")
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Papers to show."
)
@click.option(
    "--all", "everything", is_flag=True, help="All papers of the library, not only the list."
)
@library_option
@json_option
def command(
    query: str, limit: int, everything: bool, library_path: Path | None, as_json: bool
) -> None:
    """Show the papers most similar to a paper: with shared references, or cited together.

    The numbers are Salton's cosine, from 0 to 1. If a reference list or the papers that
    cite a paper are not known, this is stated.
    """
    from ptm_graph.analysis import similar
    from ptm_graph.graph.citations import citation_graph

    with open_library(library_path) as library:
        paper = library.find(query)
        citations = citation_graph(library)
    found = similar(
        citations, paper.key, among=frozenset(citations) if everything else None, limit=limit
    )
    if as_json:
        print_json([_as_data(citations, one) for one in found])
        return
    if not found:
        say("no paper in this library shares two references or two citing papers with it")
        return
    _print(citations, found)


def _as_data(citations: nx.DiGraph[str], one: Neighbour) -> dict[str, object]:
    names = ("name", "title", "date", "family", "notice")
    return {
        "key": one.paper,
        **{name: citations.nodes[one.paper].get(name) for name in names},
        "coupling": one.coupling,
        "shared_references": one.shared_references,
        "cocitation": one.cocitation,
        "shared_citers": one.shared_citers,
    }


def _print(citations: nx.DiGraph[str], found: tuple[Neighbour, ...]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("paper")
    table.add_column("date")
    table.add_column("cites the same", justify="right")
    table.add_column("cited with it", justify="right")
    for one in found:
        data = citations.nodes[one.paper]
        table.add_row(
            Text(marked(data)),
            Text(data.get("date", "unknown")),
            _cell(one.coupling, one.shared_references),
            _cell(one.cocitation, one.shared_citers),
        )
    console(piped=200).print(table)


def _cell(cosine: float | None, shared: int) -> str:
    return "unknown" if cosine is None else f"{cosine:.2f} ({shared})"
