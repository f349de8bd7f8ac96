"""JSON lines to entries: one record a line, as services give whole data sets."""

from __future__ import annotations

import json
from typing import Any

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.csl_json import entries_of
from ptm_graph.reading_lists.json_records import items_in
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words.model import Problem
from ptm_graph.words.wording import Said


def read(text: str, file: str | None = None) -> ReadingList:
    """Read JSON lines; a line that is broken costs only itself."""
    items: list[tuple[Any, int | None]] = []
    broken: list[Problem] = []
    good = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.strip().removesuffix(","))
        except (ValueError, RecursionError) as error:
            reason = Said("list.not JSON", {"error": getattr(error, "msg", "too deep")})
            broken.append(unusable(line[:80], reason, file, number))
            continue
        good = good or isinstance(value, dict)
        found = items_in(value) if isinstance(value, (dict, list)) else None
        items += [(item, number) for item in ([value] if found is None else found)]
    if not good and broken:
        raise ReadingListError(broken[0].reason, file, broken[0].line)
    return entries_of(items, [item for item, _ in items], file, tuple(broken))
