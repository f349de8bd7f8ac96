"""Nights on which a service is out of order or wrong leave the library no poorer."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_services import FakeServices, Reply, Request, serving
from keeping_time import Time, keep
from refreshing import refresh_from
from synthetic_world import reading_list, synthetic_world, told_apart

from ptm_graph.enrich.build import build
from ptm_graph.enrich.snapshotting import take_snapshot
from ptm_graph.library import Library
from ptm_graph.sources.snapshot import Snapshot
from ptm_graph.workflow.opening import lineage_of
from ptm_graph.workflow.reading import read_lists

pytestmark = pytest.mark.no_cover

EVERYTHING = datetime.timedelta(0)
SEEDS = 12

Change = Callable[[list[Any]], object]


class Wrong(FakeServices):
    """Services of which the answers to batches are changed."""

    change: Change | None = None

    def answer(self, request: Request) -> Reply:
        reply = super().answer(request)
        if self.change is None or "/paper/batch" not in request.path or reply.status != 200:
            return reply
        items = json.loads(reply.body)
        self.change(items)
        return reply._replace(body=json.dumps(items).encode())


@contextlib.contextmanager
def out_of_order() -> Iterator[Wrong]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fake_services.FakeServices", Wrong)
        with serving(told_apart(synthetic_world(SEEDS))) as running:
            assert isinstance(running, Wrong)
            keep(Time(), running, patch)
            yield running


@pytest.fixture
def services() -> Iterator[Wrong]:
    with out_of_order() as running:
        yield running


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("never-poorer") / "seeds.yaml"
    path.write_text(reading_list(SEEDS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def healthy(seeds: Path) -> Iterator[Library]:
    with out_of_order() as services, Library.in_memory() as made:
        refresh_from(services, made, seeds)
        yield made


@pytest.fixture
def full(healthy: Library) -> Iterator[Library]:
    """A library after a healthy night."""
    with healthy.copy() as made:
        yield made


@pytest.fixture
def snapshot(full: Library) -> Snapshot:
    return take_snapshot(full, "a synthetic world")


def content(library: Library) -> list[str]:
    return [*map(repr, library.iter_papers()), *map(repr, library.iter_citations())]


def relations(library: Library) -> list[tuple[str, str, Any]]:
    graph = lineage_of(library).graph
    return sorted((*pair, data["rank"]) for *pair, data in graph.edges(data=True))


# --- what is computed -------------------------------------------------------------------------


def test_a_night_without_reference_lists_takes_no_fact_and_no_relation(
    services: Wrong, snapshot: Snapshot, seeds: Path
) -> None:
    """Abstracts arrive, sentences do not; what the snapshot read from sentences stays."""
    with Library.in_memory() as library:
        build(library, read_lists([seeds]).entries, snapshot)
        before = {(one.citing, one.cited): one for one in library.iter_citations()}
        lineage = relations(library)
        services.fail("503", naming="/references")
        assert refresh_from(services, library, seeds).failed
        after = {(one.citing, one.cited): one for one in library.iter_citations()}
        assert after.keys() >= before.keys()
        told = [one.provenance.get("abstract") for one in library.iter_papers()]
        assert "semantic scholar" in told
        for pair, one in before.items():
            assert (after[pair].facts or {}).keys() >= (one.facts or {}).keys()
            assert after[pair].sentence_numbers == one.sentence_numbers
        assert relations(library) == lineage
        services.heal()
        refresh_from(services, library, seeds, max_age=EVERYTHING)
        with Library.in_memory() as undisturbed:
            build(undisturbed, read_lists([seeds]).entries, snapshot)
            refresh_from(services, undisturbed, seeds)
            assert content(library) == content(undisturbed)


def test_a_build_over_a_shorter_list_changes_nothing_and_so_does_another(
    services: Wrong, snapshot: Snapshot, seeds: Path, tmp_path: Path
) -> None:
    short = tmp_path / "short.yaml"
    short.write_text(reading_list(3), encoding="utf-8")
    with Library.in_memory() as library:
        build(library, read_lists([seeds]).entries, snapshot)
        services.fail("503", naming="/references")
        refresh_from(services, library, seeds)
        before = [repr(one) for one in library.iter_citations()]
        for _ in range(2):
            build(library, read_lists([short]).entries, snapshot)
            assert [repr(one) for one in library.iter_citations()] == before


# --- a service that is out of order -----------------------------------------------------------


@pytest.mark.parametrize("where", ["/paper/batch", "/references", ""])
def test_a_service_that_answers_404_is_down_and_the_next_night_restores_all(
    services: Wrong, seeds: Path, where: str
) -> None:
    with Library.in_memory() as library, Library.in_memory() as right:
        services.fail("404", naming=where or "/graph/v1")
        report = refresh_from(services, library, seeds)
        assert report.failed
        assert any("Semantic Scholar" in one.reason for one in report.failures)
        services.heal()
        refresh_from(services, library, seeds)
        refresh_from(services, right, seeds)
        assert content(library) == content(right)


@pytest.mark.parametrize("where", ["/paper/batch", "/references", "/graph/v1"])
def test_over_good_data_a_404_takes_nothing_away(
    services: Wrong, full: Library, seeds: Path, where: str
) -> None:
    before = content(full)
    services.fail("404", naming=where)
    assert refresh_from(services, full, seeds, max_age=EVERYTHING).failed
    assert content(full) == before


def test_papers_that_the_service_has_forgotten_one_by_one_are_no_outage(
    services: Wrong, full: Library, seeds: Path
) -> None:
    sha, paper = next(
        (sha, one) for sha, one in services.world.papers.items() if "ArXiv" in one["externalIds"]
    )
    del services.world.papers[sha]
    report = refresh_from(services, full, seeds, max_age=EVERYTHING)
    assert not report.failed
    assert full.find(paper["externalIds"]["ArXiv"]).title == paper["title"]


# --- wrong identities -------------------------------------------------------------------------


def rotate(items: list[Any]) -> None:
    items[:] = items[1:] + items[:1]


def swap(items: list[Any]) -> None:
    items[:2] = items[1::-1]


def one_id(items: list[Any]) -> None:
    for item in filter(None, items):
        item["paperId"] = "a" * 40


def one_doi(items: list[Any]) -> None:
    for item in filter(None, items):
        item["externalIds"] = {"DOI": "10.5555/all", "CorpusId": 1}


@pytest.mark.parametrize("change", [rotate, swap, one_id, one_doi])
@pytest.mark.parametrize("cold", [True, False])
def test_wrong_identities_merge_nothing_and_lose_nothing(
    services: Wrong, full: Library, seeds: Path, change: Change, *, cold: bool
) -> None:
    with Library.in_memory() as empty:
        library = empty if cold else full
        papers = {(one.title, one.year) for one in full.iter_papers()}
        count = full.citation_count()
        services.change = change
        refresh_from(services, library, seeds, max_age=EVERYTHING)
        assert library.merges() == ()
        if not cold:
            assert {(one.title, one.year) for one in library.iter_papers()} >= papers
            assert library.citation_count() >= count
        services.change = None
        services.heal()
        refresh_from(services, library, seeds, max_age=EVERYTHING)
        assert library.merges() == ()
        assert {(one.title, one.year) for one in library.iter_papers()} >= papers
        assert library.citation_count() >= count


def test_an_identifier_that_names_another_paper_now_is_a_doubt(
    services: Wrong, full: Library, seeds: Path
) -> None:
    arxiv = "1901.00001"
    stranger = next(one for one in services.world.papers.values() if one["year"] == 2012)
    before = full.find(arxiv)

    def change(items: list[Any]) -> None:
        for place, item in enumerate(items):
            if item and item.get("externalIds", {}).get("ArXiv") == arxiv:
                items[place] = {**stranger, "paperId": item["paperId"]}

    services.change = change
    refresh_from(services, full, seeds, max_age=EVERYTHING)
    assert full.find(arxiv).title == before.title
    (doubt,) = full.doubts()
    assert (doubt.paper.title, doubt.record.title) == (before.title, stranger["title"])
    assert doubt.at is not None
    status = next(one for one in full.seed_status() if one.key == before.key)
    assert status.state == "doubtful"
    services.change = None
    refresh_from(services, full, seeds, max_age=EVERYTHING)
    assert full.doubts() == ()


# --- dates ------------------------------------------------------------------------------------


def test_a_wrong_early_date_is_corrected_by_who_gave_it(
    services: Wrong, full: Library, seeds: Path
) -> None:
    before = {one.key: str(one.published) for one in full.iter_papers()}

    def ancient(items: list[Any]) -> None:
        for item in filter(None, items):
            item.update(year=1900, publicationDate="1900-01-01")

    services.change = ancient
    refresh_from(services, full, seeds, max_age=EVERYTHING)
    assert "1900-01-01" in {str(one.published) for one in full.iter_papers()}
    services.change = None
    refresh_from(services, full, seeds, max_age=EVERYTHING)
    assert {one.key: str(one.published) for one in full.iter_papers()} == before
    nights = [one.number for one in full.history.refreshes()]
    changes = {one.new for one in full.history.changes(*nights[-2:-1]) if one.field == "published"}
    assert "1900-01-01" in changes
    assert full.dates_told("arxiv:1912.00012")["semantic scholar"].published == "2019-12-15"
