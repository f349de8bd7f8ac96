"""``ptm-graph split``."""

from __future__ import annotations

from pathlib import Path

import click

from ptm_graph.cli.options import (
    json_option,
    library_option,
    library_path_from,
    print_json,
)
from ptm_graph.cli.screen import examples, say
from ptm_graph.errors import InputError, LibraryMissingError, QueryError
from ptm_graph.library import Library
from ptm_graph.library.joining import Merge
from ptm_graph.words.wording import Said


@click.command("split", epilog=examples("split BERT"))
@click.argument("merge")
@click.option("--reason", metavar="TEXT", help="The reason, recorded with the split.")
@library_option
@json_option
def command(merge: str, reason: str | None, library_path: Path | None, as_json: bool) -> None:
    """Undo a merge: one paper becomes two again, and stays two.

    MERGE is its number (see “ptm-graph merge --list”), or any name of the paper if only one
    was merged into it. The next refresh asks about both papers again.
    """
    path = library_path_from(library_path)
    if not path.exists():
        raise LibraryMissingError(Said("library.missing", {"library": str(path)}))
    with Library.open(path, writable=True) as library:
        number = _meant(library, merge)
        with library.writing() as writer:
            kept, again = writer.split(number, reason or "split by hand")
        names = library.paper(kept).name, library.paper(again).name
    if as_json:
        print_json({"papers": [kept, again]})
        return
    say(f"two papers again: {names[0]} ({kept}) and {names[1]} ({again})")


def _meant(library: Library, text: str) -> int:
    merges = library.merges()
    if text.isascii() and text.isdigit() and int(text) in {one.number for one in merges}:
        return int(text)
    found = [one for one in merges if text in (one.key, one.title)] or _into(library, merges, text)
    if len(found) == 1:
        return found[0].number
    if not found:
        raise InputError(f"“{text}”: nothing was merged into it; see “ptm-graph merge --list”")
    listed = "; ".join(f"{one.number}: {one.key}" for one in found)
    raise InputError(f"“{text}”: several papers were merged into it; give a number: {listed}")


def _into(library: Library, merges: tuple[Merge, ...], text: str) -> list[Merge]:
    try:
        key = library.find(text).key
    except QueryError as error:
        raise InputError(f"{error}; see “ptm-graph merge --list”") from error
    return [one for one in merges if one.kept == key]
