"""``ptm-graph changes``."""

from __future__ import annotations

from pathlib import Path

import click

from ptm_graph.cli.options import examples, json_option, library_option, open_library, print_json
from ptm_graph.cli.screen import say


@click.command(
    "changes",
    epilog=examples("changes", "changes --since 2026-01-31 --markdown", "changes --atom news.xml"),
)
@click.option(
    "--since",
    metavar="DATE|REFRESH",
    help="Start from this date (2026-01-31) or refresh number [default: the last refresh].",
)
@click.option("--markdown", is_flag=True, help="Print Markdown instead of text.")
@click.option(
    "--atom",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write an Atom feed to FILE (of all refreshes unless --since is given).",
)
@library_option
@json_option
def command(
    since: str | None, markdown: bool, atom: Path | None, library_path: Path | None, as_json: bool
) -> None:
    """Show what refreshes changed.

    New papers and citations, changed metadata, citation counts, relations gained, lost or
    changed, papers withdrawn or published.
    """
    from ptm_graph.workflow.changes import collect

    if sum((markdown, atom is not None, as_json)) > 1:
        raise click.UsageError("choose one of --markdown, --json and --atom")
    with open_library(library_path) as library:
        refreshes = library.history.refreshes()
        first = since if since is not None or atom is None else "1"
        news = collect(library, first)
        name = library.path.name if library.path else "library"
    if atom is not None:
        from ptm_graph.files import write_bytes
        from ptm_graph.workflow.changes.atom import as_atom

        born = refreshes[0].started if refreshes else None
        write_bytes(atom, as_atom(news, name, born), "feed")
        say(f"{atom}: {len(news)} refreshes")
        return
    from ptm_graph.workflow.changes import telling

    if as_json:
        print_json(telling.as_data(news))
    elif markdown:
        click.echo(telling.as_markdown(news), nl=False)
    elif news:
        say(telling.as_text(news).removesuffix("\n"))
    elif refreshes:
        say(f"no refresh since {since}", err=True)
    else:
        say("this library has never been refreshed; run “ptm-graph refresh”", err=True)
