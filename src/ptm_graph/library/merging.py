"""How several sources' views of one paper become one row.

A source may only replace a field that came from a source it outranks or equals,
and never with nothing: good data is not replaced by less. Dates are the exception:
the earliest wins, whatever its source; the same source may correct the one it gave.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from ptm_graph.library.rows import LISTS, PLAIN, to_json
from ptm_graph.words import titles
from ptm_graph.words.identifiers import arxiv_month
from ptm_graph.words.model import PartialDate
from ptm_graph.words.records import SOURCES, PaperRecord, Source

_COUNTS = ("citation_count", "influential_citation_count", "reference_count")
_COMPUTED = ("key_phrases", "derived_names", "short_names", "contributions")


def merged_fields(
    row: sqlite3.Row | None,
    record: PaperRecord,
    sources: Mapping[str, Source] = SOURCES,
    *,
    dates: Mapping[str, PartialDate],
) -> dict[str, Any]:
    """Columns that change when ``record`` is merged into ``row`` (None for a new paper).

    ``dates`` are those all sources give, this record included (:func:`dates_after`).
    Returns column → new value, ``provenance`` included; empty if nothing changes.
    """
    provenance: dict[str, str] = json.loads(row["provenance"]) if row is not None else {}
    changed: dict[str, Any] = {}
    for name, value in _values(record).items():
        if value is None or not _may_replace(name, provenance.get(name), record.source, sources):
            continue
        if name in _COMPUTED and row is not None and row[name] is not None:
            continue  # computed here from the text, which is more than a snapshot's
        if row is not None and is_less(name, row[name], value):
            continue
        if row is None or row[name] != value:
            changed[name] = value
        if provenance.get(name) != record.source:
            provenance[name] = record.source
    if dates:
        source, best = min(dates.items(), key=lambda item: (_order(item[1]), item[0]))
        if row is None or row["published"] != str(best):
            changed["published"] = str(best)
        provenance["published"] = source  # of equal dates the same one, whoever tells it first
    if "title" in changed:
        changed["title_key"] = title_key(changed["title"])
    text = to_json(provenance)
    if row is None or row["provenance"] != text:
        changed["provenance"] = text
    return changed


def title_key(title: str) -> str:
    """What equal titles share, whatever their spacing and punctuation."""
    return titles.normal(title).replace(" ", "")


def _values(record: PaperRecord) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(record, name) for name in PLAIN}
    for name in LISTS:
        listed = getattr(record, name)
        values[name] = to_json(list(listed)) if listed else None
    return values


def is_less(name: str, old: Any, new: Any) -> bool:
    """Whether a new value is only a part of the old one: half an abstract, fewer authors, 0."""
    if old is None or old == new:
        return False
    if name in LISTS:
        held, told = json.loads(old), json.loads(new)
        return len(told) < len(held) and set(told) <= set(held)
    if name in ("abstract", "comment"):
        return str(old).startswith(str(new).rstrip(" .…"))
    return name in _COUNTS and new == 0


def _may_replace(
    name: str, old: str | None, new: str, sources: Mapping[str, Source] = SOURCES
) -> bool:
    if old is None or old == new:
        return True
    return _standing(name, new, sources) >= _standing(name, old, sources)


def _standing(field: str, name: str, sources: Mapping[str, Source]) -> tuple[bool, float]:
    source = sources.get(name)
    return (False, 0.0) if source is None else (field in source.best_at, source.rank)


def joined_fields(
    kept: sqlite3.Row, absorbed: sqlite3.Row, sources: Mapping[str, Source] = SOURCES
) -> dict[str, Any]:
    """Columns that change when one paper's row is merged into another's.

    As for records: the higher-ranked source wins, a gap is filled, the earlier date is
    kept.
    """
    provenance = json.loads(kept["provenance"])
    other = json.loads(absorbed["provenance"])
    changed: dict[str, Any] = {}
    for name in (*PLAIN, *LISTS):
        if absorbed[name] is None or absorbed[name] == kept[name]:
            continue
        source = other.get(name)
        better = source is not None and (
            provenance.get(name) is None
            or (
                source != provenance[name] and _may_replace(name, provenance[name], source, sources)
            )
        )
        if kept[name] is None or (better and not is_less(name, kept[name], absorbed[name])):
            changed[name] = absorbed[name]
            if source is not None:
                provenance[name] = source
    own, theirs = PartialDate.parse(kept["published"]), PartialDate.parse(absorbed["published"])
    if theirs is not None and (own is None or (earlier(own, theirs) == theirs and own != theirs)):
        changed["published"] = str(theirs)
        provenance["published"] = other.get("published", "")
    if "title" in changed:
        changed["title_key"] = title_key(changed["title"])
    if absorbed["references_state"] != kept["references_state"] and (
        absorbed["references_state"] == "complete" or kept["references_state"] == "unknown"
    ):
        changed["references_state"] = absorbed["references_state"]
    if to_json(provenance) != kept["provenance"]:
        changed["provenance"] = to_json(provenance)
    return changed


YEAR_ONLY = ", year"
"""Stands behind the name of a source whose date is a bare year."""
_OF_IDENTIFIER = " id"


def plain_source(name: str) -> str:
    """Whom a fact is from, whatever it was made of: a bare year, the month in an identifier."""
    return name.removesuffix(YEAR_ONLY).removesuffix(_OF_IDENTIFIER)


def dates_after(known: Mapping[str, PartialDate], record: PaperRecord) -> dict[str, PartialDate]:
    """Source → date, when ``record`` has said what it says.

    A source corrects what it said before; a less precise date of the same days, or a bare
    year near a date, is no correction.
    """
    told = dict(known)
    for source, date in dated(record).items():
        bare = source.removesuffix(YEAR_ONLY)
        if source != bare and bare in told:
            if abs(told[bare].year - date.year) <= 1:
                continue
            del told[bare]
        told.pop(f"{source}{YEAR_ONLY}", None)
        if source not in told or not _within(told[source], date):
            told[source] = date
    return told


def _within(one: PartialDate, other: PartialDate) -> bool:
    return other.first_day <= one.first_day and one.last_day <= other.last_day


def dated(record: PaperRecord) -> dict[str, PartialDate]:
    """Dates a record implies, by where they come from.

    An arXiv id contains the month of first submission, even if no source gave a date.
    """
    found: dict[str, PartialDate] = {}
    if record.published is not None:
        found[record.source] = record.published
    elif record.year is not None:
        found[f"{record.source}{YEAR_ONLY}"] = PartialDate(record.year)
    arxiv = record.identifiers.get("arxiv")
    if arxiv and (month := arxiv_month(arxiv)) is not None:
        found[f"arxiv{_OF_IDENTIFIER}"] = PartialDate(*month)
    return found


def earlier(one: PartialDate, other: PartialDate | None) -> PartialDate:
    """The earlier of two dates; of two that may be the same day, the more precise."""
    return one if other is None or _order(one) <= _order(other) else other


def _order(date: PartialDate) -> tuple[int, int]:
    # by the latest day it may mean: “2018” must not beat “2018-10-11”
    return (date.last_day.toordinal(), -date.first_day.toordinal())
