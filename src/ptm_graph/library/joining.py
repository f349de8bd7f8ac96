"""Two papers made one, and one made two again, inside an open transaction.

A merge remembers everything the absorbed paper had and what of it the kept paper took
over. A split gives exactly that back; what has been learned since stays with the kept
paper. Both papers are asked about anew by the next refresh.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ptm_graph.errors import InputError, QueryError
from ptm_graph.library import rows, standing
from ptm_graph.library.joint_citations import join_lines, join_shared, undo, undo_lines
from ptm_graph.library.merging import joined_fields
from ptm_graph.library.naming import key_of, number_of, owner_of, rekey, set_columns
from ptm_graph.words import titles
from ptm_graph.words.model import SeedEntry

_CITATION_COLUMNS = (
    "position",
    "influential",
    "intents",
    "sentences",
    "facts",
    "sentence_numbers",
    "source",
    "givers",
    "rests_on",
    "passages",
)


@dataclass(frozen=True, slots=True)
class Merge:
    """One recorded merge."""

    number: int
    kept: str
    """Key of the paper both have become."""
    key: str
    """Key the absorbed paper had."""
    title: str
    """Title the absorbed paper had."""
    reason: str
    formerly: str
    """Key the kept paper had; both may have become the absorbed one's."""


def merges(connection: sqlite3.Connection) -> tuple[Merge, ...]:
    """All recorded merges, oldest first."""
    cursor = connection.execute(
        "SELECT merge.id, paper.key, merge.key, merge.title, reason, "
        "json_extract(content, '$.\"kept key\"') FROM merge "
        "JOIN paper ON paper.id = kept ORDER BY merge.id"
    )
    return tuple(Merge(*row) for row in cursor)


# --- two become one ---------------------------------------------------------------------------


def merge(connection: sqlite3.Connection, kept: int, absorbed: int, reason: str) -> None:
    """Make one paper of two."""
    if kept == absorbed:
        raise InputError(f"“{key_of(connection, kept)}” is that paper already")
    execute = connection.execute
    row = execute("SELECT * FROM paper WHERE id = ?", (absorbed,)).fetchone()
    content = _content(connection, kept, absorbed)
    content["shared"] = join_shared(connection, kept, absorbed)
    content["moved"] = _move_citations(connection, kept, absorbed)
    lines = join_lines(
        connection, kept, absorbed, list(_numbers(connection, content["moved"]["citing"]))
    )
    content["moved"]["unresolved"], content["lines"] = lines["moved"], lines["lines"]
    content["shared"] += lines["shared"]
    _join_notices(connection, kept, absorbed)
    _move_identifiers(connection, kept, absorbed)
    for table, column in (("former_key", "paper"), ("merge", "kept"), ("seed", "paper")):
        execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (kept, absorbed))
    content["changed"] = _join_fields(connection, kept, row)
    execute("DELETE FROM paper WHERE id = ?", (absorbed,))
    execute("INSERT OR REPLACE INTO former_key VALUES (?, ?)", (row["key"], kept))
    execute(
        "INSERT INTO merge (kept, key, title, reason, content) VALUES (?, ?, ?, ?, ?)",
        (
            kept,
            row["key"],
            row["title"],
            reason,
            json.dumps(content, ensure_ascii=False, sort_keys=True),
        ),
    )
    rekey(connection, kept)


