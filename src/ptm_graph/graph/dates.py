"""When a paper came out, as days to count with."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ptm_graph.words.model import PartialDate


def date_of(data: Mapping[str, Any]) -> PartialDate | None:
    """Earliest known date of a node: its ``date``, else its ``year``."""
    date = PartialDate.parse(str(data["date"])) if data.get("date") else None
    if date is None and data.get("year") is not None:
        try:
            date = PartialDate(int(data["year"]))
        except ValueError:
            date = None
    return date


def days_of(data: Mapping[str, Any]) -> tuple[datetime.date, datetime.date] | None:
    """First and last day a paper may be of; None where nothing is known.

    Parameters
    ----------
    data : mapping
        Attributes of a node; ``date`` counts, else ``year``.
    """
    return _days(data.get("date"), data.get("year"))


@lru_cache(maxsize=2**16)  # papers are many, days are few
def _days(date: Any, year: Any) -> tuple[datetime.date, datetime.date] | None:
    known = date_of({"date": date, "year": year})
    return None if known is None else (known.first_day, known.last_day)
