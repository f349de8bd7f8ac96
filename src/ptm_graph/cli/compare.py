"""``ptm-graph compare``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptm_graph.cli.options import (
    decided_lineage,
    decisions_option,
    json_option,
    library_option,
    open_library,
    print_json,
)
from ptm_graph.cli.screen import console, examples, say

if TYPE_CHECKING:
    from ptm_graph.workflow.comparing import Comparison

_PIPED = 120
"""Columns of a table that no terminal shows."""
_MOST_SHARED = 15


@click.command(
    "compare",
    epilog=examples("compare BERT RoBERTa", "compare BERT RoBERTa XLNet --markdown"),
)
@click.argument("queries", nargs=-1, required=True, metavar="A B [C [D]]")
@click.option("--markdown", "form", flag_value="markdown", help="As a table in Markdown.")
@click.option("--latex", "form", flag_value="latex", help="As a table in LaTeX.")
@library_option
@decisions_option
@json_option
def command(
    queries: tuple[str, ...],
    form: str | None,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> None:
    """Show two to four papers side by side.

    Dates, parents, what changed, notes, properties, tags, and the references they share.
    """
    from ptm_graph.exports.comparison import in_latex, in_markdown
    from ptm_graph.workflow.comparing import compare
    from ptm_graph.workflow.opening import citations_around

    with open_library(library_path) as library:
        keys = [library.find(query).key for query in queries]
        family = decided_lineage(library, decisions_path).graph
        citations = citations_around(library, keys)
    found = compare(family, citations, keys)
    if as_json:
        print_json(asdict(found))
    elif form is not None:
        click.echo({"markdown": in_markdown, "latex": in_latex}[form](found), nl=False)
    else:
        _print(found)


def _print(found: Comparison) -> None:
    from rich.table import Table
    from rich.text import Text

    from ptm_graph.words.characters import one_line
    from ptm_graph.workflow.comparing import rows

    def cell(text: str | None) -> Text:
        return Text("–", style="dim") if text is None else Text(one_line(text))

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", style="dim")
    for paper in found.papers:
        table.add_column(cell(paper.name), overflow="fold", ratio=1)
    for row in rows(found):
        table.add_row(Text(row.name), *map(cell, row.cells))
    console(piped=_PIPED).print(table)
    if found.shared:
        say(Text(f"\nShared references ({len(found.shared)})", style="bold"))
    names = {paper.key: paper.name for paper in found.papers}
    for one in found.shared[:_MOST_SHARED]:
        by = ", ".join(names[key] for key in one.cited_by)
        said = f"{one.name} ({one.date or 'date unknown'})"
        say(cell(said if len(one.cited_by) == len(names) else f"{said} – {by}"))
    if len(found.shared) > _MOST_SHARED:
        more = f"and {len(found.shared) - _MOST_SHARED} more shared references; --json has all"
        say(Text(more, style="dim"))
