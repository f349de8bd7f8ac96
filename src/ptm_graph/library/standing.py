"""Which sources a library knows, and how much the word of each counts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from ptm_graph.words.records import SOURCES, Source

_META = "sources"


def sources(connection: sqlite3.Connection) -> Mapping[str, Source]:
    """Name → source: those every library knows, and those recorded in it."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_META,)).fetchone()
    told = json.loads(row[0]) if row is not None else {}
    return {
        **{
            name: Source(name, one["title"], one["rank"], frozenset(one["best_at"]), one["asked"])
            for name, one in sorted(told.items())
        },
        **SOURCES,
    }


def remember(connection: sqlite3.Connection, asked: Iterable[Source]) -> None:
    """Tell a library of sources it may not know; what they said keeps its rank from now on."""
    known = sources(connection)
    told = {one.name: one for one in (*known.values(), *asked) if one.name not in SOURCES}
    if told:
        value = {
            name: {
                "title": one.title,
                "rank": one.rank,
                "best_at": sorted(one.best_at),
                "asked": one.asked,
            }
            for name, one in told.items()
        }
        connection.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            (_META, json.dumps(value, ensure_ascii=False, sort_keys=True)),
        )


def is_lesser(connection: sqlite3.Connection, name: str, other: str) -> bool:
    """Whether the word of one source counts less than that of another."""
    if name == other:
        return False
    known = sources(connection)
    one, two = (known[each].rank if each in known else 0.0 for each in (name, other))
    return one < two


def best(connection: sqlite3.Connection, names: Iterable[str]) -> str:
    """The source of these of which the word counts most."""
    known = sources(connection)
    return max(names, key=lambda one: (known[one].rank if one in known else 0.0, one))
