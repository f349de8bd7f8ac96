"""References without a record that nevertheless name a paper of the reading list.

A service has no record of one reference in fifty: its title was misread, or the work is
cited by another of its titles. The reading list knows the titles of its own papers, so a
reference that bears one of them is not lost.
"""

from __future__ import annotations

import json
import sqlite3

from ptm_graph.library.merging import title_key
from ptm_graph.words.records import ReferenceRecord

_SHORT = 15
"""Below so many letters a title (“GPT”, “Preface”) alone does not identify a work."""
_MOST_YEARS_APART = 2


class ListedTitles:
    """Titles and long aliases of the reading list's papers, read once from the library."""

    def __init__(self, connection: sqlite3.Connection):
        self._papers: dict[str, int] = {}
        self._years: dict[int, int | None] = {}
        shared: set[str] = set()
        cursor = connection.execute(
            "SELECT seed.paper, seed.title, seed.aliases, paper.title, paper.year FROM seed "
            "JOIN paper ON paper.id = seed.paper ORDER BY seed.position"
        )
        for number, written, aliases, title, year in cursor:
            self._years[number] = year
            for name in (written, title, *json.loads(aliases)):
                key = title_key(name or "")
                if len(key) >= _SHORT and self._papers.setdefault(key, number) != number:
                    shared.add(key)
        for key in shared:  # a title of two papers names neither
            del self._papers[key]

    def named_by(self, reference: ReferenceRecord) -> int | None:
        """Row number of the listed paper a reference names; None if it names none."""
        number = self._papers.get(title_key(reference.title or ""))
        if number is None:
            return None
        year = self._years[number]
        if year is not None and reference.year is not None:
            return number if abs(year - reference.year) <= _MOST_YEARS_APART else None
        return number
