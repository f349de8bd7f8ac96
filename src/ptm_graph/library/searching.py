"""Which papers of a library match what a reader looks for, found in the database."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_LIKE_SIGN = re.compile("[!%_]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; the defaults fit every paper."""

    words: tuple[str, ...] = ()
    """All of them occur in title, authors, abstract, identifiers or the names of the paper, or
    in notes, tags and properties, whatever the case; parts of words are found, too."""
    listed: bool = False
    """Only papers of the reading list."""
    among: tuple[str, ...] | None = None
    """Only papers with these keys; None: all."""
    states: tuple[str, ...] = ()
    """Only papers whose references are known so far; empty: however far."""
    since: int | None = None
    """First year; papers without a date do not fit then."""


class Found(NamedTuple):
    """A paper that fits."""

    id: int
    key: str


def find(connection: sqlite3.Connection, wanted: Wanted) -> Iterator[Found]:
    """The papers that fit: those of the reading list first, and of both parts the most cited.

    O(length of the texts) for each word.
    """
    where, values = ["1"], list[object]()
    for word in wanted.words:
        has = "{} LIKE ? ESCAPE '!'" if word.isascii() else "folded({}) LIKE ? ESCAPE '!'"
        where.append(
            f"({has.format('title')} OR {has.format('authors')} OR {has.format('abstract')} "
            f"OR id IN (SELECT paper FROM identifier WHERE {has.format('value')}) "
            f"OR {has.format('short_names')} "
            f"OR id IN (SELECT paper FROM seed WHERE {has.format('aliases')}) "
            + "".join(
                f"OR id IN (SELECT paper FROM seed, json_each({told}) AS one "
                f"WHERE {has.format(text)}) "
                for told, text in _TOLD.items()
            )
            + ")"
        )
        literal = _LIKE_SIGN.sub(r"!\g<0>", word.casefold())
        values.extend([f"%{literal}%"] * 9)
    if wanted.listed:
        where.append(f"id IN ({_LISTED})")
    if wanted.among is not None:
        where.append(f"key {_AMONG}")
        values.append(json.dumps(wanted.among))
    if wanted.states:
        where.append(f"references_state {_AMONG}")
        values.append(json.dumps(wanted.states))
    if wanted.since is not None:
        where.append("coalesce(CAST(substr(published, 1, 4) AS INTEGER), year) >= ?")
        values.append(wanted.since)
    # of its own accord SQLite folds the letters of ASCII only
    connection.create_function("folded", 1, _folded, deterministic=True)
    cursor = connection.execute(
        f"SELECT id, key FROM paper WHERE {' AND '.join(where)} "
        f"ORDER BY id IN ({_LISTED}) DESC, citation_count DESC NULLS LAST, key",
        values,
    )
    return map(Found._make, cursor)


_TOLD = {
    "notes": "json_extract(one.value, '$[0]')",
    "tags": "one.value",
    "properties": "one.key || ': ' || one.value",
}
"""What the owner of a list says, by column → each of its texts."""
_LISTED = "SELECT paper FROM seed"
_AMONG = "IN (SELECT value FROM json_each(?))"


def _folded(text: str | None) -> str:
    return (text or "").casefold()
