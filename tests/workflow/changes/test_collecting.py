"""From the raw history to what a reader wants to know."""

from __future__ import annotations

import pytest

from ptm_graph.errors import InputError
from ptm_graph.library import Library
from ptm_graph.library.history import RelationRow
from ptm_graph.words.model import SeedEntry, says_withdrawn
from ptm_graph.words.records import PaperRecord
from ptm_graph.workflow.changes import collect

BERT = {"arxiv": "1810.04805"}


def refreshed(library: Library, *records: PaperRecord, lineage: list[RelationRow]) -> None:
    with library.refreshing("2026-01-01T00:00:00+00:00"):
        for record in records:
            library.store_paper(record)
        with library.writing() as writer:
            writer.remember_lineage(lineage)
        library.end_refresh(
            at="2026-01-01T00:01:00+00:00", seconds=1.0, outcome="done", requests={}
        )


@pytest.fixture
def library() -> Library:
    made = Library.in_memory()
    with made.writing() as writer:
        writer.replace_entries([SeedEntry(identifiers=BERT, aliases=("BERT",))])
    old = PaperRecord("semantic scholar", BERT, title="BERT", venue="arXiv.org", authors=("A",))
    refreshed(made, old, lineage=[])
    return made


def kinds(library: Library) -> list[tuple[str, str]]:
    (news,) = collect(library)
    return [(item.kind, item.name) for item in news.items]


def test_a_venue_that_is_no_preprint_server_is_a_publication(library: Library) -> None:
    refreshed(library, PaperRecord("semantic scholar", BERT, venue="NAACL"), lineage=[])
    assert kinds(library) == [("published", "BERT")]


def test_another_venue_is_changed_metadata(library: Library) -> None:
    refreshed(library, PaperRecord("semantic scholar", BERT, venue="NAACL"), lineage=[])
    refreshed(library, PaperRecord("semantic scholar", BERT, venue="NAACL 2019"), lineage=[])
    assert kinds(library) == [("metadata", "BERT")]


@pytest.mark.parametrize(
    ("identifiers", "kind"),
    [
        ({"acl": "N19-1423"}, [("filled", "BERT")]),
        ({"doi": "10.1000/x"}, [("filled", "BERT")]),
        ({"s2": "a" * 40, "corpus": "7", "mag": "8"}, []),
    ],
)
def test_identifiers_of_publishers_fill_a_gap_and_record_numbers_are_nothing(
    library: Library, identifiers: dict[str, str], kind: list[tuple[str, str]]
) -> None:
    refreshed(library, PaperRecord("semantic scholar", {**BERT, **identifiers}), lineage=[])
    assert kinds(library) == kind


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("This paper has been withdrawn by the authors", "withdrawn"),
        ("Retracted; see the erratum", "withdrawn"),
        ("16 pages", "filled"),
    ],
)
def test_a_withdrawal_is_told_as_one(library: Library, comment: str, kind: str) -> None:
    refreshed(library, PaperRecord("arxiv", BERT, comment=comment), lineage=[])
    assert kinds(library) == [(kind, "BERT")]


def test_lists_are_told_as_people_write_them(library: Library) -> None:
    refreshed(library, PaperRecord("semantic scholar", BERT, authors=("A", "B")), lineage=[])
    (news,) = collect(library)
    assert (news.items[0].old, news.items[0].new) == ("A", "A; B")


def test_what_went_to_and_fro_within_one_refresh_is_no_news(library: Library) -> None:
    refreshed(
        library,
        PaperRecord("semantic scholar", BERT, venue="NAACL"),
        PaperRecord("semantic scholar", BERT, venue="arXiv.org"),
        lineage=[],
    )
    assert kinds(library) == []


def test_relations_are_told_with_names(library: Library) -> None:
    row = RelationRow("arxiv:1810.04805", "gone:paper", 1, "A", 0.9, "longer")
    refreshed(library, lineage=[row])
    (news,) = collect(library)
    (item,) = news.items
    assert (item.kind, item.other_name, item.name) == ("relation gained", "BERT", "gone:paper")
    assert item.new == "90%, tier A, rank 1, longer"


def test_a_library_that_was_never_refreshed_has_no_news() -> None:
    with Library.in_memory() as library:
        assert collect(library) == []
        assert collect(library, "1") == []
        with pytest.raises(InputError):
            collect(library, "last week")


def test_a_new_paper_that_was_withdrawn_before_is_said_to_be(library: Library) -> None:
    gone = {"arxiv": "2001.00001"}
    said = "This paper has been withdrawn by the authors"
    refreshed(library, PaperRecord("arxiv", gone, title="Widgets", comment=said), lineage=[])
    assert kinds(library) == [("new paper", "Widgets"), ("withdrawn", "Widgets")]


@pytest.mark.parametrize(
    ("comment", "withdrawn"),
    [
        ("Withdrawn", True),
        ("12 pages. This submission was withdrawn by arXiv", True),
        ("arXiv admin note: retracted", True),
        ("Temporarily withdrawn; an error in Lemma 2", True),
        ("This replaces our withdrawn draft 2001.00002", False),
        ("We study retracted articles", False),
        ("12 pages", False),
        (None, False),
    ],
)
def test_only_a_comment_about_the_paper_itself_says_that_it_is_withdrawn(
    comment: str | None, withdrawn: bool
) -> None:
    assert says_withdrawn(comment) is withdrawn
