"""Options that several commands share, and how their values become objects."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ptm_graph.errors import LibraryError
from ptm_graph.settings import Settings, default_library_path

if TYPE_CHECKING:
    import networkx as nx

    from ptm_graph.library import Library

_Command = TypeVar("_Command", bound=Callable[..., Any])


def library_option(command: _Command) -> _Command:
    """Add ``--library PATH``."""
    return click.option(
        "--library",
        "library_path",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="The library file [default: $PTM_GRAPH_LIBRARY, else in your data directory].",
    )(command)


def json_option(command: _Command) -> _Command:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(
        command
    )


def seeds_argument(command: _Command) -> _Command:
    """Add ``[SEEDS…]``, files that exist."""
    return click.argument("seeds", nargs=-1, type=click.Path(path_type=Path), metavar="[SEEDS]...")(
        command
    )


def library_path_from(given: Path | None) -> Path:
    """Where the library is: the option, the environment, or the user's data directory."""
    return given or Settings.from_environment().library or default_library_path()


def open_library(given: Path | None) -> Library:
    """Open the library for reading.

    Raises
    ------
    LibraryError
        If there is none yet; the message says how to make one.
    """
    from ptm_graph.library import Library

    path = library_path_from(given)
    if not path.exists():
        raise LibraryError(f"{path}: no library there; make one with “ptm-graph build”")
    return Library.open(path)


def print_json(data: object) -> None:
    """Print data as JSON that a person can read, too."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def decisions_path_from(given: Path | None, library: Library) -> Path:
    """Where decisions lie: the option, the environment, or beside the reading list.

    The bundled list of an installed package is no place to write to; decisions about it
    lie beside the library.
    """
    if given is not None:
        return given
    named = Settings.from_environment().decisions
    if named is not None:
        return named
    return library.decisions_path()


def decided_lineage(library: Library, citations: nx.DiGraph[str] | None = None) -> nx.DiGraph[str]:
    """Give the lineage of a library with the decisions of people laid over it.

    Parameters
    ----------
    library : Library
        Open for reading.
    citations : networkx.DiGraph, optional
        Its citation graph, where the caller has it already.
    """
    from ptm_graph.graph.citations import citation_graph
    from ptm_graph.lineage import lineage_graph
    from ptm_graph.workflow import decisions

    citations = citation_graph(library) if citations is None else citations
    path = decisions_path_from(None, library)
    family, unused = decisions.apply(lineage_graph(citations), citations, decisions.read(path))
    for one in unused:
        click.echo(
            f"{path}: {one.verdict} {one.parent} → {one.child} does not apply: a paper is not in "
            "this library, or it would close a cycle",
            err=True,
        )
    return family
