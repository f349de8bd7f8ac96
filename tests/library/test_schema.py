"""Opening a library file: ours, new, old, and other people's."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from systems import posix_only

from ptm_graph.errors import LibraryBusyError, LibraryError
from ptm_graph.library import Library, schema
from ptm_graph.words.records import PaperRecord

BERT = PaperRecord(source="semantic scholar", identifiers={"arxiv": "1810.04805"}, title="BERT")


def tables_of(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {str(name): " ".join(str(sql).split()) for name, sql in rows}


def test_a_new_library_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "library.db"
    with Library.open(path, writable=True) as library:
        library.store_paper(BERT)
    with Library.open(path) as library:
        assert [paper.title for paper in library.iter_papers()] == ["BERT"]


def test_a_missing_library_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="ptm-graph build"):
        Library.open(tmp_path / "library.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("version", range(len(schema.MIGRATIONS)))
def test_every_older_version_is_upgraded_and_keeps_its_papers(tmp_path: Path, version: int) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    connection = sqlite3.connect(old)
    for step in schema.MIGRATIONS[:version]:
        step(connection)
    if version:
        connection.execute("INSERT INTO paper (key, title, title_key) VALUES ('k', 'T', 't')")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()
    if version:
        with pytest.raises(LibraryError, match="older schema"):
            Library.open(old)
    Library.open(old, writable=True).close()
    Library.open(new, writable=True).close()
    assert tables_of(old) == tables_of(new)
    with Library.open(old) as library:
        assert library.paper_count() == (1 if version else 0)


def test_a_failed_upgrade_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    Library.open(path, writable=True).close()
    before = tables_of(path)

    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE halfway (x)")
        raise sqlite3.OperationalError("no more")

    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
    with pytest.raises(LibraryError, match="no more"):
        Library.open(path, writable=True)
    assert tables_of(path) == before


def test_a_newer_library_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path, writable=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    for writable in (False, True):
        with pytest.raises(LibraryError, match="newer ptm-graph"):
            Library.open(path, writable=writable)


@pytest.mark.parametrize("writable", [False, True])
def test_another_programs_database_is_left_alone(tmp_path: Path, writable: bool) -> None:
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="another program") as caught:
        Library.open(path, writable=writable)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database, just text " * 100, b"%PDF-1.4\n" * 300])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "text.db"
    path.write_bytes(content)
    with pytest.raises(LibraryError, match="not a ptm-graph library"):
        Library.open(path, writable=True)
    assert path.read_bytes() == content


def test_a_damaged_library_says_so(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as library:
        for number in range(300):
            library.store_paper(PaperRecord(source="arxiv", title=f"A paper with number {number}"))
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(LibraryError, match=r"damaged|malformed"), Library.open(path) as library:
        list(library.iter_papers())


def test_a_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="is a folder"):
        Library.open(tmp_path, writable=True)


def test_a_place_below_a_file_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="choose another place"):
        Library.open(tmp_path / "file" / "library.db", writable=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter (pytest's own are private)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def as_nobody(check: Callable[[], None]) -> None:
    """Run a check as a user without rights; root may write everywhere."""
    if os.geteuid() != 0:
        check()
        return
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setuid(65534)
            check()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@posix_only
def test_a_read_only_folder_can_be_read_and_says_that_it_cannot_be_written(
    open_folder: Path,
) -> None:
    path = open_folder / "folder" / "library.db"
    with Library.open(path, writable=True) as library:
        library.store_paper(BERT)
    path.chmod(0o444)
    path.parent.chmod(0o555)

    def check() -> None:
        with Library.open(path) as library:
            assert library.paper_count() == 1
        with pytest.raises(LibraryError, match=r"library\.db"):
            Library.open(path, writable=True)
        with pytest.raises(LibraryError, match=r"other\.db"):
            Library.open(path.parent / "other.db", writable=True)

    try:
        as_nobody(check)
    finally:
        path.parent.chmod(0o755)


def test_readers_see_the_old_state_while_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as writing, Library.open(path) as reading:
        with writing.writing() as writer:
            writer.store_paper(BERT)
            assert reading.paper_count() == 0
        assert reading.paper_count() == 1


def test_a_second_writer_waits_and_then_says_that_the_library_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_MILLISECONDS", 50)
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as one, Library.open(path, writable=True) as other:
        with one.writing() as writer:
            writer.store_paper(BERT)
            with pytest.raises(LibraryBusyError) as caught, other.writing():
                pass
        assert caught.value.exit_status == 75
        other.store_paper(BERT)


def test_a_full_disk_costs_the_step_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as library:
        library.store_paper(BERT)
        pages = library._connection.execute("PRAGMA page_count").fetchone()[0]
        library._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LibraryError, match="disk is full"), library.writing() as writer:
            for number in range(1000):
                writer.store_paper(PaperRecord(source="arxiv", title=f"Number {number} " * 40))
        assert [paper.title for paper in library.iter_papers()] == ["BERT"]
        library._connection.execute("PRAGMA max_page_count = 1000000")
        library.store_paper(PaperRecord(source="arxiv", title="there is room again"))
        assert library.paper_count() == 2


def test_an_error_within_a_step_undoes_all_of_it() -> None:
    with Library.in_memory() as library:
        with pytest.raises(ZeroDivisionError), library.writing() as writer:
            writer.store_paper(BERT)
            raise ZeroDivisionError
        assert library.paper_count() == 0


def test_a_disk_that_is_full_while_a_library_is_made_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")  # as SQLite itself does, and the transaction is over
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(schema, "MIGRATIONS", (fails,))
    with pytest.raises(LibraryError, match="database or disk is full"):
        Library.open(tmp_path / "library.db", writable=True)
