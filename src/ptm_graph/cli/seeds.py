"""``ptm-graph seeds``: reading lists in any format, and the seeds made of them."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ptm_graph.cli.options import json_option, library_option, open_library, print_json
from ptm_graph.cli.screen import examples, say
from ptm_graph.errors import InputError

if TYPE_CHECKING:
    from ptm_graph.library.seed_status import Candidate
    from ptm_graph.reading_lists import Mention, ReadingList
    from ptm_graph.words.model import SeedEntry

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
FORMAT = click.option(
    "--format", "format_name", metavar="NAME", help="Format of the input [default: guessed]."
)
_MOST_AUTHORS = 3
FOUND_SOMETHING = 1
"""Exit status of ``seeds check`` when there is something to mend."""


@click.group("seeds", epilog=examples("seeds read notes.md", "seeds status"))
def command() -> None:
    """Read reading lists of any kind, and keep the seeds made from them."""


@command.command("read", epilog=examples("seeds read notes.md"))
@FILES
@FORMAT
@json_option
def read(files: tuple[str, ...], format_name: str | None, as_json: bool) -> None:
    """Show what is understood of reading lists, line by line.

    FILE is Markdown, reStructuredText, BibTeX, RIS, CSL-JSON, CSV, plain text or our own
    YAML; a PDF; a folder of such files; zotero:, zotero:collection/NAME, zotero:tag/NAME or
    zotero:group/ID; or - for standard input. Every link or item that could not be used is
    listed with its line and the reason.
    """
    listed = _read(files, format_name)
    if as_json:
        print_json(_as_data(listed))
    else:
        _print(listed)


@command.command("add", epilog=examples("seeds add notes.md -o mine.yaml"))
@FILES
@FORMAT
@click.option(
    "-o",
    "--output",
    "out",
    type=click.Path(path_type=Path),
    default=Path("seeds/mine.yaml"),
    show_default=True,
    help="Seed list to add to; created if it does not exist.",
)
@click.option("--mentions", is_flag=True, help="Also add papers that are only named.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def add(
    files: tuple[str, ...], format_name: str | None, out: Path, mentions: bool, yes: bool
) -> None:
    """Add the papers of reading lists to a seed list.

    What names the same work becomes one entry; comments and hand edits stay. The
    difference is shown before it is written.
    """
    from ptm_graph.workflow import adding

    listed = _read(files, format_name)
    # nobody waits for a person who thinks: what was agreed to is not written if it is no longer so
    with adding.editing(out, "reading list") if yes else contextlib.nullcontext():
        _add(listed, out, files[0], mentions=mentions, yes=yes)


def _add(listed: ReadingList, out: Path, name: str, *, mentions: bool, yes: bool) -> None:
    from ptm_graph.reading_lists.result import refuse_nothing
    from ptm_graph.workflow import adding

    if not (mentions and listed.mentions):
        refuse_nothing(listed, name)
    change = adding.proposed(out, listed, mentions=mentions)
    if change.is_empty:
        say(f"{out}: already has all {change.known} papers")
        return
    click.echo(change.difference(), nl=False)
    say(
        f"{out}: {len(change.added)} new, {len(change.extended)} extended, {change.known} known; "
        f"{len(listed.mentions)} only named, {len(listed.unused)} lines not used",
        err=True,
    )
    if not yes and not _confirmed():
        say("nothing was written")
        return
    adding.write(change)
    say(f"{out}: written; “ptm-graph build {out}” makes a library from it")


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise InputError("there is nobody to ask; add --yes to write")
    return click.confirm("Write this?")


@command.command("check", epilog=examples("seeds check mine.yaml"))
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@json_option
def check(files: tuple[str, ...], as_json: bool) -> int:
    """Find duplicates, malformed identifiers, shared names and unresolved entries.

    FILE defaults to the bundled list. Entries without an identifier are only noted;
    anything else makes the exit status 1.
    """
    from ptm_graph import bundled
    from ptm_graph.reading_lists.check import check as findings_of

    listed = _read(files or (str(bundled.seed_list()),), None)
    findings = findings_of(listed)
    if as_json:
        print_json([dataclasses.asdict(one) for one in findings])
    else:
        for one in findings:
            say(str(one))
        say(f"{len(listed.entries)} entries, {len(findings)} findings", err=True)
    serious = any(one.kind != "unresolved" for one in findings)
    return FOUND_SOMETHING if serious else 0


@command.command("status", epilog=examples("seeds status"))
@library_option
@json_option
def status(library_path: Path | None, as_json: bool) -> None:
    """Show which seeds of the library are resolved, and the candidates of the others."""
    with open_library(library_path) as library:
        entries, doubts = library.seed_status(), library.doubts()
    if as_json:
        of: dict[str | None, list[Any]] = defaultdict(list)
        for doubt in doubts:
            of[doubt.paper.key].append(dataclasses.asdict(doubt))
        print_json([{**dataclasses.asdict(one), "doubts": of[one.key]} for one in entries])
        return
    open_ones = [one for one in entries if one.state != "resolved"]
    say(f"{len(entries) - len(open_ones)} of {len(entries)} seeds resolved")
    for one in open_ones:
        place = f"{one.entry.file}:{one.entry.line}: " if one.entry.file else ""
        say(f"{place}{one.entry.name}: {one.state}: {one.reason or 'not yet asked for'}")
        for candidate in one.candidates:
            say(f"    might be {_described(candidate)}")
    for doubt in doubts:
        say(f"doubt: {doubt.paper} ({doubt.paper.key}): {doubt.reason}")


def _described(candidate: Candidate) -> str:
    """A candidate as a person writes it: title, authors, year, identifier, who offers it."""
    authors = list(candidate.authors or ())
    if len(authors) > _MOST_AUTHORS:
        authors = [*authors[:_MOST_AUTHORS], f"{len(authors) - _MOST_AUTHORS} more"]
    parts = [
        f"“{candidate.title}”" if candidate.title else "a paper without a title",
        f"by {', '.join(authors)}" if authors else "",
        str(candidate.year or ""),
        next((f"{kind}:{value}" for kind, value in candidate.identifiers.items()), ""),
    ]
    return f"{', '.join(filter(None, parts))} ({candidate.source})"


@command.command("export", epilog=examples("seeds export papers.bib mine.yaml"))
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@click.option("--format", "format_name", metavar="NAME", help="Format [default: by suffix].")
def export(out: Path, files: tuple[str, ...], format_name: str | None) -> None:
    """Write seeds to OUT as BibTeX, RIS, CSL-JSON, CSV or Markdown.

    FILE defaults to the bundled list.
    """
    from ptm_graph import bundled
    from ptm_graph.exports import export_seeds
    from ptm_graph.exports.formats import seed_writer_of

    seed_writer_of(out, format_name)  # an unknown format is said before the work, not after it
    listed = _read(files or (str(bundled.seed_list()),), None)
    export_seeds(listed.entries, out, format=format_name)
    say(f"{out}: {len(listed.entries)} papers")


def _read(files: Sequence[str], format_name: str | None) -> ReadingList:
    from ptm_graph.cli.refresh import watched
    from ptm_graph.workflow.reading import read_lists

    with watched() as progress:
        return read_lists(files, format_name, progress)


def _as_data(listed: ReadingList) -> dict[str, Any]:
    return {
        "entries": [_entry_data(entry) for entry in listed.entries],
        "mentions": [dataclasses.asdict(one) for one in listed.mentions],
        "unused": [
            {"file": one.file, "line": one.line, "text": one.subject, "reason": one.reason}
            for one in listed.unused
        ],
        "lines": dict(listed.lines),
    }


def _entry_data(entry: SeedEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "aliases": list(entry.aliases),
        "identifiers": dict(entry.identifiers),
        "family": entry.family,
        "resources": [dataclasses.asdict(one) for one in entry.resources],
        "authors": None if entry.authors is None else list(entry.authors),
        "year": entry.year,
        "venue": entry.venue,
        "note": entry.note,
        "notes": [dataclasses.asdict(one) for one in entry.notes],
        "tags": list(entry.tags),
        "properties": dict(entry.properties),
        "line": entry.line,
        "file": entry.file,
    }


def _print(listed: ReadingList) -> None:
    for entry in listed.entries:
        names = f"  [{', '.join(entry.aliases)}]" if entry.aliases else ""
        identifiers = "  ".join(f"{kind}:{value}" for kind, value in entry.identifiers.items())
        say(f"{_place(entry.file, entry.line)}{entry.title or '(no title)'}{names}")
        say(f"    {identifiers or 'no identifier'}   {entry.family or ''}".rstrip())
        for resource in entry.resources:
            language = f", {resource.language}" if resource.language else ""
            say(f"    {resource.kind}{language}: {resource.title or ''} {resource.url}")
        _print_words(entry)
    for mention in listed.mentions:
        say(f"{_place(mention.file, mention.line)}only named: {mention.text}")
        _print_words(mention)
    for one in listed.unused:
        say(f"{_place(one.file, one.line)}not used: {one.subject}: {one.reason}")
    resources = sum(len(entry.resources) for entry in listed.entries)
    say(
        f"{len(listed.entries)} entries, {resources} resources, {len(listed.mentions)} only "
        f"named, {len(listed.unused)} not used",
        err=True,
    )


def _print_words(one: SeedEntry | Mention) -> None:
    """What the list says of it."""
    for note in one.notes:
        language = f", {note.language}" if note.language else ""
        say(f"    note{language}: {_place(None, note.line)}{note.text}")
    for name, value in one.properties.items():
        say(f"    {name}: {value}")
    if one.tags:
        say(f"    tags: {', '.join(one.tags)}")


def _place(file: str | None, line: int | None) -> str:
    place = ":".join(str(part) for part in (file, line) if part is not None)
    return f"{place}: " if place else ""
