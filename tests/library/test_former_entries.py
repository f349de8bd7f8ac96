"""A list that is stored again makes no new papers, whatever its titles are worth."""

from __future__ import annotations

import pytest

from ptm_graph.library import Library
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord

FAST = SeedEntry(title="Fast R-CNN")
NAMES = [
    FAST,
    SeedEntry(aliases=("ELMo",)),
    SeedEntry(title="图神经网络"),
    SeedEntry(title="!!!"),
    SeedEntry(title="？"),
    SeedEntry(title="Preface", authors=("A. One",)),
    SeedEntry(title="Preface", authors=("B. Other",)),
    SeedEntry(title="Preface"),
    SeedEntry(title="GloVe", year=2014),
]


def stored(library: Library, *entries: SeedEntry) -> list[str]:
    with library.writing() as writer:
        return [writer.key(number) for number in writer.replace_entries(entries)]


@pytest.fixture
def library() -> Library:
    return Library.in_memory()


def test_entries_without_identifiers_find_their_papers_again(library: Library) -> None:
    first = stored(library, *NAMES)
    assert len(set(first)) == len(NAMES)
    assert stored(library, *NAMES) == first
    assert stored(library, *reversed(NAMES)) == first[::-1]
    assert library.paper_count() == len(NAMES)


def test_an_entry_known_by_a_name_only_is_called_by_it(library: Library) -> None:
    (key,) = stored(library, SeedEntry(aliases=("ELMo",)))
    assert library.paper(key).title == "ELMo"


def test_an_entry_that_gains_a_year_is_the_same(library: Library) -> None:
    before = stored(library, FAST)
    assert stored(library, SeedEntry(title="Fast R-CNN", year=2015)) == before


def test_a_paper_that_was_resolved_under_another_title_stays_its_entry_s(
    library: Library,
) -> None:
    (key,) = stored(library, FAST)
    with library.writing() as writer:
        found = PaperRecord("semantic scholar", {"arxiv": "1504.08083"}, title="Fast region CNN")
        writer.store_paper(found, writer.number(key))
    assert stored(library, FAST) == ["arxiv:1504.08083"]
    assert library.paper_count() == 1


def test_an_identifier_that_is_added_adds_no_paper(library: Library) -> None:
    stored(library, FAST)
    told = SeedEntry(title="Fast R-CNN", identifiers={"arxiv": "1504.08083"})
    assert stored(library, told) == ["arxiv:1504.08083"]
    assert library.paper_count() == 1


def test_an_identifier_of_a_known_paper_joins_the_entry_to_it(library: Library) -> None:
    stored(library, FAST)
    library.store_paper(
        PaperRecord("semantic scholar", {"arxiv": "1504.08083"}, title="Fast region CNN")
    )
    told = SeedEntry(title="Fast R-CNN", identifiers={"arxiv": "1504.08083"})
    assert stored(library, told) == ["arxiv:1504.08083"]
    assert library.paper_count() == 1
    assert library.paper("title:fast-r-cnn").title == "Fast region CNN"


def test_a_corrected_identifier_is_another_paper(library: Library) -> None:
    wrong = SeedEntry(title="Fast R-CNN", identifiers={"arxiv": "1504.00001"})
    right = SeedEntry(title="Fast R-CNN", identifiers={"arxiv": "1504.08083"})
    stored(library, wrong)
    assert stored(library, right) == ["arxiv:1504.08083"]
    assert library.paper("arxiv:1504.00001").identifiers == {"arxiv": "1504.00001"}
    assert stored(library, FAST) == ["title:fast-r-cnn"], "an identifier taken back is no more"


def test_what_earlier_versions_made_at_every_run_is_healed(library: Library) -> None:
    with library.writing() as writer:
        for title in ("Fast R-CNN", "Fast R-CNN", "Preface", "!!!", "!!!", None):
            writer._insert(PaperRecord("reading list", title=title), {})
        last = writer._insert(PaperRecord("reading list", title="Fast R-CNN"), {})
        writer._insert_entry(0, last, FAST)
    assert "title:fast-r-cnn~3" in {paper.key for paper in library.iter_papers()}
    assert stored(library, FAST) == ["title:fast-r-cnn"]
    left = sorted(paper.title for paper in library.iter_papers())
    assert left == ["!!!", "!!!", "Fast R-CNN", "Preface"], "others stay, the titleless one goes"
    assert library.paper("title:fast-r-cnn~3").key == "title:fast-r-cnn"
    assert stored(library, FAST, SeedEntry(title="!!!"))[0] == "title:fast-r-cnn"
    assert library.paper_count() == 3


def test_a_list_that_is_emptied_and_filled_again_makes_no_new_papers(library: Library) -> None:
    for _ in range(3):
        stored(library, *NAMES)
        stored(library)
    assert library.paper_count() == len(NAMES)


def test_a_paper_that_somebody_cites_is_no_double(library: Library) -> None:
    with library.writing() as writer:
        one = writer._insert(PaperRecord("reading list", title="Fast R-CNN"), {})
        citing = writer.store_paper(PaperRecord("semantic scholar", {"mag": "1"}, title="Citing"))
        writer.store_citing_pairs([(citing, one)], "semantic scholar")
        other = writer._insert(PaperRecord("reading list", title="Fast R-CNN"), {})
        writer._insert_entry(0, other, FAST)
    stored(library, FAST)
    assert library.paper_count() == 3
