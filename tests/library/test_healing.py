"""What libraries hold from before values were checked is unknown, and then known again."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from ptm_graph.library import Library
from ptm_graph.words.model import PartialDate, SeedEntry
from ptm_graph.words.records import PaperRecord

RIGHT = PaperRecord(
    "semantic scholar",
    {"arxiv": "1810.04805"},
    title="A work",
    year=2018,
    published=PartialDate(2018, 10, 11),
    citation_count=5,
    reference_count=7,
)

WRONG = (
    ("UPDATE paper SET year = 0", "year"),
    ("UPDATE paper SET year = 99999", "year"),
    ("UPDATE paper SET published = '0000'", "published"),
    ("UPDATE paper SET published = '99999-01'", "published"),
    ("UPDATE paper SET published = '2019-02-30'", "published"),
    ("UPDATE paper SET citation_count = -7", "citation_count"),
    ("UPDATE paper SET reference_count = -1", "reference_count"),
)


def test_impossible_values_are_unknown_until_somebody_says_better(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as library:
        library.store_paper(RIGHT)
        (before,) = library.iter_papers()
    for change, name in WRONG:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute(change)
            connection.execute("UPDATE date_told SET published = '0007-01-01'")
            connection.commit()
        with Library.open(path) as library:
            assert library.paper(before.key).title == "A work"
        with Library.open(path, writable=True) as library:
            assert getattr(library.paper(before.key), name) is None
            assert not library.faults()
            library.store_paper(RIGHT)
            (after,) = library.iter_papers()
            assert after == before
            told = library.dates_told(before.key)
            assert {one.published for one in told.values()} <= {"2018-10-11", "2018-10"}


def test_the_entries_of_a_list_lose_impossible_years_too(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as library, library.writing() as writer:
        writer.replace_entries([SeedEntry(title="A work", year=2018)])
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE seed SET year = 0")
        connection.commit()
    with Library.open(path, writable=True) as library:
        ((entry, _),) = library.seed_entries()
        assert entry.year is None
