"""CSL-JSON, as citation processors and Zotero read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from ptm_graph.exports.entries import Entry, Name, entries, entries_of_seeds
from ptm_graph.exports.job import Job
from ptm_graph.exports.node_link import as_json, separated
from ptm_graph.exports.streaming import write_lines
from ptm_graph.words.model import SeedEntry

_TYPES = {"preprint": "article", "conference": "paper-conference", "journal": "article-journal"}


def write(job: Job, out: BinaryIO) -> None:
    """Write one item for each paper; ``source`` says what made it, from what and when."""
    source = " · ".join(job.about.lines)
    write_lines(_lines(_item(entry) | {"source": source} for entry in entries(job)), out)


def write_seeds(seeds: Iterable[SeedEntry], out: BinaryIO) -> None:
    """Write one item for each seed; :mod:`ptm_graph.reading_lists.csl_json` reads them back."""
    write_lines(_lines(map(_item, entries_of_seeds(seeds))), out)


def _lines(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield "["
    yield from separated(map(as_json, items))
    yield "]"


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.key,
        "citation-key": entry.key,
        "type": _TYPES[entry.kind],
    }
    if entry.title:
        item["title"] = entry.title
    if entry.aliases:
        item["title-short"] = entry.aliases[0]
    if entry.authors:
        item["author"] = [_author(name) for name in entry.authors]
    if entry.date is not None:
        parts = (entry.date.year, entry.date.month, entry.date.day)
        item["issued"] = {"date-parts": [[part for part in parts if part is not None]]}
    optional = {
        "container-title": entry.venue,
        "publisher": "arXiv" if entry.kind == "preprint" and entry.arxiv else None,
        "number": f"arXiv:{entry.arxiv}" if entry.arxiv else None,
        "DOI": entry.doi,
        "PMID": entry.identifiers.get("pmid"),
        "PMCID": entry.identifiers.get("pmcid"),
        "URL": entry.pages[0] if entry.pages else None,
        "abstract": entry.abstract,
        "keyword": ", ".join(entry.keywords),
        "annote": "\n".join(entry.notes),
        "custom": _custom(entry),
    }
    return item | {name: value for name, value in optional.items() if value}


def _custom(entry: Entry) -> dict[str, Any]:
    """What CSL has no field for, where CSL allows anything."""
    told: dict[str, Any] = {
        # citation processors and readers take tags in a title for markup
        "title": entry.title if entry.title and "<" in entry.title else None,
        "aliases": list(entry.aliases[1:]),
        "identifiers": list(entry.others),
        "links": [one.url for one in entry.resources],
        "family": entry.family,
        "tags": list(entry.tags),
        "properties": dict(entry.properties),
    }
    return {name: value for name, value in told.items() if value}


def _author(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    told = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: text for part, text in told.items() if text}
