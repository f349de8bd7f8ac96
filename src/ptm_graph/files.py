"""Files that are whole or not there: written beside their place, then moved into it.

Whoever writes says what it is, and the error says the same: a reading list that cannot be
written is a :class:`.ReadingListError`, an export an :class:`.ExportError`.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from ptm_graph.errors import (
    DecisionsError,
    ExportError,
    PtmGraphError,
    ReadingListError,
    SourceError,
    WriteError,
)
from ptm_graph.words.wording import Said

if TYPE_CHECKING:
    from filelock import BaseFileLock

What = Literal[
    "file", "export", "reading list", "decisions", "snapshot", "schedule", "feed", "marks", "pace"
]
"""What a file is; the error is named after it."""

LONGEST_EDIT = 60.0
"""Seconds to wait for somebody else who changes a file."""

_WRITER = re.compile(r"\.(\d{1,9})-\w*\.part(?:-\w+)?")

_ANY_WRITER = re.compile(r"\..{1,50}" + _WRITER.pattern)

_ERRORS: dict[What, type[PtmGraphError]] = {
    "export": ExportError,
    "reading list": ReadingListError,
    "decisions": DecisionsError,
    "pace": SourceError,
}


@contextlib.contextmanager
def new_file(
    path: Path,
    what: What = "file",
    *,
    durable: bool = True,
    mode: int | None = None,
    swept: bool = False,
) -> Iterator[BinaryIO]:
    """A file beside its place that replaces what is there when the block ends well.

    A reader sees the old content or the new, never a part. The permissions of an old
    file stay; a new one has those the user expects. Where the path is a link, the file
    that it leads to is replaced.

    Parameters
    ----------
    path : Path
        Where the file will be.
    what : str, default "file"
        What it is, for the error.
    durable : bool, default True
        Whether it must survive a power failure the moment the block has ended.
    mode : int, optional
        Its permissions; until it is in its place, only its owner can read it.
    swept : bool, default False
        Whether :func:`sweep_all` has looked for parts that others left: one look for many files.

    Yields
    ------
    binary file
        Open for writing.

    Raises
    ------
    WriteError, ExportError, ReadingListError, DecisionsError, SourceError
        If the path is a folder, its folder is missing or cannot be written, or the
        disk is full. Which of them, ``what`` decides.
    """
    check_place(path, what)
    with told(path, what):
        path = path.resolve()
        if not swept:
            sweep(path)
        handle, temporary = tempfile.mkstemp(
            prefix=part_prefix(path), suffix=".part", dir=path.parent
        )
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                if durable:
                    os.fsync(stream.fileno())
            if mode is None:
                mode = path.stat().st_mode & 0o7777 if path.exists() else _usual_mode()
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise


def part_prefix(path: Path) -> str:
    """How the name of a part begins: it says what it is a part of, and who writes it."""
    return f".{path.name[:50]}.{os.getpid()}-"


def sweep(path: Path) -> None:
    """Remove the parts that processes left which were killed while they wrote a file or folder."""
    for part in left_behind(path):
        _remove(part)


def left_behind(path: Path) -> list[Path]:
    """The parts of a file or folder whose writers are no more."""
    name = path.name[:50]
    found = path.parent.glob(f".{glob.escape(name)}.*.part*")
    return [one for one in found if _is_left(_WRITER.fullmatch(one.name[len(name) + 1 :]))]


def sweep_all(folder: Path) -> None:
    """Remove such parts of all files in a folder and those below it."""
    for part in folder.rglob(".*.part"):
        if _is_left(_ANY_WRITER.fullmatch(part.name)):
            _remove(part)


def _is_left(writer: re.Match[str] | None) -> bool:
    return writer is not None and not _runs(int(writer[1]))


def _remove(part: Path) -> None:
    with contextlib.suppress(OSError):
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        else:
            part.unlink()


def _runs(process: int) -> bool:
    if os.name == "nt":
        return True  # the question would end the process there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def write_bytes(path: Path, content: bytes, what: What = "file", *, durable: bool = True) -> None:
    """Write a file in one step; parameters and errors are those of :func:`new_file`."""
    with new_file(path, what, durable=durable) as stream:
        stream.write(content)


def write_text(
    path: Path,
    text: str,
    what: What = "file",
    *,
    durable: bool = True,
    mode: int | None = None,
    swept: bool = False,
) -> None:
    """Write text as UTF-8 in one step; parameters and errors are those of :func:`new_file`."""
    with new_file(path, what, durable=durable, mode=mode, swept=swept) as stream:
        stream.write(text.encode("utf-8"))


def check_place(path: Path, what: What = "file") -> None:
    """Say at once when a file cannot be made at a path: a folder, or one that is missing.

    Errors are those of :func:`new_file`.
    """
    if path.is_dir():
        raise _error(what)(Said("file.folder", {"file": str(path)}))
    check_folder(path, what)


def check_folder(path: Path, what: What = "file") -> None:
    """Say at once when the folder that a path is in is missing.

    Errors are those of :func:`new_file`.
    """
    folder = path.resolve().parent
    if not folder.is_dir():
        raise _error(what)(Said("file.no folder", {"file": str(path), "folder": str(folder)}))


@contextlib.contextmanager
def told(path: Path, what: What = "file") -> Iterator[None]:
    """Say in a person's words why a path cannot be written."""
    try:
        yield
    except OSError as error:
        values = {"file": str(path), "what": what, "error": error.strerror or str(error)}
        raise _error(what)(Said("file.not written", values)) from error


@contextlib.contextmanager
def editing(path: Path, what: What = "file") -> Iterator[None]:
    """Hold a file from reading it to writing it, so that nobody's change is lost.

    Others who edit it wait; readers do not. Within one thread it may be held twice. The
    folder is made where it is missing. It is the file that is held: a link to it is the
    same.

    Parameters
    ----------
    path : Path
        The file; it need not be there yet.
    what : str, default "file"
        What it is, for the error.

    Raises
    ------
    WriteError, ReadingListError, DecisionsError
        If its folder cannot be written, or somebody else holds it for
        :data:`LONGEST_EDIT` seconds. Which of them, ``what`` decides.
    """
    from filelock import FileLock

    with told(path, what):
        place = path.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        guard = place.with_name(f".{place.name[:200]}.lock")
        held = FileLock(guard, is_singleton=True)
        try:
            held.acquire(timeout=LONGEST_EDIT, poll_interval=0.01)
        except TimeoutError as error:
            raise _error(what)(f"{path}: another program is changing it; try again") from error
    try:
        yield
    finally:
        if held.lock_counter == 1:
            # before others get it: who waits sees that the lock is gone, and makes a new one
            with contextlib.suppress(OSError):
                guard.unlink()
        held.release()


def _error(what: What) -> type[PtmGraphError]:
    return _ERRORS.get(what, WriteError)


def lock(path: Path) -> BaseFileLock:
    """The lock of a file, for all threads and processes; not yet taken.

    It is the operating system's and ends with its process, however that ends. Who waits
    in vain gets a :class:`TimeoutError`.
    """
    from filelock import FileLock

    return FileLock(path, thread_local=False)


def _usual_mode() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
