"""Two papers made one, and one made two again."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptm_graph.errors import InputError
from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.library import Library
from ptm_graph.words.model import PartialDate, SeedEntry
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord


def record(title: str, identifiers: Mapping[str, str], **fields: object) -> PaperRecord:
    return PaperRecord("semantic scholar", identifiers, title=title, **fields)  # type: ignore[arg-type]


def cites(*cited: PaperRecord | None) -> ReferenceList:
    return ReferenceList(
        "semantic scholar",
        tuple(
            ReferenceRecord(one, title="a book", sentences=("We extend it.",) if one else None)
            for one in cited
        ),
        len(cited),
    )


EARLY = record("An early work on words", {"mag": "1"})
LATER = record("A later work on sentences", {"mag": "2"})
CITING = record("A work that cites them all", {"mag": "3"})
PREPRINT = record(
    "The preprint of the work", {"arxiv": "1901.00001"}, authors=("A", "B"), citation_count=5
)
PROCEEDINGS = record(
    "The proceedings version", {"doi": "10.1000/x", "s2": "a" * 40}, venue="ACL", year=2019
)


@pytest.fixture
def library(empty: Library) -> Library:
    with empty.writing() as writer:
        writer.replace_entries(
            [
                SeedEntry(identifiers={"arxiv": "1901.00001"}, aliases=("PRE",)),
                SeedEntry(title="The proceedings version", identifiers={"doi": "10.1000/x"}),
            ]
        )
    preprint, proceedings = empty.store_paper(PREPRINT), empty.store_paper(PROCEEDINGS)
    empty.store_references(preprint, cites(EARLY, None, PROCEEDINGS))
    empty.store_references(proceedings, cites(EARLY, LATER, None))
    empty.store_references(empty.store_paper(CITING), cites(PREPRINT, PROCEEDINGS))
    return empty


def join(library: Library, kept: str, absorbed: str) -> None:
    with library.writing() as writer:
        writer.merge(writer.number(kept), writer.number(absorbed), "somebody says so")


def split(library: Library) -> tuple[str, str]:
    with library.writing() as writer:
        return writer.split(library.merges()[-1].number, "somebody says so")


PAIR = ("arxiv:1901.00001", "doi:10.1000/x")


@pytest.mark.parametrize(("kept", "absorbed"), [PAIR, PAIR[::-1]])
def test_a_merged_paper_has_what_both_had(library: Library, kept: str, absorbed: str) -> None:
    join(library, kept, absorbed)
    paper = library.find("PRE")
    assert paper.key == "arxiv:1901.00001"
    assert dict(paper.identifiers) == {**PREPRINT.identifiers, **PROCEEDINGS.identifiers}
    assert (paper.authors, paper.venue, paper.citation_count) == (("A", "B"), "ACL", 5)
    assert paper.published == PartialDate(2019, 1), "the earliest date, whoever had it"
    assert library.find("10.1000/x") == paper
    cited = [one.cited for one in library.iter_citations() if one.citing == paper.key]
    assert sorted(cited) == ["mag:1", "mag:2"], "and it does not cite itself"
    (merge,) = library.merges()
    assert (merge.kept, merge.key, merge.reason) == (paper.key, absorbed, "somebody says so")


@pytest.mark.parametrize(("kept", "absorbed"), [PAIR, PAIR[::-1]])
def test_a_split_gives_back_exactly_what_was(library: Library, kept: str, absorbed: str) -> None:
    before = library.dump()
    join(library, kept, absorbed)
    assert library.dump() != before
    assert set(split(library)) == {kept, absorbed}
    assert library.dump() == before
    assert library.merges() == ()


TAKEN = ("A treatise on the grammar of owls", "Notes on the songs of larks in winter")


def test_a_line_whose_place_is_taken_is_kept_and_one_that_both_have_is_one(
    library: Library,
) -> None:
    lists = {PAIR[0]: ("Letters to a naturalist of the north", TAKEN[0]), PAIR[1]: TAKEN[::-1]}
    for (paper, told), source in zip(lists.items(), ("crossref", "openalex"), strict=True):
        lines = [ReferenceRecord(None, title, 1990) for title in told]
        library.store_references(paper, ReferenceList(source, tuple(lines), len(lines)))
    before = library.dump()
    join(library, *PAIR)
    titled = [(one.title, one.givers) for one in library.unresolved_references()]
    assert sorted(titled) == [
        (TAKEN[0], ("crossref", "openalex")),
        ("Letters to a naturalist of the north", ("crossref",)),
        (TAKEN[1], ("openalex",)),
        ("a book", ("semantic scholar",)),
    ]
    split(library)
    assert library.dump() == before


@pytest.mark.parametrize(("kept", "absorbed"), [PAIR, PAIR[::-1]])
def test_a_line_of_one_and_a_citation_of_the_other_are_one_citation(
    library: Library, kept: str, absorbed: str
) -> None:
    line = ReferenceRecord(None, "A later work on sentences", authors=None)
    library.store_references(PAIR[0], ReferenceList("crossref", (line,), 1))
    before = library.dump()
    join(library, kept, absorbed)
    (later,) = [one for one in library.iter_citations() if one.cited == "mag:2"]
    assert later.givers == ("crossref", "semantic scholar")
    assert line.title not in [one.title for one in library.unresolved_references()]
    split(library)
    assert library.dump() == before


def test_what_was_learned_since_stays_with_the_kept_paper(library: Library) -> None:
    join(library, *PAIR)
    library.store_paper(record("The work", {"arxiv": "1901.00001"}, venue="ACL 2019"))
    split(library)
    kept, again = library.paper(PAIR[0]), library.paper(PAIR[1])
    assert (kept.title, kept.venue) == ("The work", "ACL 2019")
    assert (again.title, again.venue) == ("The proceedings version", "ACL")
    assert "year" not in kept.provenance


def test_what_was_split_is_not_merged_again_by_a_service(library: Library) -> None:
    join(library, *PAIR)
    split(library)
    both = {**PREPRINT.identifiers, **PROCEEDINGS.identifiers}
    library.store_paper(record("The preprint of the work", both))
    assert library.paper(PAIR[0]).key == PAIR[0]
    assert library.paper(PAIR[1]).key == PAIR[1]


def test_but_by_a_person_it_is(library: Library) -> None:
    join(library, *PAIR)
    split(library)
    with library.writing() as writer:
        writer.allow_joining(writer.number(PAIR[0]), writer.number(PAIR[1]))
    library.store_paper(record("The preprint", {**PREPRINT.identifiers, **PROCEEDINGS.identifiers}))
    assert library.paper(PAIR[1]).key == PAIR[0]


def test_a_paper_is_not_merged_with_itself(library: Library) -> None:
    with pytest.raises(InputError, match="is that paper already"):
        join(library, PAIR[0], PAIR[0])


def test_what_is_not_merged_cannot_be_split(library: Library) -> None:
    with library.writing() as writer, pytest.raises(InputError, match="no merge"):
        writer.split(7, "why not")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=4))
def test_any_chain_of_merges_can_be_undone_from_its_end(pairs: list[tuple[int, int]]) -> None:
    with Library.in_memory() as library:
        keys = [
            library.store_paper(
                record(
                    f"Work with the number {n}",
                    {"mag": str(n), **({"doi": f"10.1000/{n}"} if n % 2 else {})},
                    year=2010 + n,
                    venue=f"Venue {n}" if n != 2 else None,
                )
            )
            for n in range(5)
        ]
        papers = [record(f"Work with the number {n}", {"mag": str(n)}) for n in range(5)]
        for n, key in enumerate(keys):
            library.store_references(key, cites(*papers[:n], None))
        dumps = []
        for one, other in pairs:
            if library.paper(keys[one]).key != library.paper(keys[other]).key:
                dumps.append(library.dump())
                join(library, keys[one], keys[other])
        while dumps:
            split(library)
            assert library.dump() == dumps.pop()


def listed(*, apart: bool) -> list[SeedEntry]:
    return [
        SeedEntry(title="A Long Title of One Work", identifiers={"arxiv": "1801.00001"}),
        SeedEntry(
            title="A Long Title of One Work",
            identifiers={"doi": "10.1000/two"},
            apart_from=("arxiv:1801.00001",) if apart else (),
        ),
    ]


def test_a_reading_list_undoes_a_merge_and_keeps_two_works_apart() -> None:
    library = Library.in_memory()
    with library.writing() as writer:
        first = writer.store_paper(
            PaperRecord(
                "semantic scholar", {"arxiv": "1801.00001"}, title="A Long Title of One Work"
            )
        )
        second = writer.store_paper(
            PaperRecord("semantic scholar", {"doi": "10.1000/two"}, title="Another Long Title Here")
        )
        writer.merge(first, second, "by mistake")
    with library.writing() as writer:
        one, other = writer.replace_entries(listed(apart=True))
    assert one != other
    both = PaperRecord("semantic scholar", {"arxiv": "1801.00001", "doi": "10.1000/two"})
    library.store_paper(both)
    assert library.paper_count() == 2


def test_a_list_that_no_longer_tells_them_apart_lets_them_be_one_again() -> None:
    library = Library.in_memory()
    with library.writing() as writer:
        writer.replace_entries(listed(apart=True))
        writer.replace_entries(listed(apart=False))
    both = PaperRecord("semantic scholar", {"arxiv": "1801.00001", "doi": "10.1000/two"})
    library.store_paper(both)
    assert library.paper_count() == 1


def test_a_split_gives_both_titles_back_where_a_record_of_the_other_was_taken(
    library: Library,
) -> None:
    """Whatever merged them wrongly went on to tell of the absorbed paper only."""
    join(library, *PAIR)
    library.store_paper(
        record("The proceedings version", {"arxiv": "1901.00001"}, authors=("A", "B", "C"))
    )
    assert library.paper(PAIR[0]).title == "The proceedings version"
    kept, again = split(library)
    assert library.paper(kept).title == "The preprint of the work"
    assert library.paper(kept).authors == ("A", "B")
    assert library.paper(again).title == "The proceedings version"


def test_a_merge_remembers_what_both_keys_were(library: Library) -> None:
    join(library, *PAIR[::-1])
    (merge,) = library.merges()
    assert (merge.key, merge.formerly) == PAIR
    assert merge.kept == PAIR[0], "the better identifier names the paper from now on"


def test_a_list_in_which_two_papers_turn_out_to_be_one_is_stored_whole(empty: Library) -> None:
    """The second paper has gone when the list is stored, and its number must not come back."""
    first = record("One work of many names", {"mag": "1"})
    second = record("One work with many names", {"doi": "10.1000/y"})
    both = record("One work of many names", {"mag": "1", "doi": "10.1000/y"})
    last = record("Quite another thing", {"mag": "7"})
    citing = empty.store_paper(CITING)
    assert empty.store_references(citing, cites(first, second, both, last))
    assert [one.cited for one in empty.iter_citations()] == ["doi:10.1000/y", "mag:7"]
    assert len(empty.merges()) == 1


def test_dates_that_both_papers_were_told_are_split_with_them(empty: Library) -> None:
    one = empty.store_paper(record("The early version", {"mag": "1"}, year=2017))
    other = empty.store_paper(PaperRecord("arxiv", {"arxiv": "1701.00001"}, title="It"))
    before = empty.dates_told(one), empty.dates_told(other)
    join(empty, one, other)
    assert empty.dates_told(one).keys() == {"semantic scholar, year", "arxiv id"}
    kept, again = split(empty)
    assert (empty.dates_told(kept), empty.dates_told(again)) == before


def told(*sentences: str) -> ReferenceRecord:
    return ReferenceRecord(EARLY, sentences=sentences or None)


@pytest.mark.parametrize("kept", PAIR)
def test_of_two_citations_the_richer_facts_survive_and_a_split_gives_both_back(
    empty: Library, kept: str
) -> None:
    early = empty.store_paper(EARLY)
    lists = {PAIR[0]: told("We extend it.", "It was first.", "It is good."), PAIR[1]: told()}
    for key, record, count in ((PAIR[0], PREPRINT, 3), (PAIR[1], PROCEEDINGS, 0)):
        empty.store_paper(record)
        empty.store_references(key, ReferenceList("semantic scholar", (lists[key],), 1))
        read = CitationFacts(
            {"first_person": 1.0} if count else {"abstract_title": 0.3},
            tuple(range(count)) if count else None,
            rests_on={"sentences": "arxiv"} if count else {"abstract": "arxiv"},
        )
        with empty.writing() as writer:
            writer.store_facts(writer.number(key), {writer.number(early): read})
    before = list(empty.iter_citations())
    join(empty, kept, *({*PAIR} - {kept}))
    (both,) = empty.iter_citations()
    assert both.facts == {"first_person": 1.0, "abstract_title": 0.3}
    assert both.sentence_numbers == (0, 1, 2)
    assert len(both.sentences or ()) == 3
    assert both.rests_on == {"sentences": "arxiv", "abstract": "arxiv"}
    split(empty)
    assert list(empty.iter_citations()) == before
