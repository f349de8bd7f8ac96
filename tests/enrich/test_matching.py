"""Whose a full text is, and which papers its references are."""

from __future__ import annotations

import pytest

from ptm_graph.enrich.matching import Works
from ptm_graph.full_texts.full_text import FullText, ListedReference
from ptm_graph.library import Library
from ptm_graph.words.records import PaperRecord

PAPERS = {
    "owls": ("Owls and their habits at night", ("Ann Heron",), 2015, {"arxiv": "1501.00001"}),
    "owls 2": ("Owls and their habits at night 2", ("Ann Heron",), 2017, {}),
    "larks": ("LARK: Singing networks for meadow birds", ("Bo Wren", "Cy Finch"), 2018, {}),
    "gulls": ("Gulls", ("Di Tern",), 2012, {"doi": "10.5555/gulls"}),
    "ravens": ("Counting ravens with convolutional towers", ("Ed Rook",), 2016, {}),
}


@pytest.fixture
def library() -> Library:
    made = Library.in_memory()
    for title, authors, year, identifiers in PAPERS.values():
        made.store_paper(
            PaperRecord(
                "semantic scholar",
                title=title,
                authors=authors,
                year=year,
                identifiers=identifiers,
            )
        )
    return made


def number(library: Library, name: str) -> int:
    (found,) = (one.id for one in library.columns.works() if one.title == PAPERS[name][0])
    return found


def text(*references: ListedReference, title: str | None = None, **header: object) -> FullText:
    return FullText(title, None, (), references, (), 0, **header)  # type: ignore[arg-type]


def matched(
    library: Library, *references: ListedReference, known: tuple[str, ...] = ()
) -> list[str | None]:
    few = [number(library, name) for name in known]
    works = Works(library).references_of(text(*references), few, [("A Sermon on Geese", 1931)])
    names = {title: name for name, (title, *_) in PAPERS.items()}
    return [None if one is None else one.known_as or names[one.title] for one in works]


def reference(title: str | None = None, *authors: str, **rest: object) -> ListedReference:
    return ListedReference("b0", title, authors, **rest)  # type: ignore[arg-type]


# --- whose it is ------------------------------------------------------------------------------


def paper_of(library: Library, title: str | None = None, **header: object) -> int | str:
    return Works(library).paper_of(text(title=title, **header))


def test_a_text_is_known_by_its_identifier(library: Library) -> None:
    found = paper_of(library, None, identifiers={"arxiv": "1501.00001"})
    assert found == number(library, "owls")


def test_an_identifier_with_another_title_is_not_believed(library: Library) -> None:
    found = paper_of(
        library,
        "Sediment transport in shallow rivers",
        authors=("Zoe Marsh",),
        identifiers={"arxiv": "1501.00001"},
    )
    assert found == f"its identifier is that of “{PAPERS['owls'][0]}”"


@pytest.mark.parametrize(
    "title", ["Owls and their habits at night", "OWLS AND THEIR HABlTS AT NIGHT"]
)
def test_a_text_is_known_by_its_title_even_if_misread(library: Library, title: str) -> None:
    assert paper_of(library, title) == number(library, "owls")


def test_another_version_is_another_work(library: Library) -> None:
    assert paper_of(library, "Owls and their habits at night 2") == number(library, "owls 2")
    assert isinstance(paper_of(library, "Owls and their habits at night 3"), str)


def test_a_short_title_alone_names_nothing(library: Library) -> None:
    assert isinstance(paper_of(library, "Gulls"), str)
    assert paper_of(library, "Gulls", authors=("D. Tern",)) == number(library, "gulls")


def test_what_has_no_header_says_so(library: Library) -> None:
    assert paper_of(library) == "neither a title nor an identifier was read"


# --- whom it cites ----------------------------------------------------------------------------


def test_references_are_found_in_the_whole_library(library: Library) -> None:
    found = matched(
        library,
        reference(None, identifiers={"doi": "10.5555/gulls"}),
        reference("Counting ravens with convolutional towers", "E. Rook", year=2017),
        reference("A pamphlet on pigeons and their post"),
    )
    assert found == ["gulls", "ravens", None]


def test_an_identifier_of_another_work_is_not_believed(library: Library) -> None:
    doi = {"doi": "10.5555/gulls"}
    other = reference("A survey of the fish of all the seas", "Gil Trout", identifiers=doi)
    assert matched(library, other) == [None]
    renamed = reference("Birds of the open sea", "Di Tern", identifiers=doi)
    assert matched(library, renamed) == ["gulls"]


def test_authors_or_years_that_differ_make_it_another_work(library: Library) -> None:
    title = "Counting ravens with convolutional towers"
    assert matched(library, reference(title, "Flo Stork")) == [None]
    assert matched(library, reference(title, year=1990)) == [None]


def test_among_works_it_is_known_to_cite_less_is_needed(library: Library) -> None:
    cut = reference("Counting ravens with convolutional tow- Proc. of")
    assert matched(library, cut) == [None]
    assert matched(library, cut, known=("ravens", "larks")) == ["ravens"]
    assert matched(library, reference("Gulls", year=2012), known=("gulls",)) == ["gulls"]


def test_a_title_within_what_is_printed_is_enough(library: Library) -> None:
    raw = "Wren B, Finch C. Lark: singing networks for meadow birds. 2018."
    assert matched(library, reference(raw=raw), known=("larks", "ravens")) == ["larks"]


def test_author_and_year_are_enough_where_they_mean_one_work(library: Library) -> None:
    bare = reference(None, "B. Wren", year=2018)
    assert matched(library, bare, known=("larks", "ravens")) == ["larks"]
    assert matched(library, bare) == [None]


def test_what_a_service_lists_without_a_record_is_known(library: Library) -> None:
    assert matched(library, reference("A sermon on geese")) == ["A Sermon on Geese"]


def test_two_references_of_different_titles_are_never_one_paper(library: Library) -> None:
    doi = {"doi": "10.5555/gulls"}
    one = reference("Gulls", "Di Tern", identifiers=doi)
    other = reference("Gulls and other birds of the open sea", "Di Tern", identifiers=doi)
    assert matched(library, one, other) == ["gulls", None]
    assert matched(library, one, one) == ["gulls", "gulls"]
