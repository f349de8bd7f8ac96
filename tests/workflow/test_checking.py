"""Damage is found, named with its paper, and told apart by whether it comes back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ptm_graph.cli.main import main
from ptm_graph.library import Library
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord
from ptm_graph.workflow.checking import check_library


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "library.db"
    with Library.open(place, writable=True) as library:
        cited = PaperRecord("arxiv", {"arxiv": "1706.03762"}, "The Cited Paper", ("Ada One",))
        key = library.store_paper(PaperRecord("arxiv", {"arxiv": "1810.04805"}, "The Paper"))
        library.store_references(key, ReferenceList("arxiv", (ReferenceRecord(cited),)))
        library._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return place


def change(path: Path, *statements: str) -> None:
    """Change rows as a failing disk does: no trigger sees it."""
    with sqlite3.connect(path) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)
    connection.close()


def test_a_sound_library_has_no_faults(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_library(path).faults == ()
    assert main(["check", "--library", str(path)]) == 0
    assert "2 papers, nothing is damaged" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE paper SET title = 'Another' WHERE key = 'arxiv:1810.04805'", "record"),
        ("UPDATE citation SET intents = '[\"background\"]'", "citations"),
        ("UPDATE paper SET authors = '[' WHERE key = 'arxiv:1810.04805'", "list"),
        ("UPDATE paper SET venue = CAST(x'ff' AS TEXT) WHERE key = 'arxiv:1810.04805'", "text"),
    ],
)
def test_what_a_refresh_restores_is_named_with_its_paper(
    statement: str, kind: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(path, statement)
    checked = check_library(path)
    assert kind in {one.kind for one in checked.faults}
    assert (checked.papers_again, checked.lasting) == (("arxiv:1810.04805",), ())
    assert main(["check", "--library", str(path)]) == 1
    assert "arxiv:1810.04805" in capsys.readouterr().out


def test_what_no_refresh_restores_is_told(path: Path) -> None:
    change(path, "INSERT INTO former_key VALUES ('old', 99)")
    assert [one.kind for one in check_library(path).lasting] == ["foreign key"]


def test_no_damaged_byte_ends_a_command_in_a_trace(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = path.read_bytes()
    for place in range(100, len(good), len(good) // 60):
        path.write_bytes(good[:place] + b"\xff" * 40 + good[place + 40 :])
        for command in (["check"], ["lineage", "The Paper"]):
            main([*command, "--library", str(path)])
    assert "unexpected" not in capsys.readouterr().err


def test_a_candidate_that_is_in_no_relation_is_named(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lineage", "The Paper", "--library", str(path)]) == 0
    assert "The Cited Paper" in capsys.readouterr().out
    assert main(["lineage", "--parentless", "--json", "--library", str(path)]) == 0
