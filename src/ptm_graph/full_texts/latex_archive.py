"""The files of a LaTeX source as arXiv serves it, in memory and within limits."""

from __future__ import annotations

import gzip
import io
import os
import posixpath
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ptm_graph.errors import FullTextError
from ptm_graph.full_texts.full_text import Unused
from ptm_graph.words.wording import Said

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest source that is read, packed or unpacked: only what is text counts."""
MOST_FILES = 5_000
"""Members of an archive, or files of a folder, that are looked at."""
_UNPACKED = 400 * 1024 * 1024
"""Bytes that an archive may unpack to, figures included."""
_TEXTS = (".tex", ".ltx", ".latex", ".bbl", ".bib", ".sty", ".cls", ".txt", ".def", ".inp", ".json")
_PLAIN_NAMES = ("00readme", "00readme.xxx", "00readme.yaml", "readme")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts of a source: path within it, ``/`` between its parts → content."""

    files: Mapping[str, bytes]
    unused: tuple[Unused, ...] = ()
    name: str | None = field(default=None, compare=False)
    """What it was read from."""


def sources_in(source: Path | bytes, name: str | None = None) -> Sources:
    """Take the texts out of a source.

    Parameters
    ----------
    source : Path or bytes
        An unpacked folder; or a tar archive, a ZIP archive or one file of TeX, gzipped or
        not. Nothing is written.
    name : str, optional
        What messages call it.

    Raises
    ------
    FullTextError
        If there is no LaTeX in it (a PDF, a page that says the paper was withdrawn), it
        is broken, or it exceeds :data:`LARGEST`.
    """
    if isinstance(source, bytes):
        return _in_bytes(source, name or "source")
    name = name or source.name
    try:
        if source.is_dir():
            return _in_folder(source, name)
        if source.stat().st_size > LARGEST:
            raise _too_large(name)
        return _in_bytes(source.read_bytes(), name)
    except OSError as error:
        raise refused(
            "full text.unreadable", str(source), error=error.strerror or str(error)
        ) from error


def refused(code: str, file: str, **values: str | int) -> FullTextError:
    """The error that says why a source is not read."""
    return FullTextError(Said(code, {"file": file, **values}))


def _too_large(name: str, most: int = LARGEST) -> FullTextError:
    return refused("full text.too large", name, most=most // 2**20)


def _in_bytes(data: bytes, name: str) -> Sources:
    for _ in range(3):
        if not data.startswith(b"\x1f\x8b"):
            break
        if _is_tar(data):
            return _in_tar(data, name)
        data = _unzipped(data, name)
    else:
        raise refused("full text.no latex", name)
    start = data[:1024].lstrip().lower()
    if start.startswith(b"%pdf"):
        raise refused("full text.latex pdf", name)
    if start.startswith(b"%!ps"):
        raise refused("full text.postscript", name)
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise refused("full text.page", name)
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data, name)
    if _is_tar(data):
        return _in_tar(data, name)
    if b"\\" not in data or data.count(b"\0") > 3:
        raise refused("full text.no latex", name)
    return Sources({f"{posixpath.splitext(name)[0]}.tex": data}, (), name)


def _unzipped(data: bytes, name: str) -> bytes:
    try:
        packed = zlib.decompressobj(wbits=31)
        plain = packed.decompress(data, LARGEST + 1)
    except zlib.error as error:
        raise refused("full text.broken archive", name, error=str(error)) from error
    if len(plain) > LARGEST:
        raise _too_large(name)
    return plain  # of a file that was cut off, what there is


def _is_tar(data: bytes) -> bool:
    head = zlib.decompressobj(wbits=31) if data.startswith(b"\x1f\x8b") else None
    try:
        block = data[:512] if head is None else head.decompress(data, 512)
    except zlib.error:
        return False
    if len(block) < 512:
        return False
    if block[257:262] == b"ustar":
        return True
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


class _Collected:
    """Texts as they are taken, until there are too many."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.files: dict[str, bytes] = {}
        self.unused: list[Unused] = []
        self._size = 0

    def wants(self, path: str, size: int) -> str | None:
        """The path a member is kept under; None for what is no text."""
        parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
        if ".." in parts or path.startswith("/") or len(parts) > _DEEPEST:
            self.unused.append(Unused(path[:200], "a path that leads out of the archive"))
            return None
        kept = "/".join(parts)
        if not _is_text_name(kept):
            return None
        self._size += size
        if self._size > LARGEST:
            raise _too_large(self.name)
        return kept

    def result(self) -> Sources:
        if not any(map(is_tex, self.files)):
            raise refused("full text.no latex", self.name)
        return Sources(self.files, tuple(self.unused), self.name)

    def breaks_off(self, error: Exception) -> None:
        """Note that the archive is damaged; refuse it where nothing was taken before that."""
        if not self.files:
            raise refused("full text.broken archive", self.name, error=str(error)) from error
        self.unused.append(Unused(self.name, f"the archive breaks off: {error}"))

    def cut(self) -> None:
        self.unused.append(Unused(self.name, f"only the first {MOST_FILES:,} files were read"))


def is_tex(path: str) -> bool:
    """Whether a file may be TeX by its name; older papers have no suffix."""
    return path.lower().endswith((".tex", ".ltx", ".latex", ".txt")) or "." not in path


def _is_text_name(path: str) -> bool:
    last = path.rsplit("/", 1)[-1].lower()
    if last.startswith("._"):
        return False
    return last.endswith(_TEXTS) or last in _PLAIN_NAMES or "." not in last


class _Bounded(io.RawIOBase):
    """What an archive unpacks to, until it is too much: headers of members count too."""

    def __init__(self, data: bytes, name: str) -> None:
        packed = io.BytesIO(data)
        self._stream = gzip.GzipFile(fileobj=packed) if data.startswith(b"\x1f\x8b") else packed
        self._left = _UNPACKED
        self._name = name

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size if size >= 0 else self._left)
        self._left -= len(data)
        if self._left < 0:
            raise _too_large(self._name, _UNPACKED)
        return data


def _in_tar(data: bytes, name: str) -> Sources:
    found = _Collected(name)
    try:
        with tarfile.open(fileobj=_Bounded(data, name), mode="r|") as archive:
            for number, member in enumerate(archive):
                if number >= MOST_FILES:
                    found.cut()
                    break
                if not member.isfile():
                    if not member.isdir():
                        found.unused.append(Unused(member.name[:200], "a link, not a file"))
                    continue
                path = found.wants(member.name, member.size)
                stream = archive.extractfile(member) if path else None
                if path and stream is not None:
                    found.files[path] = stream.read(LARGEST)
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        found.breaks_off(error)
    return found.result()


def _in_zip(data: bytes, name: str) -> Sources:
    found = _Collected(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for number, member in enumerate(archive.infolist()):
                if number >= MOST_FILES:
                    found.cut()
                    break
                path = None if member.is_dir() else found.wants(member.filename, member.file_size)
                if path:
                    with archive.open(member) as stream:
                        found.files[path] = stream.read(member.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        found.breaks_off(error)
    return found.result()


def _in_folder(folder: Path, name: str) -> Sources:
    found = _Collected(name)
    for number, path in enumerate(_files_of(folder)):
        if number >= MOST_FILES:
            found.cut()
            break
        if path.is_symlink():
            found.unused.append(Unused(path.name, "a link, not a file"))
            continue
        kept = found.wants(path.relative_to(folder).as_posix(), path.stat().st_size)
        if kept:
            found.files[kept] = path.read_bytes()
    return found.result()


def _files_of(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        yield from (Path(here) / one for one in sorted(names) if not one.startswith("."))
