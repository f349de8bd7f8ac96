"""CSL-JSON, as citation processors and Zotero read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from ptm_graph.exports.entries import Entry, Name, entries
from ptm_graph.exports.job import Job
from ptm_graph.exports.node_link import as_json, separated
from ptm_graph.exports.streaming import write_lines

_TYPES = {"preprint": "article", "conference": "paper-conference", "journal": "article-journal"}


def write(job: Job, out: BinaryIO) -> None:
    """Write one item for each paper; ``source`` tells who made it, from what and when."""
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    source = " · ".join(job.about.lines)
    yield "["
    yield from separated(as_json(_item(entry) | {"source": source}) for entry in entries(job))
    yield "]"


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.key,
        "citation-key": entry.key,
        "type": _TYPES[entry.kind],
        "title": entry.title,
    }
    if entry.authors:
        item["author"] = [_author(name) for name in entry.authors]
    if entry.date is not None:
        parts = (entry.date.year, entry.date.month, entry.date.day)
        item["issued"] = {"date-parts": [[part for part in parts if part is not None]]}
    optional = {
        "container-title": entry.venue if entry.kind != "preprint" else None,
        "publisher": "arXiv" if entry.kind == "preprint" and entry.arxiv else None,
        "number": f"arXiv:{entry.arxiv}" if entry.arxiv else None,
        "DOI": entry.doi,
        "URL": entry.url,
        "abstract": entry.abstract,
        "keyword": entry.family,
    }
    return item | {name: value for name, value in optional.items() if value}


def _author(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    return {"family": name.family, "given": name.given}
