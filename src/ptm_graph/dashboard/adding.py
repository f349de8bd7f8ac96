"""Entries added to a library's own reading list: in the file and in the library, or in neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ptm_graph import bundled
from ptm_graph.enrich import build, read_entries
from ptm_graph.files import write_text
from ptm_graph.library import Library
from ptm_graph.reading_lists.merge import merged
from ptm_graph.reading_lists.seed_file import Change, addition, write
from ptm_graph.sources import snapshot as snapshots
from ptm_graph.words.model import SeedEntry

FILE = "reading-list.yaml"
"""Added entries lie in this file beside the library."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of entries."""

    added: int
    """Entries that are new in the file."""
    known: int
    """Entries that say nothing the library's lists do not say already."""
    file: Path


def add_entries(path: Path, entries: Sequence[SeedEntry]) -> Added:
    """Write entries into the list beside a library, and build the library with them.

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
    with Library.open(path, writable=True) as library:
        lists = library.reading_lists() or [bundled.seed_list()]
        lists = [*lists, *([] if own in lists else [own])]
        new = unsaid([entry for entry, _ in library.seed_entries()], entries)
        change = addition(own, new)
        write(change)
        try:
            every, unused = read_entries(lists)
            facts = snapshots.read_file(bundled.snapshot())
            build(library, every, facts, unused=unused, lists=lists)
        except BaseException:
            _undo(change)
            raise
    return Added(len(change.added), len(entries) - len(new), own)


def unsaid(present: Sequence[SeedEntry], entries: Sequence[SeedEntry]) -> list[SeedEntry]:
    """Those entries that tell of a new work, or a new name, identifier or link of a known one."""
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
