"""One refresh at a time: who holds the lock, and since when.

The lock itself is the operating system's and ends with its process, however that ends;
what stands beside it in a second file is only what a person wants to know.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from ptm_graph.errors import LibraryBusyError, LibraryError
from ptm_graph.files import lock
from ptm_graph.words.wording import Said


@contextlib.contextmanager
def refresh_lock(library: Path | None) -> Iterator[None]:
    """Hold the right to refresh a library; one in memory (None) needs no lock.

    Raises
    ------
    LibraryBusyError
        If another process refreshes it; says which and since when.
    LibraryError
        If no lock can be made beside the library.
    """
    if library is None:
        yield
        return
    held = lock(_beside(library, "lock"))
    try:
        library.absolute().parent.mkdir(parents=True, exist_ok=True)
        held.acquire(timeout=0)
    except TimeoutError as error:
        said = Said("library.held", {"library": str(library), "holder": _holder(library)})
        raise LibraryBusyError(said) from error
    except OSError as error:
        raise LibraryError(
            f"{library}: cannot be locked ({error.strerror or error}); check the folder and its "
            "permissions, or choose another place with --library"
        ) from error
    note = _beside(library, "lock.json")
    try:
        with contextlib.suppress(OSError):  # a full disk must not stop it: the note is a courtesy
            note.write_text(_about_us(), encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            note.unlink()
        held.release()


def _beside(library: Path, suffix: str) -> Path:
    path = library.absolute()
    return path.with_name(f"{path.name}.refresh-{suffix}")


def _about_us() -> str:
    since = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return json.dumps({"process": os.getpid(), "machine": socket.gethostname(), "since": since})


def _holder(library: Path) -> str:
    try:
        held = json.loads(_beside(library, "lock.json").read_text(encoding="utf-8"))
        since = datetime.datetime.fromisoformat(held["since"]).astimezone()
        process, machine = int(held["process"]), str(held["machine"])
    except (OSError, ValueError, KeyError, TypeError):
        return "another process refreshes it"
    return f"process {process} on {machine} refreshes it since {since:%Y-%m-%d %H:%M:%S}"
