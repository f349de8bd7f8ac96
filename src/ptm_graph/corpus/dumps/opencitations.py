"""The Index of OpenCitations, of both generations, and Meta, which has titles.

The older index names papers by their DOIs, the newer by ``omid:br/… doi:…``. The index alone
tells dates: that of the citing paper, and how much earlier the cited one is.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from ptm_graph.corpus.dumps.dump import (
    BROKEN,
    NO_CITED,
    NO_NUMBER,
    Columns,
    Dataset,
    Dump,
    Rows,
)
from ptm_graph.corpus.numbers import hashed
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.model import PartialDate
from ptm_graph.words.records import PaperRecord

_INDEX = dict.fromkeys(("citing", "cited", "creation", "timespan"), "VARCHAR")
_META = dict.fromkeys(("id", "title", "author", "venue", "pub_date", "type"), "VARCHAR")
_SOURCE = "opencitations"
_OMID = re.compile(r"(?:^|\s)(?:omid:)?br/(\d{1,18})(?=\s|$)")
_SPAN = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:\d+D)?")
_TYPES = {"journal article": "JournalArticle", "proceedings article": "Conference", "book": "Book"}


def number(named: str | None) -> int | None:
    """The number of a paper: that of its OMID, else one made of its identifier."""
    if not named or not named.strip():
        return None
    omid = _OMID.search(named)
    return int(omid.group(1)) if omid else hashed(named.split()[0].casefold())


def _identifiers(named: str) -> dict[str, str]:
    found = (find_identifier(one) for one in named.split())
    return {one.kind: one.value for one in found if one is not None}


def _index(told: Columns) -> Rows:
    rows = Rows()
    dates: dict[int, tuple[str, PartialDate | None]] = {}
    for citing, cited, creation, span in zip(*(told[name] for name in _INDEX), strict=True):
        own, other = number(citing), number(cited)
        if own is None or other is None:
            rows.left_out[BROKEN if own is None else NO_CITED] += 1
            continue
        date = PartialDate.parse(creation)
        rows.citations.append((own, other))
        for one, name, when in ((own, citing, date), (other, cited, _before(date, span))):
            if one not in dates or (dates[one][1] is None and when is not None):
                dates[one] = (name, when)
    for one, (name, when) in dates.items():
        rows.add(one, PaperRecord(_SOURCE, _identifiers(name), published=when))
    return rows


def _before(date: PartialDate | None, span: str | None) -> PartialDate | None:
    """The date that lies a span, as ISO 8601 writes it, before another, no more precise."""
    found = _SPAN.fullmatch(span or "")
    if date is None or found is None:
        return None
    sign = -1 if found.group(1) else 1
    years, months = (sign * int(found.group(at) or 0) for at in (2, 3))
    if date.month is None or found.group(3) is None:
        return PartialDate.parse(f"{date.year - years:04d}")
    whole = (date.year - years) * 12 + date.month - 1 - months
    return PartialDate.parse(f"{whole // 12:04d}-{whole % 12 + 1:02d}")


def _meta(told: Columns) -> Rows:
    rows = Rows()
    for named, title, authors, venue, date, kind in zip(
        *(told[name] for name in _META), strict=True
    ):
        own = number(named)
        if own is None:
            rows.left_out[NO_NUMBER if title else BROKEN] += 1
            continue
        published = PartialDate.parse(date)
        rows.add(
            own,
            PaperRecord(
                _SOURCE,
                _identifiers(named),
                title=title or None,
                authors=tuple(map(_name, _people(authors))) or None,
                year=None if published is None else published.year,
                published=published,
                venue=re.sub(r"\s*\[[^][]*\]\s*$", "", venue or "") or None,
                publication_types=(_TYPES[kind],) if kind in _TYPES else None,
            ),
            "meta",  # tells more than the index
        )
    return rows


def _people(told: str | None) -> list[str]:
    parts = (re.sub(r"\s*\[[^][]*\]\s*$", "", one).strip() for one in (told or "").split(";"))
    return [one for one in parts if one]


def _name(told: str) -> str:
    last, comma, first = told.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else told


def _dataset_of(folder: Path, relative: Path) -> str | None:
    """By the columns that its first line names."""
    path, plain = folder / relative, relative.name.casefold()
    if plain.endswith(".parquet"):
        return "meta" if "meta" in str(relative).casefold() else "index"
    try:
        with gzip.open(path) if plain.endswith(".gz") else path.open("rb") as lines:
            first = lines.readline(10_000).decode("utf-8", "replace")
    except (OSError, EOFError):
        return None
    words = set(re.findall(r"\w+", first))
    if {"citing", "cited"} <= words:
        return "index"
    return "meta" if {"id", "title", "pub_date"} <= words else None


DUMP = Dump(
    "opencitations",
    "OpenCitations",
    ("OpenCitations (CC0)",),
    {"index": Dataset("index", _INDEX, _index), "meta": Dataset("meta", _META, _meta)},
    _dataset_of,
    complete=False,
)
