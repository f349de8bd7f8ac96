"""Values that no paper can have become unknown; libraries hold some from before they were checked.

Whoever is asked next gives better ones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ptm_graph.library import checksums
from ptm_graph.words.doors import YEARS
from ptm_graph.words.model import PartialDate

_YEARS = ("paper", "seed", "unresolved_reference")
_COUNTS = ("citation_count", "influential_citation_count", "reference_count")


def heal(connection: sqlite3.Connection) -> None:
    """Make impossible years, dates and counts unknown; O(rows), writes only where there are any."""
    wrong = list(_wrong(connection))
    if not wrong:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for table, column, where in wrong:
            told = f", provenance = json_remove(provenance, '$.{column}')"
            change = (
                f"DELETE FROM {table}"
                if table == "date_told"
                else f"UPDATE {table} SET {column} = NULL{told if table == 'paper' else ''}"
            )
            connection.execute(f"{change} WHERE {where}")
        checksums.renew(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _wrong(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Table, column and condition of rows with a value that is to go."""
    checks = [(table, "year", f"year NOT BETWEEN {YEARS[0]} AND {YEARS[-1]}") for table in _YEARS]
    checks += [("paper", name, f"{name} < 0") for name in _COUNTS]
    for table in ("paper", "date_told"):
        dates = connection.execute(f"SELECT DISTINCT published FROM {table}").fetchall()
        for (text,) in dates:
            date = PartialDate.parse(text)
            if text is not None and (date is None or date.year not in YEARS or str(date) != text):
                quoted = text.replace("'", "''")
                checks.append((table, "published", f"published = '{quoted}'"))
    for table, column, where in checks:
        if connection.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1").fetchone():
            yield table, column, where
