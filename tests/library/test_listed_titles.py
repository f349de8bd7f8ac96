"""A reference without a record that bears a listed title is that paper."""

from __future__ import annotations

import pytest

from ptm_graph.library import Library
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord

LISTED = SeedEntry(
    title="Semi-supervised Growing of Trees",
    aliases=("SGT", "Growing trees with some supervision"),
    identifiers={"arxiv": "1501.00001"},
    year=2015,
)


def citing(reference: ReferenceRecord, *entries: SeedEntry) -> Library:
    library = Library.in_memory()
    with library.writing() as writer:
        writer.replace_entries(entries or (LISTED,))
    paper = PaperRecord("semantic scholar", {"arxiv": "1701.00002"}, title="A Citing Paper")
    key = library.store_paper(paper)
    library.store_references(key, ReferenceList("semantic scholar", (reference,), stated_count=1))
    return library


@pytest.mark.parametrize(
    "title", ["Semisupervised growing of trees.", "Growing Trees With Some Supervision"]
)
def test_a_misspelt_title_or_a_second_title_is_recognised(title: str) -> None:
    reference = ReferenceRecord(None, title=title, year=2016, sentences=("We grow trees [1].",))
    (citation,) = citing(reference).iter_citations()
    assert citation.cited == "arxiv:1501.00001"
    assert citation.sentences == ("We grow trees [1].",)


@pytest.mark.parametrize(
    ("title", "year"),
    [("SGT", 2015), ("Semi-supervised Growing of Trees", 2019), ("Another Tree", 2015), (None, 1)],
)
def test_a_short_name_a_far_year_and_another_title_stay_unresolved(
    title: str | None, year: int
) -> None:
    library = citing(ReferenceRecord(None, title=title, year=year))
    assert list(library.iter_citations()) == []
    assert len(library.unresolved_references()) == 1


def test_a_title_that_two_listed_papers_bear_names_neither() -> None:
    twins = [
        SeedEntry(title="One Title of Two Works", identifiers={"arxiv": f"1501.0000{number}"})
        for number in (1, 2)
    ]
    library = citing(ReferenceRecord(None, title="One title of two works"), *twins)
    assert list(library.iter_citations()) == []
