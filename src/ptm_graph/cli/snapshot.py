"""``ptm-graph snapshot``."""

from __future__ import annotations

from pathlib import Path

import click

from ptm_graph.cli.options import library_option, open_library
from ptm_graph.cli.screen import examples, say


@click.command("snapshot", epilog=examples("snapshot facts.jsonl"))
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--provenance",
    metavar="TEXT",
    help="Where the data came from, and when [default: what the library has recorded].",
)
@library_option
def command(out: Path, provenance: str | None, library_path: Path | None) -> None:
    """Write the facts of a library to OUT as text that version control can compare.

    No abstracts and no citing sentences are written, only facts and the numbers
    computed from such texts. “ptm-graph build --snapshot OUT” reads it back.
    """
    from ptm_graph.workflow.building import save_snapshot

    with open_library(library_path) as library:
        papers = save_snapshot(library, out, provenance)
    say(f"{out}: {papers} papers")
