"""A whole refresh, through the real clients, with and without faults."""

from __future__ import annotations

import datetime
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest
from fake_services import PATIENCE, TRANSIENT, FakeServices, serving
from keeping_time import Time
from refreshing import Refreshed, refresh_from
from synthetic_world import reading_list, sha_of

from ptm_graph.errors import LibraryBusyError, LibraryError, QueryError, RefusedError
from ptm_graph.library import Library, schema
from ptm_graph.library.history import RelationRow
from ptm_graph.settings import Settings
from ptm_graph.sources import transport

SEED = "arxiv:1903.00003"
EVERYTHING = datetime.timedelta(0)
LASTING = (
    "400", "404", "429", "500", "502", "503", "504", "html", "truncate", "cut", "garbage", "reset",
    "null", "hollow", "empty", "error",
)  # fmt: skip


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Dump of the library that a run without faults makes."""
    seeds = tmp_path_factory.mktemp("right") / "seeds.yaml"
    seeds.write_text(reading_list(), encoding="utf-8")
    with serving() as services, Library.in_memory() as made:
        refresh_from(services, made, seeds)
        return made.dump()


def test_every_seed_is_filled_in_from_both_services(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    report = refreshed()
    paper = library.paper(SEED)
    world = services.world.papers[sha_of("seed-2")]
    assert paper.title == world["title"]
    assert paper.aliases == ("SEED-2",)
    assert str(paper.published) == "2019-03-15"
    assert paper.provenance["categories"] == "arxiv"
    assert paper.provenance["citation_count"] == "semantic scholar"
    assert paper.references_state == "complete"
    assert paper.references_known == len(services.world.references[sha_of("seed-2")])
    assert report.papers == library.paper_count() == 17
    assert report.problems == []
    assert not report.failed
    assert library.meta("fetched")


def test_citations_between_all_papers_are_found(library: Library, refreshed: Refreshed) -> None:
    refreshed()
    between = {
        (one.citing, one.cited)
        for one in library.iter_citations()
        if not library.paper(one.citing).seed
    }
    first = library.find(sha_of("other-1")).key
    assert (first, library.find(sha_of("other-0")).key) in between
    assert len(between) == 8


def test_a_second_run_asks_for_nothing(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    refreshed()
    before = library.dump()
    services.heal()
    report = refreshed()
    assert services.requests == []
    assert library.dump() == before
    assert not report.eventful
    assert report.changes == 0


def test_a_third_run_after_all_is_stale_asks_for_everything_and_changes_nothing(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    refreshed()
    before, asked = library.dump(), len(services.requests)
    services.heal()
    report = refreshed(max_age=EVERYTHING)
    assert len(services.requests) == asked
    assert library.dump() == before
    assert not report.eventful


# --- faults that pass ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [*TRANSIENT, "cut", "hollow", "null"])
def test_a_passing_fault_leaves_no_trace(
    services: FakeServices, library: Library, refreshed: Refreshed, right: str, kind: str
) -> None:
    services.fail(kind, times=1)
    report = refreshed()
    assert library.dump() == right
    assert not report.failed


def test_every_request_failing_twice_with_any_passing_fault_leaves_no_trace(
    services: FakeServices, library: Library, refreshed: Refreshed, right: str
) -> None:
    services.fail(*TRANSIENT, times=2)
    report = refreshed()
    assert library.dump() == right
    assert not report.failed
    kinds = {
        services.faults[0].kind_for(f"{r.method} {r.path} {r.body}", r.nth)
        for r in services.requests
    }
    assert kinds >= set(TRANSIENT), "every kind did occur"


# --- faults that last ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LASTING)
def test_a_broken_paper_is_marked_and_the_rest_is_done(
    services: FakeServices, library: Library, refreshed: Refreshed, right: str, kind: str
) -> None:
    services.fail(kind, naming=f"{sha_of('seed-2')}/references")
    report = refreshed()
    marked = [problem for problem in report.problems if problem.stage == "references"]
    assert [problem.subject for problem in marked] == ["SEED-2 (arxiv:1903.00003)"]
    assert marked[0].line == 8, "the line of the entry in the reading list"
    assert report.failed is (kind != "404")
    others = [p for p in library.iter_papers(seeds_only=True) if p.key != SEED]
    assert {p.references_state for p in others} == {"complete"}
    assert library.paper(SEED).references_state == "unknown"
    services.heal()
    report = refreshed(max_age=EVERYTHING)
    assert report.problems == []
    assert library.dump() == right, "and the next run makes up for it"


@pytest.mark.parametrize("kind", ["500", "504", "reset", "html", "hollow"])
def test_a_paper_that_breaks_its_batch_costs_only_itself(
    services: FakeServices, library: Library, refreshed: Refreshed, kind: str
) -> None:
    services.fail(kind, naming="ARXIV:1903.00003")
    report = refreshed()
    assert {one.subject for one in report.failures} == {"SEED-2 (arxiv:1903.00003)"}
    others = [p for p in library.iter_papers(seeds_only=True) if p.key != SEED]
    assert {p.references_state for p in others} == {"complete"}


@pytest.mark.parametrize(
    "kind", ["503", "html", "hollow", "empty", "null", "cut", "fewer", "reset"]
)
def test_good_data_is_never_replaced_by_less(
    services: FakeServices, library: Library, refreshed: Refreshed, kind: str
) -> None:
    refreshed()
    before = facts(library)
    services.heal()
    services.fail(kind)
    report = refreshed(max_age=EVERYTHING)
    assert report.failed
    assert facts(library) == before


def facts(library: Library) -> str:
    return "\n".join(map(repr, [*library.iter_papers(), *library.iter_citations()]))


def test_a_service_that_knows_less_now_takes_nothing_away(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    refreshed()
    before = facts(library)
    for sha, paper in services.world.papers.items():
        paper["referenceCount"] = len(services.world.references.get(sha, ()))
        paper["arxivDate"] = paper["publicationDate"]
        paper.update(abstract=None, venue="", citationCount=0, authors=[], publicationDate=None)
    for sha, edges in services.world.references.items():
        services.world.references[sha] = edges[:1]
    services.heal()
    refreshed(max_age=EVERYTHING)
    assert facts(library) == before


@pytest.mark.parametrize("kind", ["401", "403"])
def test_a_wrong_key_ends_the_refresh_at_once(
    services: FakeServices, library: Library, refreshed: Refreshed, kind: str
) -> None:
    services.fail(kind, naming="/graph/v1")
    with pytest.raises(RefusedError, match="S2_API_KEY"):
        refreshed(settings={"s2_api_key": "secret"})
    assert len(services.requests) == 1
    (row,) = library.history.refreshes()
    assert row.outcome == "refused"
    assert row.message is not None
    assert "secret" not in row.message


def test_an_error_nobody_expected_is_remembered_without_the_key(
    services: FakeServices,
    library: Library,
    refreshed: Refreshed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("cannot send hush-hush")

    monkeypatch.setenv("S2_API_KEY", "hush-hush")
    monkeypatch.setattr(transport.Transport, "_exchange", fail)
    with pytest.raises(ValueError, match="cannot send"):
        refreshed()
    (row,) = library.history.refreshes()
    assert row.message == "cannot send …"


def test_arxiv_refusing_costs_only_what_arxiv_knows(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    services.fail("403", naming="/api/query")
    report = refreshed()
    assert {one.stage for one in report.failures} == {"arxiv"}
    assert library.paper(SEED).references_state == "complete"


@pytest.mark.parametrize("kind", ["503", "reset", "html", "silent", "drip"])
def test_a_service_that_is_down_ends_the_refresh_soon(
    services: FakeServices, refreshed: Refreshed, time: Time, kind: str
) -> None:
    usual, begun = Settings(), time.now()
    services.fail(kind)
    report = refreshed(settings={"backoff": usual.backoff, "deadline": usual.deadline})
    assert report.failed
    assert len(services.requests) < 60
    most = 3 * 60.0
    if kind in ("silent", "drip"):
        one = transport.LONGEST_SILENCE + usual.deadline
        most = 2 * (transport.FAILURES_TO_OPEN + 1) * one  # as promised, for two services
    assert time.now() - begun < most


def test_unknown_ids_in_a_batch_are_marked_and_the_rest_is_done(
    services: FakeServices, library: Library, refreshed: Refreshed, seeds: Path
) -> None:
    text = seeds.read_text(encoding="utf-8")
    seeds.write_text(text + '  - identifiers: {arxiv: "2001.99999"}\n', encoding="utf-8")
    report = refreshed()
    assert [(one.stage, one.subject) for one in report.problems] == [
        ("metadata", "arxiv:2001.99999"),
        ("arxiv", "arxiv:2001.99999"),
    ]
    assert not report.failed, "an unknown paper is no failure"
    assert library.paper(SEED).references_state == "complete"
    assert refreshed().new_problems == [], "and it is news only once"


def test_a_reference_without_an_id_and_a_withheld_list_are_kept_with_their_reason(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    services.world.elided.add(sha_of("seed-0"))
    report = refreshed()
    assert "withholds" in report.problems[0].reason
    assert {one.title for one in library.unresolved_references()} == {
        f"A Book without a Record, Volume {n}" for n in range(1, 5)
    }


# --- the disk and the database ------------------------------------------------------------------


def test_a_full_disk_ends_the_refresh_and_keeps_what_was_stored(
    services: FakeServices, refreshed: Refreshed, tmp_path: Path, right: str
) -> None:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as library:
        pages = library._connection.execute("PRAGMA page_count").fetchone()[0]
        library._connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        with pytest.raises(LibraryError, match="disk is full"):
            refreshed(library)
        assert library.paper_count() > 0
    with Library.open(path, writable=True) as library:
        refreshed(library)
        assert library.dump() == right
        assert [row.outcome for row in library.history.refreshes()][-1] == "done"


def test_a_database_locked_for_a_moment_is_waited_for(
    services: FakeServices, refreshed: Refreshed, tmp_path: Path, right: str
) -> None:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as library:
        other = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        asked = threading.Event()
        library._connection.set_trace_callback(
            lambda said: asked.set() if said == "BEGIN IMMEDIATE" else None
        )

        def let_go() -> None:
            assert asked.wait(PATIENCE)
            sleep(0.1)  # SQLite has told what it begins, not yet that it waits
            other.execute("COMMIT")

        with ThreadPoolExecutor() as threads:
            letting_go = threads.submit(let_go)
            refreshed(library)
            letting_go.result()
        assert library.dump() == right
        other.close()


def test_a_database_that_stays_locked_ends_the_refresh_with_the_status_of_try_again(
    services: FakeServices, refreshed: Refreshed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_MILLISECONDS", 100)
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as library:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryBusyError) as caught:
            refreshed(library)
        assert caught.value.exit_status == 75
        other.execute("ROLLBACK")
        refreshed(library)
        other.close()


def test_readers_read_throughout(
    services: FakeServices, refreshed: Refreshed, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    seen: list[int] = []
    done = threading.Event()
    with (
        Library.open(path, writable=True) as library,
        services.holding() as keeping,
        ThreadPoolExecutor() as threads,
    ):

        def read() -> None:
            try:
                with Library.open(path) as reading:
                    while not done.is_set():
                        seen.append(len(list(reading.iter_papers())))
                        keeping.answer_next()  # none is answered before something was read
            finally:
                keeping.end()

        reader = threads.submit(read)
        refreshed(library)
        done.set()
        reader.result()
        assert len(seen) >= len(services.requests) > 1
        assert seen == sorted(seen)
        assert seen[0] < library.paper_count()


# --- options ------------------------------------------------------------------------------------


def test_citing_papers_are_fetched_only_when_asked_for(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    newest = services.world.add("newest", "A Newcomer that Cites", publicationDate="2025-01-01")
    great = services.world.add("great", "An Influential Successor", citationCount=999)
    for sha in (newest, great):
        edge = services.world.cite(sha, sha_of("seed-2"), sentences=["We extend it."])
        edge.influential = sha == great
    refreshed()
    assert services.paths("/citations") == []
    refreshed(citations=1)
    assert library.find(great).title == "An Influential Successor"
    assert library.find(great).key in {
        one.citing for one in library.iter_citations() if one.influential
    }
    with pytest.raises(QueryError, match="no paper"):
        library.find(newest)
    refreshed(citations=1, citations_by="recent", max_age=EVERYTHING)
    assert library.find(newest).title == "A Newcomer that Cites"
    assert library.find(great), "and nothing that was fetched is lost"


def test_the_history_tells_what_a_refresh_changed(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    def lineage(_: Library) -> list[RelationRow]:
        known = len(library.find(sha_of("seed-2")).venue or "")
        return [RelationRow("a", "b", 1, "A", 0.9, f"label {known}")]

    refreshed(lineage=lineage)
    world = services.world
    world.papers[sha_of("seed-2")]["venue"] = "A Better Place"
    world.papers[sha_of("seed-3")]["comment"] = "This paper has been withdrawn"
    world.papers[sha_of("seed-4")]["citationCount"] = 77
    new = world.add("new", "A Paper that was not There Before", publicationDate="2020-01-01")
    world.references[sha_of("seed-4")].append(world.cite(sha_of("seed-4"), new))
    del world.references[sha_of("seed-4")][-1]
    report = refreshed(lineage=lineage, max_age=EVERYTHING)
    told = [(one.kind, one.paper, one.field, one.new) for one in library.history.changes(2)]
    added = library.find(new).key
    assert ("field", SEED, "venue", "A Better Place") in told
    assert ("field", "arxiv:1904.00004", "comment", "This paper has been withdrawn") in told
    assert ("paper", added, None, None) in told
    assert ("citation", "arxiv:1905.00005", None, None) in told
    assert told[-1][0] == "relation changed"
    assert ("notice", "arxiv:1904.00004", "withdrawal", "arxiv") in told
    assert report.changes == len(told) == 6
    assert report.eventful
    counts = library.history.citation_counts()["arxiv:1905.00005"]
    assert [one.citation_count for one in counts] == [0, 77]


def test_a_paper_that_joins_later_finds_its_citations_without_anybody_being_asked_again(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    late = services.world.add("late", "A Paper that Joins the List Late")
    services.world.cite(sha_of("other-3"), late)
    refreshed()
    edge = services.world.cite(sha_of("seed-0"), late)
    services.heal()
    refreshed(max_age=datetime.timedelta(0), now=lambda: datetime.datetime.now(datetime.UTC))
    pairs = {(one.citing, one.cited) for one in library.iter_citations()}
    assert (library.find(sha_of("other-3")).key, library.find(late).key) in pairs
    assert edge.cited == late


def test_values_no_paper_can_have_end_no_refresh_and_are_reported(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    for number, (year, count) in enumerate([(0, -1), (10_000, 2**63), (-5, 2**70)]):
        hostile = {"year": year, "citationCount": count, "publicationDate": "9999-01-01"}
        services.world.papers[sha_of(f"seed-{number}")].update(hostile)
    report = refreshed()
    assert not report.failed
    told = {one.reason for one in report.problems if one.stage == "values"}
    assert told == {
        "semantic scholar: year: no year from 1000 to 2100, taken as unknown",
        "semantic scholar: published: no possible date, taken as unknown",
        "arxiv: published: no possible date, taken as unknown",
        "semantic scholar: citation count: no possible count, taken as unknown",
    }
    assert {one.stage for one in library.problems()} >= {"values"}
    assert refreshed(max_age=datetime.timedelta(0)).papers == report.papers
