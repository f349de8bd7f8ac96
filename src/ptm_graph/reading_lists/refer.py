"""EndNote's tagged lines (``.enw``, refer, Google Scholar's “EndNote”) to entries."""

from __future__ import annotations

import re

from ptm_graph.reading_lists.bibliography import Record, given_first
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.reading_lists.tagged import Style, Tagged, read_tagged

_STYLE = Style(tag=re.compile(r"%(\S)(?:\s+(.*)|$)"), starts="0", titles=("T",))


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a file of EndNote or refer."""
    return read_tagged(text, file, _STYLE, _record)


def _record(record: Tagged) -> Record:
    doi, number = record.first("R"), record.first("M")
    doi = "".join(doi.split())
    return Record(
        title=record.first("T", "Q"),
        short_title=record.first("!"),
        authors=tuple(
            given_first(*name.rstrip(",").split(",", 2))
            for name in record.lines("A") or record.lines("E")
        ),
        year=record.first("D") or record.first("8"),
        venue=record.first("J", "B", "S", "I"),
        identifiers=(doi,) if doi else (),
        texts=(*record.all("Z", "O", "M", "J"), number),
        urls=tuple(record.lines("U")),
        keywords=tuple(record.lines("K")),
        note=record.first("<"),
        line=record.line,
    )
