"""Which paper a record belongs to, and what becomes of reference lists."""

from __future__ import annotations

import zlib
from typing import Any

import pytest

from ptm_graph.library import Library
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord


def record(title: str, source: Any = "semantic scholar", **fields: Any) -> PaperRecord:
    identifiers: dict[str, str] = {
        kind: fields.pop(kind) for kind in ("arxiv", "doi", "acl", "s2", "mag") if kind in fields
    }
    return PaperRecord(source=source, identifiers=identifiers, title=title, **fields)


def keys(library: Library) -> list[str]:
    return [paper.key for paper in library.iter_papers()]


def test_preprint_proceedings_and_duplicate_records_are_one_paper(empty: Library) -> None:
    title = "Deep contextualized word representations"
    empty.store_paper(record(title, arxiv="1802.05365", s2="a" * 40))
    empty.store_paper(record(title, doi="10.18653/v1/n18-1202", s2="b" * 40, year=2018))
    empty.store_paper(record("Deep Contextualized Word Representations.", acl="N18-1202"))
    (paper,) = empty.iter_papers()
    assert paper.key == "arxiv:1802.05365"
    assert paper.identifiers["acl"] == "N18-1202"
    assert empty.find("b" * 40) == paper


def test_an_identifier_that_joins_two_papers_merges_them(empty: Library) -> None:
    empty.store_paper(record("One title of the work", s2="a" * 40))
    empty.store_paper(record("Quite another title", doi="10.1000/x"))
    empty.store_paper(record("One title of the work", s2="a" * 40, doi="10.1000/x"))
    (paper,) = empty.iter_papers()
    assert paper.key == "doi:10.1000/x"
    assert empty.find("s2:" + "a" * 40) == paper


def test_two_works_of_one_title_stay_two(empty: Library) -> None:
    title = "ERNIE: Enhanced Language Representation"
    empty.store_paper(record(title, arxiv="1904.09223", authors=("Yu Sun",), year=2019))
    empty.store_paper(record(title, arxiv="1905.07129", authors=("Zhengyan Zhang",), year=2019))
    assert len(keys(empty)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "GPT-3 Technical Report", "s2": "a" * 40}, {"title": "GPT-4 Technical Report"}),
        ({"title": "Preface", "s2": "a" * 40}, {"title": "Preface"}),
        (
            {"title": "A Survey of Language Models", "year": 2015, "s2": "a" * 40},
            {"title": "A Survey of Language Models", "year": 2021},
        ),
        (
            {"title": "A Survey of Language Models", "authors": ("Ada Byron",), "s2": "a" * 40},
            {"title": "A Survey of Language Models", "authors": ("Alan Turing",)},
        ),
    ],
)
def test_a_like_title_alone_merges_nothing(
    empty: Library, one: dict[str, Any], other: dict[str, Any]
) -> None:
    empty.store_paper(record(**one))
    empty.store_paper(record(**other))
    assert len(keys(empty)) == 2


def test_a_wrong_identifier_does_not_melt_two_arxiv_papers_into_one(empty: Library) -> None:
    empty.store_paper(record("A first work of somebody", arxiv="1901.00001"))
    empty.store_paper(record("A second work of others", arxiv="1902.00002", doi="10.1000/x"))
    empty.store_paper(record("A first work of somebody", arxiv="1901.00001", doi="10.1000/x"))
    assert keys(empty) == ["arxiv:1901.00001", "arxiv:1902.00002"]
    assert empty.find("10.1000/x").title == "A second work of others"
    (doubt,) = empty.problems()
    assert doubt.stage == "identity"
    assert "arxiv:1902.00002" in doubt.reason


def test_a_former_key_still_finds_the_paper(empty: Library) -> None:
    key = empty.store_paper(record("A work with a long enough title"))
    assert key.startswith("title:")
    empty.store_paper(record("A Work with a Long Enough Title", arxiv="1901.00001"))
    assert empty.paper(key).key == "arxiv:1901.00001"


# --- reference lists ----------------------------------------------------------------------------


def reference(title: str, **fields: Any) -> ReferenceRecord:
    known = fields.pop("known", True)
    year = fields.pop("year", 2015)
    cited = record(title, mag=str(zlib.crc32(title.encode())), year=year) if known else None
    return ReferenceRecord(cited=cited, title=title, year=year, **fields)


def listed(*references: ReferenceRecord, stated: int | None = None) -> ReferenceList:
    return ReferenceList("semantic scholar", references, stated)


TITLES = ("An early work on words", "A second one on sentences", "A third about documents")


@pytest.fixture
def paper(empty: Library) -> str:
    return empty.store_paper(record("The paper that cites", arxiv="1901.00001"))


