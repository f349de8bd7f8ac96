"""Which formats of full texts there are, how each is recognised, and reading a file of any.

To add one: a module with ``read(data, file=None)``, and an entry here.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from ptm_graph.errors import FullTextError
from ptm_graph.full_texts.full_text import FullText
from ptm_graph.plugs import loaded
from ptm_graph.words.wording import Said

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes of the largest file that is read as a whole; S2ORC is read line by line."""
LONGEST_LINE = 64 * 1024 * 1024
_HEAD = 65_536


Grobid = Callable[[bytes], bytes]
"""A PDF to TEI."""


@dataclass(frozen=True, slots=True)
class TextFormat:
    """One format of full texts."""

    name: str
    suffixes: tuple[str, ...]
    """File name endings that mean it, the usual one first."""
    read: str | Callable[..., FullText | Iterable[FullText]]
    """What reads it, or ``module:name`` of it. It takes the bytes (:attr:`by_lines`: an
    iterable of lines; :attr:`of_folder`: perhaps a path) and the name of the file."""
    purpose: str
    """One line for a person."""
    is_like: Callable[[bytes], bool]
    """Whether the first bytes of a file, unpacked, are of the format."""
    by_lines: bool = False
    """Whether a file holds many papers, a line each."""
    of_folder: bool = False
    """Whether a folder can be one paper."""


def _begins(pattern: str) -> Callable[[bytes], bool]:
    """Whether the first bytes match, whatever the encoding makes of the rest."""
    looked_for = re.compile(pattern)
    return lambda head: looked_for.search(head.decode("latin-1").replace("\0", "")) is not None


_HERE = "ptm_graph.full_texts"

_ALL = (
    TextFormat(
        "pdf",
        (".pdf",),
        f"{_HERE}.pdf:read",
        "PDF: its identifiers and title; its text by GROBID",
        _begins(r"\A\s*%PDF-"),
    ),
    TextFormat(
        "tei",
        (".tei.xml", ".tei", ".grobid.xml"),
        f"{_HERE}.tei:read",
        "TEI of GROBID and OpenAlex",
        _begins(r"<(?:\w+:)?(?:TEI|teiCorpus)[\s>]"),
    ),
    TextFormat(
        "jats",
        (".nxml", ".jats.xml", ".jats"),
        f"{_HERE}.jats:read",
        "JATS of PubMed Central and publishers",
        _begins(r"<(?:\w+:)?(?:article|pmc-articleset)[\s>]"),
    ),
    TextFormat(
        "s2orc",
        (".jsonl", ".jsonl.gz"),
        f"{_HERE}.s2orc:read",
        "S2ORC of the Semantic Scholar dumps, a paper a line",
        _begins(r'\A\s*\{.{0,400}"corpus_?id"'),
        by_lines=True,
    ),
    TextFormat(
        "latex",
        (".tex", ".tar.gz", ".tgz", ".tar", ".zip", ".gz"),
        f"{_HERE}.latex:read_latex",
        "LaTeX as arXiv serves it, packed or unpacked",
        _begins(
            r"\A(?:\x1f\x8b|PK\x03\x04|.{257}ustar)(?s:.*)"
            r"|\\(?:documentclass|documentstyle|begin\s*\{document\})"
        ),
        of_folder=True,
    ),
)

FORMATS: Mapping[str, TextFormat] = MappingProxyType({known.name: known for known in _ALL})
"""Name of a format → the format; recognised in this order."""


def recognised(name: str, head: bytes) -> TextFormat | None:
    """Find a file's format: by its first bytes, unpacked, else by the longest ending."""
    for known in _ALL:
        if known.is_like(head):
            return known
    endings = {ending: known for known in _ALL for ending in known.suffixes}
    fitting = [ending for ending in endings if name.lower().endswith(ending)]
    return endings[max(fitting, key=len)] if fitting and head.strip() else None


def format_of(path: Path) -> str | None:
    """Name of the format of a file, or of a folder that is one paper; None: of none.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    if path.is_dir():
        return "latex"
    with path.open("rb") as raw:
        known = recognised(path.name, _unpacked(raw)[1])
    return None if known is None else known.name


def read_file(path: Path, grobid: Grobid | None = None) -> Iterator[FullText]:
    """Read the papers of a file, or of a folder that is one paper.

    Parameters
    ----------
    path : Path
        A file of any format, gzipped or not, or an unpacked LaTeX paper.
    grobid : callable, optional
        What makes TEI of a PDF; without it, only identifiers and title are read of one.

    Raises
    ------
    FullTextError
        If it cannot be read, or is of no format.
    """
    try:
        if path.is_dir():
            yield from _papers(FORMATS["latex"], path, str(path))
            return
        with path.open("rb") as raw:
            yield from _read_open(raw, path, grobid)
    except FileNotFoundError as error:
        raise FullTextError(Said("full text.missing", {"file": str(path)})) from error
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FullTextError(
            Said("full text.unreadable", {"file": str(path), "error": reason})
        ) from error


def _read_open(raw: BinaryIO, path: Path, grobid: Grobid | None) -> Iterator[FullText]:
    stream, head = _unpacked(raw)
    known = recognised(path.name, head)
    if known is None:
        listed = ", ".join(FORMATS)
        raise FullTextError(Said("full text.unknown", {"file": str(path), "known": listed}))
    if known.by_lines:
        lines = iter(lambda: stream.readline(LONGEST_LINE), b"")
        yield from _papers(known, lines, str(path))
        return
    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        most = LARGEST_FILE // 2**20
        raise FullTextError(Said("full text.too large", {"file": str(path), "most": most}))
    if known is FORMATS["pdf"] and grobid is not None:
        yield from _by_grobid(data, str(path), grobid)
        return
    yield from _papers(known, data, str(path))


def _by_grobid(data: bytes, file: str, grobid: Grobid) -> Iterator[FullText]:
    """What GROBID reads, with what the PDF itself says of its identity."""
    own = FORMATS["pdf"]
    header = next(iter(_papers(own, data, file)))
    for text in _papers(FORMATS["tei"], grobid(data), file):
        identifiers = {**text.identifiers, **header.identifiers}
        yield replace(text, title=text.title or header.title, identifiers=identifiers)


def _unpacked(raw: BinaryIO) -> tuple[BinaryIO, bytes]:
    """The file, its first bytes unpacked; what is gzipped and no archive is opened."""
    head = raw.read(_HEAD)
    raw.seek(0)
    if not head.startswith(b"\x1f\x8b"):
        return raw, head
    inner = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    latex = FORMATS["latex"]
    if any(known.is_like(inner) for known in _ALL if known is not latex):
        return gzip.open(raw), inner  # type: ignore[return-value]
    return raw, head


def _papers(known: TextFormat, source: object, file: str) -> Iterable[FullText]:
    found: FullText | Iterable[FullText] = loaded(known.read)(source, file)
    return (found,) if isinstance(found, FullText) else found


def is_paper(folder: Path) -> bool:
    """Whether a folder is one paper: LaTeX, unpacked."""
    return any(one.is_file() for one in sorted(folder.glob("*.tex"))[:1])


def files_in(folder: Path) -> Iterator[Path]:
    """The papers of a folder in order: files of any kind, and folders that are one paper.

    Hidden files and links are left out.
    """
    for one in sorted(folder.iterdir()):
        if one.name.startswith(".") or one.is_symlink():
            continue
        if one.is_dir() and not is_paper(one):
            yield from files_in(one)
        else:
            yield one
