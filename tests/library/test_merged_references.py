"""One reference list of what several sources list: each reference once, with all its givers."""

from __future__ import annotations

import random

import pytest

from ptm_graph.library import Library
from ptm_graph.words.model import Citation
from ptm_graph.words.records import (
    FULL_TEXT,
    PaperRecord,
    ReferenceList,
    ReferenceRecord,
    Source,
)

S2, CROSSREF, OPENALEX = "semantic scholar", "crossref", "openalex"
TITLES = [f"{bird} and their habits in the north" for bird in ("Owls", "Larks", "Gulls", "Wrens")]


@pytest.fixture
def citing(empty: Library) -> str:
    with empty.writing() as writer:
        writer.remember_sources(
            [Source(CROSSREF, "Crossref", 1.7), Source(OPENALEX, "OpenAlex", 1.8)]
        )
    return empty.store_paper(PaperRecord(S2, {"doi": "10.5555/birds"}, title="Birds of a list"))


def known(source: str, title: str, **identifiers: str) -> ReferenceRecord:
    authors = ("Ann Heron", "Ben Lark") if source == S2 else ("Heron A",)
    record = PaperRecord(source, identifiers, title=title, year=2018, authors=authors)
    return ReferenceRecord(record, title, sentences=("As is said.",) if source == S2 else None)


def unknown(title: str | None, **fields: object) -> ReferenceRecord:
    return ReferenceRecord(None, title, 2018, **fields)  # type: ignore[arg-type]


def store(library: Library, citing: str, source: str, *lines: ReferenceRecord) -> None:
    library.store_references(citing, ReferenceList(source, lines, len(lines)))


def cited(library: Library) -> dict[str, Citation]:
    return {library.paper(one.cited).title: one for one in library.iter_citations()}


def givers(library: Library) -> dict[str | None, tuple[str, ...]]:
    told: dict[str | None, tuple[str, ...]] = {k: one.givers for k, one in cited(library).items()}
    return told | {one.title: one.givers for one in library.unresolved_references()}


def test_what_one_lacks_another_gives_and_what_both_have_is_one(
    empty: Library, citing: str
) -> None:
    store(
        empty,
        citing,
        S2,
        *(known(S2, one, arxiv=f"2001.0000{at}") for at, one in enumerate(TITLES[:3])),
    )
    store(
        empty,
        citing,
        CROSSREF,
        *(known(CROSSREF, one.upper(), doi=f"10.5555/{at}") for at, one in enumerate(TITLES[1:])),
    )
    assert givers(empty) == {
        TITLES[0]: (S2,),
        TITLES[1]: (CROSSREF, S2),
        TITLES[2]: (CROSSREF, S2),
        TITLES[3].upper(): (CROSSREF,),
    }
    larks = cited(empty)[TITLES[1]]
    assert (larks.source, larks.sentences) == (S2, ("As is said.",))
    assert empty.paper(larks.cited).identifiers == {"arxiv": "2001.00001", "doi": "10.5555/0"}


@pytest.mark.parametrize("first", [S2, CROSSREF])
def test_a_title_of_one_and_a_record_of_another_are_one_citation_of_both(
    empty: Library, citing: str, first: str
) -> None:
    lists = [(S2, known(S2, TITLES[0], s2="a" * 40)), (CROSSREF, unknown(TITLES[0]))]
    for source, one in lists if first == S2 else lists[::-1]:
        store(empty, citing, source, one)
    assert givers(empty) == {TITLES[0]: (CROSSREF, S2)}
    assert cited(empty)[TITLES[0]].source == S2
    store(empty, citing, *lists[1])
    assert givers(empty) == {TITLES[0]: (CROSSREF, S2)}


def test_a_line_that_nobody_has_a_record_of_has_all_its_givers(empty: Library, citing: str) -> None:
    store(empty, citing, CROSSREF, unknown("A sermon on owls"), unknown(None))
    store(empty, citing, FULL_TEXT, unknown("A Sermon on Owls", authors=("Heron",)))
    store(empty, citing, S2, unknown("A sermon: on owls"))
    assert givers(empty) == {"A sermon on owls": (CROSSREF, FULL_TEXT, S2), None: (CROSSREF,)}


