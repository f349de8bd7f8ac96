"""A library where there is none yet, and an older one brought up to date."""

from __future__ import annotations

from pathlib import Path

from ptm_graph.dashboard import reader
from ptm_graph.library import Library
from ptm_graph.settings import library_path
from ptm_graph.workflow.building import make_bundled


def first_opened() -> reader.Opened | None:
    """The library before anybody asked for it; the bundled one is made if there is none.

    Returns
    -------
    Opened or None
        None where there is no library and none may be made.

    Raises
    ------
    LibraryError, InputError
        As :func:`.reader.opened`.
    """
    path = library_path()
    if not path.exists():
        if reader.read_only():
            return None
        make_bundled(path)
    return reader.opened(path)


def upgrade(path: Path) -> None:
    """Give a library of an older schema the current one.

    Raises
    ------
    LibraryError
        If it cannot be written.
    """
    Library.open(path, writable=True).close()