def _content(connection: sqlite3.Connection, kept: int, absorbed: int) -> dict[str, Any]:
    def listed(select: str) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(select, (absorbed,))]

    return {
        "kept key": key_of(connection, kept),
        "paper": listed("SELECT * FROM paper WHERE id = ?")[0],
        "kept": dict(connection.execute("SELECT * FROM paper WHERE id = ?", (kept,)).fetchone()),
        "identifiers": listed("SELECT kind, value, position FROM identifier WHERE paper = ?"),
        "former keys": [one["key"] for one in listed("SELECT key FROM former_key WHERE paper = ?")],
        "merges": [one["id"] for one in listed("SELECT id FROM merge WHERE kept = ?")],
        "entries": listed("SELECT position, title, identifiers FROM seed WHERE paper = ?"),
        "dates": listed("SELECT source, published, at FROM date_told WHERE paper = ?"),
        "kept dates": [
            row["source"]
            for row in connection.execute("SELECT source FROM date_told WHERE paper = ?", (kept,))
        ],
        "notices": listed("SELECT source, notices FROM notice WHERE paper = ?"),
        "kept notices": _noticed(connection, kept),
        "lists": listed("SELECT * FROM reference_list WHERE paper = ?"),
        "kept lists": [
            row["source"]
            for row in connection.execute(
                "SELECT source FROM reference_list WHERE paper = ?", (kept,)
            )
        ],
        "unresolved": listed("SELECT * FROM unresolved_reference WHERE citing = ?"),
        "citing": listed(
            "SELECT citation.*, key FROM citation JOIN paper ON paper.id = cited WHERE citing = ?"
        ),
        "cited": listed(
            "SELECT citation.*, key FROM citation JOIN paper ON paper.id = citing WHERE cited = ?"
        ),
        "between": [
            dict(row)
            for row in connection.execute(
                "SELECT * FROM citation WHERE citing = ? AND cited = ?", (kept, absorbed)
            )
        ],
    }


def _noticed(connection: sqlite3.Connection, number: int) -> dict[str, str]:
    """Source → what it says was published about a paper since, as JSON."""
    cursor = connection.execute("SELECT source, notices FROM notice WHERE paper = ?", (number,))
    return dict(map(tuple, cursor))


def _join_notices(connection: sqlite3.Connection, kept: int, absorbed: int) -> None:
    """What a source says of either of two papers it says of both together."""
    own = _noticed(connection, kept)
    for source, told in _noticed(connection, absorbed).items():
        both = (*rows.notices(own.get(source, "[]"), source), *rows.notices(told, source))
        connection.execute(
            "INSERT OR REPLACE INTO notice VALUES (?, ?, ?)",
            (kept, source, rows.notices_json(both)),
        )


def _move_citations(
    connection: sqlite3.Connection, kept: int, absorbed: int
) -> dict[str, list[Any]]:
    """Move what the kept paper does not have itself; give what was moved."""
    moved: dict[str, list[Any]] = {}
    sides = {"absorbed": absorbed, "kept": kept}
    for here, there in (("citing", "cited"), ("cited", "citing")):
        cursor = connection.execute(
            f"SELECT key FROM citation c JOIN paper ON paper.id = c.{there} "
            f"WHERE c.{here} = :absorbed AND c.{there} != :kept AND NOT EXISTS "
            f"(SELECT 1 FROM citation d WHERE d.{here} = :kept AND d.{there} = c.{there}) "
            "ORDER BY key",
            sides,
        )
        moved[here] = [row[0] for row in cursor]
    for column, table in (
        ("citing", "citation"),
        ("cited", "citation"),
        ("paper", "checked"),
        ("paper", "count_history"),
        ("citing", "cited_ids"),
        ("paper", "date_told"),
        ("paper", "full_text"),
        ("paper", "reference_list"),
    ):
        connection.execute(
            f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", (kept, absorbed)
        )
    connection.execute("DELETE FROM citation WHERE citing = cited")
    return moved


def _move_identifiers(connection: sqlite3.Connection, kept: int, absorbed: int) -> None:
    offset = connection.execute(
        "SELECT count(*) FROM identifier WHERE paper = ?", (kept,)
    ).fetchone()[0]
    connection.execute(
        "UPDATE identifier SET paper = ?, position = position + ? WHERE paper = ?",
        (kept, offset, absorbed),
    )


