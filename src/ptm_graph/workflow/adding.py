"""Adding to a reading list: to any seed list, or to a library's own together with the library."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rapidfuzz import fuzz, process

from ptm_graph import bundled
from ptm_graph.errors import InputError, ReadingListError
from ptm_graph.files import editing, write_bytes
from ptm_graph.library import Library
from ptm_graph.reading_lists import Mention, ReadingList
from ptm_graph.reading_lists.merge import merged
from ptm_graph.reading_lists.seed_file import Change, addition, identified, write
from ptm_graph.words import titles
from ptm_graph.words.identifiers import without_record_numbers
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.wording import Said
from ptm_graph.workflow.building import fill
from ptm_graph.workflow.reading import FILE, Lists, lists_for, lists_named

__all__ = [
    "FILE",
    "Added",
    "Change",
    "Step",
    "add_entries",
    "editing",
    "entry_of",
    "likely",
    "proposed",
    "take_back",
    "take_candidate",
    "unsaid",
    "write",
]

_PLACED = re.compile(r"/|[A-Za-z][\w+.-]*:")
"""How the address of a file begins that is the same from everywhere."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a list that can be taken back."""

    file: Path
    before: bytes | None
    """What the file held, to the byte; None: it was not there."""
    after: bytes
    former: Lists
    """What the library was made from."""
    newest: int
    """Number of the newest paper the library had."""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    """What an entry was told to mean."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of entries."""

    added: int
    """Entries that are new in the file."""
    known: int
    """Entries that say nothing the library's lists do not say already."""
    file: Path
    step: Step
    """For :func:`take_back`."""


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
    named = [entry_of(one) for one in listed.mentions]
    found = [_beside(entry, out) for entry in listed.entries]
    return addition(out, [*found, *(named if mentions else ())], listed.family_names)


def entry_of(mention: Mention) -> SeedEntry:
    """A paper that is only named as an entry."""
    return SeedEntry(
        title=mention.text,
        family=mention.family,
        notes=mention.notes,
        tags=mention.tags,
        properties=mention.properties,
        file=mention.file,
        line=mention.line,
    )


_MOST_LIKELY = 5


def likely(known: Mapping[str, str], wanted: Sequence[str]) -> dict[str, list[str]]:
    """Which papers titles may mean, without asking anybody.

    Parameters
    ----------
    known : mapping
        Key of a paper → its title.
    wanted : sequence of str
        The titles.

    Returns
    -------
    dict
        Title → keys of a few papers, the same title first, then the more alike.
    """
    if not wanted:
        return {}
    choices = {key: titles.normal(title) for key, title in known.items()}
    return {
        title: [
            str(key)
            for _, _, key in process.extract(
                asked,
                choices,
                scorer=fuzz.ratio,
                processor=None,
                limit=_MOST_LIKELY,
                score_cutoff=titles.ALIKE_TITLE,
            )
        ]
        for title in dict.fromkeys(wanted)
        if (asked := titles.normal(title))
    }


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
        change = addition(own, [*held, *new], {} if lists.paths else library.family_names())
        step = _written(library, change, lists)
    return Added(len(change.added) - len(held), len(entries) - len(new), own, step)


def take_candidate(path: Path, entry: SeedEntry, identifiers: Mapping[str, str]) -> Added:
    """Say which paper an entry means, and build the library with it; no entry is added.

    The identifiers are written into the entry itself where its list is a seed list that can be
    edited, else into the list beside the library, which is read as an answer to that entry.

    Parameters
    ----------
    path : Path
        The library.
    entry : SeedEntry
        One of its entries, as the library holds it.
    identifiers : mapping
        Kind → value.

    Raises
    ------
    PtmGraphError
        As :func:`add_entries`.
    """
    named = without_record_numbers(identifiers)
    told = replace(entry, identifiers={**named, **entry.identifiers})
    with Library.open(path, writable=True) as library:
        lists = lists_for(library, ask_zotero=False)
        place = _editable(entry, lists)
        if place is not None:
            with editing(place, "reading list"), contextlib.suppress(ReadingListError):
                change = identified(place, told)
                if change is not None:
                    step = _written(library, change, lists)
                    return Added(0, 0, place, replace(step, identifiers=told.identifiers))
        own = path.with_name(FILE)
        with editing(own, "reading list"):
            present = [one for one, _ in library.seed_entries()] if not lists.paths else []
            entries = [told if one == entry else one for one in present] or [told]
            change = addition(own, entries, {} if lists.paths else library.family_names())
            step = _written(library, change, lists)
            return Added(0, 0, own, replace(step, identifiers=told.identifiers))


def _editable(entry: SeedEntry, lists: Lists) -> Path | None:
    """The file of an entry, where it is one of the library's own lists and can be written."""
    place = Path(entry.file) if entry.file else None
    if place is None or not place.is_absolute() or not os.access(place, os.W_OK):
        return None
    listed = [one for one in lists.paths if isinstance(one, Path) and one != bundled.seed_list()]
    return place if any(place.is_relative_to(one) for one in listed) else None


def _written(library: Library, change: Change, lists: Lists) -> Step:
    """Write a list and build the library with it, both or neither."""
    paths = lists.paths if _holds(lists, change.path) else (*lists.paths, change.path)
    before = change.path.read_bytes() if change.before is not None else None
    newest = library.newest_paper()
    write(change)
    try:
        fill(library, lists_named(paths, library, ask_zotero=False))
    except BaseException:
        _put(change.path, before)
        raise
    return Step(change.path, before, change.path.read_bytes(), lists, newest)


def _holds(lists: Lists, file: Path) -> bool:
    return any(isinstance(one, Path) and file.is_relative_to(one) for one in lists.paths)


def take_back(path: Path, step: Step) -> None:
    """Undo what was added: the file as it was, to the byte, and the library with it.

    Papers that only the undone entries named go; what else was learned meanwhile stays.

    Parameters
    ----------
    path : Path
        The library.
    step : Step
        What was done.

    Raises
    ------
    InputError
        If somebody has changed the file since.
    PtmGraphError
        If the file or the library cannot be written; both are as before then.
    """
    with Library.open(path, writable=True) as library, editing(step.file, "reading list"):
        held = step.file.read_bytes() if step.file.exists() else None
        if held != step.after:
            raise InputError(Said("list.changed", {"file": str(step.file)}))
        paths = [
            one for one in library.reading_lists() if one != step.file or one in step.former.paths
        ]
        _put(step.file, step.before)
        try:
            named = lists_named(paths, library, ask_zotero=False) if paths else step.former
            fill(library, named)
            with library.writing() as writer:
                writer.forget_lone(step.newest, step.identifiers)
        except BaseException:
            _put(step.file, step.after)
            raise


def _put(file: Path, content: bytes | None) -> None:
    if content is None:
        file.unlink(missing_ok=True)
    else:
        write_bytes(file, content, "reading list")


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
