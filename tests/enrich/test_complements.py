"""Services that complete the others: asked where something is missing, and missed only there."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_services import FakeServices, serving
from keeping_time import Time, keep
from refreshing import Refreshed, refresh_from
from synthetic_world import Edge, World, reading_list, sha_of, synthetic_world, told_apart

from ptm_graph.enrich.planning import Plan, plan
from ptm_graph.enrich.report import RefreshReport
from ptm_graph.enrich.staleness import Due
from ptm_graph.library import Library
from ptm_graph.sources.services import SERVICES
from ptm_graph.words.model import Notice, PartialDate
from ptm_graph.workflow.reading import read_lists

SEEDS = 40
DAY = datetime.timedelta(days=1)


@pytest.fixture
def services() -> Iterator[FakeServices]:
    """Forty works, all of them with a DOI."""
    world = told_apart(synthetic_world(SEEDS, neighbours=60))
    for number, paper in enumerate(world.papers.values()):
        paper["externalIds"]["DOI"] = f"10.5555/work.{number}"
    with serving(world) as running:
        yield running


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    path = tmp_path / "seeds.yaml"
    path.write_text(reading_list(SEEDS), encoding="utf-8")
    return path


@pytest.fixture
def refreshed(
    services: FakeServices, library: Library, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> Refreshed:
    """Refresh from all four services."""
    keep(Time(), services, monkeypatch)

    def run(into: Library | None = None, **options: Any) -> RefreshReport:
        options = {"kinds": SERVICES, **options}
        return refresh_from(services, library if into is None else into, seeds, **options)

    return run


def cut(world: World, draw: random.Random, share: float) -> dict[str, list[Edge]]:
    """The lists of a service that knows only a share of each."""
    return {
        sha: [one for one in edges if draw.random() < share]
        for sha, edges in world.references.items()
    }


def withhold(services: FakeServices) -> None:
    """The first service gives no list; each of the others has another part of them."""
    world = services.world
    world.elided |= {sha_of(f"seed-{number}") for number in range(SEEDS)}
    services.openalex.lists = cut(world, random.Random(1), 0.85)
    services.crossref.lists = cut(world, random.Random(2), 0.9)
    services.openalex.unknown = {sha_of(f"other-{number}") for number in range(0, 60, 7)}
    services.crossref.unknown = {sha_of(f"other-{number}") for number in range(0, 60, 5)}


def given(library: Library) -> dict[tuple[str, str], tuple[str, ...]]:
    """Title of the citing and of the cited work → who says so."""
    titles = {one.key: one.title for one in library.iter_papers()}
    cited = [
        (one.citing, titles[one.cited], one.givers)
        for one in library.iter_citations()
        if library.paper(one.citing).seed
    ]
    lines = [(one.citing, one.title, one.givers) for one in library.unresolved_references()]
    told = [one for one in (*cited, *lines) if one[1]]
    return {(titles[citing], title or ""): givers for citing, title, givers in told}


def whole(services: FakeServices, sha: str) -> bool:
    """Whether the service that is asked first of the two leaves nothing to ask for."""
    world = services.world
    return len(services.crossref.edges(world, sha)) == len(world.references[sha])


def true(services: FakeServices) -> dict[tuple[str, str], set[str]]:
    """The same, as the services are made."""
    world, found = services.world, dict[tuple[str, str], set[str]]()
    for name, index in (("openalex", services.openalex), ("crossref", services.crossref)):
        for number in range(SEEDS):
            sha = sha_of(f"seed-{number}")
            for edge in index.edges(world, sha):
                known = index.knows(world, edge.cited)
                if name == "crossref" or (known and not whole(services, sha)):
                    title = world.papers[edge.cited]["title"] if edge.cited else edge.title or ""
                    found.setdefault((world.papers[sha]["title"], title), set()).add(name)
    return found


def test_lists_that_the_first_service_withholds_come_from_the_others_each_once(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    withhold(services)
    report = refreshed()
    assert not report.failed
    found, right = given(library), true(services)
    every = sum(len(services.world.references[sha_of(f"seed-{n}")]) for n in range(SEEDS))
    assert len(right) >= 0.95 * every
    assert {pair: set(givers) for pair, givers in found.items()} == right
    known = sum(one.references_known or 0 for one in library.iter_papers(seeds_only=True))
    assert known == len(right), "no reference is there twice"


def test_nothing_more_is_asked_where_nothing_is_missing(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    refreshed()
    asked = [one.path for one in services.requests if one.service in ("openalex", "crossref")]
    assert 0 < len(asked) <= 3, "whether a work was retracted, several at once, and no more"
    services.heal()
    refreshed()
    assert services.paths("openalex/") + services.paths("crossref/") == []


def test_a_date_known_to_the_year_is_asked_for_and_so_is_what_the_first_does_not_know(
    services: FakeServices, library: Library, refreshed: Refreshed, seeds: Path
) -> None:
    title = services.world.papers[sha_of("other-3")]["title"]
    services.world.papers[sha_of("other-3")]["publicationDate"] = "2013-04-05"
    services.world.papers[sha_of("other-4")]["publicationDate"] = None
    extra = f'  - title: "{title}"\n  - identifiers: {{doi: "10.5555/work.4"}}\n'
    seeds.write_text(reading_list(2) + extra, encoding="utf-8")
    services.fail("404", naming="search/match")
    refreshed()
    found = library.find(title)
    assert found.provenance["title"] in ("semantic scholar", "openalex", "crossref")
    assert found.identifiers["doi"] == "10.5555/work.3"
    (asked,) = [one for one in services.paths("openalex/") if "abstract" in one]
    assert "work.4" in asked


@pytest.mark.parametrize("name", ["openalex", "crossref"])
def test_a_service_that_is_not_reached_costs_only_what_it_alone_knows(
    services: FakeServices, library: Library, refreshed: Refreshed, name: str
) -> None:
    withhold(services)
    other = "crossref" if name == "openalex" else "openalex"
    services.fail("500", naming=f"/{name}/")
    report = refreshed()
    assert not report.failed
    assert library.history.refreshes()[-1].outcome == "done"
    (problem,) = [one for one in report.problems if one.code == "not reached"]
    assert problem.subject.lower() == name
    assert len(services.paths(f"/{name}/")) < 10, "it is let alone soon"
    right = true(services)
    assert set(given(library).values()) == {(other,)}
    services.heal()
    report = refreshed()
    assert not [one for one in report.problems if one.code == "not reached"]
    assert given(library).keys() == right.keys()


def test_a_host_that_is_not_there_is_told_in_one_line_and_stops_nothing(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    withhold(services)
    nowhere = {"openalex_url": "http://127.0.0.1:9", "crossref_url": "http://127.0.0.1:9"}
    report = refreshed(settings=nowhere)
    assert not report.failed
    told = [one.subject for one in report.problems if one.code == "not reached"]
    assert sorted(told) == ["Crossref", "OpenAlex"]
    assert sum(report.requests[one] for one in told) < 20


def test_retracted_papers_are_noticed_once_a_month(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    services.openalex.retracted = services.crossref.retracted = {sha_of("seed-3")}
    begun = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    refreshed(now=lambda: begun)
    paper = library.find("SEED-3")
    assert {one.source for one in paper.notices or ()} == {"openalex", "crossref"}
    assert paper.notices
    assert Notice("retraction", "openalex") in paper.notices
    assert PartialDate(2021, 3, 4) in [one.date for one in paper.notices]
    assert library.find("SEED-4").notices == ()
    for days, again in ((20, False), (40, True)):
        services.heal()
        refreshed(now=lambda days=days: begun + days * DAY)
        asked = services.paths("openalex/works?filter") + services.paths("crossref/works?filter")
        assert bool([one for one in asked if "work.60" in one]) == again


def test_what_the_services_are_going_to_be_asked_is_counted(
    services: FakeServices, library: Library, refreshed: Refreshed, seeds: Path
) -> None:
    def planned() -> Plan:
        now = datetime.datetime.now(datetime.UTC)
        entries = read_lists([seeds]).entries
        return plan(
            library,
            entries,
            services.settings(),
            lambda copied: Due(copied, DAY, now),
            services=SERVICES,
        )

    cold = planned()
    guessed = {one.service: one for one in cold.steps if one.what == "reference lists"}
    assert guessed["OpenAlex"].estimated
    assert 0 < guessed["OpenAlex"].requests < SEEDS / 4
    refreshed()
    assert [one for one in planned().steps if one.service in ("OpenAlex", "Crossref")] == []


def test_cited_works_with_nothing_but_a_doi_get_their_titles(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    withhold(services)
    services.openalex.unknown = set(services.world.papers)

    def untitled(request: Any, reply: Any) -> Any:
        if request.service != "crossref":
            return reply
        body = reply.body.replace(b'"article-title"', b'"article-names"')
        return reply._replace(body=body)

    services.tamper = untitled
    refreshed()
    titles = [library.paper(one.cited).title for one in library.iter_citations()]
    assert len(titles) > 3 * SEEDS
    assert not [one for one in titles if one.startswith("doi:")]
