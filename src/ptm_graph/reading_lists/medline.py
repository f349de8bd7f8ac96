"""PubMed's tagged lines (``.nbib``, MEDLINE) to entries."""

from __future__ import annotations

import re

from ptm_graph.reading_lists.bibliography import Record, given_first
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.reading_lists.tagged import Style, Tagged, read_tagged
from ptm_graph.words.titles import is_suffix

_STYLE = Style(
    tag=re.compile(r"(?=.{2,5}-)([A-Z][A-Z0-9]{1,3}) {0,3}-(?: (.*)|$)"),
    starts="PMID",
    titles=("TI", "BTI", "TT"),
)
_ELSEWHERE = re.compile(r"\[?Not Available\.?\]?\.?", re.IGNORECASE)


def read(text: str, file: str | None = None) -> ReadingList:
    """Read what PubMed exports as “PubMed” or for citation managers, and its books."""
    return read_tagged(text, file, _STYLE, _record)


def _record(record: Tagged) -> Record:
    dois = [found for found in map(_doi, record.all("LID", "AID")) if found]
    identifiers = [f"pmid:{one}" for one in record.all("PMID")[:1]]
    identifiers += [f"pmcid:{one}" for one in record.all("PMC")[:1]]
    book, chapter = record.first("BTI", "CTI"), record.first("TI")
    return Record(
        title=translated(chapter) or book or record.first("TT"),
        authors=_authors(record) or tuple(_people(record.all("FED", "ED"))),
        year=record.first("DP") or _day(record.first("DEP", "EDAT", "CRDT")),
        venue=record.first("JT", "TA") or (book if chapter else "") or record.first("PB"),
        identifiers=(*dois[:1], *identifiers),
        texts=() if dois else tuple(record.all("SO")),
        keywords=(*keywords(record.all("OT")), *_main(record.all("MH"))),
        line=record.line,
    )


def translated(title: str) -> str:
    """A title as PubMed has it: in brackets where it is translated, which nobody quotes.

    >>> translated("[Widgets in rivers]."), translated("[Not Available].")
    ('Widgets in rivers', '')
    """
    if _ELSEWHERE.fullmatch(title):
        return ""
    inner = re.fullmatch(r"\[([^\[\]]+)\]\.?", title)
    return inner[1] if inner else title


def _doi(value: str) -> str:
    """The DOI of ``10.1000/x [doi]``, which is wrapped wherever the line was full."""
    bare = re.sub(r"\s+", "", value)
    return bare.removesuffix("[doi]") if bare.endswith("[doi]") else ""


def _day(digits: str) -> str:
    return digits[:4]


def _authors(record: Tagged) -> tuple[str, ...]:
    """Each author once, in full where the file has it; groups among them."""
    full = record.all("FAU")
    names = [
        (tag, value)
        for tag, value in record.fields
        if tag in ("FAU", "CN") or (tag == "AU" and not full)
    ]
    return tuple(" ".join(value.split()) if tag == "CN" else person(value) for tag, value in names)


def _people(values: list[str]) -> list[str]:
    return list(map(person, values))


def person(name: str) -> str:
    """A name as people say it, from ``Family, Given Jr``.

    >>> person("Burke, James F Jr")
    'James F Burke Jr'
    """
    family, _, given = " ".join(name.split()).partition(",")
    *others, last = given.split() or [""]
    if others and is_suffix(last):
        return given_first(family, " ".join(others), last)
    return given_first(family, given)


def keywords(values: list[str]) -> list[str]:
    """Keywords without the star of those an article is mainly about."""
    return [" ".join(value.split()).strip("*") for value in values]


def _main(headings: list[str]) -> list[str]:
    """The subject headings an article is mainly about, without their aspects."""
    return [" ".join(one.split()).partition("/")[0].strip("*") for one in headings if "*" in one]
