"""``ptm-graph site``."""

from __future__ import annotations

from pathlib import Path

import click

from ptm_graph.cli.options import decisions_option, library_option, open_library
from ptm_graph.cli.refresh import watched
from ptm_graph.cli.screen import examples, say


@click.command(
    "site",
    epilog=examples("site public", "site public --url https://example.org/lineage/ --quotes"),
)
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="Heading of the site.")
@click.option(
    "--url",
    metavar="ADDRESS",
    help="Where it will be; adds what needs whole addresses: feed, sitemap, a card for each page.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="Language of the first page; all pages are there in both.",
)
@click.option(
    "--quotes",
    is_flag=True,
    help="Quote a sentence of each relation: 300 characters at most, attributed.",
)
@click.option(
    "--abstracts", is_flag=True, help="Show abstracts, where their source lets them be published."
)
@click.option(
    "--contact",
    metavar="MAIL|ADDRESS",
    help="Whom to ask to take a text down; shown on the page of sources.",
)
@library_option
@decisions_option
def command(
    *,
    out: Path,
    title: str | None,
    url: str | None,
    language: str,
    quotes: bool,
    abstracts: bool,
    contact: str | None,
    library_path: Path | None,
    decisions_path: Path | None,
) -> None:
    """Write a static site into the folder OUT.

    The drawing, a page for every paper, families, reading order, news, search, downloads, both
    languages; it works on any web server, below any path, and from disk. The same library always
    gives the same bytes. An older site in OUT is replaced whole; a folder that is no site of
    ours is refused, and files that others put into the site stay.
    """
    from ptm_graph.site import make_site
    from ptm_graph.site.folder import check
    from ptm_graph.workflow.publishing import published

    check(out)
    texts = {"quotes": quotes, "abstracts": abstracts}
    with watched() as progress:
        with open_library(library_path) as library:
            found = published(library, decisions_path, progress=progress, **texts)
        made = make_site(
            found,
            out,
            title=title,
            url=url,
            language=language,
            contact=contact,
            progress=progress,
            **texts,
        )
    for one in found.unused:
        say(f"{one.verdict} {one.parent} → {one.child} does not apply", err=True)
    for missing in made.missing:
        say(f"left out: {missing}", err=True)
    size = f"{made.size / 1e6:.1f} MB"
    say(f"{out}: {made.papers} papers, {made.pages} pages, {size}; open {out / 'index.html'}")
    if url is None:
        say("without --url there is no feed, no sitemap and no social card", err=True)
