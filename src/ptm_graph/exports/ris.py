"""RIS, as Zotero, EndNote and Mendeley read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ptm_graph.exports.entries import Entry, Name, entries
from ptm_graph.exports.job import Job

_TYPES = {"preprint": "UNPB", "conference": "CONF", "journal": "JOUR"}


def write(job: Job, out: BinaryIO) -> None:
    """Write one record for each paper; ``DP`` tells who made it, from what and when."""
    provider = " · ".join(job.about.lines)
    for entry in entries(job):
        record = "".join(f"{tag}  - {value}\r\n" for tag, value in _fields(entry, provider))
        out.write(f"{record}ER  - \r\n\r\n".encode())


def _fields(entry: Entry, provider: str) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[entry.kind]
    yield "ID", entry.key
    yield "TI", entry.title
    for name in entry.authors:
        yield "AU", _author(name)
    if entry.date is not None:
        yield "PY", str(entry.date.year)
        if entry.date.month is not None:
            day = "" if entry.date.day is None else f"{entry.date.day:02d}"
            yield "DA", f"{entry.date.year:04d}/{entry.date.month:02d}/{day}"
    optional = (
        ("T2", entry.venue),
        ("DO", entry.doi),
        ("UR", entry.url),
        ("M1", f"arXiv:{entry.arxiv}" if entry.arxiv else None),
        ("KW", entry.family),
        ("AB", entry.abstract),
    )
    yield from ((tag, value) for tag, value in optional if value)
    yield "DP", provider


def _author(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.given else name.family
