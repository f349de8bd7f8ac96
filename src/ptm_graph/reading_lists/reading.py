"""The reading of texts, files and folders, each in its format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from ptm_graph.errors import ReadingListError
from ptm_graph.plugs import loaded
from ptm_graph.reading_lists.decoding import decoded, glimpse
from ptm_graph.reading_lists.formats import (
    HEAD,
    Reader,
    format_named,
    format_of,
    guess_format,
    is_unlike,
    recognised,
    recognised_bytes,
    refusal,
)
from ptm_graph.reading_lists.limits import LARGEST
from ptm_graph.reading_lists.merge import noted
from ptm_graph.reading_lists.pdf_files import gathered
from ptm_graph.reading_lists.result import ReadingList, joined, unusable
from ptm_graph.words.addresses import without_sessions
from ptm_graph.words.doors import admitted
from ptm_graph.words.wording import Said

Watch: TypeAlias = Callable[[int, int], object]

_CHECKED = ("title", "aliases", "authors", "year", "venue", "notes", "family", "tags", "properties")


def read_text(text: str, format: str | None = None, file: str | None = None) -> ReadingList:
    """Read the text of a reading list.

    Parameters
    ----------
    text : str
        The text.
    format : str, optional
        A name in :func:`.formats.known_formats`; without it, the text tells, then the ending
        of ``file``.
    file : str, optional
        Where the text comes from, for messages and for the entries.

    Raises
    ------
    ReadingListError
        If the format is unknown or the text cannot be read at all.
    """
    chosen = guess_format(text, file) if format is None else format_named(format, file)
    if len(text) > LARGEST:
        raise ReadingListError(Said("list.too large", {"size": LARGEST // 2**20}), file)
    if chosen.of_bytes is not None:
        return read_bytes(text.encode("utf-8", "replace"), file, chosen.name)
    read: Reader = loaded(chosen.read)
    found = admitted_list(read(without_sessions(text.removeprefix("\ufeff")), file))
    nothing = not (found.entries or found.mentions or found.unused)
    if format is None and nothing and is_unlike(text, chosen):
        raise refusal(Said("seen.unlike", {"format": chosen.name}), file)
    return replace(found, lines=_whole(found.lines, text)) if found.lines else found


def _whole(lines: Mapping[str, int], text: str) -> dict[str, int]:
    """The lines, with those that hold nothing but markup."""
    rest = sum(map(bool, map(str.strip, text.split("\n")))) - sum(lines.values())
    return {**lines, "markup": max(0, lines.get("markup", 0) + rest)}


def admitted_list(listed: ReadingList) -> ReadingList:
    """The list without values that no paper can have; these are told."""
    entries, unused = [], list(listed.unused)
    for entry in listed.entries:
        told = {name: getattr(entry, name) for name in _CHECKED}
        values, refused = admitted(told)
        entries.append(replace(entry, **values) if values != told else entry)
        for one in refused:
            subject = f"{entry.name}: {one.field} “{one.value}”"
            unused.append(unusable(subject, one.reason, entry.file, entry.line))
    return replace(listed, entries=tuple(entries), unused=tuple(unused))


def read_bytes(data: bytes, name: str | None = None, format: str | None = None) -> ReadingList:
    """Read the bytes of a file: an upload, or standard input.

    Parameters
    ----------
    data : bytes
        Content of the file, in UTF-8, UTF-16 with BOM, or GB18030.
    name : str, optional
        Its name: the suffix determines the format where the content does not.
    format : str, optional
        A name in :func:`.formats.known_formats`, if neither determines it.

    Raises
    ------
    ReadingListError
        If the data is of a kind that is not read, or cannot be read in its format.
    """
    known = format_named(format, name) if format else recognised_bytes(data)
    if known is None or known.of_bytes is None:
        text, odd = decoded(data, name)
        listed = read_text(text, format, name)
        return replace(listed, unused=(*odd, *listed.unused)) if odd else listed
    if len(data) > known.largest:
        raise ReadingListError(Said("list.too large", {"size": known.largest // 2**20}), name)
    return admitted_list(loaded(known.read)(data, name))


def read_file(path: str | Path, format: str | None = None) -> ReadingList:
    """Read one file.

    Raises
    ------
    ReadingListError
        If it does not exist, is not a readable file, or cannot be understood.
    """
    place = Path(path)
    try:
        with place.open("rb") as stream:
            data = stream.read(LARGEST + 1)
            if len(data) > LARGEST and (known := recognised_bytes(data)) is not None:
                data += stream.read(known.largest - LARGEST)
    except FileNotFoundError as error:
        raise ReadingListError(Said("list.missing"), path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadingListError(Said("list.unreadable", {"error": reason}), path) from error
    return read_bytes(data, str(path), format)


def read_reading_list(
    path: str | Path, format: str | None = None, watch: Watch | None = None
) -> ReadingList:
    """Read a file, or all reading lists in a folder and below.

    In a folder, files that neither content nor suffix shows to be a list are named in
    ``unused``, hidden files and folders are passed over, and links to folders are not
    followed. A file that cannot be read costs only itself.

    Parameters
    ----------
    path : str or Path
        A file or a folder.
    format : str, optional
        Format of the file; in a folder each file has its own.
    watch : callable, optional
        Told, before each file of a folder, how many were read, and of how many.

    Raises
    ------
    ReadingListError
        If the path, or the only file, cannot be read.
    """
    place = Path(path)
    if not place.is_dir():
        return read_file(path, format)
    found = list(_files_below(place))
    parts = []
    for number, one in enumerate(found):
        if watch is not None:
            watch(number, len(found))
        parts.append(_read_in_folder(one))
    return gathered(_joined(parts))


def read_files(
    paths: Iterable[str | Path], format: str | None = None, watch: Watch | None = None
) -> ReadingList:
    """Read several files and folders, one after the other.

    Parameters
    ----------
    paths : iterable of str or Path
        Files and folders.
    format, watch
        As for :func:`read_reading_list`.

    Raises
    ------
    ReadingListError
        If one that was named cannot be read.
    """
    return _joined(read_reading_list(path, format, watch) for path in paths)


def _joined(lists: Iterable[ReadingList]) -> ReadingList:
    told = joined(lists)
    return replace(told, entries=noted(told.entries, told.mentions))


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files_below(path)
        elif path.is_file():
            yield path


def _read_in_folder(path: Path) -> ReadingList:
    try:
        if format_of(path) is None and not _is_list(path):
            problem = unusable(path.name, Said("unused.format"), str(path), None)
            return ReadingList(unused=(problem,))
        return read_file(path)
    except ReadingListError as error:
        return ReadingList(unused=(unusable(path.name, error.args[0], str(path), error.line),))


def _is_list(path: Path) -> bool:
    """Whether a file with a name that says nothing is recognised by its first bytes."""
    try:
        with path.open("rb") as stream:
            head = stream.read(4 * HEAD)
    except OSError:
        return False
    return recognised_bytes(head) is not None or recognised(glimpse(head)) is not None
