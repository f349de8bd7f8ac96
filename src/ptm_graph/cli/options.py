"""Options that several commands share, and how their values become objects."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ptm_graph.cli.screen import say
from ptm_graph.errors import LibraryMissingError
from ptm_graph.settings import library_path
from ptm_graph.words.model import EVEN_ODDS, percent
from ptm_graph.words.wording import Said

if TYPE_CHECKING:
    from ptm_graph.library import Library
    from ptm_graph.workflow.opening import DecidedLineage

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


def proposals_option(command: _Command) -> _Command:
    """Add ``--proposals``."""
    return click.option(
        "--proposals",
        is_flag=True,
        help=f"Also count proposals as descent: relations below {percent(EVEN_ODDS)} that nobody "
        "confirmed.",
    )(command)


def left_out(proposals: int, includes: str = "counts") -> str:
    """Say how many proposals an answer leaves out, and what ``--proposals`` does with them."""
    noun, verb, them = ("proposal", "is", "it") if proposals == 1 else ("proposals", "are", "them")
    told = f"{proposals} {noun} below {percent(EVEN_ODDS)} {verb} left out"
    return f"{told}; --proposals {includes} {them}"


def seeds_argument(command: _Command) -> _Command:
    """Add ``[SEEDS…]``, files that exist."""
    return click.argument("seeds", nargs=-1, type=click.Path(path_type=Path), metavar="[SEEDS]...")(
        command
    )


def services_option(command: _Command) -> _Command:
    """Add ``--services NAMES``."""
    return click.option(
        "--services",
        metavar="NAMES",
        help="Ask these services only, in a list with commas: semantic-scholar, arxiv, openalex, "
        "crossref (the last two only where something is missing).  "
        "[default: PTM_GRAPH_SERVICES, else all]",
    )(command)


def corpus_option(help: str) -> Callable[[_Command], _Command]:
    """Add ``--corpus CORPUS``."""
    return click.option(
        "--corpus",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="CORPUS",
        help=f"{help}  [default: $PTM_GRAPH_CORPUS]",
    )


def decisions_option(command: _Command) -> _Command:
    """Add ``--decisions FILE``."""
    return click.option(
        "--decisions",
        "decisions_path",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The file of decisions [default: $PTM_GRAPH_DECISIONS, else decisions.yaml beside "
        "the reading list].",
    )(command)


def library_path_from(given: Path | None) -> Path:
    """Where the library is: the option, the environment, or the user's data directory."""
    return library_path(given)


def open_library(given: Path | None) -> Library:
    """Open the library for reading.

    Raises
    ------
    LibraryMissingError
        If there is none yet; the message says how to make one.
    """
    from ptm_graph.library import Library

    path = library_path_from(given)
    if not path.exists():
        raise LibraryMissingError(Said("library.missing", {"library": str(path)}))
    return Library.open(path)


def print_json(data: object) -> None:
    """Print data as JSON that a person can read, too."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def decisions_path_from(given: Path | None, library: Library) -> Path:
    """Where decisions are kept, see :func:`ptm_graph.workflow.opening.decisions_path`."""
    from ptm_graph.workflow.opening import decisions_path

    return decisions_path(library, given)


def decided_lineage(library: Library, decisions_path: Path | None = None) -> DecidedLineage:
    """Give the lineage of a library with decisions, and say which of them do not apply.

    Parameters
    ----------
    library : Library
        Open for reading.
    decisions_path : Path, optional
        What ``--decisions`` names.
    """
    from ptm_graph.workflow.opening import lineage_of

    found = lineage_of(library, decisions_path)
    for one in found.unused:
        say(
            f"{found.decisions_path}: {one.verdict} {one.parent} → {one.child} does not apply: "
            "a paper is not in this library, or it would close a cycle",
            err=True,
        )
    return found
