"""``ptm-graph changes``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptm_graph.cli.options import json_option, library_option, open_library, print_json
from ptm_graph.cli.screen import examples, say

if TYPE_CHECKING:
    from ptm_graph.workflow.changes import Digest


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
    "--email",
    is_flag=True,
    help="Print a mail, to be piped to “sendmail -t” with a “To:” line before it; nothing where "
    "there is nothing to tell.",
)
@click.option(
    "--atom",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write an Atom feed to FILE (of all refreshes unless --since is given).",
)
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="Language of what is told.",
)
@library_option
@json_option
def command(
    *,
    since: str | None,
    markdown: bool,
    email: bool,
    atom: Path | None,
    language: str,
    library_path: Path | None,
    as_json: bool,
) -> None:
    """Show what is new.

    Changes of the lineage first, then new papers that cite several of the list, with the paper
    they descend from most likely, then what became of the list's own papers; newest first, each
    with its date and reason. Everything else is counted; --json has all of it.
    """
    from ptm_graph.workflow import changes

    if sum((markdown, email, atom is not None, as_json)) > 1:
        raise click.UsageError("choose one of --markdown, --email, --json and --atom")
    with open_library(library_path) as library:
        refreshes = library.history.refreshes()
        name = library.path.name if library.path else "library"
        if as_json:
            from ptm_graph.workflow.changes.telling import as_data

            print_json(as_data(changes.collect(library, since)))
            return
        if atom is not None:
            feed = changes.digests(library, "1" if since is None else since)
            born = refreshes[0].started if refreshes else None
            _write_feed(atom, feed, name, born, language)
            return
        told = changes.digest(library, since)
    from ptm_graph.workflow.changes import telling

    if email:
        if told.stories:
            click.echo(telling.as_email(told, name, language), nl=False)
    elif markdown:
        click.echo(telling.as_markdown(told, language), nl=False)
    elif told.refreshes:
        say(telling.as_text(told, language).removesuffix("\n"))
    elif refreshes:
        say(f"no refresh since {since}", err=True)
    else:
        say("this library has never been refreshed; run “ptm-graph refresh”", err=True)


def _write_feed(
    path: Path, feed: Sequence[Digest], name: str, born: str | None, language: str
) -> None:
    from ptm_graph.files import write_bytes
    from ptm_graph.workflow.changes.atom import as_atom

    write_bytes(path, as_atom(feed, name, born, language), "feed")
    say(f"{path}: {len(feed)} refreshes")
