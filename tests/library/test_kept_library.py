"""A library of every earlier version opens, and nothing in it is lost.

Each change of the schema has its migration, and its line here: a kept library (see
``scripts/keep_library.py``) and, where something moved, an entry in one of the tables below.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn, get_args

import library_story
import networkx as nx
import pytest
from kept_library import (
    Kept,
    all_kept,
    losses,
    lost_rows,
    sql_text,
    summary,
    summary_text,
    tables,
)

from ptm_graph.exports import FORMATS, to_bytes
from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library, schema
from ptm_graph.library.history import ChangeKind
from ptm_graph.lineage import lineage_graph
from ptm_graph.words.model import IDENTIFIER_KINDS, ReferencesState
from ptm_graph.workflow import decisions
from ptm_graph.workflow.opening import decisions_path

pytestmark = pytest.mark.no_cover

MOVED: dict[str, str] = {
    "seed": "SELECT position, paper, title, aliases, identifiers, family, resources, "
    "json_extract(notes, '$[0][0]'), authors, year, venue, file, line FROM seed"
}
"""Kept table → a SELECT that gives its columns out of today's tables."""

RENAMED: dict[tuple[str, str], str] = {}
"""(Reader, field when it was kept) → the field that says it today. Nothing was renamed yet."""

RETOLD: dict[tuple[str, str], str] = {
    ("problems", "reason"): "a failure has a code instead of the prefix “failed: ”",
    ("problems", "subject"): "a doubt tells both records with author and year",
    ("papers", "note"): "a note has become notes, each with language and place",
    ("reading list", "note"): "as of papers",
    ("news", "refresh"): "notices are told, which were only kept",
    ("news", "other_name"): "a paper that was merged is called by its own title",
    **{
        ("news", field): "what was unknown and is filled is told apart; “changes” has every row"
        for field in ("rows", "kind", "key", "name", "other", "field", "old", "new")
    },
}
"""(Reader, field) → why it says something else today although nothing is lost."""

SILENT: dict[str, str] = {"unsummed": "it is empty outside of a transaction"}
"""Table, or table.column, in which a kept library says nothing → why it cannot."""

PAINTED = {"png", "pdf", "pptx"}
"""Formats that take seconds and paint what ``svg`` says."""

WHOLE = ("json",)
"""The format with all of a graph in its order: of equal ones, every format is the same bytes."""

TODAY = len(schema.MIGRATIONS)
NEWEST = all_kept()[-1]


@pytest.fixture(scope="module", params=all_kept(), ids=lambda kept: f"schema-{kept.version}")
def kept(request: pytest.FixtureRequest) -> Kept:
    found = request.param
    assert isinstance(found, Kept)
    return found


