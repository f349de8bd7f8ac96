"""Which papers the reader has read: a small file beside the library."""

from __future__ import annotations

import json
from pathlib import Path

from ptm_graph.errors import InputError
from ptm_graph.files import editing, write_text
from ptm_graph.words.wording import Said


def marks_path(library: Path) -> Path:
    """Where the marks of a library are kept."""
    return library.with_name(f"{library.stem}.read.json")


def read_marks(library: Path) -> frozenset[str]:
    """Keys of the papers marked as read; none where there is no file.

    Raises
    ------
    InputError
        If the file is not what :func:`mark` writes.
    """
    path = marks_path(library)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError) as error:
        raise InputError(_wrong(path, str(error))) from error
    if not isinstance(found, list) or not all(isinstance(key, str) for key in found):
        raise InputError(_wrong(path, "[…]"))
    return frozenset(found)


def _wrong(path: Path, error: str) -> Said:
    return Said("file.marks", {"file": str(path), "error": error})


def mark(library: Path, key: str, read: bool) -> None:
    """Mark a paper as read or unread; the other marks stay.

    Raises
    ------
    InputError
        As :func:`read_marks`.
    WriteError
        If the file cannot be written.
    """
    path = marks_path(library)
    with editing(path, "marks"):
        marks = set(read_marks(library))
        (marks.add if read else marks.discard)(key)
        write_text(path, json.dumps(sorted(marks), ensure_ascii=False, indent=0) + "\n", "marks")
