"""``ptm-graph evidence``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptm_graph.cli.options import json_option, print_json

if TYPE_CHECKING:
    from ptm_graph.full_texts.full_text import FullText


@click.group("evidence")
def command() -> None:
    """Read the papers themselves: reference lists and citing sentences as evidence."""


@command.command("read")
@click.argument("source", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@json_option
def read(source: Path, as_json: bool) -> None:
    """Show what is read of a full text, or of each one in a folder.

    Formats: TEI of GROBID, LaTeX as arXiv serves it, JATS, S2ORC, PDF. Nothing is stored.
    """
    from ptm_graph.workflow.evidence import read_papers

    papers = read_papers(source)
    if as_json:
        found = [_as_data(one.text) for one in papers]
        print_json(found[0] if len(found) == 1 else found)
        return
    for one in papers:
        click.echo(f"{one.file}: {one.text.title or 'no title'}")
        _print(one.text)


def _as_data(text: FullText) -> dict[str, object]:
    return {
        "title": text.title,
        "references": [
            {
                "key": one.key,
                "title": one.title,
                "authors": list(one.authors),
                "year": one.year,
                "identifiers": dict(one.identifiers),
                "raw": one.raw,
            }
            for one in text.references
        ],
        "sentences": [
            {
                "text": one.text,
                "references": list(one.references),
                "section": one.section,
                "kind": one.kind,
                "place": None if one.place is None else round(one.place, 4),
            }
            for one in text.sentences
            if one.references
        ],
        "unused": [{"what": one.what, "reason": one.reason} for one in text.unused],
    }


def _print(text: FullText) -> None:
    cited = {key for one in text.sentences for key in one.references}
    citing = sum(bool(one.references) for one in text.sentences)
    named = sum(bool(one.named) for one in text.sentences)
    click.echo(
        f"  {len(text.references):,} references ({len(cited):,} cited), {citing:,} of "
        f"{text.sentence_count:,} sentences cite, {named:,} name a reference without citing it"
    )
    kinds: dict[str, int] = {}
    for one in text.sentences:
        if one.references:
            kinds[one.kind or "elsewhere"] = kinds.get(one.kind or "elsewhere", 0) + 1
    if kinds:
        click.echo("  " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.items()))
    for wrong in text.unused:
        click.echo(f"  not used: {wrong.what}: {wrong.reason}")
