"""``ptm-graph check``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ptm_graph.cli.options import (
    json_option,
    library_option,
    library_path_from,
    print_json,
)
from ptm_graph.cli.screen import examples, say

_SHOWN = 20


@click.command("check", epilog=examples("check", "check --library my.db"))
@library_option
@json_option
def command(library_path: Path | None, as_json: bool) -> int:
    """Say what of a library is damaged, and what a refresh would restore.

    Looks at the pages of the file, at references between its rows, at every text and list,
    and compares papers and citations with their checksums. Nothing is changed. It also says
    which papers of the list descend from a retracted or withdrawn one; that is no damage. Exit
    status: 0 all is well, 1 something is damaged.
    """
    from ptm_graph.workflow.checking import check_library

    path = library_path_from(library_path)
    checked = check_library(path)
    if as_json:
        faults = [one._asdict() for one in checked.faults]
        told = {**asdict(checked), "faults": faults, "papers_again": checked.papers_again}
        print_json(told)
        return int(bool(faults))
    for work in checked.fallen:
        say(str(work.said()))
    if not checked.faults:
        say(f"{path}: {checked.papers} papers, nothing is damaged")
        return 0
    say(f"{path}: {len(checked.faults)} things are damaged:")
    for one in checked.faults[:_SHOWN]:
        say(f"  {one.kind}: {one.place}{f' ({one.paper})' if one.paper else ''}")
    if len(checked.faults) > _SHOWN:
        say(f"  and {len(checked.faults) - _SHOWN} more (--json lists all)")
    if checked.papers_again:
        say(
            f"“ptm-graph refresh --max-age 0” asks again for {len(checked.papers_again)} papers "
            "and restores what the services still say of them."
        )
    if checked.lasting:
        say(
            "The rest does not come back by a refresh: take a backup, or move the file away and "
            "make it again with “ptm-graph build” and “ptm-graph refresh”. Decisions are in a "
            "file of their own; merges and the history of refreshes are in the library alone."
        )
    return 1
