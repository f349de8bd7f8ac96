"""``ptm-graph merge``."""

from __future__ import annotations

from pathlib import Path

import click

from ptm_graph.cli.options import (
    json_option,
    library_option,
    library_path_from,
    open_library,
    print_json,
)
from ptm_graph.cli.screen import examples, say
from ptm_graph.errors import InputError, LibraryMissingError
from ptm_graph.words.wording import Said


@click.command("merge", epilog=examples("merge BERT RoBERTa", "merge --list"))
@click.argument("kept", required=False)
@click.argument("other", required=False)
@click.option("--reason", metavar="TEXT", help="The reason, recorded with the merge.")
@click.option("--list", "listing", is_flag=True, help="List the merges that can be undone.")
@library_option
@json_option
def command(
    *,
    kept: str | None,
    other: str | None,
    reason: str | None,
    listing: bool,
    library_path: Path | None,
    as_json: bool,
) -> None:
    """Merge two papers into one: OTHER becomes part of KEPT.

    Both are named by alias, title, identifier or link. “ptm-graph split” undoes it.
    In a reading list, one entry with the identifiers of both does the same.
    """
    if listing:
        _list(library_path, as_json)
        return
    if kept is None or other is None:
        raise click.UsageError("name two papers, or give --list")
    from ptm_graph.library import Library

    path = library_path_from(library_path)
    if not path.exists():
        raise LibraryMissingError(Said("library.missing", {"library": str(path)}))
    with Library.open(path, writable=True) as library:
        one, two = library.find(kept), library.find(other)
        if one.key == two.key:
            raise InputError(f"“{kept}” and “{other}” are already one paper: {one.key}")
        with library.writing() as writer:
            numbers = writer.number(one.key), writer.number(two.key)
            writer.allow_joining(*numbers)
            writer.merge(*numbers, reason or "merged by hand")
        merge = library.merges()[-1]
    if as_json:
        print_json({"merge": merge.number, "kept": merge.kept, "other": merge.key})
        return
    say(
        f"{two.name} ({two.key}) is now {one.name} ({merge.kept}); "
        f"“ptm-graph split {merge.number}” undoes it"
    )


def _list(library_path: Path | None, as_json: bool) -> None:
    with open_library(library_path) as library:
        merges = library.merges()
    if as_json:
        print_json(
            [
                {
                    "merge": m.number,
                    "kept": m.kept,
                    "kept_formerly": m.formerly,
                    "other": m.key,
                    "title": m.title,
                    "reason": m.reason,
                }
                for m in merges
            ]
        )
        return
    for merge in merges:
        now = f", now {merge.kept}" if merge.kept != merge.formerly else ""
        say(f"{merge.number}: {merge.key} “{merge.title}” → {merge.formerly}{now} ({merge.reason})")
    if not merges:
        say("no papers have been merged", err=True)
