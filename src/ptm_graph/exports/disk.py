"""A folder of tables that appears whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from ptm_graph.errors import ExportError
from ptm_graph.exports.job import Job
from ptm_graph.files import check_folder, part_prefix, sweep, told


def write_tables(job: Job, folder: Path) -> None:
    """Write the tables as a folder; an older folder of tables is replaced.

    Raises
    ------
    ExportError
        If something else is there, or nothing can be written.
    """
    from ptm_graph.exports.tables import files

    check_folder(folder, "export")
    tables = list(files(job))
    strangers = _strangers(folder, {name for name, _ in tables})
    if strangers:
        raise ExportError(f"{folder} holds {strangers[0]}; name a new or empty folder")
    draft, old = _beside(folder), _beside(folder)
    try:
        with told(folder, "export"):
            sweep(folder)
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


def _beside(folder: Path) -> Path:
    return folder.parent / f"{part_prefix(folder)}{secrets.token_hex(4)}.part"
