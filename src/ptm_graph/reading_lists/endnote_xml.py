"""EndNote's XML to entries."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ptm_graph.reading_lists.bibliography import Record, given_first
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.reading_lists.xml_records import line_of, read_records
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.titles import clean
from ptm_graph.words.xml import Element

_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)


def read(text: str, file: str | None = None) -> ReadingList:
    """Read what EndNote, and others for EndNote, export as XML."""
    return read_records(text, file, ("record",), _record)


def _record(record: Element) -> Record:
    accession = _first(record, "accession-num")
    database = " ".join(_all(record, "remote-database-name", "remote-database-provider"))
    numbers = _words(record, "electronic-resource-num")
    return Record(
        title=_first(record, "titles/title") or _first(record, "title"),
        short_title=_first(record, "titles/short-title"),
        authors=tuple(
            given_first(*name.rstrip(",").split(",", 2))
            for name in _all(record, "contributors/authors/author")
            or _all(record, "contributors/secondary-authors/author")
        ),
        year=_first(record, "dates/year") or _first(record, "dates/pub-dates/date"),
        venue=next(
            filter(
                None,
                (
                    _first(record, path)
                    for path in (
                        "titles/secondary-title",
                        "periodical/full-title",
                        "alt-periodical/full-title",
                        "titles/tertiary-title",
                        "publisher",
                    )
                ),
            ),
            "",
        ),
        identifiers=(
            *([one for one in numbers if find_identifier(one)] or numbers[:1]),
            *([f"pmid:{accession}"] if accession.isdigit() and _PUBMED.search(database) else ()),
        ),
        texts=tuple(_all(record, "custom2", "notes", "accession-num", "titles/secondary-title")),
        urls=tuple(
            word for word in _words(record, ".//url") if not word.startswith("internal-pdf:")
        ),
        keywords=tuple(_all(record, "keywords/keyword", "keyword")),
        note=_first(record, "research-notes"),
        line=line_of(record),
    )


def _all(record: Element, *paths: str) -> list[str]:
    found = (clean("".join(_pieces(one))) for path in paths for one in record.findall(path))
    return [text for text in found if text]


def _first(record: Element, path: str) -> str:
    return next(iter(_all(record, path)), "")


def _words(record: Element, path: str) -> list[str]:
    """The words of all elements: EndNote puts what it has no place for behind the first."""
    return [html.unescape(word) for text in _all(record, path) for word in text.split()]


def _pieces(element: Element) -> Iterator[str]:
    """The text of an element; raised and lowered signs as HTML has them, the rest escaped."""
    face = str(element.get("face", ""))
    tag = next((tag for tag in ("superscript", "subscript") if tag in face), "")[:3]
    if tag:
        yield f"<{tag}>"
    yield html.escape(element.text or "", quote=False)
    for child in element:
        yield from _pieces(child)
        yield html.escape(child.tail or "", quote=False)
    if tag:
        yield f"</{tag}>"
