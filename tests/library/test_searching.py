"""A search finds words wherever they stand, and what the other conditions fit."""

from __future__ import annotations

import pytest

from ptm_graph.library import Library
from ptm_graph.library.searching import Wanted
from ptm_graph.words.model import Note, PartialDate, SeedEntry
from ptm_graph.words.records import PaperRecord

TREES, STONES, RIVERS, UNDATED = "arxiv:1703.00001", "mag:7", "mag:8", "mag:9"


@pytest.fixture
def library() -> Library:
    library = Library.in_memory()
    entry = SeedEntry(title="On the growth of trees", aliases=("TreeNet",), family="Living")
    with library.writing() as writer:
        writer.replace_entries([entry])
    for record in (
        PaperRecord(
            "semantic scholar",
            {"arxiv": "1703.00001"},
            title="On the growth of trees",
            authors=("Ada Öström", "Bo Two"),
            abstract="They grow by 100% in Überlingen.",
            published=PartialDate(2017, 3),
            citation_count=3,
        ),
        PaperRecord("semantic scholar", {"mag": "7"}, title="Stones do not grow", year=2019),
        PaperRecord("semantic scholar", {"mag": "8"}, title="Rivers", year=2015, citation_count=9),
        PaperRecord("semantic scholar", {"mag": "9"}, title="Clouds"),
    ):
        library.store_paper(record)
    return library


def found(library: Library, wanted: Wanted) -> list[str]:
    return list(library.columns.find(wanted))


@pytest.mark.parametrize(
    "query", ["GROW", "treenet", "öSTRÖM", "1703.0", "100%", "überlingen", "grow trees ada"]
)
def test_words_are_found_in_every_text_whatever_the_case(library: Library, query: str) -> None:
    assert TREES in found(library, Wanted(tuple(query.split())))


@pytest.mark.parametrize("query", ["10%0", "t_ees", "grow nowhere", "!"])
def test_signs_of_a_pattern_are_meant_literally(library: Library, query: str) -> None:
    assert found(library, Wanted(tuple(query.split()))) == []


def test_the_reading_list_comes_first_then_the_most_cited_and_unknown_counts_last(
    library: Library,
) -> None:
    assert found(library, Wanted()) == [TREES, RIVERS, STONES, UNDATED]


def test_the_row_numbers_are_those_of_the_papers(library: Library) -> None:
    numbers = {row[1]: row[0] for row in library.columns.titles()}
    assert library.columns.find(Wanted()) == numbers


def test_every_condition_has_to_fit(library: Library) -> None:
    assert found(library, Wanted(listed=True)) == [TREES]
    assert found(library, Wanted(among=(STONES, TREES, "no:paper"))) == [TREES, STONES]
    assert found(library, Wanted(among=())) == []
    assert found(library, Wanted(states=("unknown",))) == [TREES, RIVERS, STONES, UNDATED]
    assert found(library, Wanted(states=("complete", "partial"))) == []
    assert found(library, Wanted(("grow",), listed=True, since=2018)) == []


def test_papers_without_a_date_are_not_of_a_year(library: Library) -> None:
    assert found(library, Wanted(since=2017)) == [TREES, STONES]


@pytest.mark.parametrize("word", ["barks", "无根", "mlm", "rings: 24"])
def test_what_the_owner_of_the_list_says_is_searched(word: str) -> None:
    entry = SeedEntry(
        title="On the growth of trees",
        identifiers={"arxiv": "1703.00001"},
        notes=(Note("It barks, 无根", "zh", "trees.md", 3),),
        tags=("MLM",),
        properties={"rings": "24"},
    )
    with Library.in_memory() as library:
        with library.writing() as writer:
            writer.replace_entries([entry, SeedEntry("Stones")])
        assert found(library, Wanted(words=(word,))) == [TREES]
        assert found(library, Wanted(words=("trees.md",))) == []
