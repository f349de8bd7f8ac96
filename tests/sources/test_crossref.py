"""Crossref: what publishers deposited there, how often it may be asked, and what goes wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from fake_indexes import crossref_work, notice_doi, with_dois
from fake_services import TRANSIENT, FakeServices
from keeping_time import Time
from synthetic_world import sha_of

from ptm_graph.enrich.printed import read_printed
from ptm_graph.errors import NotFoundError, RefusedError, SourceError, UnavailableError
from ptm_graph.settings import Settings
from ptm_graph.sources.crossref import LEAST_INTERVAL, Crossref
from ptm_graph.sources.crossref_records import is_about_itself, record, references
from ptm_graph.words.model import Notice, PartialDate
from ptm_graph.words.records import ReferenceList

SEED, OTHER = sha_of("seed-0"), sha_of("other-3")
MAIL = "ada@example.org"


@pytest.fixture
def client(services: FakeServices) -> Iterator[Crossref]:
    made = Crossref(services.settings(mailto=MAIL))
    with_dois(services.world)
    yield made
    made.close()


def doi(services: FakeServices, sha: str) -> str:
    return str(services.world.papers[sha]["externalIds"]["DOI"])


def test_papers_come_in_one_list(services: FakeServices, client: Crossref) -> None:
    wanted = {doi(services, sha): paper for sha, paper in services.world.papers.items()}
    looked = client.papers([*wanted, "10.1234/nobody"])
    assert set(looked.found) == set(wanted) and client.requests == 1
    for one, found in looked.found.items():
        assert (found.title, found.abstract) == (wanted[one]["title"], wanted[one]["abstract"])
        assert found.year == wanted[one]["year"] and found.notices == ()
        assert found.authors == tuple(author["name"] for author in wanted[one]["authors"])


def test_a_doi_that_a_list_cannot_hold_is_asked_for_alone(
    services: FakeServices, client: Crossref
) -> None:
    services.world.papers[SEED]["externalIds"]["DOI"] = "10.1234/a,b"
    some = ["10.1234/a,b", doi(services, OTHER), doi(services, sha_of("other-4"))]
    assert set(client.papers(some).found) == set(some) and client.requests == 2


def test_references_are_those_the_publisher_deposited(
    services: FakeServices, client: Crossref
) -> None:
    listed = client.references(doi(services, SEED), stated_count=999)
    edges = services.world.references[SEED]
    assert listed.stated_count == len(listed.references) == len(edges)
    for edge, one in zip(edges, listed.references, strict=True):
        if edge.cited is None:
            assert (one.cited, one.title, one.year) == (None, edge.title, edge.year)
        else:
            assert one.cited is not None
            assert one.cited.identifiers == {"doi": doi(services, edge.cited)}


def test_printed_references_are_read_as_those_of_a_paper(
    services: FakeServices, client: Crossref
) -> None:
    services.crossref.printed = True
    given = client.references(doi(services, SEED))
    assert all(one.printed and one.title is None for one in given.references)
    edges = services.world.references[SEED]
    titles = [
        edge.title if edge.cited is None else services.world.papers[edge.cited]["title"]
        for edge in edges
    ]
    read = read_printed(given).references
    assert [one.title for one in read] == titles
    assert [one.cited and one.cited.title for one in read[:-1]] == titles[:-1]


def test_a_list_that_nobody_deposited_is_unknown(services: FakeServices, client: Crossref) -> None:
    services.crossref.lists[SEED] = []
    listed = client.references(doi(services, SEED))
    assert (listed.references, listed.stated_count, listed.elided) == ((), None, False)


def test_a_doi_that_became_another_one_is_followed(
    services: FakeServices, client: Crossref
) -> None:
    services.crossref.merged["10.1234/old"] = SEED
    assert client.references("10.1234/old").references
    assert client.papers(["10.1234/old"]).found["10.1234/old"].identifiers["doi"] == doi(
        services, SEED
    )


def test_a_title_finds_the_nearest_works_and_no_notices_of_them(
    services: FakeServices, client: Crossref
) -> None:
    title = services.world.papers[SEED]["title"]
    assert client.titled(title)[0].title == title
    assert client.titled("  ") == []
    other = {"DOI": "10.1234/n", "type": "journal-article", "update-to": [{"DOI": "10.1234/x"}]}
    assert not is_about_itself(other)
    assert not is_about_itself({"DOI": "10.1234/n", "type": "peer-review"})
    assert is_about_itself(crossref_work(services.world, services.crossref, SEED))


# --- notices --------------------------------------------------------------------------------------


@pytest.mark.parametrize("older", [False, True])
def test_notices_are_told_for_many_in_one_request(
    services: FakeServices, client: Crossref, older: bool
) -> None:
    services.crossref.retracted.add(SEED)
    if older:
        services.crossref.fields_unknown.add("updated-by")
    one, other = doi(services, SEED), doi(services, OTHER)
    found = client.notices([one, other]).found
    link = f"https://doi.org/{notice_doi(SEED)}"
    notice = Notice("retraction", "crossref", PartialDate(2021, 3, 4), link)
    assert (found[one].notices, found[other].notices) == ((notice,), ())
    assert client.requests == 1 + 2 * older


def test_what_an_older_service_does_not_tell_is_not_known(
    services: FakeServices, client: Crossref
) -> None:
    services.crossref.fields_unknown.add("updated-by")
    some = [doi(services, SEED), doi(services, OTHER)]
    client.papers(some)
    services.tamper = lambda _, reply: reply
    assert {one.notices for one in client.papers(some).found.values()} == {None}


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("retraction", "retraction"),
        ("partial_retraction", "correction"),
        ("withdrawal", "withdrawal"),
        ("removal", "withdrawal"),
        ("expression_of_concern", "concern"),
        ("corrigendum", "correction"),
        ("Erratum", "correction"),
        ("new_edition", None),
        (None, None),
        (7, None),
    ],
)
def test_updates_are_notices_of_their_kinds(told: object, kind: str | None) -> None:
    work = {"DOI": "10.1234/x", "title": ["X"], "updated-by": [{"type": told, "DOI": "10.1234/n"}]}
    assert [one.kind for one in record(work).notices or ()] == ([] if kind is None else [kind])


def test_two_sources_of_one_notice_are_told_once() -> None:
    notice = {"type": "retraction", "DOI": "10.1234/n", "updated": {"date-parts": [[2020]]}}
    own = {"type": "retraction", "DOI": "10.1234/X"}
    work = {"DOI": "10.1234/x", "updated-by": [notice, {**notice, "source": "retraction-watch"}]}
    assert len(record(work).notices or ()) == 1
    assert [one.kind for one in record({"DOI": "10.1234/x", "update-to": [own]}).notices or ()] == [
        "retraction"
    ]


def test_the_mark_before_a_title_is_a_notice_and_goes() -> None:
    made = record({"DOI": "10.1234/x", "title": ["RETRACTED ARTICLE: On Widgets"]})
    assert (made.title, [one.kind for one in made.notices or ()]) == ("On Widgets", ["retraction"])
    told = {"title": ["RETRACTED: On Widgets"], "update-to": [{"DOI": "10.1234/x"}]}
    notice = record({"DOI": "10.1234/n", **told})
    assert (notice.title, notice.notices) == ("RETRACTED: On Widgets", ())


# --- pace and address -----------------------------------------------------------------------------


def test_the_pace_is_what_the_service_says(services: FakeServices, time: Time) -> None:
    with_dois(services.world)
    services.crossref.limit, services.clock = ("4", "2s"), time.now
    client = Crossref(services.settings(crossref_interval=None))
    client._pace._clock, client._pace._sleep = time.now, time.sleep
    for sha in (SEED, OTHER, sha_of("other-4"), sha_of("other-5")):
        client.references(doi(services, sha))
    assert services.gaps("crossref") == pytest.approx([0.5] * 3)
    assert client.interval == 0.5
    client.close()


@pytest.mark.parametrize(
    "limit",
    [("0", "1s"), ("x", "1s"), ("50", ""), ("-3", "1s"), ("9" * 40, "1s"), ("1", "9999999s")],
)
def test_a_useless_limit_does_no_harm(services: FakeServices, limit: tuple[str, str]) -> None:
    with_dois(services.world)
    services.crossref.limit = limit
    client = Crossref(services.settings(crossref_interval=None))
    client.references(doi(services, SEED))
    assert client.interval == LEAST_INTERVAL
    client.close()


def test_one_whom_it_may_ask_faster_is_not_asked_faster_than_is_polite() -> None:
    client = Crossref(Settings())
    assert client.interval == LEAST_INTERVAL
    client.close()


def test_the_address_is_told_in_a_header_alone(
    services: FakeServices, client: Crossref, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    services.fail("403")
    with pytest.raises(RefusedError) as refused:
        client.papers([doi(services, SEED)])
    assert f"mailto:{MAIL}" in services.requests[0].agent
    assert MAIL not in f"{refused.value} {caplog.text} {services.requests[0].path}"
    assert not refused.value.key_at_fault


# --- faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*TRANSIENT, "503html", "cut", "fewer", "null", "empty", "error"])
def test_a_fault_that_passes_costs_nothing(
    services: FakeServices, time: Time, client: Crossref, kind: str
) -> None:
    services.fail(kind, times=1)
    some = [doi(services, SEED), doi(services, OTHER)]
    assert set(client.papers(some).found) == set(some)
    assert client.references(some[0]).references


@pytest.mark.parametrize("kind", ["503html", "garbage", "stranger", "reset", "null"])
def test_a_fault_that_stays_is_told_and_nothing_is_made_of_it(
    services: FakeServices, client: Crossref, kind: str
) -> None:
    services.fail(kind)
    with pytest.raises(SourceError):
        client.papers([doi(services, SEED), doi(services, OTHER)])
    with pytest.raises(UnavailableError):
        client.references(doi(services, SEED))


def test_works_of_which_all_else_is_null_are_records_of_little(
    services: FakeServices, client: Crossref
) -> None:
    services.fail("nulls")
    some = [doi(services, SEED), doi(services, OTHER)]
    found = client.papers(some).found
    assert set(found) == set(some)
    assert all((one.title, one.refused) == (None, ()) for one in found.values())
    assert client.references(some[0]).references == ()


def test_an_unknown_doi_is_not_found(client: Crossref) -> None:
    with pytest.raises(NotFoundError):
        client.references("10.1234/nobody")
    assert client.papers(["10.1234/nobody"]).found == {}


def test_an_answer_whose_message_is_null_is_none(services: FakeServices, client: Crossref) -> None:
    body = json.dumps({"status": "ok", "message": None}).encode()
    services.tamper = lambda _, reply: reply._replace(body=body)
    with pytest.raises(UnavailableError):
        client.references(doi(services, SEED))


# --- records --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "known"),
    [
        ([[2019, 6, 5]], "2019-06-05"),
        ([[2019, 6]], "2019-06"),
        ([[2019, 13]], "2019"),
        ([[2019, None, 4]], "2019"),
        ([[2019, 2, 30]], "2019-02"),
        ([[None]], None),
        ([], None),
        (None, None),
        ("2019", None),
        ([["2019"]], "2019"),
        ([[True]], None),
    ],
)
def test_a_date_is_as_exact_as_its_parts(parts: object, known: str | None) -> None:
    made = record({"DOI": "10.1234/x", "issued": {"date-parts": parts}})
    assert (made.published and str(made.published)) == known


def test_the_first_of_several_dates_counts_as_exactly_as_it_is_known() -> None:
    dates = {
        "issued": {"date-parts": [[2020]]},
        "published-online": {"date-parts": [[2020, 11, 13]]},
        "published-print": {"date-parts": [[2021, 1]]},
        "posted": {"date-parts": [[99_999, 1, 1]]},
    }
    assert str(record({"DOI": "10.1234/x", **dates}).published) == "2020-11-13"


def test_odd_values_are_refused_and_the_rest_is_kept() -> None:
    work = {
        "DOI": "10.1234/X",
        "title": ["  ", "<b>Widgets</b> in CO<sub>2</sub> &amp;amp; Air", "Another"],
        "subtitle": ["A <i>Study</i>"],
        "author": [
            {"given": "Ada", "family": "Lovelace", "suffix": "Jr."},
            {"name": "The Widget Group"},
            {"given": None, "family": None},
            "Hopper",
        ],
        "container-title": [],
        "event": {"name": "A Meeting"},
        "issued": {"date-parts": [[0]]},
        "is-referenced-by-count": "many",
        "references-count": 0,
        "abstract": "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title>"
        "<jats:p>One</jats:p><jats:p>two.</jats:p></jats:sec>",
        "relation": {"has-preprint": [{"id-type": "arxiv", "id": "1901.00001"}, {"id": 4}, None]},
    }
    made = record(work)
    assert made.title == "Widgets in CO₂ & Air: A Study"
    assert made.authors == ("Ada Lovelace Jr.", "The Widget Group", "Hopper")
    assert made.identifiers == {"doi": "10.1234/x", "arxiv": "1901.00001"}
    assert (made.venue, made.abstract) == ("A Meeting", "Aim One two.")
    assert (made.reference_count, made.published) == (None, None)
    assert {one.field for one in made.refused} == {"published", "citation_count"}


def test_references_of_any_kind_survive() -> None:
    told = [
        {"key": "1", "DOI": "10.1234/A", "year": "2019a", "article-title": "<i>A</i> Title"},
        {"key": "2", "volume-title": "A Book", "year": 0},
        {"key": "3", "unstructured": None, "journal-title": "Nature"},
        {"key": "4", "DOI": "no doi", "year": "in press", "unstructured": "A. Author. 2019."},
        {"key": "5", "DOI": "10.48550/arXiv.1901.00001"},
        None,
        {},
    ]
    found = references({"reference": told})
    assert [one.cited and dict(one.cited.identifiers) for one in found] == [
        *({"doi": "10.1234/a"}, None, None, None),
        *({"arxiv": "1901.00001"}, None),
    ]
    assert [one.title for one in found] == ["A Title", "A Book", None, None, None, None]
    assert [one.year for one in found] == [2019, None, None, None, None, None]
    assert len(read_printed(ReferenceList("crossref", found)).references) == len(found)
    assert references({"reference": "none"}) == ()