def _join_fields(
    connection: sqlite3.Connection, kept: int, absorbed: sqlite3.Row
) -> dict[str, list[Any]]:
    """Merge the columns; give column → [before, after]."""
    row = connection.execute("SELECT * FROM paper WHERE id = ?", (kept,)).fetchone()
    values = joined_fields(row, absorbed, standing.sources(connection))
    set_columns(connection, kept, values)
    return {name: [row[name], value] for name, value in values.items()}


# --- one becomes two again --------------------------------------------------------------------


def split(connection: sqlite3.Connection, number: int, reason: str) -> tuple[int, int]:
    """Undo a recorded merge, and keep the two apart from now on.

    Returns the row numbers of the kept paper and of the one that is there again.
    """
    execute = connection.execute
    row = execute("SELECT * FROM merge WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise InputError(f"no merge number {number}")
    kept, content = int(row["kept"]), json.loads(row["content"])
    execute("DELETE FROM merge WHERE id = ?", (number,))
    again = _restore_paper(connection, kept, content)
    _restore_names(connection, kept, again, content)
    _restore_citations(connection, kept, again, content)
    _restore_dates(connection, kept, again, content)
    _restore_told(connection, kept, again, content)
    _undo_fields(connection, kept, content["changed"])
    _restore_identity(connection, kept, content)
    _restore_entries(connection, kept, again, content)
    for one in (kept, again):  # the next refresh asks about both
        for table, column in (("checked", "paper"), ("cited_ids", "citing")):
            execute(f"DELETE FROM {table} WHERE {column} = ?", (one,))
        execute("DELETE FROM candidate WHERE paper = ?", (one,))
    keep_apart(connection, kept, again, reason)
    return kept, again


def _restore_paper(connection: sqlite3.Connection, kept: int, content: Mapping[str, Any]) -> int:
    values = {name: value for name, value in content["paper"].items() if name != "id"}
    key = values["key"]
    connection.execute("DELETE FROM former_key WHERE key = ?", (key,))
    if key_of(connection, kept) == key:  # its key had become that of both
        connection.execute("UPDATE paper SET key = ? WHERE id = ?", (f"{key}~kept", kept))
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(
        f"INSERT INTO paper ({names}) VALUES ({marks})", tuple(values.values())
    )
    return int(cursor.lastrowid or 0)


def _restore_names(
    connection: sqlite3.Connection, kept: int, again: int, content: Mapping[str, Any]
) -> None:
    execute = connection.execute
    for one in content["identifiers"]:
        execute(
            "UPDATE identifier SET paper = ?, position = ? "
            "WHERE kind = ? AND value = ? AND paper = ?",
            (again, one["position"], one["kind"], one["value"], kept),
        )
    for key in content["former keys"]:
        execute("UPDATE former_key SET paper = ? WHERE key = ? AND paper = ?", (again, key, kept))
    for one in content["merges"]:
        execute("UPDATE merge SET kept = ? WHERE id = ? AND kept = ?", (again, one, kept))
    former = content["kept key"]
    owner = execute("SELECT paper FROM former_key WHERE key = ?", (former,)).fetchone()
    if owner is not None and owner[0] == kept:
        execute("DELETE FROM former_key WHERE key = ?", (former,))
        execute("UPDATE paper SET key = ? WHERE id = ?", (former, kept))
    rekey(connection, kept)


def _restore_citations(
    connection: sqlite3.Connection, kept: int, again: int, content: Mapping[str, Any]
) -> None:
    for here, there in (("citing", "cited"), ("cited", "citing")):
        for other in _numbers(connection, content["moved"][here]):
            connection.execute(
                f"DELETE FROM citation WHERE {here} = ? AND {there} = ?", (kept, other)
            )
        for one in content[here]:
            for other in _numbers(connection, [one["key"]]):
                _insert_citation(connection, {here: again, there: other}, one)
    for one in reversed(content.get("shared", ())):  # merges of older libraries remember none
        for other in _numbers(connection, [one["key"]]):
            undo(connection, kept, one, other)
    for one in content["between"]:
        _insert_citation(connection, {"citing": kept, "cited": again}, one)
    for position in content["moved"]["unresolved"]:
        connection.execute(
            "DELETE FROM unresolved_reference WHERE citing = ? AND position = ?", (kept, position)
        )
    undo_lines(connection, kept, content.get("lines", ()))
    connection.executemany(
        "INSERT OR IGNORE INTO unresolved_reference VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(again, one["position"], one["title"], one["year"], one["reason"]),
                one.get("source"),  # merges of older libraries remember less
                one.get("givers", rows.to_json([one["source"]] if one.get("source") else [])),
                one.get("authors"),
            )
            for one in content["unresolved"]
        ],
    )


