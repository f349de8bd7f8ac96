"""Semantic Scholar through the real client."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from fake_services import FakeServices
from keeping_time import Time
from synthetic_world import sha_of

from ptm_graph.errors import NotFoundError, OutageError, RefusedError, UnavailableError
from ptm_graph.sources.scholar_records import record
from ptm_graph.sources.semantic_scholar import SemanticScholar
from ptm_graph.words.model import PartialDate

SEEDS = [sha_of(f"seed-{n}") for n in range(5)]


@pytest.fixture
def scholar(services: FakeServices, time: Time) -> Iterator[SemanticScholar]:
    made = SemanticScholar(services.settings(s2_api_key="secret"))
    yield made
    made.close()


# --- batches ------------------------------------------------------------------------------------


def test_a_batch_is_matched_by_what_was_asked_not_by_place(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    asked = [SEEDS[3], "ARXIV:2001.99999", "ARXIV:1901.00001", "CorpusId:9000001"]
    found = scholar.papers(asked).found
    assert {one: item.identifiers["s2"] for one, item in found.items()} == {
        SEEDS[3]: SEEDS[3],
        "ARXIV:1901.00001": SEEDS[0],
        "CorpusId:9000001": SEEDS[1],
    }
    assert found[SEEDS[3]].published == PartialDate(2019, 4, 15)
    assert found[SEEDS[3]].abstract


def test_no_known_id_among_a_handful_is_no_error_and_costs_one_request(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    answer = scholar.papers([f"ARXIV:2001.{n:05d}" for n in range(5)])
    assert (answer.found, answer.failed) == ({}, {})
    assert len(services.requests) == 1


def test_no_known_id_among_many_is_an_outage_and_costs_one_request(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    with pytest.raises(OutageError, match="none of 50 papers"):
        scholar.papers([f"ARXIV:2001.{n:05d}" for n in range(50)])
    assert len(services.requests) == 1


def test_a_batch_that_is_not_found_is_an_outage(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    services.fail("404", naming="/paper/batch")
    with pytest.raises(OutageError, match="Semantic Scholar"):
        scholar.papers(SEEDS)
    assert len(services.requests) == 1


def test_a_malformed_id_costs_only_itself(services: FakeServices, scholar: SemanticScholar) -> None:
    asked = [*SEEDS[:2], "DOI: nonsense", *SEEDS[2:]]
    assert list(scholar.papers(asked).found) == SEEDS


@pytest.mark.parametrize(
    "kind",
    [
        "html", "cut", "fewer", "hollow", "truncate", "garbage", "reset", "null", "empty",
        "empty list", "error", "stranger", "500", "502", "503", "504", "429", "silent",
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_asked_for_again(
    services: FakeServices, scholar: SemanticScholar, kind: str
) -> None:
    services.fail(kind, times=1)
    found = scholar.papers(["ARXIV:1901.00001", *SEEDS[1:]]).found
    assert [item.title for item in found.values()] == [
        services.world.papers[sha]["title"] for sha in SEEDS
    ]


@pytest.mark.parametrize("kind", ["html", "cut", "fewer", "hollow", "empty list", "503", "null"])
def test_an_outage_is_never_a_paper_without_data(
    services: FakeServices, scholar: SemanticScholar, kind: str
) -> None:
    services.fail(kind)
    with pytest.raises(UnavailableError, match="Semantic Scholar"):
        scholar.papers(SEEDS)


def test_one_record_that_stays_hollow_costs_only_itself(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    services.world.papers[SEEDS[2]]["title"] = None
    answer = scholar.papers(SEEDS)
    assert list(answer.found) == [sha for sha in SEEDS if sha != SEEDS[2]]
    assert list(answer.failed) == [SEEDS[2]]
    assert "without a title" in str(answer.failed[SEEDS[2]])


@pytest.mark.parametrize("kind", ["401", "403"])
def test_a_refused_key_is_said_at_once(
    services: FakeServices, scholar: SemanticScholar, kind: str
) -> None:
    services.fail(kind)
    with pytest.raises(RefusedError, match=rf"HTTP {kind}.*S2_API_KEY"):
        scholar.papers(SEEDS)
    assert len(services.requests) == 1


def test_every_call_carries_the_key(services: FakeServices, scholar: SemanticScholar) -> None:
    scholar.papers(SEEDS)
    scholar.references(SEEDS[0])
    scholar.citations(SEEDS[0])
    scholar.cited_ids(SEEDS)
    scholar.titled("Sparse Encoders for Problem Number 0")
    assert {request.key for request in services.requests} == {"secret"}
    assert len(services.requests) == 5


def test_the_client_does_not_configure_the_root_logger(services: FakeServices) -> None:
    before = list(logging.getLogger().handlers)
    SemanticScholar(services.settings()).close()
    assert logging.getLogger().handlers == before


def test_cited_ids_tell_none_known_from_none_to_be_had(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    first, lonely, odd = sha_of("other-1"), sha_of("other-0"), sha_of("odd")
    services.world.add("odd", "A Paper whose List is not to be had", referenceCount=12)
    found = scholar.cited_ids([first, lonely, odd]).found
    assert found == {first: (sha_of("other-0"),), lonely: (), odd: None}


# --- lists --------------------------------------------------------------------------------------


def test_a_list_is_read_to_its_end_elided_and_null_ids_included(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    services.page_size = 3  # pages shorter than the limit although more follow
    edges = services.world.references[SEEDS[4]]
    listed = scholar.references(SEEDS[4], len(edges))
    assert listed.complete
    assert [one.title for one in listed.references] == [
        services.world.papers[edge.cited]["title"] if edge.cited else edge.title for edge in edges
    ]
    assert listed.references[-1].cited is None
    assert listed.references[-1].reason
    assert listed.references[0].influential is True
    assert listed.references[0].sentences
    assert len(services.paths("/references")) == 3


def test_a_list_of_more_than_a_page_is_complete(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    for n in range(2_300):
        services.world.cite(SEEDS[0], None, title=f"Reference {n}")
    stated = len(services.world.references[SEEDS[0]])
    assert scholar.references(SEEDS[0], stated).complete


def test_a_withheld_list_is_said_to_be_withheld(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    services.world.elided.add(SEEDS[0])
    listed = scholar.references(SEEDS[0], 9)
    assert listed.elided
    assert not listed.complete
    assert listed.references == ()


def test_a_list_that_lost_its_end_is_read_again(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    edges = services.world.references[SEEDS[4]]
    services.fail("fewer", times=1)
    assert scholar.references(SEEDS[4], len(edges)).complete
    services.heal()
    assert not scholar.references(SEEDS[4], len(edges) + 1).complete
    assert len(services.requests) == 2, "but not for ever"


def test_a_list_shorter_than_stated_is_not_complete(scholar: SemanticScholar) -> None:
    assert not scholar.references(SEEDS[0], 500).complete
    assert not scholar.references(SEEDS[0], None).complete


@pytest.mark.parametrize(
    "kind",
    ["html", "cut", "truncate", "garbage", "reset", "null", "empty", "error", "500", "429"],
)
def test_a_broken_page_is_asked_for_again_and_the_others_are_not(
    services: FakeServices, scholar: SemanticScholar, kind: str
) -> None:
    services.page_size = 4
    services.fail(kind, naming="offset=4", times=1)
    edges = services.world.references[SEEDS[4]]
    assert scholar.references(SEEDS[4], len(edges)).complete
    assert len(services.paths("offset=0")) == 1


def test_a_list_that_breaks_off_is_no_list(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    services.page_size = 4
    services.fail("null", naming="offset=4")
    with pytest.raises(UnavailableError):
        scholar.references(SEEDS[4])


def test_an_unknown_paper_has_no_list(scholar: SemanticScholar) -> None:
    with pytest.raises(NotFoundError):
        scholar.references("e" * 40)


def test_no_sign_of_the_text_leaves_influence_unknown(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    services.world.cite(SEEDS[0], sha_of("other-14"))
    silent = scholar.references(SEEDS[0]).references[-1]
    assert (silent.influential, silent.intents, silent.sentences) == (None, None, None)


# --- titles and records -------------------------------------------------------------------------


def test_a_title_is_sent_whole_whatever_it_contains(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    sha = services.world.add("odd", "What is 50 % of Q&A? R/W + more #1 = “yes”")
    (found,) = scholar.titled("What is 50 % of Q&A? R/W + more #1 = “yes”")
    assert found.identifiers["s2"] == sha


def test_no_title_near_is_nothing(scholar: SemanticScholar) -> None:
    assert scholar.titled("Unheard words entirely") == []


@pytest.mark.parametrize("kind", ["hollow", "html", "empty", "null"])
def test_a_search_that_answers_nonsense_is_no_miss(
    services: FakeServices, scholar: SemanticScholar, kind: str
) -> None:
    services.fail(kind)
    with pytest.raises(UnavailableError):
        scholar.titled("Sparse Encoders for Problem Number 0")


def test_a_record_takes_only_what_makes_sense() -> None:
    odd = record(
        {
            "paperId": "A" * 40,
            "title": "  Odd\u200b title\n",
            "year": True,
            "externalIds": {"ArXiv": "not one", "DOI": "10.48550/arXiv.1901.00001", "MAG": 7},
            "authors": [{"name": None}, {"name": " Ada  B "}],
            "referenceCount": 0,
            "publicationDate": "2019-13-45",
        }
    )
    assert odd.identifiers == {"arxiv": "1901.00001", "mag": "7", "s2": "a" * 40}
    assert (odd.title, odd.year, odd.authors) == ("Odd title", None, ("Ada B",))
    assert odd.reference_count is None, "no references counted means none known"
    assert odd.published is None


def test_the_service_is_asked_by_its_own_id_first(scholar: SemanticScholar) -> None:
    assert scholar.asked_as({"doi": "10.1/x", "s2": "a" * 40}) == "a" * 40
    assert scholar.asked_as({"acl": "N19-1423", "doi": "10.1/x"}) == "DOI:10.1/x"
    assert scholar.asked_as({"pmid": "123", "pmcid": "PMC45"}) == "PMID:123"
    assert scholar.asked_as({"pmcid": "PMC45", "dblp": "conf/x/Y1"}) == "PMCID:45"
    assert scholar.asked_as({"openreview": "abcdef", "dblp": "conf/x/Y1"}) is None


def test_every_identifier_of_a_record_is_kept() -> None:
    found = record(
        {
            "paperId": "b" * 40,
            "externalIds": {
                "ACL": "N19-1423",
                "CorpusId": 52967399,
                "DBLP": "conf/naacl/DevlinCLT19",
                "PubMed": "31501885",
                "PubMedCentral": "7703568",
            },
        }
    )
    assert found.identifiers == {
        "acl": "N19-1423",
        "corpus": "52967399",
        "pmid": "31501885",
        "pmcid": "PMC7703568",
        "dblp": "conf/naacl/DevlinCLT19",
        "s2": "b" * 40,
    }


@pytest.mark.parametrize(
    "odd",
    [
        {"publicationDate": "2019"},
        {"publicationDate": "2019-05"},
        {"publicationDate": "soon"},
        {"publicationDate": 2019},
        {"authors": None},
        {"authors": [None, "Ada", {"name": 7}]},
        {"externalIds": []},
        {"externalIds": None},
        {"fieldsOfStudy": "all"},
        {"year": "2019", "citationCount": "many", "venue": {"name": "x"}, "abstract": 7},
    ],
)
def test_a_value_of_an_unknown_kind_costs_only_itself(
    services: FakeServices, scholar: SemanticScholar, odd: dict[str, object]
) -> None:
    services.world.papers[SEEDS[2]].update(odd)
    answer = scholar.papers(SEEDS)
    assert list(answer.found) == SEEDS
    assert answer.found[SEEDS[2]].title == services.world.papers[SEEDS[2]]["title"]
    services.world.cite(SEEDS[0], SEEDS[2])
    assert scholar.references(SEEDS[0]).references[-1].title == answer.found[SEEDS[2]].title


def test_a_date_that_the_client_cannot_read_is_not_lost(
    services: FakeServices, scholar: SemanticScholar
) -> None:
    services.world.papers[SEEDS[2]]["publicationDate"] = "2019-05"
    assert scholar.papers(SEEDS).found[SEEDS[2]].published == PartialDate(2019, 5)
