"""Keys and identifiers of papers inside an open transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from ptm_graph.errors import QueryError
from ptm_graph.library.merging import IdentifierRow, primary_identifiers
from ptm_graph.words.identifiers import paper_key


def key_of(connection: sqlite3.Connection, number: int) -> str:
    """Key of the paper with a row number."""
    row = connection.execute("SELECT key FROM paper WHERE id = ?", (number,)).fetchone()
    return str(row[0])


def number_of(connection: sqlite3.Connection, key: str) -> int:
    """Row number of the paper with a key, former keys included; QueryError if there is none."""
    for select in (
        "SELECT id FROM paper WHERE key = ?",
        "SELECT paper FROM former_key WHERE key = ?",
    ):
        row = connection.execute(select, (key,)).fetchone()
        if row is not None:
            return int(row[0])
    raise QueryError(f"no paper “{key}” in the library")


def numbers_of_identifiers(
    connection: sqlite3.Connection, identifiers: Mapping[str, str]
) -> dict[tuple[str, str], int]:
    """(kind, value) → row number of the paper that has this identifier."""
    found = {
        item: connection.execute(
            "SELECT paper FROM identifier WHERE kind = ? AND value = ?", item
        ).fetchone()
        for item in identifiers.items()
    }
    return {item: int(row[0]) for item, row in found.items() if row is not None}


def identifiers_of(connection: sqlite3.Connection, number: int) -> Mapping[str, str]:
    """The identifiers shown for a paper: the first of each kind."""
    cursor = connection.execute(
        "SELECT position, kind, value FROM identifier WHERE paper = ?", (number,)
    )
    return primary_identifiers(IdentifierRow(*row) for row in cursor)


def add_identifiers(
    connection: sqlite3.Connection, number: int, identifiers: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Give a paper identifiers; those that another paper has stay there.

    Returns what was added.
    """
    added = []
    for kind, value in identifiers.items():
        cursor = connection.execute(
            "INSERT OR IGNORE INTO identifier (kind, value, paper, position) VALUES (?, ?, ?, "
            "(SELECT count(*) FROM identifier WHERE paper = ? AND kind = ?))",
            (kind, value, number, number, kind),
        )
        if cursor.rowcount > 0:
            added.append((kind, value))
    return added


def rekey(connection: sqlite3.Connection, number: int) -> None:
    """Name a paper by the best identifier it has now; the old key still finds it."""
    old = key_of(connection, number)
    best = paper_key(identifiers_of(connection, number), None)
    if best == old or best.startswith("title:"):
        return
    connection.execute(
        "UPDATE paper SET key = ? WHERE id = ?", (free_key(connection, best), number)
    )
    connection.execute("INSERT OR REPLACE INTO former_key VALUES (?, ?)", (old, number))


def free_key(connection: sqlite3.Connection, key: str) -> str:
    """The key itself, or a numbered one where another paper has it."""
    taken = connection.execute("SELECT 1 FROM paper WHERE key = ?", (key,)).fetchone()
    if taken is None:
        return key
    stem = f"{key}~"  # two untitled or equally titled works without identifiers
    count = connection.execute(
        "SELECT count(*) FROM paper WHERE substr(key, 1, ?) = ?", (len(stem), stem)
    ).fetchone()[0]
    return f"{stem}{count + 2}"
