"""Keys and identifiers of papers inside an open transaction."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Mapping
from typing import Any

from ptm_graph.errors import QueryError
from ptm_graph.words.identifiers import KIND_NAMED, paper_key
from ptm_graph.words.wording import Said


def key_of(connection: sqlite3.Connection, number: int) -> str:
    """Key of the paper with a row number."""
    row = connection.execute("SELECT key FROM paper WHERE id = ?", (number,)).fetchone()
    return str(row[0])


def former_keys(connection: sqlite3.Connection) -> dict[str, str]:
    """Keys that papers had before → the keys they have now."""
    rows = connection.execute(
        "SELECT former_key.key, paper.key FROM former_key JOIN paper ON paper = id "
        "WHERE former_key.key NOT IN (SELECT key FROM paper)"
    )
    return dict(map(tuple, rows))


def number_of(connection: sqlite3.Connection, key: str) -> int:
    """Row number of the paper with a key, former keys included; QueryError if there is none."""
    for select in (
        "SELECT id FROM paper WHERE key = ?",
        "SELECT paper FROM former_key WHERE key = ?",
    ):
        row = connection.execute(select, (key,)).fetchone()
        if row is not None:
            return int(row[0])
    raise QueryError(Said("query.no paper", {"key": key}))


def numbers_of_identifiers(
    connection: sqlite3.Connection, identifiers: Mapping[str, str]
) -> dict[tuple[str, str], int]:
    """(kind, value) → row number of the paper that has this identifier."""
    found = {item: owner_of(connection, item) for item in identifiers.items()}
    return {item: number for item, number in found.items() if number is not None}


def owner_of(connection: sqlite3.Connection, identifier: tuple[str, str]) -> int | None:
    """Row number of the paper that has an identifier (kind, value); None where none has."""
    row = connection.execute(
        "SELECT paper FROM identifier WHERE kind = ? AND value = ?", identifier
    ).fetchone()
    return None if row is None else int(row[0])


def identifiers_of(connection: sqlite3.Connection, number: int) -> Mapping[str, str]:
    """The identifiers shown for a paper: the first of each kind."""
    found: dict[str, str] = {}
    for kind, value in connection.execute(
        "SELECT kind, value FROM identifier WHERE paper = ? ORDER BY position, kind, value",
        (number,),
    ):
        found.setdefault(kind, value)
    return found


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


def put_first(connection: sqlite3.Connection, number: int, identifiers: Mapping[str, str]) -> None:
    """Show these record numbers of a paper before former ones: its lists are asked for by them."""
    for kind, value in identifiers.items():
        if not KIND_NAMED[kind].record_number:
            continue
        told = (number, kind)
        cursor = connection.execute(
            "SELECT value FROM identifier WHERE paper = ? AND kind = ? ORDER BY position", told
        )
        values = [row[0] for row in cursor]
        if value not in values[1:]:
            continue
        for place, one in enumerate([value, *(one for one in values if one != value)]):
            connection.execute(
                "UPDATE identifier SET position = ? WHERE paper = ? AND kind = ? AND value = ?",
                (place, *told, one),
            )


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


def take_key(connection: sqlite3.Connection, number: int, key: str) -> None:
    """Name a paper by one of its former keys; the one it had becomes a former one."""
    old = key_of(connection, number)
    connection.execute("DELETE FROM former_key WHERE key = ?", (key,))
    connection.execute("UPDATE paper SET key = ? WHERE id = ?", (key, number))
    connection.execute("INSERT OR REPLACE INTO former_key VALUES (?, ?)", (old, number))


def free_key(connection: sqlite3.Connection, key: str) -> str:
    """The key itself, or a numbered one where another paper has it."""
    taken = connection.execute("SELECT 1 FROM paper WHERE key = ?", (key,)).fetchone()
    if taken is None:
        return key
    stem = f"{key}~"  # two untitled or equally titled works without identifiers
    held = {
        row[0]
        for table in ("paper", "former_key")
        for row in connection.execute(
            f"SELECT key FROM {table} WHERE substr(key, 1, ?) = ?", (len(stem), stem)
        )
    }
    return next(name for n in itertools.count(2) if (name := f"{stem}{n}") not in held)


def set_columns(connection: sqlite3.Connection, number: int, values: Mapping[str, Any]) -> None:
    """Change columns of a paper."""
    if values:
        assignments = ", ".join(f"{name} = ?" for name in values)
        connection.execute(
            f"UPDATE paper SET {assignments} WHERE id = ?", (*values.values(), number)
        )
