"""What a library remembers beside its facts, as text that version control can compare.

Who was asked for what and when, what each refresh changed, the lineage as of the last one, and
former keys: with a snapshot it makes a library that goes on where another stopped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby

from ptm_graph.errors import InputError

FORMAT = "ptm-graph memory"
VERSION = 1

_ASKED = "asked"
_TABLES: Mapping[str, tuple[str, str]] = {
    "told": (
        "SELECT name, value FROM meta WHERE name IN ('fetched', 'lineage remembered') ORDER BY 1",
        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
    ),
    "refresh": (
        "SELECT id, started, ended, seconds, outcome, first_fill, requests, papers, new_papers, "
        "citations, new_citations, failures, message FROM refresh ORDER BY id",
        "INSERT INTO refresh (id, started, ended, seconds, outcome, first_fill, requests, papers, "
        "new_papers, citations, new_citations, failures, message) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    ),
    "change": (
        "SELECT refresh, kind, paper, other, field, old, new FROM change ORDER BY id",
        "INSERT INTO change (refresh, kind, paper, other, field, old, new) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
    ),
    "count": (
        "SELECT refresh, h.citation_count, h.influential_citation_count, key FROM count_history h "
        "JOIN paper ON paper.id = h.paper ORDER BY refresh, key",
        "INSERT OR IGNORE INTO count_history (refresh, citation_count, "
        "influential_citation_count, paper) SELECT ?, ?, ?, id FROM paper WHERE key = ?",
    ),
    "relation": (
        "SELECT parent, child, rank, tier, confidence, label FROM relation ORDER BY 1, 2",
        "INSERT OR REPLACE INTO relation (parent, child, rank, tier, confidence, label) "
        "VALUES (?, ?, ?, ?, ?, ?)",
    ),
    "apart": (
        "SELECT one, other, reason FROM apart ORDER BY 1, 2",
        "INSERT OR REPLACE INTO apart (one, other, reason) VALUES (?, ?, ?)",
    ),
    "former": (
        "SELECT f.key, paper.key FROM former_key f JOIN paper ON paper.id = f.paper ORDER BY 1",
        "INSERT OR IGNORE INTO former_key (key, paper) SELECT ?, id FROM paper WHERE key = ?",
    ),
    _ASKED: (
        "SELECT what, at, outcome, key FROM checked JOIN paper ON paper.id = checked.paper "
        "ORDER BY what, at, outcome, key",
        "INSERT OR IGNORE INTO checked (what, at, outcome, paper) "
        "SELECT ?, ?, ?, id FROM paper WHERE key = ?",
    ),
}
"""Kind of a line → how its rows are found, and stored; papers stand in them by key."""


def write(connection: sqlite3.Connection) -> str:
    """What a library remembers; equal libraries give equal text."""
    lines: list[list[object]] = [[FORMAT, VERSION]]
    for kind, (find, _) in _TABLES.items():
        rows = connection.execute(find)
        if kind == _ASKED:  # a portion is asked for at one time: one line for all its papers
            same: tuple[object, ...]
            for same, papers in groupby(rows, key=lambda row: tuple(row)[:3]):
                lines.append([kind, *same, *(row["key"] for row in papers)])
        else:
            lines += [[kind, *row] for row in rows]
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in lines)


def read(connection: sqlite3.Connection, text: str, name: str) -> None:
    """Store what another library remembered; what is about papers that are not here is dropped.

    Raises
    ------
    InputError
        If the text cannot be read; it names the line.
    """
    place = 1
    try:
        for place, row in enumerate(_rows(text), start=1):
            if place == 1:
                if row != [FORMAT, VERSION]:
                    raise InputError(f"{name}: is not what a library of this version remembers")
                continue
            kind, *values = row
            store = _TABLES[str(kind)][1]
            of = values[3:] if kind == _ASKED else ()
            told = [[*values[:3], key] for key in of] if kind == _ASKED else [values]
            connection.executemany(store, told)
    except (ValueError, LookupError, TypeError, RecursionError, sqlite3.Error) as error:
        raise InputError(f"{name}:{place}: is damaged ({error})") from error


def _rows(text: str) -> Iterator[list[object]]:
    # not splitlines(): a title may hold one of the other line breaks of Unicode
    for line in text.removesuffix("\n").split("\n"):
        row = json.loads(line)
        if not isinstance(row, list):
            raise ValueError("no list")
        yield row
