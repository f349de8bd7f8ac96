"""Adding to a reading list: to any seed list, or to a library's own together with the library."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ptm_graph.files import editing, write_text
from ptm_graph.library import Library
from ptm_graph.reading_lists import ReadingList
from ptm_graph.reading_lists.merge import merged
from ptm_graph.reading_lists.seed_file import Change, addition, write
from ptm_graph.words.model import SeedEntry
from ptm_graph.workflow.building import fill
from ptm_graph.workflow.reading import lists_for, lists_named

__all__ = ["FILE", "Added", "Change", "add_entries", "editing", "proposed", "unsaid", "write"]

_PLACED = re.compile(r"/|[A-Za-z][\w+.-]*:")
"""How the address of a file begins that is the same from everywhere."""

FILE = "reading-list.yaml"
"""Entries added to a library's own list are kept in this file beside the library."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of entries."""

    added: int
    """Entries that are new in the file."""
    known: int
    """Entries that say nothing the library's lists do not say already."""
    file: Path


def proposed(out: Path, listed: ReadingList, *, mentions: bool = False) -> Change:
    """Work out what adding a reading list to a seed list changes; :func:`write` writes it.

    Parameters
    ----------
    out : Path
        The seed list; made where it is missing.
    listed : ReadingList
        What to add.
    mentions : bool, default False
        Add papers that are only named, too.

    Raises
    ------
    ReadingListError
        If the seed list cannot be read or edited.
    """
    named = [
        SeedEntry(
            title=one.text,
            notes=one.notes,
            tags=one.tags,
            properties=one.properties,
            file=one.file,
            line=one.line,
        )
        for one in listed.mentions
    ]
    found = [_beside(entry, out) for entry in listed.entries]
    return addition(out, [*found, *(named if mentions else ())])


def _beside(entry: SeedEntry, out: Path) -> SeedEntry:
    """An entry whose files are named as one finds them from the list it is added to."""
    here = out.resolve().parent
    return replace(
        entry,
        resources=tuple(
            replace(one, url=Path(os.path.relpath(one.url, here)).as_posix())
            if one.kind == "file" and not _PLACED.match(one.url)
            else one
            for one in entry.resources
        ),
    )


def add_entries(path: Path, entries: Sequence[SeedEntry]) -> Added:
    """Write entries into the list beside a library, and build the library with them.

    They are in the file and in the library, or in neither. Where the library has no list to
    read again, the entries it holds are written into the file, too.

    Parameters
    ----------
    path : Path
        The library.
    entries : sequence of SeedEntry
        What to add; what its lists say already is left out.

    Raises
    ------
    PtmGraphError
        If the file or the library cannot be written; both are as before then.
    """
    own = path.with_name(FILE)
    with Library.open(path, writable=True) as library, editing(own, "reading list"):
        lists = lists_for(library, ask_zotero=False)
        present = [entry for entry, _ in library.seed_entries()]
        new = unsaid(present, entries)
        held = [] if lists.paths else addition(own, present).added
        change = addition(own, [*held, *new])
        paths = lists.paths if own in lists.paths else (*lists.paths, own)
        write(change)
        try:
            fill(library, lists_named(paths, library, ask_zotero=False))
        except BaseException:
            _undo(change)
            raise
    return Added(len(change.added) - len(held), len(entries) - len(new), own)


def unsaid(present: Sequence[SeedEntry], entries: Sequence[SeedEntry]) -> list[SeedEntry]:
    """The entries with a new work, or a new name, identifier or link of a known one."""
    known = set(map(id, present))
    found = []
    for work in merged([*present, *entries]):
        there = [source for source in work.sources if id(source) in known]
        others = [source for source in work.sources if id(source) not in known]
        if not there or any(_tells(source, there) for source in others):
            found.extend(others)
    return found


def _tells(entry: SeedEntry, present: Sequence[SeedEntry]) -> bool:
    names = {name.casefold() for one in present for name in (*one.aliases, one.title or "")}
    identifiers = {pair for one in present for pair in one.identifiers.items()}
    links = {resource.url for one in present for resource in one.resources}
    return (
        any(name.casefold() not in names for name in entry.aliases)
        or any(pair not in identifiers for pair in entry.identifiers.items())
        or any(resource.url not in links for resource in entry.resources)
    )


def _undo(change: Change) -> None:
    if change.before is None:
        change.path.unlink(missing_ok=True)
    else:
        write_text(change.path, change.before, "reading list")
