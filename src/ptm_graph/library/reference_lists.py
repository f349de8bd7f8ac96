"""Reference lists inside an open transaction: merged so that none becomes less."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from ptm_graph.library import rows, standing
from ptm_graph.library.history import Journal
from ptm_graph.library.merging import title_key
from ptm_graph.library.naming import key_of
from ptm_graph.words.records import CitingRecord, ReferenceList, ReferenceRecord

_MERGED = ("position", "influential", "intents", "sentences", "facts", "sentence_numbers")
_INSERT = "INSERT INTO citation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
_NEWER_WINS = _INSERT + ", ".join(
    [
        *(f"{name} = coalesce(excluded.{name}, {name})" for name in _MERGED),
        "source = excluded.source",
    ]
)
_ONLY_FILL_GAPS = _INSERT + ", ".join(
    f"{name} = coalesce({name}, excluded.{name})" for name in _MERGED
)


def place(
    connection: sqlite3.Connection,
    journal: Journal,
    citing: int,
    listed: ReferenceList,
    numbers: Sequence[int | None],
) -> bool:
    """Merge a reference list whose cited papers are already in the library.

    A list replaces what is known, and the answer is True, if it is no shorter and has no fewer
    references with a record; otherwise it only adds.
    """
    resolved = {number for number in numbers if number is not None and number != citing}
    taken = _no_less(connection, citing, listed, len(resolved))
    before = _cited_by(connection, citing)
    if taken:
        connection.execute("DELETE FROM unresolved_reference WHERE citing = ?", (citing,))
        _forget_except(connection, citing, resolved, listed.complete)
    known_titles = set() if taken else _titles_cited_by(connection, citing)
    for position, (reference, number) in enumerate(zip(listed.references, numbers, strict=True)):
        if number is None:
            if title_key(reference.title or "") not in known_titles:
                _store_unresolved(connection, citing, position, reference)
        elif number != citing:
            _store(connection, (citing, number), position, reference, listed.source)
    _set_state(connection, citing, listed)
    _note_difference(connection, journal, citing, before)
    return taken


def add_citing(
    connection: sqlite3.Connection,
    journal: Journal,
    cited: int,
    citing: Sequence[tuple[int, CitingRecord]],
    source: str,
) -> None:
    """Add papers that cite a known one, with what the source says about each citation."""
    for number, one in citing:
        if number == cited:
            continue
        before = _cited_by(connection, number)
        reference = ReferenceRecord(
            cited=None,
            influential=one.influential,
            intents=one.intents,
            sentences=one.sentences,
        )
        _store(connection, (number, cited), None, reference, source)
        _note_difference(connection, journal, number, before)


def add_pairs(
    connection: sqlite3.Connection,
    journal: Journal,
    pairs: Iterable[tuple[int, int]],
    source: str,
) -> set[tuple[int, int]]:
    """Add bare citations (citing, cited); give those that were not known."""
    added = set()
    for citing, cited in pairs:
        if citing == cited:
            continue
        cursor = connection.execute(
            "INSERT OR IGNORE INTO citation (citing, cited, source) VALUES (?, ?, ?)",
            (citing, cited, source),
        )
        if cursor.rowcount > 0:
            added.add((citing, cited))
            if journal.open:
                journal.note("citation", key_of(connection, citing), key_of(connection, cited))
    return added


def _no_less(
    connection: sqlite3.Connection, citing: int, listed: ReferenceList, resolved: int
) -> bool:
    known = connection.execute(
        "SELECT (SELECT count(*) FROM citation WHERE citing = :citing AND position IS NOT NULL), "
        "(SELECT count(*) FROM unresolved_reference WHERE citing = :citing)",
        {"citing": citing},
    ).fetchone()
    if listed.source == "snapshot" and _asked_for(connection, citing):
        return False
    records, without = int(known[0]), int(known[1])
    return len(listed.references) >= records + without and resolved >= records


def _asked_for(connection: sqlite3.Connection, citing: int) -> bool:
    """Whether a service has given the list: a snapshot is older than its answer."""
    row = connection.execute(
        "SELECT 1 FROM citation WHERE citing = ? AND position IS NOT NULL "
        "AND source != 'snapshot' LIMIT 1",
        (citing,),
    ).fetchone()
    return row is not None


def _cited_by(connection: sqlite3.Connection, citing: int) -> set[int]:
    cursor = connection.execute("SELECT cited FROM citation WHERE citing = ?", (citing,))
    return {int(row[0]) for row in cursor}


def _titles_cited_by(connection: sqlite3.Connection, citing: int) -> set[str]:
    cursor = connection.execute(
        "SELECT title_key FROM citation JOIN paper ON paper.id = cited WHERE citing = ?", (citing,)
    )
    return {str(row[0]) for row in cursor}


def _forget_except(
    connection: sqlite3.Connection, citing: int, cited: set[int], complete: bool
) -> None:
    # what another answer gave (no position) is contradicted only by a complete list
    which = "" if complete else "AND position IS NOT NULL"
    cursor = connection.execute(f"SELECT cited FROM citation WHERE citing = ? {which}", (citing,))
    gone = [(citing, row[0]) for row in cursor if row[0] not in cited]
    connection.executemany("DELETE FROM citation WHERE citing = ? AND cited = ?", gone)


def _store_unresolved(
    connection: sqlite3.Connection, citing: int, position: int, reference: ReferenceRecord
) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO unresolved_reference VALUES (?, ?, ?, ?, ?)",
        (
            citing,
            position,
            reference.title,
            reference.year,
            reference.reason or "the service has no record of it",
        ),
    )


def _store(
    connection: sqlite3.Connection,
    ends: tuple[int, int],
    position: int | None,
    reference: ReferenceRecord,
    source: str,
) -> None:
    known = connection.execute(
        "SELECT source FROM citation WHERE citing = ? AND cited = ?", ends
    ).fetchone()
    lesser = known is not None and standing.is_lesser(connection, source, known[0])
    connection.execute(
        _ONLY_FILL_GAPS if lesser else _NEWER_WINS,
        (
            *ends,
            position,
            None if reference.influential is None else int(reference.influential),
            listed_json(reference.intents),
            listed_json(reference.sentences),
            rows.to_json(None if reference.facts is None else dict(reference.facts)),
            listed_json(reference.sentence_numbers),
            source,
        ),
    )


def _set_state(connection: sqlite3.Connection, citing: int, listed: ReferenceList) -> None:
    if not listed.references:
        return  # an empty list says that the service has none, not that there is none
    row = connection.execute(
        "SELECT references_state FROM paper WHERE id = ?", (citing,)
    ).fetchone()
    if listed.complete or row[0] == "unknown":
        connection.execute(
            "UPDATE paper SET references_state = ? WHERE id = ?",
            ("complete" if listed.complete else "partial", citing),
        )


def _note_difference(
    connection: sqlite3.Connection, journal: Journal, citing: int, before: set[int]
) -> None:
    if not journal.open:
        return
    after = _cited_by(connection, citing)
    key = key_of(connection, citing)
    for number in sorted(after - before):
        journal.note("citation", key, key_of(connection, number))
    for number in sorted(before - after):
        journal.note("citation gone", key, key_of(connection, number))


def listed_json(values: Sequence[object] | None) -> str | None:
    """A list as JSON; None for None."""
    return rows.to_json(None if values is None else list(values))
