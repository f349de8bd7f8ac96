"""Feeds to entries: arXiv's answers and listings, and the RSS of journals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ptm_graph.reading_lists.bibliography import Record, collected, split_authors
from ptm_graph.reading_lists.links import use_of
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.reading_lists.xml_records import elements_of, line_of, markup
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said
from ptm_graph.words.xml import Element

_OF_ARXIV = re.compile(r"\s*\(arXiv:\S+(?: \[[^\]]*\])?(?: UPDATED)?\)\s*$|^\[[a-zA-Z.-]+\]\s+")
_DATES = ("published", "date", "publicationDate", "pubDate", "updated")
_VENUES = ("journal_ref", "publicationName", "source")


def read(text: str, file: str | None = None) -> ReadingList:
    """Read the entries of a feed; what they say at length is their abstract, and not kept."""
    elements, problems = elements_of(text, file, ("{*}entry", "{*}item"))
    records = []
    for record in map(_record, elements):
        if record.identifiers or all(use_of(one).role != "resource" for one in record.urls):
            records.append(record)
        else:
            problems.append(unusable(record.title, Said("unused.no paper"), file, record.line))
    entries, found = collected(records, file)
    return ReadingList(entries, (), (*problems, *found))


def _record(entry: Element) -> Record:
    addresses = list(_addresses(entry))
    known = [one for one in addresses if find_identifier(one) is not None]
    return Record(
        title=_OF_ARXIV.sub("", clean(markup(entry.find("{*}title")))),
        authors=tuple(_authors(entry)),
        year=next(filter(None, (_text(entry, name) for name in _DATES)), ""),
        venue=next(filter(None, (_text(entry, name) for name in _VENUES)), ""),
        identifiers=tuple(known),
        urls=() if known else tuple(one for one in addresses if "://" in one)[:1],
        line=line_of(entry),
    )


def _text(entry: Element, name: str) -> str:
    found = entry.find(f"{{*}}{name}")
    return clean(found.text or "") if found is not None else ""


def _addresses(entry: Element) -> Iterator[str]:
    for name in ("id", "guid", "doi", "identifier", "link"):
        for one in entry.findall(f"{{*}}{name}"):
            if one.get("rel", "alternate") in ("alternate", "related"):
                yield clean(one.get("href") or one.text or "")


def _authors(entry: Element) -> Iterator[str]:
    named = entry.findall("{*}author/{*}name")
    for one in named or entry.findall("{*}creator") or entry.findall("{*}author"):
        text = re.sub(r"<[^<>]*>", "", clean(one.text or ""))
        if named:
            yield text
        else:
            yield from split_authors(text)
