"""Checksums of what the lineage rests on: they find damage that SQLite cannot see.

Each paper has two: of its record (its row and its identifiers) and of its citations (those
it is the citing paper of). A trigger queues a paper whenever one of these rows is written,
in the same transaction; :func:`renew` empties the queue before the transaction ends. So a
row that changes without being written, on a failing disk, no longer fits its checksum.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

Part = Literal["record", "citations"]

_RECORD = (
    *("key", "title", "title_key", "authors", "year", "published", "venue", "abstract"),
    *("comment", "categories", "fields_of_study", "publication_types", "citation_count"),
    *("influential_citation_count", "reference_count", "references_state", "key_phrases"),
    *("provenance", "derived_names", "short_names", "contributions"),
)
_CITATION = (
    *("cited", "position", "influential", "intents", "sentences", "facts"),
    *("sentence_numbers", "source", "givers", "rests_on", "passages"),
)
COVERED: Mapping[str, tuple[Part, str, tuple[str, ...], str]] = {
    "paper": ("record", "id", _RECORD, "id"),
    "identifier": ("record", "paper", ("kind", "value", "position"), "paper, kind, value"),
    "citation": ("citations", "citing", _CITATION, "citing, cited"),
}
"""Table → the checksum its rows count in, the column that names the paper, the columns that
are covered, and their order. A migration that changes this queues every paper."""

_QUEUED = "IN (SELECT paper FROM unsummed)"


def triggers() -> Iterator[str]:
    """SQL of the triggers that queue a paper when its rows are written."""
    for table, (_, owner, *_) in COVERED.items():
        for event, rows in (("INSERT", "N"), ("UPDATE", "ON"), ("DELETE", "O")):
            queue = "".join(
                # an upsert takes no notice of OR IGNORE in its triggers
                f"INSERT INTO unsummed SELECT {version}.{owner} WHERE NOT EXISTS "
                f"(SELECT 1 FROM unsummed WHERE paper = {version}.{owner}); "
                for version in ("OLD", "NEW")
                if version[0] in rows
            )
            yield (
                f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON {table} BEGIN {queue}END"
            )


def renew(connection: sqlite3.Connection) -> None:
    """Compute the checksums of the papers that are queued. O(their rows)."""
    if connection.execute("SELECT 1 FROM unsummed LIMIT 1").fetchone() is None:
        return
    connection.executemany(
        "INSERT OR REPLACE INTO checksum VALUES (?, ?, ?)",
        [(number, one["record"], one["citations"]) for number, one in _sums(connection, _QUEUED)],
    )
    connection.execute("DELETE FROM unsummed")


class Damage(NamedTuple):
    """Something of a paper that is not what was written."""

    paper: int
    """Its row number."""
    part: Part


def damaged(connection: sqlite3.Connection) -> list[Damage]:
    """What does not fit its checksum, by row number. Reads the whole library.

    Raises
    ------
    sqlite3.Error
        If the damage is such that SQLite sees it.
    """
    stored = {
        row[0]: {"record": row[1], "citations": row[2]}
        for row in connection.execute(
            f"SELECT paper, record, citations FROM checksum WHERE paper NOT {_QUEUED}"
        )
    }
    queued = {row[0] for row in connection.execute("SELECT paper FROM unsummed")}
    found = [
        Damage(number, part)
        for number, sums in _sums(connection)
        if number not in queued
        for part, value in sums.items()
        if stored.get(number, {}).get(part) != value
    ]
    there = {row[0] for row in connection.execute("SELECT id FROM paper")}
    return sorted([*found, *(Damage(one, "record") for one in stored.keys() - there)])


def _sums(
    connection: sqlite3.Connection, which: str | None = None
) -> Iterator[tuple[int, dict[Part, int]]]:
    sums: dict[int, dict[Part, int]] = {}
    cursor = connection.cursor()
    cursor.row_factory = None
    for table, (part, owner, columns, order) in COVERED.items():
        # as bytes, so that damaged text can be read at all; NULL and '' stay apart
        values = ", ".join(f"CAST({column} AS BLOB)" for column in columns)
        where = f"WHERE {owner} {which}" if which else ""
        for number, *told in cursor.execute(
            f"SELECT {owner}, {values} FROM {table} {where} ORDER BY {order}"
        ):
            if table == "paper":
                sums[number] = {"record": 0, "citations": 0}
            if number in sums:
                sums[number][part] = zlib.crc32(repr(told).encode(), sums[number][part])
    yield from sums.items()
