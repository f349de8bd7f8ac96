"""``ptm-graph export``."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptm_graph.cli.options import (
    decided_lineage,
    decisions_option,
    left_out,
    library_option,
    open_library,
    proposals_option,
)
from ptm_graph.cli.screen import examples, say

if TYPE_CHECKING:
    import networkx as nx

    from ptm_graph.library import Library
    from ptm_graph.workflow.graphs import Which

GRAPHS = ("lineage", "citations", "reduced", "main-path")

_DATE = click.DateTime(formats=["%Y-%m-%d", "%Y-%m", "%Y"])


@click.command(
    "export", epilog=examples("export lineage.html", "export bert.svg --from BERT --depth 1")
)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--format", "format_name", metavar="NAME", help="Format [default: from the suffix].")
@click.option(
    "--graph",
    "which",
    type=click.Choice(GRAPHS),
    default="lineage",
    show_default=True,
    help="The lineage, all citations, the citations within the reading list without those a "
    "longer chain implies, or their main path.",
)
@click.option(
    "--from", "around", metavar="QUERY", help="Only this paper with its ancestors and descendants."
)
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    help="At most this many steps from that paper [default: any number].",
)
@click.option("--family", "families", multiple=True, help="Only this family; may be repeated.")
@click.option("--since", type=_DATE, metavar="DATE", help="Only papers since (2018, 2018-10 …).")
@click.option("--until", type=_DATE, metavar="DATE", help="Only papers up to this date.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="Only relations with at least this confidence (0 to 1), and those a person decided.",
)
@proposals_option
@click.option("--yed", is_flag=True, help="GraphML with labels, colours and positions for yEd.")
@click.option(
    "--width",
    type=click.Choice(("auto", "column", "page")),
    default="auto",
    show_default=True,
    help="Figures (.svg .png .pdf .tex): as wide as the papers need, or as a column or the page "
    "of a paper.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="Language of what people read (.html .svg .png .pdf .tex .pptx .md .dot .mmd, vault).",
)
@click.option(
    "--texts",
    is_flag=True,
    help="Whole abstracts and citing sentences, for your own use: they belong to others.",
)
@click.option("--dark", is_flag=True, help="Figures and slides: the dark palette.")
@click.option(
    "--base",
    metavar="IRI",
    help="Linked data (.ttl .jsonld .nq): what begins the addresses of papers without a DOI or "
    "arXiv id [default: urn:x-ptm-graph:].",
)
@library_option
@decisions_option
def command(
    *,
    out: Path,
    format_name: str | None,
    which: Which,
    around: str | None,
    depth: int | None,
    families: tuple[str, ...],
    since: datetime.datetime | None,
    until: datetime.datetime | None,
    min_confidence: float,
    proposals: bool,
    yed: bool,
    width: str,
    language: str,
    texts: bool,
    dark: bool,
    base: str | None,
    library_path: Path | None,
    decisions_path: Path | None,
) -> None:
    """Write a graph to OUT; the suffix determines the format.

    .html .graphml .gexf .json .cyjs .vos.json .csv .bib .ris .csl.json .dot .mmd .svg .png
    .tex .pdf .md .pptx .ttl .jsonld .nq – the same library always gives the same bytes.
    --format vault writes a folder of notes for Obsidian and keeps what you write in them.

    All relations are inferred and await confirmation. Those below 50% that nobody confirmed are
    proposals: they are written and drawn as such, and --from does not follow them unless
    --proposals is given.
    """
    from ptm_graph.exports import export
    from ptm_graph.exports.arrows import edges_in_words
    from ptm_graph.exports.formats import format_of
    from ptm_graph.graph.selection import proposal_count, select

    format_of(out, format_name)  # an unknown format is said before the work, not after it
    with open_library(library_path) as library:
        key = library.find(around).key if around else None
        graph = graph_of(library, which, decisions_path)
    chosen = partial(
        select,
        graph,
        around=key,
        depth=depth,
        families=families,
        since=since.date() if since else None,
        until=until.date() if until else None,
        min_confidence=min_confidence,
    )
    part = chosen(proposals=proposals)
    looks = {"width": width, "dark": dark, "language": language, "base": base}
    export(part, out, format=format_name, layout=None, metadata=None, yed=yed, texts=texts, **looks)
    say(f"{out}: {part.number_of_nodes()} papers, {edges_in_words(part)}")
    beyond = proposal_count(chosen(proposals=True)) - proposal_count(part)
    if beyond:
        say(left_out(beyond, "follows"))


def graph_of(library: Library, which: Which, decisions_path: Path | None = None) -> nx.DiGraph[str]:
    """Give one of the graphs a person can ask for, marked with its kind."""
    if which == "lineage":
        graph = decided_lineage(library, decisions_path).graph
    elif which == "citations":
        from ptm_graph.graph.citations import citation_graph

        graph = citation_graph(library)
    else:
        from ptm_graph.workflow.graphs import derived_graph
        from ptm_graph.workflow.opening import citations_around

        graph = derived_graph(citations_around(library), which)
    graph.graph["kind"] = which
    return graph
