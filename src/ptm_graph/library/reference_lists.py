"""Reference lists inside an open transaction: merged so that none becomes less."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.facts.keeping import CARRIED, carried, never_poorer
from ptm_graph.library import rows, standing
from ptm_graph.library.history import Journal
from ptm_graph.library.merging import title_key
from ptm_graph.library.naming import key_of
from ptm_graph.words.model import Passage
from ptm_graph.words.records import FULL_TEXT, CitingRecord, ReferenceList, ReferenceRecord

_MERGED = ("position", "influential", "intents", "sentences")
_COLUMNS = ("citing", "cited", *_MERGED, "source", "givers")
_INSERT = (
    f"INSERT INTO citation ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "
    "ON CONFLICT DO UPDATE SET givers = excluded.givers, "
)
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
    references with a record; otherwise it only adds. That of the paper itself takes nothing
    away from what others say, and the answer is whether it changes anything.
    """
    if listed.source == FULL_TEXT:
        return _complete(connection, journal, citing, listed, numbers)
    resolved = {number for number in numbers if number is not None and number != citing}
    taken = _no_less(connection, citing, listed, len(resolved))
    before = _cited_by(connection, citing)
    if taken:
        connection.execute(
            "DELETE FROM unresolved_reference WHERE citing = ? AND source IS NOT ?",
            (citing, FULL_TEXT),
        )
        _forget_except(connection, citing, resolved, listed)
    known_titles = set() if taken else _titles_listed_by(connection, citing)
    for position, (reference, number) in enumerate(zip(listed.references, numbers, strict=True)):
        if number is None:
            if title_key(reference.title or "") not in known_titles:
                _store_unresolved(connection, citing, position, reference, listed.source)
        elif number != citing:
            _store(connection, (citing, number), position, reference, listed.source)
    store_facts(
        connection,
        citing,
        {
            number: carried(one.facts, one.sentence_numbers)
            for one, number in zip(listed.references, numbers, strict=True)
            if number is not None and (one.facts or one.sentence_numbers is not None)
        },
    )
    _drop_told_twice(connection, citing)
    _set_state(connection, citing, listed)
    _note_difference(connection, journal, citing, before)
    return taken


def _complete(
    connection: sqlite3.Connection,
    journal: Journal,
    citing: int,
    listed: ReferenceList,
    numbers: Sequence[int | None],
) -> bool:
    """Add what the paper itself lists, and its passages where they are no fewer than known."""
    was, before = _told_by_text(connection, citing), _cited_by(connection, citing)
    passages: dict[int, tuple[Passage, ...]] = {}
    for position, (reference, number) in enumerate(zip(listed.references, numbers, strict=True)):
        if number is not None and number != citing:
            _store(connection, (citing, number), position, reference, listed.source)
            told = (*passages.get(number, ()), *(reference.passages or ()))
            passages[number] = tuple(dict.fromkeys(told))
    no_less = sum(map(len, passages.values())) >= sum(count for *_, count in was[0])
    if no_less:
        _forget_of_text(connection, citing, passages.keys())
        connection.executemany(
            "UPDATE citation SET passages = ? WHERE citing = ? AND cited = ?",
            [(rows.passages_json(one), citing, number) for number, one in passages.items()],
        )
    known = _titles_cited_by(connection, citing)
    for position, (reference, number) in enumerate(zip(listed.references, numbers, strict=True)):
        key = title_key(reference.title or "")
        if number is None and (key not in known if key else no_less):
            _store_unresolved(connection, citing, _BEHIND + position, reference, FULL_TEXT)
    _drop_told_twice(connection, citing)
    _set_state(connection, citing, listed)
    _note_difference(connection, journal, citing, before)
    return was != _told_by_text(connection, citing)


_BEHIND = 100_000
"""First place of references that only the paper lists, behind those of any service."""


def _told_by_text(
    connection: sqlite3.Connection, citing: int
) -> tuple[list[tuple[int, str, str | None, int]], list[tuple[str | None, str | None]]]:
    """Citations with their givers, passages and how many, and references without a record."""
    cursor = connection.execute(
        "SELECT cited, givers, passages, json_array_length(coalesce(passages, '[]')) "
        "FROM citation WHERE citing = ? ORDER BY cited",
        (citing,),
    )
    return [tuple(row) for row in cursor], _unresolved(connection, citing)


