"""Which file is in which format, and the reading of files and folders."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import cast

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.decoding import LARGEST, decode
from ptm_graph.reading_lists.result import ReadingList, joined, unusable

FORMATS: dict[str, str] = {
    "yaml": "seed_yaml",
    "markdown": "markdown",
    "rst": "restructured",
    "bibtex": "bibtex",
    "ris": "ris",
    "csl-json": "csl_json",
    "csv": "tables",
    "text": "plain",
}
"""Name of a format → the module that reads it."""

_SUFFIXES = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mkd": "markdown",
    ".mdx": "markdown",
    ".rmd": "markdown",
    ".qmd": "markdown",
    ".rst": "rst",
    ".rest": "rst",
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".ris": "ris",
    ".json": "csl-json",
    ".csl": "csl-json",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "text",
    ".text": "text",
    ".list": "text",
}


def read_text(text: str, format: str | None = None, file: str | None = None) -> ReadingList:
    """Read the text of a reading list.

    Parameters
    ----------
    text : str
        The text.
    format : str, optional
        A name in :data:`FORMATS`; guessed from the text where it is not given.
    file : str, optional
        Where the text comes from, for messages and for the entries.

    Raises
    ------
    ReadingListError
        If the format is unknown or the text cannot be read at all.
    """
    chosen = guess_format(text) if format is None else format
    if chosen not in FORMATS:
        known = ", ".join(FORMATS)
        raise ReadingListError(f"unknown format “{chosen}”; known are {known}", file)
    if len(text) > LARGEST:
        raise ReadingListError(f"larger than {LARGEST // 2**20} MB; split it", file)
    module = import_module(f"ptm_graph.reading_lists.{FORMATS[chosen]}")
    return cast(ReadingList, module.read(text.removeprefix("\ufeff"), file))


def read_bytes(data: bytes, name: str | None = None, format: str | None = None) -> ReadingList:
    """Read the bytes of a file: an upload, or standard input.

    Parameters
    ----------
    data : bytes
        Content of the file, in UTF-8, UTF-16 with BOM, or GB18030.
    name : str, optional
        Its name: the suffix tells the format.
    format : str, optional
        A name in :data:`FORMATS`, if the suffix does not tell.

    Raises
    ------
    ReadingListError
        If the data is no text or cannot be read in its format.
    """
    suffix = Path(name).suffix.lower() if name else ""
    return read_text(decode(data, name), format or _SUFFIXES.get(suffix), name)


def read_file(path: str | Path, format: str | None = None) -> ReadingList:
    """Read one file.

    Raises
    ------
    ReadingListError
        If it does not exist, is no readable file, or cannot be understood.
    """
    place = Path(path)
    try:
        with place.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise ReadingListError("there is no such file", path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadingListError(f"the file cannot be read: {reason}", path) from error
    return read_bytes(data, str(path), format)


def read_reading_list(path: str | Path, format: str | None = None) -> ReadingList:
    """Read a file, or all reading lists in a folder and below.

    In a folder, files of unknown suffix are listed in ``unused``, hidden files
    and folders are passed over, and links to folders are not followed. A file
    that cannot be read costs only itself.

    Parameters
    ----------
    path : str or Path
        A file or a folder.
    format : str, optional
        Format of the file; in a folder the suffix of each file tells.

    Raises
    ------
    ReadingListError
        If the path, or the only file, cannot be read.
    """
    place = Path(path)
    if not place.is_dir():
        return read_file(path, format)
    return joined(_read_in_folder(found) for found in _files_below(place))


def read_files(paths: Iterable[str | Path], format: str | None = None) -> ReadingList:
    """Read several files and folders, one behind the other.

    Parameters
    ----------
    paths : iterable of str or Path
        Files and folders.
    format : str, optional
        As for :func:`read_reading_list`.

    Raises
    ------
    ReadingListError
        If one that was named cannot be read.
    """
    return joined(read_reading_list(path, format) for path in paths)


def _files_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files_below(path)
        elif path.is_file():
            yield path


def _read_in_folder(path: Path) -> ReadingList:
    if path.suffix.lower() not in _SUFFIXES:
        problem = unusable(path.name, "no known kind of reading list", str(path), None)
        return ReadingList(unused=(problem,))
    try:
        return read_file(path)
    except ReadingListError as error:
        message = str(error).removeprefix(f"{path}:").strip()
        return ReadingList(unused=(unusable(path.name, message, str(path), error.line),))


def guess_format(text: str) -> str:
    """Guess the format of a text without a name, by its first lines.

    Anything that is nothing else is Markdown, which plain lines are too.
    """
    head = text.removeprefix("\ufeff").lstrip()[:20_000]
    for name, pattern in _LOOKS_LIKE:
        if pattern.search(head) and (name != "csl-json" or _is_json(text)):
            return name
    return "markdown"


_LOOKS_LIKE = (
    ("ris", re.compile(r"\ATY  ?- ")),
    ("bibtex", re.compile(r"^\s*@(?!comment)\w+\s*[{(]\s*[^\s,{}]*\s*,", re.M | re.I)),
    ("csl-json", re.compile(r"\A(?:\[\s*\{|\{\s*\")")),
    ("yaml", re.compile(r"^papers:[ \t]*(?:#.*)?$", re.M)),
    ("rst", re.compile(r"^(?:\.\. [\w-]+::|[=#*~^-]{4,}\n[^\n]+\n[=#*~^-]{4,}$)", re.M)),
    (
        "csv",
        re.compile(
            r"\A(?=[^\n]*[,;\t])(?:[^\n]*[,;\t])?\W?(?:title|doi|arxiv[ _]?id)\W?[,;\t\n]", re.I
        ),
    ),
)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
