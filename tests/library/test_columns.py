"""Plain rows say what the dataclasses say; a search finds words wherever they stand."""

from __future__ import annotations

import pandas as pd
import pytest

from ptm_graph.errors import LibraryError
from ptm_graph.library import Library
from ptm_graph.library.columns import dated, joined
from ptm_graph.library.rows import to_json
from ptm_graph.words.lists import split
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord


@pytest.fixture
def library() -> Library:
    library = Library.in_memory()
    with library.writing() as writer:
        writer.replace_entries([SeedEntry(title="On the growth of trees", aliases=("TreeNet",))])
    library.store_paper(
        PaperRecord(
            "semantic scholar",
            {"arxiv": "1703.00001"},
            title="On the growth of trees",
            authors=("Ada Öström", "Bo Two"),
            abstract="They grow by 100% in Überlingen.",
            citation_count=3,
        )
    )
    library.store_paper(
        PaperRecord("semantic scholar", {"mag": "7"}, title="Stones do not grow", citation_count=9)
    )
    return library


def test_the_most_cited_papers_have_references(library: Library) -> None:
    assert library.columns.most_cited(5) == []
    with library.writing() as writer:
        writer.store_citing_pairs([(1, 2)], "semantic scholar")
    assert library.columns.most_cited(5) == ["arxiv:1703.00001"]


@pytest.mark.parametrize(
    "values", [[], ["one"], ['O"Brien', "b"], ["back\\slash"], ["a; b", "c,d"], ["", ""], ["\n"]]
)
def test_a_stored_list_reads_as_its_strings(values: list[str]) -> None:
    assert split(joined(to_json(values))) == tuple(value for value in values if value.strip())


def test_a_date_tells_how_precise_it_is() -> None:
    assert dated("2019-06") == ("2019-06", "month")
    assert dated(None) == dated("never") == (None, None)


def test_the_frame_of_papers_says_what_the_papers_say(bundled_library: Library) -> None:
    frame = bundled_library.papers()
    papers = list(bundled_library.iter_papers())
    assert list(frame.index) == [paper.key for paper in papers]
    for paper in papers[::25]:
        row = frame.loc[paper.key]
        assert row["name"] == paper.name
        assert row["aliases"] == "; ".join(paper.aliases)
        assert row["seed"] == paper.seed
        for name, value in (
            ("authors", None if paper.authors is None else "; ".join(paper.authors)),
            ("published", None if paper.published is None else str(paper.published)),
            ("references_known", paper.references_known),
            ("citation_count", paper.citation_count),
            ("family", paper.family),
            ("doi", paper.identifiers.get("doi")),
        ):
            assert (None if pd.isna(row[name]) else row[name]) == value


def test_an_empty_library_has_an_empty_frame() -> None:
    assert Library.in_memory().papers().empty


def test_a_fault_is_told_in_words(library: Library) -> None:
    library._connection.execute("PRAGMA foreign_keys = OFF")
    library._connection.execute("DROP TABLE identifier")
    with pytest.raises(LibraryError, match="no such table"):
        library.columns.identifiers()


def test_sources_are_counted_by_the_papers_they_told_something_of(library: Library) -> None:
    library.store_paper(PaperRecord("arxiv", {"arxiv": "1703.00001"}, comment="Ten pages."))
    counted = library.columns.sources()
    assert (counted["semantic scholar"], counted["arxiv"]) == (2, 1)


def test_references_without_a_record_are_counted(library: Library) -> None:
    assert library.columns.unresolved_count() == 0
    lost = ReferenceRecord(cited=None, title="Lost", reason="no record")
    with library.writing() as writer:
        writer.store_references(1, ReferenceList("semantic scholar", (lost,)))
    assert library.columns.unresolved_count() == 1


def test_a_source_of_a_bare_year_is_credited_by_its_name(empty: Library) -> None:
    record = PaperRecord("semantic scholar", {"doi": "10.5555/owl"}, title="Owls", year=2018)
    empty.store_paper(record)
    assert empty.columns.givers() == {"semantic scholar"}
    assert set(empty.columns.sources()) == {"semantic scholar"}
