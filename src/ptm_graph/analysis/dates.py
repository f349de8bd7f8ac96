"""When a paper came out, as days to count with."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ptm_graph.lineage.index import date_of


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
