"""Reference lists inside an open transaction: merged so that none becomes less."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.facts.keeping import CARRIED, carried, never_poorer
from ptm_graph.library import rows, standing
from ptm_graph.library.history import Journal
from ptm_graph.library.known_references import Found, KnownReferences, is_of
from ptm_graph.library.merging import title_key
from ptm_graph.library.naming import key_of
from ptm_graph.words.model import Passage
from ptm_graph.words.records import (
    FULL_TEXT,
    CitingRecord,
    ReferenceList,
    ReferenceRecord,
    as_good_as_complete,
)

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

    A reference that others list, too, gets one giver more. What the source alone has said is
    taken back where its list is no shorter than its last one and does not have it; that of
    the paper itself, where it has no fewer passages. The answer is whether that was so; of
    the paper itself, whether anything has changed.
    """
    known = KnownReferences(connection, citing)
    was, before = _told(connection, citing), set(known.cited)
    found = known.match(listed.references, numbers)
    passages = _passages(citing, listed, found.numbers) if listed.source == FULL_TEXT else None
    if passages is None:
        taken = _no_less(connection, citing, listed, known, found)
    else:
        taken = sum(map(len, passages.values())) >= sum(count for *_, count in was[0])
    if taken:
        _take_back(connection, citing, listed, known, found)
    _add(connection, citing, listed, found, again=taken)
    if passages and taken:
        connection.executemany(
            "UPDATE citation SET passages = ? WHERE citing = ? AND cited = ?",
            [(rows.passages_json(one), citing, number) for number, one in passages.items()],
        )
    _drop_nameless(connection, citing)
    _store_carried_facts(connection, citing, listed, found.numbers)
    _note_length(connection, citing, listed)
    _note_difference(connection, journal, citing, before)
    return taken if passages is None else was != _told(connection, citing)


def _passages(
    citing: int, listed: ReferenceList, numbers: Sequence[int | None]
) -> dict[int, tuple[Passage, ...]]:
    """Where the paper itself cites each other one."""
    found: dict[int, tuple[Passage, ...]] = {}
    for reference, number in zip(listed.references, numbers, strict=True):
        if number is not None and number != citing:
            told = (*found.get(number, ()), *(reference.passages or ()))
            found[number] = tuple(dict.fromkeys(told))
    return found


def _no_less(
    connection: sqlite3.Connection,
    citing: int,
    listed: ReferenceList,
    known: KnownReferences,
    found: Found,
) -> bool:
    """Whether a list is as long as what its source has said, with as many records."""
    if listed.source == CARRIED and _asked_for(connection, citing):
        return False
    records, whole = known.stated_by(listed.source)
    resolved = {number for number in found.numbers if number not in (None, citing)}
    return len(listed.references) >= whole and len(resolved) >= records


def _take_back(
    connection: sqlite3.Connection,
    citing: int,
    listed: ReferenceList,
    known: KnownReferences,
    found: Found,
) -> None:
    """Take back what the source alone has said and says no more."""
    stated, kept = set(found.numbers), set(found.lines.values()) | found.turned.keys()
    for number, one in known.cited.items():
        # what another answer told (no place) is contradicted only by a complete list
        told = is_of(listed.source, one.givers) and (one.placed or listed.complete)
        if told and number not in stated:
            _take_from(connection, (citing, number), _others(one.givers, listed.source))
    for position, line in known.lines.items():
        if position not in kept and is_of(listed.source, line.givers):
            _set_givers(connection, (citing, position), _others(line.givers, listed.source))


def _others(givers: Sequence[str], source: str) -> list[str]:
    return [one for one in givers if one not in (source, CARRIED)]


def _add(
    connection: sqlite3.Connection,
    citing: int,
    listed: ReferenceList,
    found: Found,
    *,
    again: bool,
) -> None:
    """Store what a list has; ``again`` tells that lines without a title are not there yet."""
    behind = BEHIND if listed.source == FULL_TEXT else 0
    for at, (reference, number) in enumerate(zip(listed.references, found.numbers, strict=True)):
        if number is not None:
            if number != citing:
                _store(connection, (citing, number), at, reference, listed.source)
        elif at in found.lines:
            state_line_too(connection, (citing, found.lines[at]), listed.source)
        elif again or title_key(reference.title or ""):
            _store_line(connection, (citing, behind + at), reference, listed.source)
    for position, number in found.turned.items():
        if number != citing:
            turn(connection, (citing, position), number)


