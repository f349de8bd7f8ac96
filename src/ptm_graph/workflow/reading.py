"""Reading lists: files, folders, Zotero and standard input, in one way, whoever asks."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from ptm_graph import bundled
from ptm_graph._version import __version__
from ptm_graph.enrich.progress import Progress
from ptm_graph.errors import ReadingListError
from ptm_graph.library import Library
from ptm_graph.reading_lists import ReadingList, read_bytes, read_files
from ptm_graph.reading_lists.merge import contradicts, merged, united
from ptm_graph.reading_lists.reading import Watch, admitted_list
from ptm_graph.reading_lists.result import STAGE, joined
from ptm_graph.settings import Settings
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said
from ptm_graph.words.zotero import address_of, place_in

STANDARD_INPUT = "-"
"""Stands for standard input where reading lists are named."""

FILE = "reading-list.yaml"
"""Entries added to a library's own list are kept in this file beside the library."""

_VERSIONS = "zotero versions"

ListName: TypeAlias = str | Path
"""A file, a folder, ``-`` or an address of :mod:`ptm_graph.words.zotero`."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Reading lists that were read for a library."""

    read: ReadingList
    paths: tuple[ListName, ...]
    """Where a refresh reads them again; empty where one of them cannot be read again."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Address of a list of Zotero → its version, where it has one."""

    @property
    def entries(self) -> tuple[SeedEntry, ...]:
        """In the order of the files and of their lines."""
        return self.read.entries


def read_lists(
    names: Sequence[ListName], format: str | None = None, progress: Progress | None = None
) -> ReadingList:
    """Read files, folders, lists of Zotero and standard input, one behind the other.

    Parameters
    ----------
    names : sequence of str or Path
        Paths; ``-`` stands for standard input, ``zotero:…`` for a list that Zotero keeps.
    format : str, optional
        A name in :data:`ptm_graph.reading_lists.FORMATS`; guessed where it is not given.
    progress : Progress, optional
        Told about the files of a folder.

    Raises
    ------
    ReadingListError
        If one that was named cannot be read.
    InputError, SourceError
        If Zotero does not run, does not have what was named, or gives no usable answer.
    """
    return joined(_read(name, format, progress) for name in names)


def _read(
    name: ListName, format: str | None = None, progress: Progress | None = None
) -> ReadingList:
    if str(name) == STANDARD_INPUT:
        return read_bytes(sys.stdin.buffer.read(), None, format)
    address = address_of(name)
    if address is not None:
        return _from_zotero(address).listed
    return read_files([name], format, None if progress is None else _watch(progress))


def _watch(progress: Progress) -> Watch:
    def watch(done: int, total: int) -> None:
        if done == 0:
            progress.stage("reading", total)
        else:
            progress.advance()

    return watch


@dataclass(frozen=True, slots=True)
class _Held:
    """A list of Zotero."""

    listed: ReadingList
    version: str | None


def _from_zotero(address: str, held: _Held | None = None) -> _Held:
    """What Zotero keeps; what is held already where nothing changed since."""
    from ptm_graph.reading_lists.zotero_items import read_items
    from ptm_graph.sources.zotero import Zotero

    place = place_in(address)
    if place is None:
        raise ReadingListError(Said("zotero.address", {"address": address}))
    with contextlib.closing(Zotero(Settings.from_environment())) as zotero:
        shelf = zotero.read(place, held.version if held else None)
    if shelf is None and held is not None:
        return held
    if shelf is None:
        raise AssertionError("unreachable: nothing was held")
    listed = read_items(shelf.items, address, families=shelf.families)
    return _Held(admitted_list(listed), shelf.version)


def lists_for(
    library: Library, names: Sequence[ListName] = (), *, ask_zotero: bool = True
) -> Lists:
    """Read the lists that are named, else those the library was last made from.

    A library that has no list to read again keeps its entries; an empty one gets the bundled
    list.

    Parameters
    ----------
    library : Library
        Open for reading.
    names : sequence of str or Path, optional
        As for :func:`lists_named`.
    ask_zotero : bool, default True
        Whether lists of Zotero are read again; otherwise the library tells what it holds of them.
    """
    remembered = library.reading_lists()
    if not names and not remembered and library.paper_count():
        entries = tuple(entry for entry, _ in library.seed_entries())
        return Lists(ReadingList(entries, family_names=library.family_names()), ())
    wanted = names or remembered or [bundled.seed_list()]
    return lists_named(wanted, library, ask_zotero=ask_zotero)