def test_a_source_takes_back_only_what_it_alone_has_said(empty: Library, citing: str) -> None:
    store(
        empty,
        citing,
        S2,
        known(S2, TITLES[0], s2="a" * 40),
        known(S2, TITLES[1], s2="b" * 40),
        unknown("A sermon on owls"),
        unknown("A letter to the larks"),
    )
    store(empty, citing, CROSSREF, known(CROSSREF, TITLES[1]), unknown("A letter to the larks"))
    store(
        empty,
        citing,
        S2,
        *(known(S2, one, s2=f"{at}" * 40) for at, one in enumerate(TITLES[2:])),
        unknown("Another book on gulls"),
        unknown("One on wrens, too"),
    )
    assert givers(empty) == {
        TITLES[1]: (CROSSREF,),
        TITLES[2]: (S2,),
        TITLES[3]: (S2,),
        "A letter to the larks": (CROSSREF,),
        "Another book on gulls": (S2,),
        "One on wrens, too": (S2,),
    }
    assert cited(empty)[TITLES[1]].source == CROSSREF


def test_a_shorter_list_of_a_source_takes_nothing_back(empty: Library, citing: str) -> None:
    store(empty, citing, S2, *(known(S2, one, s2=f"{at}" * 40) for at, one in enumerate(TITLES)))
    before = empty.dump()
    store(empty, citing, S2, known(S2, TITLES[0], s2="0" * 40))
    assert empty.dump() == before


def test_the_printed_line_of_a_known_work_is_that_work(empty: Library, citing: str) -> None:
    store(empty, citing, S2, known(S2, TITLES[0], s2="a" * 40))
    line = f"Heron A. {TITLES[0].lower()}. Journal of Birds 3 (2018)."
    store(empty, citing, CROSSREF, unknown(None, printed=line), unknown(None, printed="Letters."))
    assert givers(empty) == {TITLES[0]: (CROSSREF, S2), "Letters.": (CROSSREF,)}


def test_works_that_are_alike_stay_two(empty: Library, citing: str) -> None:
    store(empty, citing, S2, known(S2, "Finch-3 Technical Report", s2="a" * 40))
    store(empty, citing, CROSSREF, known(CROSSREF, "Finch-4 Technical Report", doi="10.5555/4"))
    store(empty, citing, OPENALEX, unknown("Finch-5 Technical Report"))
    assert givers(empty) == {
        "Finch-3 Technical Report": (S2,),
        "Finch-4 Technical Report": (CROSSREF,),
        "Finch-5 Technical Report": (OPENALEX,),
    }


def test_in_whatever_order_they_are_asked_the_list_is_the_same(empty: Library, citing: str) -> None:
    lists = {
        S2: [known(S2, TITLES[0], s2="a" * 40), unknown("A sermon on owls"), unknown(TITLES[2])],
        CROSSREF: [known(CROSSREF, TITLES[2], doi="10.5555/2"), unknown(TITLES[0])],
        FULL_TEXT: [unknown(TITLES[0]), unknown("A sermon on owls"), unknown(TITLES[3])],
    }
    found = []
    for seed in range(6):
        order = sorted(lists)
        random.Random(seed).shuffle(order)
        with Library.in_memory() as library:
            with library.writing() as writer:
                writer.remember_sources([Source(CROSSREF, "Crossref", 1.7)])
            key = library.store_paper(PaperRecord(S2, {"doi": "10.5555/birds"}, title="Birds"))
            for source in (*order, *order):
                store(library, key, source, *lists[source])
            found.append(givers(library))
    assert found == [found[0]] * 6
    assert found[0][TITLES[0]] == (CROSSREF, FULL_TEXT, S2)
    assert found[0][TITLES[2]] == (CROSSREF, S2)


def test_merged_papers_and_their_undoing_keep_the_givers(empty: Library, citing: str) -> None:
    other = empty.store_paper(PaperRecord(S2, {"doi": "10.5555/again"}, title="Birds in print"))
    store(empty, citing, S2, unknown("A sermon on owls"), unknown("A letter to the larks"))
    store(empty, other, CROSSREF, unknown("A sermon on owls"), unknown("One on wrens, too"))
    before = empty.dump()
    with empty.writing() as writer:
        writer.merge(writer.number(citing), writer.number(other), "by hand")
    with empty.writing() as writer:
        writer.split(empty.merges()[0].number, "by hand")
    assert empty.dump() == before
