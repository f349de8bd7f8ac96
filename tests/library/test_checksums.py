"""What is damaged without being written is found."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from ptm_graph.library import Library, checksums
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord

CITED = PaperRecord("semantic scholar", {"mag": "2"}, title="Ünïcode work", year=2018)
CITING = PaperRecord("semantic scholar", {"mag": "1"}, title="A work", year=2019)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as library:
        citing = library.store_paper(CITING)
        cites = ReferenceRecord(CITED, sentences=("We extend it.",))
        library.store_references(citing, ReferenceList("semantic scholar", (cites,), 1))
        library.store_paper(PaperRecord("arxiv", {"mag": "2"}, abstract="Words."))
    return path


def damage(path: Path, change: str) -> None:
    """Change rows behind the back of the triggers, as a failing disk does."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(change)
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE paper SET year = 2017 WHERE id = 1", [(1, "record")]),
        ("UPDATE paper SET title = 'Ünicode work' WHERE id = 2", [(2, "record")]),
        ("UPDATE paper SET venue = '' WHERE id = 2", [(2, "record")]),
        ("UPDATE identifier SET value = '3' WHERE paper = 2", [(2, "record")]),
        ("UPDATE citation SET sentences = CAST(x'5b22ff225d' AS TEXT)", [(1, "citations")]),
        ("DELETE FROM citation", [(1, "citations")]),
        ("UPDATE checksum SET record = record + 1 WHERE paper = 1", [(1, "record")]),
        ("DELETE FROM checksum WHERE paper = 2", [(2, "citations"), (2, "record")]),
    ],
)
def test_a_row_that_changes_without_being_written_is_found(
    path: Path, change: str, found: list[tuple[int, str]]
) -> None:
    damage(path, change)
    with Library.open(path) as library:
        assert library.damaged() == found


def test_what_is_written_is_not_damaged_whoever_writes_it(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE paper SET year = 2017")
        connection.commit()
    with Library.open(path, writable=True) as library:
        assert library.damaged() == []
        library.store_paper(CITED)  # and sums what was written in between
        with contextlib.closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM unsummed").fetchone() == (0,)
        assert library.damaged() == []


def test_every_column_is_covered(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for table, (_, owner, columns, _) in checksums.COVERED.items():
            there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            assert there == {owner, *columns}
