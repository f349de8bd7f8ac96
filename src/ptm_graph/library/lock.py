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

from platformdirs import user_state_path

from ptm_graph.errors import LibraryBusyError, LibraryError
from ptm_graph.files import lock
from ptm_graph.words.wording import Said


@contextlib.contextmanager
def refresh_lock(library: Path | None) -> Iterator[None]:
    """Hold the right to refresh a library; one in memory (None) needs no lock.

    Raises
    ------
    LibraryBusyError
        If another process is refreshing it; says which and since when.
    LibraryError
        If no lock can be made beside the library.
    """
    with contextlib.ExitStack() as held:
        for place in () if library is None else _places(library):
            held.enter_context(_held(place, str(library)))
        yield


def _places(library: Path) -> Iterator[Path]:
    """What stands for a library, by whatever name it is called: a link leads to its file.

    A file with several names has no place of its own, only a number.
    """
    file = library.resolve()
    yield file.with_name(f"{file.name}.refresh-lock")
    with contextlib.suppress(FileNotFoundError):
        about = file.stat()
        if about.st_nlink > 1:
            folder = user_state_path("ptm-graph", appauthor=False)
            yield folder / f"library-{about.st_dev}-{about.st_ino}.refresh-lock"


@contextlib.contextmanager
def _held(place: Path, library: str) -> Iterator[None]:
    held, note = lock(place), place.with_name(f"{place.name}.json")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        held.acquire(timeout=0)
    except TimeoutError as error:
        said = Said("library.held", {"library": library, "holder": _holder(note)})
        raise LibraryBusyError(said) from error
    except OSError as error:
        raise LibraryError(
            Said(
                "library.not locked",
                {
                    "library": library,
                    "error": error.strerror or str(error),
                    "folder": str(place.parent),
                },
            )
        ) from error
    try:
        with contextlib.suppress(OSError):  # a full disk must not stop it: the note is a courtesy
            note.write_text(_about_us(), encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            note.unlink()
        held.release()


def _about_us() -> str:
    since = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return json.dumps({"process": os.getpid(), "machine": socket.gethostname(), "since": since})


def _holder(note: Path) -> Said:
    try:
        held = json.loads(note.read_text(encoding="utf-8"))
        since = datetime.datetime.fromisoformat(held["since"]).astimezone()
        process, machine = int(held["process"]), str(held["machine"])
    except (OSError, ValueError, KeyError, TypeError):
        return Said("library.other process")
    told = {"process": str(process), "machine": machine, "since": f"{since:%Y-%m-%d %H:%M:%S}"}
    return Said("library.process", told)
