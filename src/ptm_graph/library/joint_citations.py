"""Citations that two papers share when they become one: what rests on more survives."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.facts.keeping import never_poorer
from ptm_graph.library import rows, standing
from ptm_graph.library.reference_lists import givers_json
from ptm_graph.words.model import Citation

_SIDES = (("citing", "cited"), ("cited", "citing"))


def join_shared(connection: sqlite3.Connection, kept: int, absorbed: int) -> list[dict[str, Any]]:
    """Complete the citations of a paper by those of another with the same other end.

    Returns what it takes to undo that: side, key of the other end, column → [before, after].
    """
    changes = []
    for here, there in _SIDES:
        cursor = connection.execute(
            f"SELECT c.*, key FROM citation c JOIN paper ON paper.id = c.{there} WHERE c.{here} = ?"
            f" AND c.{there} IN (SELECT {there} FROM citation WHERE {here} = ?) ORDER BY key",
            (kept, absorbed),
        )
        for own in cursor.fetchall():
            other = connection.execute(
                f"SELECT * FROM citation WHERE {here} = ? AND {there} = ?", (absorbed, own[there])
            ).fetchone()
            joined = _joined(connection, own, other)
            change = {name: [own[name], new] for name, new in joined.items() if own[name] != new}
            if change:
                _set(connection, own, joined)
                changes.append({"side": here, "key": own["key"], "change": change})
    return changes


def undo(connection: sqlite3.Connection, kept: int, one: Mapping[str, Any], other: int) -> None:
    """Give a citation back what it was, where nothing has been learned since."""
    here, there = next(sides for sides in _SIDES if sides[0] == one["side"])
    row = connection.execute(
        f"SELECT * FROM citation WHERE {here} = ? AND {there} = ?", (kept, other)
    ).fetchone()
    if row is not None:
        change = one["change"].items()
        _set(connection, row, {n: before for n, (before, after) in change if row[n] == after})


def _set(connection: sqlite3.Connection, row: sqlite3.Row, values: Mapping[str, object]) -> None:
    if values:
        connection.execute(
            f"UPDATE citation SET {', '.join(f'{name} = ?' for name in values)} "
            "WHERE citing = ? AND cited = ?",
            (*values.values(), row["citing"], row["cited"]),
        )


def _joined(
    connection: sqlite3.Connection, own: sqlite3.Row, other: sqlite3.Row
) -> dict[str, object]:
    gaps = ("position", "influential", "intents")
    values: dict[str, object] = {
        name: other[name] if own[name] is None else own[name] for name in gaps
    }
    for name in ("sentences", "passages"):
        values[name] = max((own[name], other[name]), key=_length)
    values["givers"] = givers_json(*json.loads(own["givers"]), *json.loads(other["givers"]))
    lesser = standing.is_lesser(connection, own["source"], other["source"])
    values["source"] = other["source"] if lesser else own["source"]
    return values | dict(_facts(own, other))


def _facts(own: sqlite3.Row, other: sqlite3.Row) -> Iterator[tuple[str, str | None]]:
    """Facts of both; of two that were read here, those from more sentences count as the newer."""
    known, new = (rows.citation(row, "", "") for row in (own, other))
    if len(new.sentence_numbers or ()) <= len(known.sentence_numbers or ()):
        known, new = new, known
    if new.facts is None and new.sentence_numbers is None:
        known, new = new, known
    (best,) = never_poorer([_read(new)], [known])
    yield "facts", rows.to_json(dict(best.facts) or None)
    numbers = best.sentence_numbers
    yield "sentence_numbers", rows.to_json(None if numbers is None else list(numbers))
    yield "rests_on", rows.to_json(dict(best.rests_on) or None)


def _read(one: Citation) -> CitationFacts:
    return CitationFacts(one.facts or {}, one.sentence_numbers, rests_on=one.rests_on)


def _length(listed: str | None) -> int:
    return -1 if listed is None else len(json.loads(listed))
