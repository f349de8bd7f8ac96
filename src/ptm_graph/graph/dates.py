"""When a paper came out: the one place that reads the dates of nodes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ptm_graph.words.model import PartialDate


def date_of(data: Mapping[str, Any]) -> PartialDate | None:
    """Earliest known date of a paper by its attributes ``date``, else ``year``; or None."""
    return _date(_text(data.get("date")), _text(data.get("year")))


def days_of(data: Mapping[str, Any]) -> tuple[datetime.date, datetime.date] | None:
    """First and last day a paper may be of, by the same; None where nothing is known."""
    return _days(_text(data.get("date")), _text(data.get("year")))


def publication_date(data: Mapping[str, Any]) -> PartialDate | None:
    """The date a bibliography states: of the publication, not of an earlier preprint.

    ``date`` is that of the first version; it counts where it falls in the ``year`` of the
    publication, which counts alone otherwise.
    """
    first = date_of(data)
    year = _date("", _text(data.get("year")))
    return first if year is None or (first is not None and first.year == year.year) else year


def _text(value: Any) -> str:
    return "" if value is None else str(value)


@lru_cache(maxsize=2**16)  # papers are many, days are few
def _date(date: str, year: str) -> PartialDate | None:
    known = PartialDate.parse(date)
    if known is None and year:
        try:
            known = PartialDate.parse(str(int(float(year))))  # “2019.0” of a table is 2019
        except (ValueError, OverflowError):
            return None
    return known


@lru_cache(maxsize=2**16)
def _days(date: str, year: str) -> tuple[datetime.date, datetime.date] | None:
    known = _date(date, year)
    return None if known is None else (known.first_day, known.last_day)