def _unresolved(connection: sqlite3.Connection, citing: int) -> list[tuple[str | None, str | None]]:
    """Titles of references without a record, each with who lists it."""
    cursor = connection.execute(
        "SELECT title, source FROM unresolved_reference WHERE citing = ? ORDER BY position",
        (citing,),
    )
    return [tuple(row) for row in cursor]


def _forget_of_text(connection: sqlite3.Connection, citing: int, stated: Collection[int]) -> None:
    """Forget what an earlier reading of the paper itself told and this one does not."""
    cursor = connection.execute("SELECT cited, givers FROM citation WHERE citing = ?", (citing,))
    for number, given in cursor.fetchall():
        givers = json.loads(given)
        if FULL_TEXT in givers and number not in stated:
            _take_from(connection, (citing, number), [one for one in givers if one != FULL_TEXT])
    connection.execute(
        "DELETE FROM unresolved_reference WHERE citing = ? AND source = ?", (citing, FULL_TEXT)
    )


def _drop_told_twice(connection: sqlite3.Connection, citing: int) -> None:
    """Drop references of the paper itself that are citations by now, or a service lists, too."""
    unresolved = _unresolved(connection, citing)
    if any(source == FULL_TEXT for _, source in unresolved):
        known = {title_key(title or "") for title, source in unresolved if source != FULL_TEXT}
        known |= _titles_recorded(connection, citing)
        connection.executemany(
            "DELETE FROM unresolved_reference WHERE citing = ? AND source = ? AND title = ?",
            [
                (citing, FULL_TEXT, title)
                for title, source in unresolved
                if source == FULL_TEXT and title_key(title or "") in known - {""}
            ],
        )


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
) -> None:
    """Add bare citations (citing, cited)."""
    for citing, cited in pairs:
        if citing == cited:
            continue
        cursor = connection.execute(
            "INSERT OR IGNORE INTO citation (citing, cited, source, givers) "
            "VALUES (?, ?, ?, json_array(?))",
            (citing, cited, source, source),
        )
        if cursor.rowcount == 0:
            _state_too(connection, (citing, cited), source)
        elif journal.open:
            journal.note("citation", key_of(connection, citing), key_of(connection, cited))


def resolve(
    connection: sqlite3.Connection,
    journal: Journal,
    ends: tuple[int, int],
    title: str,
    source: str,
) -> None:
    """Turn a reference that a source lists by a title into a citation."""
    add_pairs(connection, journal, [ends], source)
    connection.execute(
        "DELETE FROM unresolved_reference WHERE citing = ? AND title = ? AND source = ?",
        (ends[0], title, source),
    )


def _state_too(connection: sqlite3.Connection, ends: tuple[int, int], source: str) -> None:
    """Remember that a source states a known citation, too."""
    told, given = connection.execute(
        "SELECT source, givers FROM citation WHERE citing = ? AND cited = ?", ends
    ).fetchone()
    best = told if standing.is_lesser(connection, source, told) else source
    givers = givers_json(*json.loads(given), source)
    if (best, givers) != (told, given):
        connection.execute(
            "UPDATE citation SET givers = ?, source = ? WHERE citing = ? AND cited = ?",
            (givers, best, *ends),
        )


def givers_json(*givers: str) -> str | None:
    """Who states a citation; a snapshot tells what others said, and counts only alone."""
    return listed_json(sorted(set(givers) - {CARRIED}) or [CARRIED])


def store_facts(
    connection: sqlite3.Connection, citing: int, new: Mapping[int, CitationFacts]
) -> None:
    """Store facts about citations of one paper, by cited paper, where they rest on no less."""
    if not new:
        return
    cursor = connection.execute("SELECT * FROM citation WHERE citing = ? ORDER BY cited", (citing,))
    stored = [row for row in cursor.fetchall() if row["cited"] != citing]
    known = [rows.citation(row, str(row["citing"]), str(row["cited"])) for row in stored]
    better = never_poorer([new.get(row["cited"]) for row in stored], known)
    for row, one, was in zip(stored, better, known, strict=True):
        facts = dict(one.facts) or None
        told = (facts, one.sentence_numbers, dict(one.rests_on))
        if told != (was.facts, was.sentence_numbers, dict(was.rests_on)):
            connection.execute(
                "UPDATE citation SET facts = ?, sentence_numbers = ?, rests_on = ? "
                "WHERE citing = ? AND cited = ?",
                (
                    rows.to_json(facts),
                    listed_json(one.sentence_numbers),
                    rows.to_json(dict(one.rests_on) or None),
                    citing,
                    row["cited"],
                ),
            )