BEHIND = 100_000
"""How far behind the others stands a line whose place another one has."""


def turn(connection: sqlite3.Connection, line: tuple[int, int], cited: int) -> None:
    """Make a citation, which is there, of a line without a record."""
    row = connection.execute(
        "SELECT givers FROM unresolved_reference WHERE citing = ? AND position = ?", line
    ).fetchone()
    if row is not None:
        for source in json.loads(row[0]):
            state_too(connection, (line[0], cited), source)
        _set_givers(connection, line, [])


def _drop_nameless(connection: sqlite3.Connection, citing: int) -> None:
    """Drop lines without a title that are among those that only others name.

    A source that has nothing of a reference but that it is there counts one that others name.
    """
    nameless = [
        (source, position)
        for position, source in connection.execute(
            "SELECT position, source FROM unresolved_reference WHERE citing = ? AND title IS NULL "
            "ORDER BY position DESC",
            (citing,),
        )
    ]
    for source in sorted({source for source, _ in nameless if source}):
        (named,) = connection.execute(
            "SELECT count(*) FROM (SELECT givers FROM citation WHERE citing = ?1 UNION ALL "
            "SELECT givers FROM unresolved_reference WHERE citing = ?1 AND title IS NOT NULL) "
            "WHERE ?2 NOT IN (SELECT value FROM json_each(givers))",
            (citing, source),
        ).fetchone()
        places = [position for by, position in nameless if by == source]
        for position in places[:named]:
            _set_givers(connection, (citing, position), [])


def _told(
    connection: sqlite3.Connection, citing: int
) -> tuple[list[tuple[int, str, str | None, int]], list[tuple[object, ...]]]:
    """Citations with their givers, passages and how many, and references without a record."""
    cursor = connection.execute(
        "SELECT cited, givers, passages, json_array_length(coalesce(passages, '[]')) "
        "FROM citation WHERE citing = ? ORDER BY cited",
        (citing,),
    )
    lines = connection.execute(
        "SELECT title, givers FROM unresolved_reference WHERE citing = ? ORDER BY position",
        (citing,),
    )
    return [tuple(row) for row in cursor], [tuple(row) for row in lines]


def _store_carried_facts(
    connection: sqlite3.Connection,
    citing: int,
    listed: ReferenceList,
    numbers: Sequence[int | None],
) -> None:
    facts = {
        number: carried(one.facts, one.sentence_numbers)
        for one, number in zip(listed.references, numbers, strict=True)
        if number is not None and (one.facts or one.sentence_numbers is not None)
    }
    store_facts(connection, citing, facts)


@dataclass(frozen=True, slots=True)
class WholeCitation:
    """A citation with all that is known of it, by the row numbers of its papers."""

    citing: int
    cited: int
    place: int
    told: ReferenceRecord
    facts: CitationFacts


def place_whole(
    connection: sqlite3.Connection, citations: Iterable[WholeCitation], source: str
) -> None:
    """Store citations among papers of which none is known yet, a great many at once."""
    connection.executemany(
        f"INSERT OR IGNORE INTO citation ({', '.join(_COLUMNS)}, facts, sentence_numbers, "
        f"rests_on) VALUES ({', '.join('?' * (len(_COLUMNS) + 3))})",
        (
            (
                *(one.citing, one.cited, one.place),
                None if one.told.influential is None else int(one.told.influential),
                *(listed_json(one.told.intents), listed_json(one.told.sentences)),
                *(source, givers_json(source), rows.to_json(dict(one.facts.facts) or None)),
                listed_json(one.facts.sentence_numbers),
                rows.to_json(dict(one.facts.rests_on) or None),
            )
            for one in citations
        ),
    )


