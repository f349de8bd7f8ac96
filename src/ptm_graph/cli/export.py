"""``ptm-graph export``."""

from __future__ import annotations

from pathlib import Path

import click

from ptm_graph.cli.options import library_option, open_library


@click.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--format", "format_name", metavar="NAME", help="Format [default: by suffix].")
@click.option(
    "--graph",
    "which",
    type=click.Choice(["lineage", "citations"]),
    default="lineage",
    show_default=True,
    help="What to write.",
)
@library_option
def command(out: Path, format_name: str | None, which: str, library_path: Path | None) -> None:
    """Write the lineage to OUT; the suffix says how (.html, .graphml, .json)."""
    from ptm_graph.exports import export
    from ptm_graph.graphs import citation_graph

    with open_library(library_path) as library:
        graph = citation_graph(library)
    if which == "lineage":
        from ptm_graph.lineage import lineage_graph

        graph = lineage_graph(graph)
    export(graph, out, format=format_name)
    click.echo(
        f"{out}: {graph.number_of_nodes()} papers, {graph.number_of_edges()} "
        f"{'relations' if which == 'lineage' else 'citations'}"
    )