def test_a_list_is_kept_in_its_order_with_what_has_no_record(empty: Library, paper: str) -> None:
    assert empty.store_references(
        paper,
        listed(
            reference(TITLES[0], influential=True, sentences=("We extend it.",)),
            reference("A book", known=False, reason="no record"),
            reference(TITLES[1]),
            stated=3,
        ),
    )
    assert [one.influential for one in empty.iter_citations()] == [True, None]
    (unresolved,) = empty.unresolved_references(paper)
    assert (unresolved.title, unresolved.reason) == ("A book", "no record")
    assert empty.paper(paper).references_state == "complete"
    assert empty.paper(paper).references_known == 3


def test_a_shorter_list_adds_but_takes_nothing_away(empty: Library, paper: str) -> None:
    empty.store_references(paper, listed(*map(reference, TITLES), stated=3))
    before = empty.dump()
    assert not empty.store_references(paper, listed(reference(TITLES[0]), stated=3))
    assert empty.dump() == before


def test_an_empty_list_takes_nothing_away(empty: Library, paper: str) -> None:
    empty.store_references(paper, listed(*map(reference, TITLES), stated=3))
    before = empty.dump()
    empty.store_references(paper, listed())
    empty.store_references(paper, ReferenceList("semantic scholar", (), 3, elided=True))
    assert empty.dump() == before


def test_a_list_that_lost_its_records_takes_nothing_away(empty: Library, paper: str) -> None:
    empty.store_references(paper, listed(*map(reference, TITLES), stated=3))
    before = empty.dump()
    lost = listed(*(reference(title, known=False) for title in TITLES), stated=3)
    empty.store_references(paper, lost)
    assert empty.dump() == before


def test_a_newer_full_list_replaces_the_old_one(empty: Library, paper: str) -> None:
    empty.store_references(paper, listed(*map(reference, TITLES), stated=3))
    new = ("A wholly different work", *TITLES[1:])
    assert empty.store_references(paper, listed(*map(reference, new), stated=3))
    cited = {empty.paper(one.cited).title for one in empty.iter_citations()}
    assert cited == set(new)


def test_what_a_former_list_knew_about_a_reference_is_kept(empty: Library, paper: str) -> None:
    rich = reference(TITLES[0], sentences=("We extend it.",), intents=("methodology",))
    empty.store_references(paper, listed(rich, stated=1))
    empty.store_references(paper, listed(reference(TITLES[0]), stated=1))
    (citation,) = empty.iter_citations()
    assert citation.sentences == ("We extend it.",)
    assert citation.intents == ("methodology",)


def test_a_partial_list_does_not_take_away_what_another_answer_told(
    empty: Library, paper: str
) -> None:
    for title in TITLES:
        empty.store_paper(reference(title).cited or record(title))
    with empty.writing() as writer:
        others = [writer.number(key) for key in keys(empty) if key != paper]
        writer.store_citing_pairs([(writer.number(paper), one) for one in others], "snapshot")
    empty.store_references(paper, listed(reference(TITLES[0]), stated=30))
    assert empty.citation_count() == 3
    empty.store_references(paper, listed(reference(TITLES[0]), stated=1))
    assert empty.citation_count() == 1, "a complete list has the last word"


def test_a_list_that_lacks_one_of_many_is_complete_but_takes_nothing_away(
    empty: Library, paper: str
) -> None:
    told = reference(TITLES[0])
    empty.store_paper(told.cited or record(TITLES[0]))
    with empty.writing() as writer:
        ends = writer.number(paper), writer.number(next(key for key in keys(empty) if key != paper))
        writer.store_citing_pairs([ends], "snapshot")
    many = [ReferenceRecord(cited=None, title=f"Title {at} of many") for at in range(19)]
    empty.store_references(paper, listed(*many, stated=20))
    assert empty.paper(paper).references_state == "complete"
    assert empty.citation_count() == 1


def test_no_paper_cites_itself(empty: Library, paper: str) -> None:
    own = ReferenceRecord(cited=record("The paper that cites", arxiv="1901.00001"))
    empty.store_references(paper, listed(own, reference(TITLES[0])))
    assert [one.cited for one in empty.iter_citations() if one.cited == paper] == []


# --- entries ------------------------------------------------------------------------------------


def test_the_newest_reading_list_is_the_reading_list(empty: Library) -> None:
    with empty.writing() as writer:
        writer.replace_entries([SeedEntry(title="One long and good title", aliases=("ONE",))])
        writer.replace_entries(
            [
                SeedEntry(identifiers={"arxiv": "1901.00001"}, family="f", line=3, file="x.yaml"),
                SeedEntry(identifiers={"arxiv": "1901.00001"}, aliases=("TWO",)),
            ]
        )
    assert [(entry.line, key) for entry, key in empty.seed_entries()] == [
        (3, "arxiv:1901.00001"),
        (None, "arxiv:1901.00001"),
    ]
    paper = empty.find("TWO")
    assert (paper.family, paper.aliases, paper.seed) == ("f", ("TWO",), True)
    assert not empty.find("One long and good title").seed, "papers of a former list stay"
