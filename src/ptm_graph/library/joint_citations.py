"""References that two papers share when they become one: what rests on more survives."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.facts.keeping import never_poorer
from ptm_graph.library import rows, standing
from ptm_graph.library.known_references import KnownReferences
from ptm_graph.library.reference_lists import BEHIND, givers_json, state_line_too, state_too, turn
from ptm_graph.words.model import Citation
from ptm_graph.words.records import ReferenceRecord

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


def join_lines(
    connection: sqlite3.Connection, kept: int, absorbed: int, moved: Sequence[int]
) -> dict[str, list[Any]]:
    """Give a paper the references of another that nobody has a record of, each once.

    ``moved`` are the works that it cites since it has become both. Returns what it takes to undo
    that, under the names of :func:`ptm_graph.library.joining.split`.
    """
    theirs = _lines(connection, absorbed)
    known = KnownReferences(connection, kept)
    works = [(number, known.cited[number].work) for number in moved]
    found = known.match(
        [ReferenceRecord(None, row[2], row[3], rows.strings(row[7])) for row in theirs.values()]
        + [ReferenceRecord(None, work.title, work.year, work.authors) for _, work in works],
        [*(None for _ in theirs), *moved],
    )
    before, was = _lines(connection, kept), _citations(connection, kept)
    places: list[int] = []
    taken = set(before)
    for at, (position, row) in enumerate(theirs.items()):
        number = found.numbers[at]
        if number is not None or at in found.lines:
            for source in json.loads(row[6]):
                if number is None:
                    state_line_too(connection, (kept, found.lines[at]), source)
                else:
                    state_too(connection, (kept, number), source)
        elif position not in taken or row[2] is not None:  # without a title it only counts
            place = position if position not in taken else max(BEHIND, max(taken) + 1)
            connection.execute(
                "UPDATE unresolved_reference SET citing = ?, position = ? "
                "WHERE citing = ? AND position = ?",
                (kept, place, absorbed, position),
            )
            taken.add(place)
            places.append(place)
    for position, number in found.turned.items():
        turn(connection, (kept, position), number)
    now, are = _lines(connection, kept), _citations(connection, kept)
    return {
        "moved": places,
        "lines": [[row, now.get(at)] for at, row in before.items() if now.get(at) != row],
        "shared": [
            {"side": "citing", "key": key, "change": change}
            for key, told in was.items()
            if (change := {n: [told[n], are[key][n]] for n in told if told[n] != are[key][n]})
        ],
    }


def undo_lines(connection: sqlite3.Connection, kept: int, lines: Sequence[Any]) -> None:
    """Give references without a record back what they were, where nothing was learned since."""
    now = _lines(connection, kept)
    for before, after in lines:
        if now.get(before[1]) == (None if after is None else (kept, *after[1:])):
            marks = ", ".join("?" * len(before))
            connection.execute(
                f"INSERT OR REPLACE INTO unresolved_reference VALUES ({marks})",
                (kept, *before[1:]),
            )


def _lines(connection: sqlite3.Connection, citing: int) -> dict[int, tuple[Any, ...]]:
    """Position → row of each reference without a record."""
    cursor = connection.execute(
        "SELECT citing, position, title, year, reason, source, givers, authors "
        "FROM unresolved_reference WHERE citing = ? ORDER BY position",
        (citing,),
    )
    return {row[1]: tuple(row) for row in cursor}


def _citations(connection: sqlite3.Connection, citing: int) -> dict[str, dict[str, str]]:
    """Key of each cited paper → who says that it is cited."""
    cursor = connection.execute(
        "SELECT key, citation.source, givers FROM citation JOIN paper ON paper.id = cited "
        "WHERE citing = ? ORDER BY key",
        (citing,),
    )
    return {key: {"source": source, "givers": givers} for key, source, givers in cursor}


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
