"""Services that complete the others: asked where something is missing, and missed only there."""

from __future__ import annotations

import datetime
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_services import PATIENCE, FakeServices, serving
from keeping_time import Time, keep
from killing import Refreshing
from refreshing import FIRST, Refreshed, refresh_from
from synthetic_world import Edge, World, reading_list, sha_of, synthetic_world, told_apart

from ptm_graph.enrich.planning import Plan, plan
from ptm_graph.enrich.report import RefreshReport
from ptm_graph.enrich.staleness import Due
from ptm_graph.library import Library
from ptm_graph.sources.services import SERVICES
from ptm_graph.words.model import Notice, PartialDate, SeedEntry
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
    with Library.in_memory() as other:
        refreshed(other, kinds=FIRST)
        alone = Counter(one.service for one in services.requests)
    services.heal()
    refreshed()
    asked = Counter(one.service for one in services.requests)
    batches = {"openalex": 1, "crossref": 1}
    assert asked == alone | batches, "whether works were retracted, all at once, and no more"
    assert all("filter" in one for one in services.paths("/works"))
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


def test_a_library_that_knows_how_often_lists_are_cut_guesses_by_that(
    services: FakeServices, library: Library, refreshed: Refreshed, seeds: Path
) -> None:
    services.world.elided |= {sha_of(f"seed-{number}") for number in range(4)}
    refreshed()
    entries = [*read_lists([seeds]).entries]
    more = [SeedEntry(identifiers={"doi": f"10.5555/new.{at}"}) for at in range(50)]
    now = datetime.datetime.now(datetime.UTC)
    planned = plan(
        library,
        [*entries, *more],
        services.settings(),
        lambda copied: Due(copied, DAY, now),
        services=SERVICES,
    )
    guessed = {one.service: one for one in planned.steps if one.what == "reference lists"}
    assert guessed["Crossref"].requests == 5, "four of forty were cut"
    assert guessed["Crossref"].most == 50


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
    assert (guessed["OpenAlex"].least, guessed["OpenAlex"].most) == (0, SEEDS)
    assert 0 < guessed["OpenAlex"].requests < SEEDS
    least, most = cold.bounds
    refreshed()
    assert least <= len(services.requests) <= most
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


# --- processes ------------------------------------------------------------------------------------

FEW = 8
INTERVAL = 0.01
PACED = """
import json, sys, time
from contextlib import contextmanager
from pathlib import Path
from fake_services import FakeServices
from refreshing import refresh_from
from ptm_graph.library import Library
from ptm_graph.sources.rate_limit import SharedPace
from ptm_graph.sources.services import SERVICES
SharedPace.__init__.__kwdefaults__["clock"] = time.monotonic
noted, turn, stamp = [], SharedPace.turn, SharedPace._stamp
@contextmanager
def noted_turn(self):
    with turn(self) as sent:
        if self.interval:
            noted.append((self._file.name, "begins", time.monotonic()))
        yield sent
def noted_stamp(self):
    stamp(self)
    noted.append((self._file.name, "left", float(self._file.read_text())))
SharedPace.turn, SharedPace._stamp = noted_turn, noted_stamp
url, path, seeds, interval = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
paced = {f"{name}_interval": float(interval) for name in ("openalex", "crossref")}
with Library.open(path, writable=True) as library:
    refresh_from(FakeServices(url=url), library, Path(seeds), paced, SERVICES)
print(json.dumps(noted))
"""


def test_two_refreshes_of_two_libraries_keep_one_pace_and_end_alike(
    services: FakeServices, seeds: Path, tmp_path: Path
) -> None:
    withhold(services)
    seeds.write_text(reading_list(FEW), encoding="utf-8")
    paths = [tmp_path / "one.db", tmp_path / "other.db"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment["XDG_STATE_HOME"] = str(tmp_path / "state")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PACED, services.url, str(path), str(seeds), str(INTERVAL)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for path in paths
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [json.loads(process.communicate(timeout=PATIENCE)[0]) for process in processes]
    owners = {
        name: {at for at, noted in enumerate(said) for one in noted if one[0] == name}
        for name in {one[0] for noted in said for one in noted}
    }
    assert list(owners.values()) == [{0, 1}, {0, 1}], "two services, asked by both"
    for name in owners:
        last, turns = 0.0, 0
        told = ((at, what) for noted in said for which, what, at in noted if which == name)
        for at, what in sorted(told):
            if what == "begins":
                assert at - last > INTERVAL - 1e-6
                turns += 1
            last = at if what == "left" else last
        assert turns > FEW
    one, other = (Library.open(path) for path in paths)
    with one, other:
        assert len(given(one)) > 3 * FEW
        assert given(one) == given(other)


def test_killed_in_the_middle_of_a_complement_the_next_run_ends_with_the_identical_library(
    services: FakeServices, library: Library, seeds: Path, tmp_path: Path
) -> None:
    withhold(services)
    names = ("semantic-scholar", "arxiv", "openalex", "crossref")
    seeds.write_text(reading_list(FEW), encoding="utf-8")
    refresh_from(services, library, seeds, kinds=SERVICES)
    needed = len(services.requests)
    services.heal()
    refreshing = Refreshing(services.url, tmp_path / "killed.db", seeds, *names)
    kills = 4
    with services.holding("/works") as keeping:
        for number in range(kills):
            process = refreshing.start()
            for _ in range(number):
                keeping.next().answer()
            keeping.next()
            os.kill(process, signal.SIGKILL)
            assert refreshing.status() == -signal.SIGKILL
    refreshing.start()
    assert refreshing.status() == 0
    refreshing.close()
    with Library.open(tmp_path / "killed.db") as opened:
        assert opened.dump() == library.dump()
    # what a kill costs: the list under way, in up to two requests
    assert needed <= len(services.requests) <= needed + 2 * kills


# --- hostile answers ------------------------------------------------------------------------------

HOSTILE = {
    "not an object": b"[]",
    "deep": b"[" * 50_000 + b"]" * 50_000,
    "a huge number": b'{"meta": {"count": 1e400}, "message": {"total-results": -1}}',
    "no text": b'{"results": 7, "meta": null, "status": "ok", "message": []}',
    "not UTF-8": b'{"id": "\xff\xfe"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_answer_that_is_none_costs_only_what_that_service_alone_knows(
    services: FakeServices, library: Library, refreshed: Refreshed, name: str
) -> None:
    withhold(services)

    def hostile(request: Any, reply: Any) -> Any:
        return reply._replace(body=HOSTILE[name]) if request.service == "crossref" else reply

    services.tamper = hostile
    report = refreshed()
    assert not report.failed
    assert set(given(library).values()) == {("openalex",)}


def test_values_that_are_none_lose_only_themselves(
    services: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    withhold(services)
    services.openalex.unknown = set(services.world.papers)
    wild: list[Any] = [
        None,
        7,
        [],
        {"DOI": 5},
        {"DOI": "not a doi", "year": "99999999999999999999"},
    ]
    wild += [
        {"article-title": "<script>alert(1)</script>" * 9},
        {"unstructured": "\u202e\x00" * 99},
    ]

    def odd(request: Any, reply: Any) -> Any:
        if request.service != "crossref" or "/works/" not in request.path:
            return reply
        told = json.loads(reply.body)
        told["message"]["reference"] += wild
        return reply._replace(body=json.dumps(told).encode())

    services.tamper = odd
    report = refreshed()
    assert not report.failed
    every = given(library)
    assert true(services).keys() <= every.keys()
    told = "".join(title for _, title in every)
    assert "\x00" not in told
    assert "\u202e" not in told
