"""What of a library is damaged: pages, references between rows, values, checksums."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from ptm_graph.library import checksums

SQLITE_VERSION = sqlite3.sqlite_version

Kind = Literal["file", "foreign key", "text", "list", "record", "citations"]

_JSON: Mapping[str, tuple[str, ...]] = {
    "paper": (
        *("authors", "categories", "fields_of_study", "publication_types", "key_phrases"),
        *("derived_names", "short_names", "contributions", "provenance"),
    ),
    "citation": ("intents", "sentences", "facts", "sentence_numbers"),
    "notice": ("notices",),
    "unresolved_reference": ("givers", "authors"),
    "seed": ("aliases", "identifiers", "resources", "authors", "notes", "tags", "properties"),
    "candidate": ("authors", "identifiers"),
    "merge": ("content",),
    "refresh": ("requests", "failures"),
}
_PAPER = {"paper": "id", "citation": "citing", "merge": "kept", "change": "NULL"}
"""Table → the column that names the paper a row belongs to, where it is not ``paper``."""


class Fault(NamedTuple):
    """Something that is damaged."""

    kind: Kind
    place: str
    """Table and column, or what SQLite says of the file."""
    paper: str | None = None
    """Key of the paper concerned."""
    again: bool = False
    """Whether a refresh, or reading the list again, restores it."""


def faults(connection: sqlite3.Connection) -> list[Fault]:
    """Look through the whole library; where SQLite itself fails, that is what is told."""
    found: list[Fault] = []
    try:
        for row in connection.execute("PRAGMA integrity_check(20)"):
            if row[0] != "ok":
                found.append(Fault("file", " ".join(str(row[0]).split())))
        for row in connection.execute("PRAGMA foreign_key_check"):
            found.append(Fault("foreign key", f"{row[0]} names no row of {row[2]}"))
        keys = _keys(connection)
        found.extend(_values(connection, keys))
        for one in checksums.damaged(connection):
            found.append(Fault(one.part, f"{one.part} of a paper", keys.get(one.paper), True))
    except sqlite3.Error as error:
        found.append(Fault("file", str(error)))
    return list(dict.fromkeys(found))


def is_damage(error: BaseException) -> bool:
    """Whether an error that no reader of a file has explained comes of a library's values."""
    return isinstance(error, sqlite3.Error | json.JSONDecodeError | UnicodeDecodeError)


def _keys(connection: sqlite3.Connection) -> dict[int, str]:
    cursor = connection.execute("SELECT id, CAST(key AS BLOB) FROM paper")
    return {row[0]: bytes(row[1]).decode("utf-8", "replace") for row in cursor}


def _values(connection: sqlite3.Connection, keys: Mapping[int, str]) -> Iterator[Fault]:
    """Texts that are no text, and lists that are no lists."""
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for (table,) in tables:
        columns = [tuple(row) for row in connection.execute(f"PRAGMA table_info({table})")]
        texts = [name for _, name, declared, *_ in columns if declared == "TEXT"]
        names = {name for _, name, *_ in columns}
        owner = _PAPER.get(table, "paper" if "paper" in names else "NULL")
        if not texts:
            continue
        blobs = ", ".join(f"CAST({name} AS BLOB)" for name in texts)
        for number, *values in connection.execute(f"SELECT {owner}, {blobs} FROM {table}"):
            for name, value in zip(texts, values, strict=True):
                kind = None if value is None else _flaw(value, name in _JSON.get(table, ()))
                if kind is not None:
                    again = table in ("paper", "citation", "seed", "candidate")
                    yield Fault(kind, f"{table}.{name}", keys.get(number), again)


def _flaw(value: bytes, is_json: bool) -> Literal["text", "list"] | None:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return "text"
    try:
        if is_json:
            json.loads(text)
    except (ValueError, RecursionError):
        return "list"
    return None
