"""RIS, as Zotero, EndNote and Mendeley read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ptm_graph.exports.entries import Entry, Name, entries, entries_of_seeds, undivided
from ptm_graph.exports.job import Job
from ptm_graph.words import lists
from ptm_graph.words.model import SeedEntry

_TYPES = {"preprint": "UNPB", "conference": "CONF", "journal": "JOUR"}


def write(job: Job, out: BinaryIO) -> None:
    """Write one record for each paper; ``DP`` says what made it, from what and when."""
    provider = " · ".join(job.about.lines)
    _write(entries(job), [("DP", provider)], out)


def write_seeds(seeds: Iterable[SeedEntry], out: BinaryIO) -> None:
    """Write one record for each seed; :mod:`ptm_graph.reading_lists.ris` reads them back."""
    _write(entries_of_seeds(seeds), [], out)


def _write(found: Iterable[Entry], last: list[tuple[str, str]], out: BinaryIO) -> None:
    for entry in found:
        fields = (*_fields(entry), *last)
        record = "".join(f"{tag}  - {value}\r\n" for tag, value in fields)
        out.write(f"{record}ER  - \r\n\r\n".encode())


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[entry.kind]
    yield "ID", entry.key
    if entry.title:
        yield "TI", entry.title
        yield from (("ST", alias) for alias in entry.aliases[:1])
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
        ("AN", entry.identifiers.get("pmid")),
        ("DB", "PubMed" if "pmid" in entry.identifiers else None),
        ("C7", entry.identifiers.get("pmcid")),
        *(("UR", url) for url in entry.pages),
        *(("UR", one.url) for one in entry.resources),
        ("M1", f"arXiv:{entry.arxiv}" if entry.arxiv else None),
        *(("N1", text) for text in entry.pageless),
        *(("KW", word) for word in entry.keywords),
        *_own(entry),
        ("AB", entry.abstract),
    )
    yield from ((tag, value) for tag, value in optional if value)


def _own(entry: Entry) -> Iterator[tuple[str, str | None]]:
    """What only we read back, in the fields that RIS leaves to its users."""
    yield from (("RN", note) for note in entry.notes)
    yield "U3", lists.joined_pairs(entry.properties)
    yield "U1", entry.family
    yield "U2", lists.joined(entry.aliases if not entry.title else entry.aliases[1:])


def _author(name: Name) -> str:
    return ", ".join(filter(None, (undivided(name), name.given, name.suffix)))
