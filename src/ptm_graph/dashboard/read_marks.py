"""Which papers the reader has read: a small file beside the library."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from ptm_graph.errors import InputError
from ptm_graph.files import write_text


def marks_path(library: Path) -> Path:
    """Where the marks of a library are kept."""
    return library.with_name(f"{library.stem}.read.json")


def read_marks(library: Path) -> frozenset[str]:
    """Keys of the papers marked as read; none where there is no file.

    Raises
    ------
    InputError
        If the file is not what :func:`write_marks` writes.
    """
    path = marks_path(library)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error}); move it away") from error
    if not isinstance(found, list) or not all(isinstance(key, str) for key in found):
        raise InputError(f"{path}: must be a list of keys; move it away")
    return frozenset(found)


def write_marks(library: Path, keys: Collection[str]) -> None:
    """Replace the marks.

    Raises
    ------
    WriteError
        If the file cannot be written.
    """
    write_text(
        marks_path(library), json.dumps(sorted(keys), ensure_ascii=False, indent=0) + "\n", "marks"
    )
