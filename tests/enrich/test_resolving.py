"""Which paper an entry without identifiers means."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from fake_services import FakeServices
from refreshing import refresh_from

from ptm_graph.enrich.resolving import Resolution, resolve
from ptm_graph.library import Library
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.semantic_scholar import SemanticScholar
from ptm_graph.words.model import SeedEntry


@pytest.fixture
def clients(services: FakeServices) -> Iterator[tuple[SemanticScholar, Arxiv]]:
    world = services.world
    world.papers.clear()
    ada, alan = [{"name": "Ada Byron"}], [{"name": "Alan Turing"}]
    world.add("gpt3", "A Technical Report on GPT-3 Models", authors=ada)
    world.add("ernie-1", "ERNIE", externalIds={"ArXiv": "1904.09223"}, authors=ada)
    world.add("twin-1", "On Twins in Literature Search", authors=ada, year=2018)
    world.add("only-arxiv", "Found Nowhere Else but There", externalIds={"ArXiv": "2005.00005"})
    for n in (1, 2):
        world.add(
            f"homonym-{n}",
            "Homonyms among Long Titles of Papers",
            externalIds={"ArXiv": f"200{n}.0000{n}"},
            authors=alan if n == 2 else ada,
        )
    settings = services.settings()
    with (
        contextlib.closing(SemanticScholar(settings)) as scholar,
        contextlib.closing(Arxiv(settings)) as arxiv,
    ):
        yield scholar, arxiv


def resolved(clients: tuple[SemanticScholar, Arxiv], **fields: object) -> Resolution:
    return resolve(SeedEntry(**fields), *clients)  # type: ignore[arg-type]


def test_a_title_in_another_spelling_is_resolved(clients: tuple[SemanticScholar, Arxiv]) -> None:
    found = resolved(clients, title="A technical report on GPT‐3 models").found
    assert found is not None
    assert found.title == "A Technical Report on GPT-3 Models"


@pytest.mark.parametrize(
    "title", ["A Technical Report on GPT-4 Models", "A Technical Report on GPT-3V Models"]
)
def test_another_version_is_a_candidate_never_the_paper(
    clients: tuple[SemanticScholar, Arxiv], title: str
) -> None:
    resolution = resolved(clients, title=title)
    assert resolution.found is None
    assert [one.title for one in resolution.candidates] == ["A Technical Report on GPT-3 Models"]
    assert "add an identifier" in (resolution.reply.reason or "")


def test_year_and_authors_guard_a_title(clients: tuple[SemanticScholar, Arxiv]) -> None:
    title = "On Twins in Literature Search"
    assert resolved(clients, title=title, year=2017).found is not None
    assert resolved(clients, title=title, year=2011).found is None
    assert resolved(clients, title=title, authors=("A. Byron",)).found is not None
    assert resolved(clients, title=title, authors=("B. Russell",)).found is None


def test_a_short_title_alone_names_no_work(clients: tuple[SemanticScholar, Arxiv]) -> None:
    resolution = resolved(clients, title="ERNIE")
    assert resolution.found is None
    assert "too short" in (resolution.reply.reason or "")
    assert "arxiv:1904.09223" in (resolution.reply.reason or "")
    assert resolved(clients, title="ERNIE", authors=("Ada Byron",)).found is not None


def test_arxiv_is_asked_where_semantic_scholar_does_not_know(
    services: FakeServices, clients: tuple[SemanticScholar, Arxiv]
) -> None:
    services.fail("404", naming="/search/match")
    found = resolved(clients, title="Found Nowhere Else but There").found
    assert found is not None
    assert found.identifiers == {"arxiv": "2005.00005"}


def test_two_works_of_one_title_are_both_offered(
    services: FakeServices, clients: tuple[SemanticScholar, Arxiv]
) -> None:
    services.fail("404", naming="/search/match")
    title = "Homonyms among Long Titles of Papers"
    resolution = resolved(clients, title=title)
    assert resolution.found is None
    assert "several works" in (resolution.reply.reason or "")
    assert len(resolution.candidates) == 2
    found = resolved(clients, title=title, authors=("Alan Turing",)).found
    assert found is not None
    assert found.identifiers["arxiv"] == "2002.00002"


def test_nothing_like_it_says_what_to_do(clients: tuple[SemanticScholar, Arxiv]) -> None:
    resolution = resolved(clients, title="Unheard of by any service whatsoever")
    assert (resolution.found, resolution.candidates) == (None, ())
    assert "add an identifier" in (resolution.reply.reason or "")


def test_the_status_of_every_entry_is_listed_with_candidates(
    services: FakeServices,
    clients: tuple[SemanticScholar, Arxiv],
    library: Library,
    seeds: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("status") / "list.yaml"
    path.write_text(
        "papers:\n"
        "  - A Technical Report on GPT-4 Models\n"
        "  - title: ERNIE\n"
        "  - On Twins in Literature Search\n"
        '  - {title: "Something wholly different from it", identifiers: {arxiv: "1904.09223"}}\n'
        '  - identifiers: {arxiv: "2001.99999"}\n'
    )
    refresh_from(services, library, path)
    status = library.seed_status()
    assert [one.state for one in status] == [
        "unresolved",
        "unresolved",
        "resolved",
        "doubtful",
        "unresolved",
    ]
    assert [len(one.candidates) for one in status] == [1, 1, 0, 1, 0]
    assert status[1].candidates[0].identifiers["arxiv"] == "1904.09223"
    assert status[3].candidates[0].title == "ERNIE"
    assert status[2].reason is None
    assert all(one.reason for one in status if one.state != "resolved")
    assert [one.entry.line for one in status] == [2, 3, 4, 5, 6]


def test_an_entry_that_was_never_asked_about_says_so(library: Library) -> None:
    with library.writing() as writer:
        writer.replace_entries([SeedEntry(title="One of a reading list")])
    (status,) = library.seed_status()
    assert status.state == "not asked yet"
