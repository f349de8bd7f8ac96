"""A library that has two names on the disk is one library."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from ptm_graph.library import Library
from ptm_graph.words.records import PaperRecord


def test_what_is_written_under_either_name_is_there_under_both(tmp_path: Path) -> None:
    names = [tmp_path / "one.db", tmp_path / "two.db"]
    Library.open(names[0], writable=True).close()
    os.link(names[0], names[1])

    with (
        Library.open(names[0], writable=True) as one,
        Library.open(names[1], writable=True) as two,
    ):
        for number, library in enumerate([one, two, one, two]):
            with library.writing() as writer:
                writer.store_paper(
                    PaperRecord("import", {"arxiv": f"2001.0000{number}"}, "A title")
                )
        assert one.paper_count() == two.paper_count() == 4

    for name in names:
        with closing(sqlite3.connect(name)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with Library.open(name) as library:
            assert library.paper_count() == 4
    assert not list(tmp_path.glob("*-wal"))