@pytest.fixture(scope="module")
def opened(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the kept library, opened by today's code; not to be written to."""
    path = kept.unpack(tmp_path_factory.mktemp("kept"))
    Library.open(path, writable=True).close()
    return path


@contextlib.contextmanager
def as_kept(kept: Kept) -> Iterator[sqlite3.Connection]:
    """The text as it is, without any code of the library."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(kept.text.read_text(encoding="utf-8"))
        yield connection


@contextlib.contextmanager
def rows_of(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        yield connection


def silent(connection: sqlite3.Connection) -> list[str]:
    """Tables without a row and columns without a value."""
    found = []
    for table, columns in tables(connection).items():
        counted = ", ".join(f"count({column})" for column in columns)
        said = connection.execute(f"SELECT count(*), {counted} FROM {table}").fetchone()
        if not said[0]:
            found.append(table)
            continue
        found.extend(
            f"{table}.{column}"
            for column, count in zip(columns, said[1:], strict=True)
            if not count
        )
    return found


def definitions(path: Path) -> dict[str, str]:
    """Tables and indexes without their comments and spacing."""
    with rows_of(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {name: " ".join(re.sub("--.*", "", sql).split()) for name, sql in rows}


# --- what is kept -----------------------------------------------------------------------------


def test_the_schema_of_today_has_its_kept_library() -> None:
    assert Kept(TODAY).text.exists(), (
        f"the schema has become version {TODAY}, and no library of it is kept; make one with "
        "“python scripts/keep_library.py” and commit the three files it writes"
    )


def test_a_kept_library_is_whole(kept: Kept) -> None:
    assert kept.decisions.exists()
    assert kept.text.stat().st_size < 1_000_000
    assert json.loads(kept.summary.read_text(encoding="utf-8")).keys() >= {"papers", "citations"}
    with as_kept(kept) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == kept.version
        assert [one for one in silent(connection) if one not in SILENT] == []


def test_an_upgraded_library_has_the_tables_of_a_new_one(opened: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    Library.open(new, writable=True).close()
    assert definitions(opened) == definitions(new), (
        "a schema was changed without a migration: add a step to MIGRATIONS"
    )


# --- nothing is lost --------------------------------------------------------------------------


def test_every_row_is_still_there(kept: Kept, opened: Path) -> None:
    with as_kept(kept) as then, rows_of(opened) as now:
        lost = lost_rows(then, now, MOVED)
    assert lost[:20] == [], f"{len(lost)} rows"


def test_an_opened_library_is_sound(opened: Path) -> None:
    with rows_of(opened) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA user_version").fetchone()[0] == TODAY


def test_the_readers_say_what_they_said(kept: Kept, opened: Path) -> None:
    was = json.loads(kept.summary.read_text(encoding="utf-8"))
    with Library.open(opened) as library:
        assert losses(was, library, RENAMED, RETOLD) == []


def test_a_paper_that_was_merged_is_found_by_its_former_key(kept: Kept, opened: Path) -> None:
    with as_kept(kept) as then, Library.open(opened) as library:
        former = then.execute(
            "SELECT former_key.key, paper.key FROM former_key JOIN paper ON paper.id = paper"
        ).fetchall()
        assert [(old, library.paper(old).key) for old, _ in former] == former


def test_a_merge_that_is_kept_can_still_be_undone(kept: Kept, tmp_path: Path) -> None:
    with Library.open(kept.unpack(tmp_path), writable=True) as library:
        merged = library.merges()
        assert merged
        for one in reversed(merged):
            with library.writing() as writer:
                writer.split(one.number, "to see whether it can be")
        assert library.merges() == ()
        assert [library.paper(one.key).title for one in merged] == [one.title for one in merged]


def test_opening_again_migrates_nothing(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(connection: sqlite3.Connection) -> NoReturn:
        pytest.fail("a migration ran again")

    before = opened.read_bytes()
    monkeypatch.setattr(schema, "MIGRATIONS", (refuse,) * TODAY)
    Library.open(opened, writable=True).close()
    assert opened.read_bytes() == before


# --- what is made of it -----------------------------------------------------------------------


def test_decisions_count_in_the_lineage(opened: Path) -> None:
    with Library.open(opened) as library:
        citations = citation_graph(library)
        words = decisions.read(decisions_path(library))
    assert {one.verdict for one in words} == {"accepted", "rejected", "set"}
    rejected = [one for one in words if one.verdict == "rejected"]
    # whatever is inferred some day, there has to be something to reject
    inferred, _ = decisions.apply(
        lineage_graph(citations),
        citations,
        [dataclasses.replace(one, verdict="accepted") for one in rejected],
    )
    assert all(inferred.has_edge(*one.pair) for one in rejected)
    decided, unused = decisions.apply(inferred, citations, words)
    assert unused == ()
    assert not any(decided.has_edge(*one.pair) for one in rejected)
    for one in words:
        if one.verdict != "rejected":
            assert decided.edges[one.pair]["decision"] == one.verdict
        if one.verdict == "set":
            assert list(decided.predecessors(one.child)) == [one.parent]


def test_two_openings_export_the_same_bytes(kept: Kept, tmp_path: Path) -> None:
    def exported(folder: Path) -> dict[str, bytes]:
        with Library.open(kept.unpack(folder), writable=True) as library:
            citations = citation_graph(library)
            words = decisions.read(decisions_path(library))
        family: nx.DiGraph[str] = decisions.apply(lineage_graph(citations), citations, words)[0]
        names = set(FORMATS) - PAINTED if kept == NEWEST else WHOLE
        return {name: to_bytes(family, name) for name in names}

    one, other = exported(tmp_path / "one"), exported(tmp_path / "other")
    assert [name for name in one if one[name] != other[name]] == []
    assert b"RoBERTa" in one["json"]


# --- the checks themselves --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("apart", "DELETE FROM apart WHERE reason LIKE 'they%'"),
        ("citation", "UPDATE citation SET sentences = NULL"),
        ("paper", "UPDATE paper SET year = 2019 WHERE year = 2018"),
        ("seed", "ALTER TABLE seed DROP COLUMN notes"),
        ("candidate", "DROP TABLE candidate"),
    ],
)
def test_a_migration_that_loses_something_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, change: str
) -> None:
    path = migrated(tmp_path, monkeypatch, change)
    with as_kept(NEWEST) as then, rows_of(path) as now:
        lost = lost_rows(then, now, MOVED)
    assert lost
    assert {one.partition(":")[0] for one in lost} == {table}


def test_a_migration_that_moves_something_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = migrated(tmp_path, monkeypatch, "ALTER TABLE apart RENAME TO told_apart")
    with as_kept(NEWEST) as then, rows_of(path) as now:
        (missed,) = lost_rows(then, now, MOVED)
        assert "say where it is now" in missed
        where = {"apart": "SELECT one, other, reason FROM told_apart"}
        assert lost_rows(then, now, MOVED | where) == []


def test_a_reader_that_loses_something_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = migrated(tmp_path, monkeypatch, "UPDATE citation SET sentences = NULL")
    was = json.loads(NEWEST.summary.read_text(encoding="utf-8"))
    with Library.open(path) as library:
        (lost,) = losses(was, library, RENAMED, RETOLD)
    assert re.match(r"citations, sentences: \d+ said \(.* – now 0 said", lost)


def migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> Path:
    """The newest kept library after one more migration."""
    path = NEWEST.unpack(tmp_path)
    steps = (*schema.MIGRATIONS, lambda connection: connection.execute(change))
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    Library.open(path, writable=True).close()
    return path


def test_the_code_of_today_can_make_the_next_one(tmp_path: Path) -> None:
    path = library_story.make(tmp_path, every=8)
    text = sql_text(path)
    assert str(tmp_path) not in text, "nothing tells on which machine it was made"
    assert "127.0.0.1" not in text
    with rows_of(path) as connection:
        assert [one for one in silent(connection) if one not in SILENT] == []
        for kinds, column, table in (
            (get_args(ChangeKind), "kind", "change"),
            (get_args(ReferencesState), "references_state", "paper"),
            (IDENTIFIER_KINDS, "kind", "identifier"),
        ):
            told = {row[0] for row in connection.execute(f"SELECT {column} FROM {table}")}
            assert told == set(kinds)
    with Library.open(path) as library:
        said = summary(library)
        assert json.loads(summary_text(said)) == said
        assert losses(said, library) == []
