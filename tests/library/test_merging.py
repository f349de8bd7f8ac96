"""How several sources' views of a paper become one."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.library import Library
from ptm_graph.words.model import Paper, PartialDate
from ptm_graph.words.records import PaperRecord

IDS = {"arxiv": "1810.04805"}


def merged(*records: PaperRecord) -> Paper:
    with Library.in_memory() as library:
        for record in records:
            library.store_paper(record)
        (paper,) = library.iter_papers()
        return paper


def scholar(**fields: Any) -> PaperRecord:
    return PaperRecord(source="semantic scholar", identifiers=IDS, **fields)


def arxiv(**fields: Any) -> PaperRecord:
    return PaperRecord(source="arxiv", identifiers=IDS, **fields)


def test_nothing_never_replaces_something() -> None:
    full = scholar(
        title="BERT",
        authors=("Jacob Devlin",),
        year=2019,
        venue="NAACL",
        abstract="We introduce …",
        citation_count=33,
        reference_count=63,
        fields_of_study=("Computer Science",),
    )
    assert merged(full, scholar()) == merged(full)
    assert merged(full, scholar(authors=(), fields_of_study=())) == merged(full)


def test_less_never_replaces_more() -> None:
    full = scholar(
        title="BERT",
        authors=("A", "B", "C"),
        abstract="We introduce a new model. It is good.",
        citation_count=33_000,
        reference_count=63,
        fields_of_study=("Computer Science", "Linguistics"),
    )
    less = scholar(
        title="BERT",
        authors=("A",),
        abstract="We introduce a new model.",
        citation_count=0,
        fields_of_study=("Computer Science",),
    )
    assert merged(full, less) == merged(full)


def test_newer_values_of_the_same_source_are_taken() -> None:
    paper = merged(
        scholar(title="BERT", authors=("A", "B"), citation_count=33, venue="arXiv"),
        scholar(title="BERT!", authors=("A", "C"), citation_count=30, venue="NAACL"),
    )
    assert (paper.title, paper.authors) == ("BERT!", ("A", "C"))
    assert (paper.citation_count, paper.venue) == (30, "NAACL")


def test_each_field_remembers_where_it_came_from() -> None:
    paper = merged(
        PaperRecord(source="reading list", identifiers=IDS, title="Bert", venue="somewhere"),
        arxiv(title="BERT", comment="16 pages"),
        scholar(year=2019),
    )
    assert paper.provenance == {
        "title": "arxiv",
        "venue": "reading list",
        "comment": "arxiv",
        "year": "semantic scholar",
        "published": "arxiv id",
    }


@pytest.mark.parametrize(
    "records",
    list(
        permutations(
            [
                PaperRecord(source="reading list", identifiers=IDS, title="bert"),
                arxiv(title="BERT: v1", comment="16 pages", categories=("cs.CL",)),
                scholar(title="BERT", comment="no", categories=("cs.XX",)),
                PaperRecord(source="snapshot", identifiers=IDS, title="old", venue="NAACL"),
            ]
        )
    ),
)
def test_the_order_of_the_sources_does_not_matter(records: tuple[PaperRecord, ...]) -> None:
    paper = merged(*records)
    assert (paper.title, paper.comment, paper.categories) == ("BERT", "16 pages", ("cs.CL",))
    assert paper.venue == "NAACL"


def test_the_earliest_date_wins_and_says_whose_it_is() -> None:
    late = scholar(title="BERT", published=PartialDate(2019, 6, 2), year=2019)
    early = arxiv(title="BERT", published=PartialDate(2018, 10, 11))
    for paper in (merged(late, early), merged(early, late)):
        assert paper.published == PartialDate(2018, 10, 11)
        assert paper.provenance["published"] == "arxiv"


def test_a_bare_year_does_not_beat_a_day_of_that_year() -> None:
    paper = merged(scholar(title="BERT", year=2018), arxiv(published=PartialDate(2018, 10, 11)))
    assert paper.published == PartialDate(2018, 10, 11)


def test_an_arxiv_id_tells_the_month() -> None:
    assert merged(scholar(title="BERT", year=2019)).published == PartialDate(2018, 10)


fields = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["BERT", "Bert: a model"]),
        "year": st.sampled_from([2018, 2019]),
        "venue": st.sampled_from(["NAACL", "arXiv"]),
        "published": st.sampled_from([PartialDate(2018), PartialDate(2019, 5, 1)]),
        "authors": st.sampled_from([("A",), ("A", "B")]),
        "abstract": st.sampled_from(["One.", "One. Two."]),
        "citation_count": st.sampled_from([0, 5, 6]),
    },
)


@given(st.lists(st.tuples(st.sampled_from(["arxiv", "semantic scholar"]), fields), min_size=1))
def test_what_is_known_stays_known(told: list[tuple[Any, dict[str, Any]]]) -> None:
    with Library.in_memory() as library:
        known: set[str] = set()
        for source, values in told:
            record = PaperRecord(source=source, identifiers=IDS, **values)
            library.store_paper(record)
            (paper,) = library.iter_papers()
            now = {name for name in values if getattr(paper, name) not in (None, ())}
            assert set(values) == now
            known |= now
            assert all(getattr(paper, name) not in (None, ()) for name in known)
        before = library.dump()
        library.store_paper(PaperRecord(source=told[-1][0], identifiers=IDS, **told[-1][1]))
        assert library.dump() == before, "the same record again changes nothing"
