"""``ptm-graph evidence``."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ptm_graph.cli.build import print_problems
from ptm_graph.cli.options import (
    json_option,
    library_option,
    library_path_from,
    open_library,
    print_json,
)
from ptm_graph.cli.screen import examples, say
from ptm_graph.words.model import Problem

if TYPE_CHECKING:
    from ptm_graph.full_texts.full_text import FullText


@click.group("evidence", epilog=examples("evidence add papers/", "evidence status"))
def command() -> None:
    """Read the papers themselves: reference lists and citing sentences as evidence."""


@command.command("read", epilog=examples("evidence read paper.tex"))
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
        say(f"{one.file}: {one.text.title or 'no title'}")
        _print(one.text)


@command.command("add", epilog=examples("evidence add papers/"))
@click.argument(
    "sources",
    metavar="FILE|FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option(
    "--map",
    "named_in",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Columns “file” and “paper”: which paper of the library a file is of (its key, "
    "identifier or title), where the header does not tell.",
)
@library_option
def add(sources: tuple[Path, ...], named_in: Path | None, library_path: Path | None) -> int:
    """Add full texts to the library: references, citing sentences and facts made of them.

    Each goes to the paper with its identifier, otherwise with its title. What services told
    stays; where they and the paper disagree, both are kept. Adding a file again changes nothing.

    Exit status: 0 done, 1 error, 2 usage, 3 done, but a file could not be read, 75 a refresh
    is running.
    """
    from ptm_graph.cli.refresh import SOME_FAILED, watched
    from ptm_graph.workflow import evidence

    with open_library(library_path) as library:
        path = library.path or library_path_from(library_path)
    with watched() as progress:
        added = evidence.add(path, sources, named_in=named_in, progress=progress)
    used = [one for one in added if one.paper is not None]
    changed = sum(one.changed for one in used)
    listed, found = (sum(getattr(one, name) for one in used) for name in ("references", "matched"))
    say(
        f"{len(used):,} full texts of papers of the library: {changed:,} new or changed, "
        f"{len(used) - changed:,} as known"
    )
    say(f"{listed:,} references in them, {found:,} are papers of the library")
    say(f"{sum(one.sentences for one in used):,} sentences that cite")
    left = [Problem(evidence.STAGE, one.file, one.reason) for one in added if one.reason]
    print_problems("Not used", left)
    return 0 if all(one.readable for one in added) else SOME_FAILED


@command.command("status", epilog=examples("evidence status", "evidence status BERT"))
@click.argument("paper", required=False)
@library_option
@json_option
def status(paper: str | None, library_path: Path | None, as_json: bool) -> None:
    """Show which full texts were read, what they added, and who gave the references.

    With PAPER: who gave those of this paper.
    """
    from ptm_graph.workflow import evidence

    with open_library(library_path) as library:
        told = evidence.status(library)
        key = None if paper is None else library.find(paper).key
        given = evidence.references_said(library, key)
        counts = library.columns.references_given(key)
    if paper is not None:
        if as_json:
            print_json({"paper": key, "references": counts[0], "givers": counts[1]})
        else:
            say(given or "no references are known")
        return
    if as_json:
        print_json({**dataclasses.asdict(told), "givers": counts[1]})
        return
    kinds: Counter[str] = Counter(
        " ".join(filter(None, (one.format, one.version, f"from {one.source}")))
        for paper in told.papers
        for one in paper.readings
    )
    before, known, papers = (
        sum(getattr(one, name) for one in told.papers) for name in ("before", "known", "papers")
    )
    say(f"{len(told.papers):,} papers with a full text")
    for kind, count in sorted(kinds.items()):
        say(f"  {count:,} {kind}")
    if given:
        say(f"Papers of the list: {given}")
    say(f"References known: {before:,} without the full texts, {known:,} with them")
    say(f"  {papers:,} of them are papers of the library")
    if not told.keeps_words:
        say("The library keeps no words of them (“ptm-graph evidence quote short”)")
    print_problems("Not used", told.unused)


@command.command("quote", epilog=examples("evidence quote short"))
@click.argument("quoting", type=click.Choice(["none", "short"]))
@library_option
def quote(quoting: Literal["none", "short"], library_path: Path | None) -> None:
    """Keep the words of the papers' sentences for short quotes, or none of them.

    With “none”, the words that the library has are forgotten; numbers and sections stay.
    """
    from ptm_graph.workflow.evidence import set_quoting

    with open_library(library_path) as library:
        path = library.path or library_path_from(library_path)
    set_quoting(path, quoting)


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
    say(
        f"  {len(text.references):,} references ({len(cited):,} cited), {citing:,} of "
        f"{text.sentence_count:,} sentences cite, {named:,} name a reference without citing it"
    )
    kinds: dict[str, int] = {}
    for one in text.sentences:
        if one.references:
            kinds[one.kind or "elsewhere"] = kinds.get(one.kind or "elsewhere", 0) + 1
    if kinds:
        say("  " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.items()))
    for wrong in text.unused:
        say(f"  not used: {wrong.what}: {wrong.reason}")