def note_lengths(connection: sqlite3.Connection, source: str) -> None:
    """Remember of all papers at once how long the lists are that one source gave."""
    connection.execute(
        "INSERT OR REPLACE INTO reference_list SELECT citing, ?1, count(*), reference_count, 0 "
        "FROM citation JOIN paper ON paper.id = citing WHERE source = ?1 GROUP BY citing",
        (source,),
    )
    told = connection.execute(
        "SELECT paper, given, stated FROM reference_list WHERE source = ?", (source,)
    ).fetchall()
    connection.executemany(
        "UPDATE paper SET references_state = ? WHERE id = ?",
        [
            ("complete" if as_good_as_complete(given, stated) else "partial", paper)
            for paper, given, stated in told
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
            state_too(connection, (citing, cited), source)
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


def state_too(connection: sqlite3.Connection, ends: tuple[int, int], source: str) -> None:
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


def givers_json(*givers: str) -> str:
    """Who states a citation; a snapshot tells what others said, and counts only alone."""
    return json.dumps(sorted(set(givers) - {CARRIED}) or [CARRIED], separators=(",", ":"))


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


def _take_from(connection: sqlite3.Connection, ends: tuple[int, int], left: Sequence[str]) -> None:
    """Leave a citation to the sources that still state it; without any, it goes."""
    if not left:
        connection.execute("DELETE FROM citation WHERE citing = ? AND cited = ?", ends)
        return
    best = standing.best(connection, left)
    connection.execute(
        "UPDATE citation SET givers = ?, source = iif(source IN (SELECT value FROM json_each(?)), "
        "source, ?), passages = iif(?, passages, NULL) WHERE citing = ? AND cited = ?",
        (listed_json(left), listed_json(left), best, FULL_TEXT in left, *ends),
    )


def _store_line(
    connection: sqlite3.Connection, line: tuple[int, int], reference: ReferenceRecord, source: str
) -> None:
    """Store a reference without a record, behind the others if its place is not free."""
    citing, position = line
    title = reference.title or _shortened(reference.printed)
    reason = reference.reason or "the service has no record of it"
    told = (title, reference.year, reason, source, listed_json([source]))
    connection.execute(
        "INSERT INTO unresolved_reference VALUES (?1, (SELECT iif(EXISTS (SELECT 1 FROM "
        "unresolved_reference WHERE citing = ?1 AND position = ?2), max(?2, max(position) + 1, "
        f"{BEHIND}), ?2) FROM unresolved_reference WHERE citing = ?1), ?3, ?4, ?5, ?6, ?7, ?8)",
        (citing, position, *told, listed_json(reference.authors)),
    )


_LONGEST_LINE = 300
"""Characters of a printed reference that stand for its title."""


def _shortened(line: str | None) -> str | None:
    return line if line is None or len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"


def state_line_too(connection: sqlite3.Connection, line: tuple[int, int], source: str) -> None:
    """Remember that a source lists a known reference without a record, too."""
    (givers,) = connection.execute(
        "SELECT givers FROM unresolved_reference WHERE citing = ? AND position = ?", line
    ).fetchone()
    _set_givers(connection, line, json.loads(givers_json(*json.loads(givers), source)))


def _set_givers(
    connection: sqlite3.Connection, line: tuple[int, int], givers: Sequence[str]
) -> None:
    """Leave a reference without a record to the sources that list it; without any, it goes."""
    where = "WHERE citing = ? AND position = ?"
    if not givers:
        connection.execute(f"DELETE FROM unresolved_reference {where}", line)
        return
    told = (listed_json(givers), standing.best(connection, givers))
    connection.execute(
        f"UPDATE unresolved_reference SET givers = ?, source = ? {where}", (*told, *line)
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


def _note_length(connection: sqlite3.Connection, citing: int, listed: ReferenceList) -> None:
    """Remember how long a list was, and whether all that is known now is a whole one."""
    connection.execute(
        "INSERT OR REPLACE INTO reference_list VALUES (?, ?, ?, ?, ?)",
        (citing, listed.source, len(listed.references), listed.stated_count, int(listed.elided)),
    )
    if not listed.references:
        return  # an empty list says that the service has none, not that there is none
    state, stated, known = connection.execute(
        "SELECT references_state, max(coalesce(reference_count, 0), (SELECT max(coalesce(stated, "
        "0)) FROM reference_list WHERE paper = ?1)), (SELECT count(*) FROM citation WHERE citing "
        "= ?1 AND position IS NOT NULL) + (SELECT count(*) FROM unresolved_reference WHERE "
        "citing = ?1) FROM paper WHERE id = ?1",
        (citing,),
    ).fetchone()
    # a list of which its own source counts more lines than there are works is whole, too
    whole = as_good_as_complete(known, stated or None)
    whole = whole or (listed.as_good_as_complete and (listed.stated_count or 0) >= stated)
    if whole or state == "unknown":
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
