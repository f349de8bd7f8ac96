"""Papers with all that belongs to them, from their rows."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ptm_graph.library import rows
from ptm_graph.library.merging import IdentifierRow, primary_identifiers
from ptm_graph.words.model import Paper, SeedEntry


def papers(connection: sqlite3.Connection, query: str, values: Sequence[object]) -> Iterator[Paper]:
    """Papers whose rows a query of the table ``paper`` gives, in its order."""
    found = connection.execute(query, values).fetchall()
    numbers = [row["id"] for row in found]
    identifiers = _identifiers(connection, numbers)
    entries = _entries(connection, numbers)
    known = _references_known(connection, numbers)
    for row in found:
        number = row["id"]
        asked = row["references_state"] != "unknown"
        yield rows.paper(
            row,
            dict(primary_identifiers(identifiers[number])),
            entries.get(number, ()),
            known.get(number, 0) if asked or number in known else None,
        )


def _identifiers(
    connection: sqlite3.Connection, numbers: Sequence[int]
) -> dict[int, list[IdentifierRow]]:
    found: dict[int, list[IdentifierRow]] = defaultdict(list)
    select = "SELECT paper, kind, value, position FROM identifier"
    if len(numbers) == 1:
        cursor = connection.execute(f"{select} WHERE paper = ?", (numbers[0],))
    else:
        cursor = connection.execute(select)
    for paper, kind, value, position in cursor:
        found[paper].append(IdentifierRow(position, kind, value))
    return found


def _entries(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, list[SeedEntry]]:
    found: dict[int, list[SeedEntry]] = defaultdict(list)
    where, values = ("WHERE paper = ?", numbers) if len(numbers) == 1 else ("", ())
    cursor = connection.execute(f"SELECT * FROM seed {where} ORDER BY position", tuple(values))
    for row in cursor:
        found[row["paper"]].append(rows.seed_entry(row))
    return found


def _references_known(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for table in ("citation", "unresolved_reference"):
        select = f"SELECT citing, count(*) FROM {table}"
        if len(numbers) == 1:
            cursor = connection.execute(f"{select} WHERE citing = ? GROUP BY citing", (numbers[0],))
        else:
            cursor = connection.execute(f"{select} GROUP BY citing")
        for citing, count in cursor:
            found[citing] += count
    return found
