"""A library where there is none yet, and an older one brought up to date."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

from ptm_graph import bundled
from ptm_graph.dashboard import reader
from ptm_graph.errors import LibraryError
from ptm_graph.library import Library

_BUILDING = threading.Lock()


def build_bundled(path: Path) -> None:
    """Make a library from the reading list and the snapshot that ship with the package.

    The file is there when it is whole; one that is there already is left alone.

    Raises
    ------
    LibraryError
        If the file cannot be written.
    """
    from ptm_graph.enrich import build, read_entries
    from ptm_graph.sources import snapshot

    with _BUILDING:
        if path.exists():
            return
        seeds = bundled.seed_list()
        entries, unused = read_entries([seeds])
        facts = snapshot.read_file(bundled.snapshot())
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            with Library.open(part, writable=True) as library:
                build(library, entries, facts, unused=unused, lists=[seeds])
            part.replace(path)
        except OSError as error:
            raise LibraryError(f"{path}: cannot be written: {error.strerror or error}") from error
        finally:
            for name in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
                with contextlib.suppress(OSError):
                    name.unlink()


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
    path = reader.library_path()
    if not path.exists():
        if reader.read_only():
            return None
        build_bundled(path)
    return reader.opened(path)


def upgrade(path: Path) -> None:
    """Give a library of an older schema the current one.

    Raises
    ------
    LibraryError
        If it cannot be written.
    """
    Library.open(path, writable=True).close()
