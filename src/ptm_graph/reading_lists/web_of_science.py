"""Web of Science's tagged lines (``.ciw``, “plain text”) to entries."""

from __future__ import annotations

import re

from ptm_graph.reading_lists.bibliography import Record, given_first
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.reading_lists.tagged import Style, Tagged, read_tagged
from ptm_graph.words import lists

_STYLE = Style(
    tag=re.compile(r"(?!FN |VR |EF\s*$)([A-Z][A-Z0-9])(?: (.*)|$)"),
    starts="PT",
    titles=("TI",),
    ends="ER",
    around=re.compile(r"\ufeff?(?:FN|VR|EF)\b"),
)


def read(text: str, file: str | None = None) -> ReadingList:
    """Read what Web of Science and Scielo export as tagged lines."""
    return read_tagged(text, file, _STYLE, _record)


def _record(record: Tagged) -> Record:
    doi, pmid = record.first("DI", "D2"), record.first("PM")
    people = record.lines("AF") or record.lines("AU") or record.lines("BF", "BA", "BE", "ED")
    return Record(
        title=record.first("TI"),
        authors=(
            *(given_first(*name.split(",", 2)) for name in people),
            *record.lines("CA", "GP"),
        ),
        year=record.first("PY") or record.first("EY", "EA", "PD"),
        venue=record.first("SO", "SE", "J9", "JI", "PU"),
        identifiers=tuple(filter(None, (doi, pmid and f"pmid:{pmid}"))),
        keywords=tuple(one for value in record.all("DE") for one in lists.split(value)),
        line=record.line,
    )