def _numbers(connection: sqlite3.Connection, keys: Iterable[str]) -> Iterable[int]:
    for key in keys:
        try:
            yield number_of(connection, key)
        except QueryError:
            continue  # the other paper has gone since


def _insert_citation(
    connection: sqlite3.Connection, ends: Mapping[str, int], values: Mapping[str, Any]
) -> None:
    if ends["citing"] == ends["cited"]:
        return
    told = {"givers": rows.to_json([values["source"]]), "rests_on": None, "passages": None}
    told |= values
    connection.execute(
        f"INSERT OR IGNORE INTO citation (citing, cited, {', '.join(_CITATION_COLUMNS)}) "
        f"VALUES (?, ?, {', '.join('?' * len(_CITATION_COLUMNS))})",
        (ends["citing"], ends["cited"], *(told[name] for name in _CITATION_COLUMNS)),
    )


def _restore_dates(
    connection: sqlite3.Connection, kept: int, again: int, content: Mapping[str, Any]
) -> None:
    for one in content.get("dates", ()):  # merges of older libraries remember none
        told = (one["source"], one["published"])
        connection.execute(
            "INSERT OR IGNORE INTO date_told VALUES (?, ?, ?, ?)", (again, *told, one["at"])
        )
        if one["source"] not in content["kept dates"]:
            connection.execute(
                "DELETE FROM date_told WHERE paper = ? AND source = ? AND published = ?",
                (kept, *told),
            )


def _restore_told(
    connection: sqlite3.Connection, kept: int, again: int, content: Mapping[str, Any]
) -> None:
    """Give back notices and lengths of lists; merges of older libraries remember none."""
    for one in content.get("notices", ()):
        source, told, before = one["source"], one["notices"], content["kept notices"]
        execute = connection.execute
        execute("INSERT INTO notice VALUES (?, ?, ?)", (again, source, told))
        execute("DELETE FROM notice WHERE paper = ? AND source = ?", (kept, source))
        if source in before:
            execute("INSERT INTO notice VALUES (?, ?, ?)", (kept, source, before[source]))
    for one in content.get("lists", ()):
        told = (one["source"], one["given"], one["stated"], one["withheld"])
        connection.execute(
            "INSERT OR IGNORE INTO reference_list VALUES (?, ?, ?, ?, ?)", (again, *told)
        )
        if one["source"] not in content["kept lists"]:
            connection.execute(
                "DELETE FROM reference_list WHERE paper = ? AND source = ?", (kept, told[0])
            )


def _undo_fields(
    connection: sqlite3.Connection, kept: int, changed: Mapping[str, list[Any]]
) -> None:
    row = connection.execute("SELECT * FROM paper WHERE id = ?", (kept,)).fetchone()
    set_columns(
        connection,
        kept,
        {name: before for name, (before, after) in changed.items() if row[name] == after},
    )
    provenance = json.loads(row["provenance"])
    if "provenance" in changed and row["provenance"] != changed["provenance"][1]:
        # something was learned since: take back only what the undone fields said
        before = json.loads(changed["provenance"][0])
        for name, (_, after) in changed.items():
            if name in provenance and row[name] == after:
                provenance.pop(name)
                provenance.update({name: before[name]} if name in before else {})
        set_columns(connection, kept, {"provenance": rows.to_json(provenance)})


_IDENTITY = ("title", "title_key", "authors", "year", "venue", "abstract", "comment")


