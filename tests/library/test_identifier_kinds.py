"""A library with the kinds of identifiers there were keeps its keys when there are more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ptm_graph.library import Library
from ptm_graph.words.records import PaperRecord

S2 = "semantic scholar"


@pytest.fixture
def library() -> Iterator[Library]:
    with Library.in_memory() as made:
        yield made


@pytest.mark.parametrize(
    "identifiers", [{"arxiv": "1901.00001"}, {"mag": "7"}, {"corpus": "5"}, {"s2": "a" * 40}]
)
def test_a_paper_that_has_a_key_keeps_it(library: Library, identifiers: dict[str, str]) -> None:
    key = library.store_paper(PaperRecord(S2, identifiers, title="A Paper of Some Length"))
    more = {"pmid": "1", "pmcid": "PMC2", "openalex": "W3", "dblp": "conf/x/Y"}
    assert library.store_paper(PaperRecord(S2, identifiers | more)) == key
    assert library.paper(key).identifiers == identifiers | more


@pytest.mark.parametrize(
    "query",
    [
        "pmid:31501885",
        "PMID: 31501885",
        "https://pubmed.ncbi.nlm.nih.gov/31501885/",
        "PMC7703568",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7703568/",
        "openalex:w2963341956",
        "https://dblp.org/rec/conf/toys/ByronT20",
    ],
)
def test_a_paper_is_found_by_any_of_them(library: Library, query: str) -> None:
    identifiers = {
        "pmid": "31501885",
        "pmcid": "PMC7703568",
        "openalex": "W2963341956",
        "dblp": "conf/toys/ByronT20",
    }
    library.store_paper(PaperRecord(S2, identifiers, title="A Paper of Some Length"))
    assert library.find(query).key == "pmid:31501885"


def test_records_that_share_one_are_one_paper(library: Library) -> None:
    first = library.store_paper(PaperRecord(S2, {"arxiv": "1901.00001", "pmid": "1"}, title="One"))
    other = library.store_paper(PaperRecord("arxiv", {"pmid": "1"}, title="Called otherwise"))
    assert first == other
    assert library.paper_count() == 1


def test_the_surer_kind_decides_where_a_record_names_two_papers(library: Library) -> None:
    one = library.store_paper(PaperRecord(S2, {"arxiv": "1901.00001"}, title="A First Paper"))
    two = library.store_paper(
        PaperRecord(S2, {"arxiv": "1902.00002", "pmid": "1"}, title="A Second Paper")
    )
    record = PaperRecord(S2, {"pmid": "1", "arxiv": "1901.00001"}, venue="Journal of Toys")
    assert library.store_paper(record) == one
    assert library.paper(two).venue is None


def test_a_kind_that_a_newer_version_wrote_is_no_obstacle(library: Library) -> None:
    record = PaperRecord(S2, {"arxiv": "1901.00001", "future": "x"}, title="A Paper")
    key = library.store_paper(record)
    assert library.store_paper(record) == key
    assert library.paper(key).identifiers["future"] == "x"
