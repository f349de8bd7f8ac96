"""What the paper itself lists: it completes what services say, and takes nothing away."""

from __future__ import annotations

import pytest

from ptm_graph.library import Library
from ptm_graph.words.model import Citation, Passage, wordless
from ptm_graph.words.records import FULL_TEXT, PaperRecord, ReferenceList, ReferenceRecord

SERVICE = "semantic scholar"
OWLS, LARKS, GULLS = "Owls and their habits", "Larks and their songs", "Gulls and their cries"


def paper(title: str) -> PaperRecord:
    return PaperRecord(SERVICE, title=title, year=2018, authors=("Ann Heron",))


def service(*titles: str, unknown: tuple[str, ...] = (), complete: bool = False) -> ReferenceList:
    listed = [ReferenceRecord(paper(one), sentences=(f"As in {one}.",)) for one in titles]
    listed += [ReferenceRecord(None, one) for one in unknown]
    return ReferenceList(SERVICE, tuple(listed), len(listed) if complete else None)


def text(**said: int) -> ReferenceList:
    """A list of the paper itself: title → how many sentences cite it."""
    references = tuple(
        ReferenceRecord(None, title, passages=passages(title, count))
        for title, count in said.items()
    )
    return ReferenceList(FULL_TEXT, references, len(references))


def passages(title: str, count: int) -> tuple[Passage, ...]:
    return tuple(
        Passage(f"Sentence {n} of {title} [*].", "2 Method", "method", n / 9, n)
        for n in range(count)
    )


@pytest.fixture
def library() -> Library:
    made = Library.in_memory()
    made.store_paper(paper("Birds of this list"))
    for title in (OWLS, LARKS, GULLS):
        made.store_paper(paper(title))
    return made


def read(library: Library, listed: ReferenceList) -> bool:
    """Store a list; the titles of one of the paper itself are found in the library."""
    known = {one.title: one.key for one in library.iter_papers()}
    with library.writing() as writer:
        number = writer.number(known["Birds of this list"])
        if listed.source != FULL_TEXT:
            return writer.store_references(number, listed)
        cited = [known.get(one.title or "") for one in listed.references]
        numbers = [key and writer.number(key) for key in cited]
        return writer.place_references(number, listed, [one or None for one in numbers])


def cited(library: Library) -> dict[str, Citation]:
    titles = {one.key: one.title for one in library.iter_papers()}
    return {titles[one.cited]: one for one in library.iter_citations()}


def unresolved(library: Library) -> list[str | None]:
    return [one.title for one in library.unresolved_references()]


def test_both_givers_are_remembered_and_the_service_counts_more(library: Library) -> None:
    read(library, service(OWLS))
    assert read(library, text(**{OWLS: 2, LARKS: 1}))
    found = cited(library)
    assert found[OWLS].givers == (FULL_TEXT, SERVICE)
    assert (found[OWLS].source, found[LARKS].source) == (SERVICE, FULL_TEXT)
    assert found[OWLS].sentences == (f"As in {OWLS}.",)
    assert found[OWLS].passages == passages(OWLS, 2)


def test_a_withheld_list_is_completed(library: Library) -> None:
    read(library, text(**{OWLS: 1, "A letter": 1, "A sermon": 0}))
    (child,) = (one for one in library.iter_papers() if one.title == "Birds of this list")
    assert (child.references_state, child.references_known) == ("complete", 3)
    assert unresolved(library) == ["A letter", "A sermon"]


def test_reading_again_changes_nothing(library: Library) -> None:
    read(library, service(OWLS, unknown=("A book",)))
    listed = text(**{OWLS: 2, LARKS: 1, "A book": 1, "A letter": 0})
    assert read(library, listed)
    before = library.dump()
    assert not read(library, listed)
    assert library.dump() == before
    assert unresolved(library) == ["A book", "A letter"]


@pytest.mark.parametrize("first", ["service", "text"])
def test_where_they_disagree_both_are_kept(library: Library, first: str) -> None:
    lists = [service(OWLS, unknown=("A book",), complete=True), text(**{LARKS: 1, "A letter": 1})]
    for listed in lists if first == "service" else lists[::-1]:
        read(library, listed)
    assert cited(library).keys() == {OWLS, LARKS}
    assert set(unresolved(library)) == {"A book", "A letter"}


def test_a_reading_that_says_less_takes_no_passage(library: Library) -> None:
    read(library, text(**{OWLS: 3, LARKS: 1}))
    assert read(library, text(**{OWLS: 2, GULLS: 1}))
    found = cited(library)
    assert found[OWLS].passages == passages(OWLS, 3)
    assert (found[LARKS].givers, found[GULLS].givers) == ((FULL_TEXT,), (FULL_TEXT,))


def test_a_newer_reading_replaces_what_the_older_one_said(library: Library) -> None:
    read(library, service(LARKS))
    read(library, text(**{OWLS: 1, LARKS: 1, "A letter": 1}))
    read(library, text(**{GULLS: 4}))
    found = cited(library)
    assert found.keys() == {LARKS, GULLS}
    assert (found[LARKS].givers, found[LARKS].passages) == ((SERVICE,), None)
    assert unresolved(library) == []


def test_a_reference_that_a_service_knows_later_is_counted_once(library: Library) -> None:
    read(library, text(**{OWLS: 1, "A letter to a heron": 1}))
    read(library, service(OWLS, "A letter to a heron"))
    assert unresolved(library) == []
    assert cited(library).keys() == {OWLS, "A letter to a heron"}


def test_a_service_that_takes_a_reference_back_leaves_it_to_the_paper(library: Library) -> None:
    read(library, service(OWLS))
    read(library, text(**{OWLS: 1}))
    read(library, service(LARKS, GULLS, complete=True))
    assert (cited(library)[OWLS].givers, cited(library)[OWLS].source) == ((FULL_TEXT,), FULL_TEXT)


def test_quotes_can_be_forgotten_and_numbers_stay(library: Library) -> None:
    read(library, text(**{OWLS: 2}))
    with library.writing() as writer:
        writer.forget_quotes()
    assert cited(library)[OWLS].passages == wordless(passages(OWLS, 2))
