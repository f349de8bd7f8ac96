"""A folder of pages that is replaced whole, and in which what others put stays."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from ptm_graph.errors import ExportError
from ptm_graph.files import check_folder, left_behind, part_prefix, sweep, told
from ptm_graph.words.wording import Said

MARK = ".ptm-graph-site"
"""File that says which files of a folder are ours; without it, a folder is not touched."""
_OLD = "old.part"
"""Ends the name of the old site while the new one takes its place."""


def check(folder: Path) -> None:
    """Say before the work that a folder is none of ours, or cannot be made.

    Raises
    ------
    ExportError
        If there is a file of that name, or a folder with files that is no site.
    """
    check_folder(folder, "export")
    if folder.exists() and not folder.is_dir():
        raise ExportError(Said("site.no folder", {"folder": str(folder)}))
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise ExportError(Said("site.foreign", {"folder": str(folder)}))


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files beside the folder, then put them in its place.

    Files that the mark of the old folder does not name are somebody else's, such as a
    ``CNAME``, and stay.

    Parameters
    ----------
    folder : Path
        A new or empty one, or an older site.
    files : iterable of (str, bytes)
        Path within the folder, with slashes, and content.

    Returns
    -------
    int
        Bytes written.

    Raises
    ------
    ExportError
        As :func:`check`; and where a file of somebody else has the name of one of ours.
    """
    with told(folder, "export"):
        _restore(folder.resolve())
    check(folder)
    folder = folder.resolve()
    draft, old = (folder.parent / f"{_part(folder)}{end}" for end in ("new.part", _OLD))
    size, names = 0, []
    try:
        with told(folder, "export"):
            sweep(folder)
            draft.mkdir()
            for name, content in files:
                place = draft.joinpath(*PurePosixPath(name).parts)
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("xb") as out:
                    out.write(content)
                size += len(content)
                names.append(name)
            (draft / MARK).write_text(json.dumps(sorted(names), indent=0) + "\n", encoding="utf-8")
            if folder.exists():
                _keep_others(folder, draft)
                shutil.copystat(folder, draft)
                folder.replace(old)
            draft.replace(folder)
    finally:
        if old.exists() and not folder.exists():
            old.replace(folder)
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return size


def _restore(folder: Path) -> None:
    """Put back the site of a writer that was killed before the new one was in its place."""
    for part in left_behind(folder):
        if part.name.endswith(_OLD) and not folder.exists():
            part.replace(folder)


def _part(folder: Path) -> str:
    return f"{part_prefix(folder)}{secrets.token_hex(4)}"


def _keep_others(folder: Path, draft: Path) -> None:
    """Take what is not ours along; the same content under both names until the old one goes."""
    ours = _ours(folder)
    for found in sorted(_files(folder)):
        name = found.relative_to(folder)
        if name.as_posix() in ours or name.as_posix() == MARK:
            continue
        place = draft / name
        if place.exists() or place.is_symlink():
            raise ExportError(Said("site.taken", {"file": str(found)}))
        place.parent.mkdir(parents=True, exist_ok=True)
        if found.is_symlink():
            place.symlink_to(found.readlink())
        elif found.is_dir():
            place.mkdir()
        else:
            _same(found, place)


def _files(folder: Path) -> Iterable[Path]:
    """Files, links and empty folders below a folder."""
    for parent, folders, names in os.walk(folder):
        links = [one for one in folders if (Path(parent) / one).is_symlink()]
        yield from (Path(parent) / one for one in (*names, *links))
        if not folders and not names and Path(parent) != folder:
            yield Path(parent)


def _ours(folder: Path) -> frozenset[str]:
    try:
        names = json.loads((folder / MARK).read_text(encoding="utf-8"))
        return frozenset(name for name in names if isinstance(name, str))
    except (OSError, ValueError, TypeError):
        return frozenset()


def _same(found: Path, place: Path) -> None:
    try:
        os.link(found, place)
    except OSError:  # another file system, or one without hard links
        shutil.copy2(found, place)
