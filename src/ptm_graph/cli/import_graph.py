"""``ptm-graph import``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ptm_graph.cli.build import print_problems
from ptm_graph.cli.options import (
    decisions_path_from,
    left_out,
    library_option,
    library_path_from,
)
from ptm_graph.cli.screen import examples, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from ptm_graph.imports import Imported
    from ptm_graph.words.model import Problem


@click.command(
    "import", epilog=examples("import graph.graphml", "import graph.graphml --library my.db")
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write the graph as OUT instead of putting it into the library.",
)
@click.option(
    "--direction",
    type=click.Choice(["citing-cited", "parent-child"]),
    help="What an edge of FILE means [default: what the file says, else citing-cited].",
)
@click.option(
    "--accept-as",
    "accepted_by",
    metavar="NAME",
    help="Record the relations of a lineage, except proposals, as accepted by NAME.",
)
@click.option("--proposals", is_flag=True, help="With --accept-as: also accept proposals.")
@library_option
def command(
    file: Path,
    out: Path | None,
    direction: Literal["citing-cited", "parent-child"] | None,
    accepted_by: str | None,
    proposals: bool,
    library_path: Path | None,
) -> None:
    """Read a graph from FILE: our own JSON or GraphML, or a file from another program.

    Reads GraphML, GEXF, node-link JSON, Cytoscape, VOSviewer and CSV tables. The papers and
    citations are added to the library, where nothing is overwritten by less; whatever was not
    understood is listed. With --out, the graph is written in any format of
    “ptm-graph export” instead.
    """
    from ptm_graph.imports import read_graph

    imported = read_graph(file, direction=direction)
    refused: tuple[Problem, ...] = ()
    if out is not None:
        from ptm_graph.exports import export

        export(imported.graph, out)
        say(f"{out}: {imported.graph.number_of_nodes()} papers")
    else:
        refused = _into_library(imported, file, accepted_by, library_path, proposals=proposals)
    print_problems("Not understood", (*imported.problems, *refused))


def _into_library(
    imported: Imported,
    file: Path,
    accepted_by: str | None,
    library_path: Path | None,
    *,
    proposals: bool,
) -> tuple[Problem, ...]:
    """Put a graph into the library; what of it no paper can have."""
    from ptm_graph.imports.into_library import store
    from ptm_graph.library import Library

    path = library_path_from(library_path)
    graph = imported.graph
    with Library.open(path, writable=True) as library:
        stored = store(library, graph)
        place = decisions_path_from(None, library)
    say(
        f"{path}: {stored.papers} papers ({stored.new_papers} new), {stored.citations} citations "
        f"({stored.new_citations} new)"
    )
    if graph.graph.get("direction") != "parent-child":
        return stored.refused
    if accepted_by is None:
        say(
            f"The {graph.number_of_edges()} relations of {file} are not citations and were left "
            "out; --accept-as NAME records them as decisions.",
            err=True,
        )
        return stored.refused
    left = _accept(graph, stored.keys, f"imported from {file.name}", accepted_by, place, proposals)
    say(f"{place}: {graph.number_of_edges() - left} relations accepted by {accepted_by}")
    if left:
        say(left_out(left, "accepts"))
    return stored.refused


def _accept(
    graph: nx.DiGraph[str],
    keys: Mapping[str, str],
    note: str,
    accepted_by: str,
    place: Path,
    proposals: bool,
) -> int:
    """Record relations as accepted; how many were left out because they are proposals."""
    from ptm_graph.graph.selection import without_proposals
    from ptm_graph.workflow import decisions

    chosen = graph if proposals else without_proposals(graph)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    words = [
        decisions.Decision(
            keys[child],
            keys[parent],
            "accepted",
            accepted_by,
            now,
            str(data["label"]) if data.get("label") else None,
            note,
        )
        for parent, child, data in chosen.edges(data=True)
    ]
    decisions.record_all(place, [(word, ()) for word in words])
    return graph.number_of_edges() - chosen.number_of_edges()