def lists_named(
    names: Sequence[ListName], library: Library | None = None, *, ask_zotero: bool = True
) -> Lists:
    """Read the lists that are named, to be remembered by their full paths.

    Parameters
    ----------
    names : sequence of str or Path
        As for :func:`read_lists`; standard input leaves nothing to read again.
    library : Library, optional
        Open for reading: what it holds of a list of Zotero is taken if nothing changed there.
    ask_zotero : bool, default True
        As for :func:`lists_for`.
    """
    if any(str(name) == STANDARD_INPUT for name in names):
        return Lists(read_lists(names), ())
    paths = tuple(address_of(name) or Path(name).absolute() for name in names)
    held = _held(library, paths) if library is not None else {}
    parts: list[ReadingList] = []
    versions: dict[str, str] = {}
    for path in paths:
        if isinstance(path, Path):
            parts.append(_read(path))
            continue
        known = held.get(path)
        if known is None or ask_zotero:
            known = _from_zotero(path, known)
        parts.append(known.listed)
        if known.version is not None:
            versions[path] = known.version
    return Lists(_answered(joined(parts)), paths, versions)


def _answered(listed: ReadingList) -> ReadingList:
    """What the list beside a library adds to entries of other lists makes no new entries.

    It holds what somebody said of them on a page: which paper one means, another name.
    """
    own = {id(one) for one in listed.entries if Path(one.file or "").name == FILE}
    others = {_asked(one): one for one in reversed(listed.entries) if id(one) not in own}
    if not own or not others:
        return listed
    homes: dict[int, SeedEntry] = {}
    for work in merged(listed.entries):
        first = next((one for one in work.sources if id(one) not in own), None)
        if first is not None:
            homes |= {id(one): first for one in work.sources if id(one) in own}
    told: dict[int, SeedEntry] = {}
    taken: set[int] = set()
    for entry in listed.entries:
        if id(entry) not in own:
            continue
        home = homes.get(id(entry)) or others.get(_asked(entry))
        if home is not None and not contradicts(told.get(id(home), home), entry):
            told[id(home)] = united(told.get(id(home), home), entry)
            taken.add(id(entry))
    return replace(
        listed,
        entries=tuple(told.get(id(one), one) for one in listed.entries if id(one) not in taken),
    )


def _asked(entry: SeedEntry) -> tuple[object, ...]:
    """What an entry and the answer to it have in common."""
    name = entry.title or next(iter(entry.aliases), "")
    return (clean(name).casefold(), entry.authors, entry.year)


def left_out(library: Library, lists: Lists) -> tuple[SeedEntry, ...]:
    """Entries of a library that lists read again no longer have."""
    works = merged([*lists.entries, *(entry for entry, _ in library.seed_entries())])
    ours = set(map(id, lists.entries))
    return tuple(work.entry for work in works if not ours & set(map(id, work.sources)))


def remember(library: Library, lists: Lists) -> None:
    """Let a library whose entries are these lists know what else they tell.

    That is of which version they are, and the names of families in several languages.
    """
    told = {address: [version, __version__] for address, version in lists.versions.items()}
    with library.writing() as writer:
        if told or library.meta(_VERSIONS):
            writer.set_meta(_VERSIONS, json.dumps(told))
        if lists.read.family_names != library.family_names():
            writer.set_family_names(lists.read.family_names)


def _held(library: Library, names: Sequence[ListName]) -> dict[str, _Held]:
    """What a library holds of lists of Zotero."""
    remembered = library.reading_lists()
    addresses = [one for one in names if isinstance(one, str) and one in remembered]
    if not addresses:
        return {}
    entries = [entry for entry, _ in library.seed_entries()]
    problems = [one for one in library.problems() if one.stage == STAGE]
    versions = json.loads(library.meta(_VERSIONS) or "{}")
    held = {}
    for address in addresses:
        version, reader = versions.get(address, (None, None))
        listed = ReadingList(
            tuple(entry for entry in entries if entry.file == address),
            unused=tuple(one for one in problems if one.file == address),
        )
        # an entry that an older reader made may be made better now
        held[address] = _Held(listed, version if reader == __version__ else None)
    return held
