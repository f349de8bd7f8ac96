"""OpenAlex: what it gives, what it costs, and what goes wrong with it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from fake_indexes import openalex_work, with_dois, work_of
from fake_services import TRANSIENT, FakeServices
from keeping_time import Time
from synthetic_world import sha_of

from ptm_graph.errors import (
    NotFoundError,
    OutageError,
    RefusedError,
    SourceError,
    UnavailableError,
)
from ptm_graph.sources import openalex
from ptm_graph.sources.openalex import BATCH, OpenAlex
from ptm_graph.sources.openalex_records import cited, record
from ptm_graph.words.model import Notice, PartialDate

SEED, OTHER = sha_of("seed-0"), sha_of("other-3")
KEY, MAIL = "openalex-secret-1", "ada@example.org"


@pytest.fixture
def client(services: FakeServices) -> Iterator[OpenAlex]:
    made = OpenAlex(services.settings(openalex_api_key=KEY, mailto=MAIL))
    with_dois(services.world)
    yield made
    made.close()


def asked(services: FakeServices, *shas: str) -> list[str]:
    return [f"doi:{services.world.papers[sha]['externalIds']['DOI']}" for sha in shas]


def test_papers_of_several_kinds_of_identifiers_come_in_one_list_of_each(
    services: FakeServices, client: OpenAlex
) -> None:
    dois = asked(services, *services.world.papers)
    works = [work_of(sha) for sha in services.world.papers]
    looked = client.papers([*dois, *works, "doi:10.1234/nobody"])
    assert set(looked.found) == {*dois, *works} and not looked.failed
    found = looked.found[dois[0]]
    paper = services.world.papers[next(iter(services.world.papers))]
    assert (found.title, found.abstract) == (paper["title"], paper["abstract"])
    assert found.identifiers["openalex"] == works[0]
    assert found.published == PartialDate(paper["year"]), "a first of January is nobody's date"
    assert client.requests == 2


def test_a_doi_that_a_list_cannot_hold_is_asked_for_alone(
    services: FakeServices, client: OpenAlex
) -> None:
    services.world.papers[SEED]["externalIds"]["DOI"] = "10.1234/a,b|c"
    some = asked(services, SEED, OTHER, sha_of("other-4"))
    assert set(client.papers(some).found) == set(some)
    assert client.requests == 2


def test_the_doi_of_the_journal_is_asked_for_before_that_of_arxiv(client: OpenAlex) -> None:
    assert client.asked_as({"arxiv": "1901.00001", "doi": "10.1234/x"}) == "doi:10.1234/x"
    assert client.asked_as({"arxiv": "1901.00001"}) == "doi:10.48550/arxiv.1901.00001"
    assert client.asked_as({"openalex": "W7", "doi": "10.1234/x"}) == "W7"
    assert client.asked_as({"s2": "0" * 40}) is None


def test_references_are_the_works_it_names_and_are_asked_for_once(
    services: FakeServices, client: OpenAlex
) -> None:
    services.openalex.unknown.add(sha_of("other-3"))
    services.world.cite(SEED, sha_of("other-3"))
    wanted = [edge.cited for edge in services.world.references[SEED] if edge.cited]
    listed = client.references(asked(services, SEED)[0], stated_count=99)
    assert len(listed.references) == len(wanted)
    assert listed.stated_count is None, "it counts those that it has found"
    names = [one.cited and one.cited.identifiers["openalex"] for one in listed.references]
    known = [None if one in services.openalex.unknown else work_of(one) for one in wanted]
    assert names == known and None in names
    before = client.requests
    assert client.references(asked(services, SEED)[0]) == listed
    assert client.requests == before + 2, "only those it has no record of are asked for again"


def test_a_list_is_whole_when_more_is_remembered_than_may_be(
    services: FakeServices, client: OpenAlex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openalex, "MOST_KEPT", 1)
    listed = client.references(asked(services, SEED)[0])
    assert sum(one.cited is not None for one in listed.references) > openalex.MOST_KEPT
    services.world.cite(SEED, OTHER)  # one more to ask for, beside those that are remembered
    longer = client.references(asked(services, SEED)[0])
    assert len(longer.references) == len(listed.references) + 1
    assert all(one.cited is not None for one in longer.references)


def test_a_work_without_a_list_has_an_unknown_one(services: FakeServices, client: OpenAlex) -> None:
    services.openalex.lists[SEED] = []
    listed = client.references(asked(services, SEED)[0])
    assert (listed.references, listed.stated_count, listed.elided) == ((), None, False)


def test_a_merged_work_is_followed_to_what_it_is_now(
    services: FakeServices, client: OpenAlex
) -> None:
    services.openalex.merged["W77"] = SEED
    assert client.papers(["W77"]).found["W77"].identifiers["openalex"] == work_of(SEED)


def test_titles_find_the_nearest_and_hold_no_operators(
    services: FakeServices, client: OpenAlex
) -> None:
    title = services.world.papers[SEED]["title"]
    assert client.titled(f"{title}: NOT, | this!")[0].title == title
    assert not set(",|!") & set(services.requests[-1].path.partition("search:")[2].split("&")[0])
    assert client.titled("…") == []


def test_retracted_works_are_told_for_many_in_one_request(
    services: FakeServices, client: OpenAlex
) -> None:
    services.openalex.retracted.add(SEED)
    one, other = asked(services, SEED, OTHER)
    found = client.notices([one, other, "doi:10.1234/nobody"]).found
    assert found[one].notices == (Notice("retraction", "openalex"),)
    assert found[other].notices == ()
    assert client.requests == 1 and len(found) == 2


# --- budget, pace, key ----------------------------------------------------------------------------


def test_once_the_budget_is_spent_only_what_is_free_is_asked_for(
    services: FakeServices, client: OpenAlex
) -> None:
    services.openalex.left = 0.00011
    some = asked(services, SEED, OTHER)
    assert len(client.papers(some).found) == 2
    assert client.requests == 1
    assert len(client.papers(some).found) == 2, "works are free one by one"
    assert client.requests == 3
    with pytest.raises(OutageError, match="OPENALEX_API_KEY"):
        client.titled("Any Title of Some Length")
    assert client.requests == 3


def test_a_budget_that_others_spent_is_noticed_at_the_first_refusal(
    services: FakeServices, client: OpenAlex
) -> None:
    services.openalex.left = 0.0
    some = asked(services, SEED, OTHER)
    assert len(client.papers(some).found) == 2
    assert len(services.requests) == 3


def test_key_and_address_are_told_in_headers_alone(
    services: FakeServices, client: OpenAlex, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    services.fail("403")
    with pytest.raises(RefusedError) as refused:
        client.papers(asked(services, SEED))
    seen = services.requests[0]
    assert seen.key == KEY and f"mailto:{MAIL}" in seen.agent
    told = f"{refused.value} {caplog.text} {seen.path} {client.transport!r}"
    assert KEY not in told and MAIL not in told
    assert not refused.value.key_at_fault, "the other services can still be asked"


def test_a_field_it_does_not_know_any_more_costs_one_request(
    services: FakeServices, client: OpenAlex
) -> None:
    services.openalex.fields_unknown.add("is_xpac")
    assert len(client.papers(asked(services, SEED, OTHER)).found) == 2
    assert client.requests == 2
    assert len(client.papers(asked(services, SEED, OTHER)).found) == 2
    assert client.requests == 3


# --- faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", [*TRANSIENT, "503html", "cut", "fewer", "empty", "empty list", "error"]
)
def test_a_fault_that_passes_costs_nothing(
    services: FakeServices, time: Time, client: OpenAlex, kind: str
) -> None:
    services.fail(kind, times=1)
    some = asked(services, SEED, OTHER)
    assert set(client.papers(some).found) == set(some)
    assert client.references(some[0]).references


@pytest.mark.parametrize("kind", ["503html", "garbage", "stranger", "reset"])
def test_a_fault_that_stays_is_told_and_nothing_is_made_of_it(
    services: FakeServices, client: OpenAlex, kind: str
) -> None:
    services.fail(kind)
    with pytest.raises(SourceError):
        client.papers(asked(services, SEED, OTHER))
    with pytest.raises(UnavailableError):
        client.references(asked(services, SEED)[0])


def test_works_of_which_all_else_is_null_are_records_of_little(
    services: FakeServices, client: OpenAlex
) -> None:
    services.fail("nulls")
    some = asked(services, SEED, OTHER)
    found = client.papers(some).found
    assert set(found) == set(some)
    assert all((one.title, one.notices, one.refused) == (None, None, ()) for one in found.values())
    assert client.references(some[0]).references == ()


def test_an_unknown_work_is_not_found(client: OpenAlex) -> None:
    with pytest.raises(NotFoundError):
        client.references("doi:10.1234/nobody")
    assert client.papers(["W1", "W2", "pmcid:PMC1234567"]).found == {}


def test_a_batch_is_no_longer_than_a_filter_may_be(
    services: FakeServices, client: OpenAlex
) -> None:
    client.papers([f"W{number}" for number in range(1, BATCH + 2)])
    assert [path.count("|") for path in services.paths()] == [BATCH - 1, 0]


# --- records --------------------------------------------------------------------------------------


def test_odd_values_are_refused_and_the_rest_is_kept(services: FakeServices) -> None:
    work = openalex_work(services.world, services.openalex, SEED) | {
        "publication_year": 20199,
        "publication_date": "never",
        "authorships": [None, {"author": None, "raw_author_name": "Hopper, Grace"}, 7],
        "abstract_inverted_index": {"a": [10**18], "b": "x", "first": [0], "c": [None, True]},
        "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/123456", "pmcid": "x/articles/5815332"},
        "primary_location": {"source": "x", "landing_page_url": 9},
        "title": "<i>Widgets</i> &amp; Cogs",
        "cited_by_count": -3,
    }
    made = record(work)
    assert made.title == "Widgets & Cogs"
    assert made.authors == ("Hopper, Grace",) and made.abstract == "first a"
    assert made.identifiers["pmid"] == "123456" and made.identifiers["pmcid"] == "PMC5815332"
    assert {one.field for one in made.refused} == {"year", "published", "citation_count"}


def test_an_author_it_takes_for_somebody_else_is_named_as_printed(services: FakeServices) -> None:
    work = openalex_work(services.world, services.openalex, SEED)
    work["authorships"] = [
        {"author": {"display_name": "Maria Wrong"}, "raw_author_name": "Hopper, Grace"},
        {"author": {"display_name": "Ada Lovelace"}, "raw_author_name": "A. Lovelace"},
    ]
    assert record(work).authors == ("Hopper, Grace", "Ada Lovelace")


@pytest.mark.parametrize(
    ("told", "known"),
    [("2018-01-01", "2018"), ("2018-06-01", "2018-06"), ("2018-06-13", "2018-06-13")],
)
def test_a_first_day_is_as_good_as_unknown(services: FakeServices, told: str, known: str) -> None:
    work = openalex_work(services.world, services.openalex, SEED) | {"publication_date": told}
    assert str(record(work).published) == known


def test_works_nobody_has_looked_through_are_unknown(
    services: FakeServices, client: OpenAlex
) -> None:
    assert cited(None).cited is None
    work = openalex_work(services.world, services.openalex, SEED) | {"is_xpac": True}
    services.tamper = lambda _, reply: reply._replace(body=json.dumps(work).encode())
    assert client.papers([work_of(SEED)]).found == {}