def _no_less(
    connection: sqlite3.Connection, citing: int, listed: ReferenceList, resolved: int
) -> bool:
    known = connection.execute(
        "SELECT (SELECT count(*) FROM citation WHERE citing = :citing AND position IS NOT NULL), "
        # once each: an earlier version added those of a snapshot a second time
        "(SELECT count(DISTINCT coalesce(title, position)) FROM unresolved_reference "
        "WHERE citing = :citing)",
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


def _titles_listed_by(connection: sqlite3.Connection, citing: int) -> set[str]:
    """What the titles of the papers a paper cites share, those without a record included."""
    cited = _titles_recorded(connection, citing)
    return cited | {title_key(title or "") for title, _ in _unresolved(connection, citing)}


def _titles_recorded(connection: sqlite3.Connection, citing: int) -> set[str]:
    cursor = connection.execute(
        "SELECT title_key FROM citation JOIN paper ON paper.id = cited WHERE citing = ?", (citing,)
    )
    return {str(row[0]) for row in cursor}


def _forget_except(
    connection: sqlite3.Connection, citing: int, cited: set[int], listed: ReferenceList
) -> None:
    """Forget what a list does not have; what a source that counts more states stays."""
    # what another answer told (no position) is contradicted only by a complete list
    which = "" if listed.complete else "AND position IS NOT NULL"
    cursor = connection.execute(
        f"SELECT cited, givers FROM citation WHERE citing = ? {which}", (citing,)
    )
    for number, given in cursor.fetchall():
        if number in cited:
            continue
        left = [
            one
            for one in json.loads(given)
            if one == FULL_TEXT
            or (one != listed.source and standing.is_lesser(connection, listed.source, one))
        ]
        _take_from(connection, (citing, number), left)


def _take_from(connection: sqlite3.Connection, ends: tuple[int, int], left: Sequence[str]) -> None:
    """Leave a citation to the sources that still state it; without any, it goes."""
    if not left:
        connection.execute("DELETE FROM citation WHERE citing = ? AND cited = ?", ends)
        return
    known = standing.sources(connection)
    best = max(left, key=lambda one: (known[one].rank if one in known else 0.0, one))
    connection.execute(
        "UPDATE citation SET givers = ?, source = iif(source IN (SELECT value FROM json_each(?)), "
        "source, ?), passages = iif(?, passages, NULL) WHERE citing = ? AND cited = ?",
        (listed_json(left), listed_json(left), best, FULL_TEXT in left, *ends),
    )


def _store_unresolved(
    connection: sqlite3.Connection,
    citing: int,
    position: int,
    reference: ReferenceRecord,
    source: str,
) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO unresolved_reference VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            citing,
            position,
            reference.title,
            reference.year,
            reference.reason or "the service has no record of it",
            source,
            listed_json([source]),
            listed_json(reference.authors),
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
        "SELECT source, sentences, givers FROM citation WHERE citing = ? AND cited = ?", ends
    ).fetchone()
    lesser = known is not None and standing.is_lesser(connection, source, known[0])
    sentences = listed_json(reference.sentences)
    if (
        known is not None
        and known[1]
        and len(reference.sentences or ()) < len(json.loads(known[1]))
    ):
        sentences = known[1]
    givers = [] if known is None else json.loads(known[2])
    connection.execute(
        _ONLY_FILL_GAPS if lesser else _NEWER_WINS,
        (
            *ends,
            position,
            None if reference.influential is None else int(reference.influential),
            listed_json(reference.intents),
            sentences,
            source,
            givers_json(*givers, source),
        ),
    )


def _set_state(connection: sqlite3.Connection, citing: int, listed: ReferenceList) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO reference_list VALUES (?, ?, ?, ?, ?)",
        (citing, listed.source, len(listed.references), listed.stated_count, int(listed.elided)),
    )
    if not listed.references:
        return  # an empty list says that the service has none, not that there is none
    row = connection.execute(
        "SELECT references_state FROM paper WHERE id = ?", (citing,)
    ).fetchone()
    whole = listed.as_good_as_complete
    if whole or row[0] == "unknown":
        connection.execute(
            "UPDATE paper SET references_state = ? WHERE id = ?",
            ("complete" if whole else "partial", citing),
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
