"""Files that are whole or not there: written beside their place, then moved into it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ptm_graph.errors import ExportError


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file beside its place that replaces what is there when the block ends well.

    A reader sees the old content or the new, never a part. The permissions of an old
    file stay; a new one has those the user expects.

    Parameters
    ----------
    path : Path
        Where the file will be.

    Yields
    ------
    binary file
        Open for writing.

    Raises
    ------
    ExportError
        If the path is a folder, its folder is missing or cannot be written, or the
        disk is full.
    """
    check_place(path)
    with told(path):
        handle, temporary = tempfile.mkstemp(
            prefix=f".{path.name[:50]}.", suffix=".part", dir=path.absolute().parent
        )
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(path.stat().st_mode & 0o7777 if path.exists() else _usual_mode())
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file in one step; errors are those of :func:`new_file`."""
    with new_file(path) as stream:
        stream.write(content)


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 in one step; errors are those of :func:`new_file`."""
    write_bytes(path, text.encode("utf-8"))


def check_place(path: Path) -> None:
    """Say at once when a file cannot be made at a path.

    Raises
    ------
    ExportError
        If the path is a folder, or its folder is missing.
    """
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; name a file in it")
    check_folder(path)


def check_folder(path: Path) -> None:
    """Say at once when the folder that a path is in is missing.

    Raises
    ------
    ExportError
        If it is.
    """
    folder = path.absolute().parent
    if not folder.is_dir():
        raise ExportError(f"{path}: the folder {folder} does not exist; create it first")


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in a person's words why a path cannot be written."""
    try:
        yield
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error


def _usual_mode() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