def _restore_identity(
    connection: sqlite3.Connection, kept: int, content: Mapping[str, Any]
) -> None:
    """Give the kept paper back what it was, where it has become the other since the merge."""
    before = content.get("kept")  # merges of older libraries remember none
    now = connection.execute("SELECT * FROM paper WHERE id = ?", (kept,)).fetchone()
    if before is None or titles.similarity(now["title"], content["paper"]["title"]) <= (
        titles.similarity(now["title"], before["title"])
    ):
        return
    told, was = json.loads(now["provenance"]), json.loads(before["provenance"])
    for name in _IDENTITY:
        told.pop(name, None)
        told.update({name: was[name]} if name in was else {})
    values = {name: before[name] for name in _IDENTITY}
    set_columns(connection, kept, {**values, "provenance": rows.to_json(told)})


def _restore_entries(
    connection: sqlite3.Connection, kept: int, again: int, content: Mapping[str, Any]
) -> None:
    theirs = {(one["title"], one["identifiers"]) for one in content["entries"]}
    cursor = connection.execute(
        "SELECT position, title, identifiers FROM seed WHERE paper = ?", (kept,)
    )
    for row in cursor.fetchall():
        if (row["title"], row["identifiers"]) in theirs:
            connection.execute(
                "UPDATE seed SET paper = ? WHERE position = ?", (again, row["position"])
            )


# --- kept apart -------------------------------------------------------------------------------


def keep_apart(connection: sqlite3.Connection, one: int, other: int, reason: str) -> None:
    """Never merge these two papers again, unless somebody says so."""
    connection.execute(
        "INSERT OR REPLACE INTO apart VALUES (?, ?, ?)",
        (*sorted((key_of(connection, one), key_of(connection, other))), reason),
    )


def are_apart(connection: sqlite3.Connection, one: int, other: int) -> bool:
    """Whether somebody has kept these two papers apart."""
    return _apart_rows(connection, one, other) != []


def allow_joining(connection: sqlite3.Connection, one: int, other: int) -> None:
    """Forget that two papers were kept apart."""
    connection.executemany(
        "DELETE FROM apart WHERE one = ? AND other = ?", _apart_rows(connection, one, other)
    )


def _apart_rows(connection: sqlite3.Connection, one: int, other: int) -> list[tuple[str, str]]:
    wanted = {one, other}
    rows = connection.execute("SELECT one, other FROM apart").fetchall()
    return [tuple(pair) for pair in rows if set(_numbers(connection, pair)) == wanted]


_LISTED = "the reading list tells them apart"


def forget_listed_apart(connection: sqlite3.Connection) -> None:
    """Forget what an earlier reading list kept apart: only the current list counts."""
    connection.execute("DELETE FROM apart WHERE reason = ?", (_LISTED,))


def keep_listed_apart(connection: sqlite3.Connection, entries: Sequence[SeedEntry]) -> None:
    """Keep apart what entries say are two works; a recorded merge of them is undone.

    The papers of the entries, those with ``apart_from``, are stored already. An identifier
    nobody knows is passed over.
    """
    for entry in entries:
        for text in entry.apart_from:
            kind, _, value = text.partition(":")
            for own in entry.identifiers.items():
                one, other = owner_of(connection, own), owner_of(connection, (kind, value))
                if one is not None and one == other:
                    _undo_merge_of(connection, one, {text, ":".join(own)})
                    one, other = owner_of(connection, own), owner_of(connection, (kind, value))
                if one is not None and other is not None and one != other:
                    keep_apart(connection, one, other, _LISTED)


def _undo_merge_of(connection: sqlite3.Connection, kept: int, keys: set[str]) -> None:
    cursor = connection.execute(
        "SELECT id, key FROM merge WHERE kept = ? ORDER BY id DESC", (kept,)
    )
    for number, key in cursor.fetchall():
        if key in keys:
            split(connection, number, _LISTED)
            return
