"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ptm_graph.errors import ExportError
from ptm_graph.exports.job import Job


@contextlib.contextmanager
def new_file(target: Path) -> Iterator[BinaryIO]:
    """A file beside the target that replaces it when the block ends well.

    Raises
    ------
    ExportError
        If the target is a folder, its folder is missing, or nothing can be written.
    """
    if target.is_dir():
        raise ExportError(f"{target} is a folder; name a file in it")
    draft = _beside(target)
    try:
        with _told(target):
            with draft.open("xb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            draft.replace(target)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def write_tables(job: Job, folder: Path) -> None:
    """Write the tables as a folder; an older folder of tables is replaced.

    Raises
    ------
    ExportError
        If something else lies there, or nothing can be written.
    """
    from ptm_graph.exports.tables import files

    tables = list(files(job))
    strangers = _strangers(folder, {name for name, _ in tables})
    if strangers:
        raise ExportError(f"{folder} holds {strangers[0]}; name a new or empty folder")
    draft, old = _beside(folder), _beside(folder)
    try:
        with _told(folder):
            draft.mkdir()
            for name, pieces in tables:
                with (draft / name).open("xb") as out:
                    out.writelines(pieces)
            if folder.exists():
                folder.replace(old)
            draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _strangers(folder: Path, own: set[str]) -> list[str]:
    if folder.is_dir():
        return sorted(found.name for found in folder.iterdir() if found.name not in own)
    return [f"a file of that name ({folder.name})"] if folder.exists() else []


def _beside(target: Path) -> Path:
    if not target.parent.is_dir():
        raise ExportError(f"{target}: the folder {target.parent} does not exist; create it first")
    return target.parent / f".{target.name[:50]}.{secrets.token_hex(4)}.part"


@contextlib.contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(f"{target} cannot be written: {error.strerror or error}") from error
