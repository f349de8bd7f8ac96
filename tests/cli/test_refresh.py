"""``ptm-graph refresh`` and what it says, its exit statuses, and its death at any moment."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_services import FakeServices, Source, packed, serving
from running import Run
from synthetic_world import reading_list, sha_of

from ptm_graph.enrich.planning import plan
from ptm_graph.enrich.staleness import Due
from ptm_graph.library import Library
from ptm_graph.settings import Settings
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord

SEED = "arxiv:1903.00003"


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    with serving() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    path = tmp_path / "seeds.yaml"
    path.write_text(reading_list(), encoding="utf-8")
    return path


def test_a_refresh_fills_the_library_and_says_how_much(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    outcome = run("refresh", seeds)
    assert outcome.status == 0, outcome.err
    assert "17 papers (17 new)" in outcome.out
    assert "the library was filled with 17 papers" in outcome.out
    assert outcome.err == ""


def test_the_next_one_remembers_the_reading_list_and_has_nothing_to_do(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    run("refresh", seeds)
    services.heal()
    outcome = run("refresh")
    assert "nothing new came" in outcome.out
    assert services.requests == []


def test_quiet_says_nothing_when_nothing_changed_and_something_when_it_did(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    assert "17 papers" in run("refresh", seeds, "--quiet").out
    assert run("refresh", "--quiet", "--max-age", "0") == run("refresh", "--quiet")
    outcome = run("refresh", "--quiet", "--max-age", "0")
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
    services.world.papers[sha_of("seed-2")]["venue"] = "A Better Place"
    outcome = run("refresh", "--quiet", "--max-age", "0")
    assert (
        "SEED-2: venue corrected from “Proceedings of Nothing” to “A Better Place”" in outcome.out
    )


def test_quiet_speaks_of_failures_each_time_and_of_lasting_problems_once(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    services.world.elided.add(sha_of("seed-1"))
    services.fail("500", naming=f"{sha_of('seed-2')}/references")
    first = run("refresh", seeds, "--quiet")
    assert first.status == 3
    assert "Failed: references: SEED-2" in first.out
    assert "withholds the reference list" in first.out
    again = run("refresh", "--quiet")
    assert again.status == 3
    assert "Failed: references: SEED-2" in again.out
    assert "withholds" not in again.out
    services.faults.clear()
    assert run("refresh", "--quiet").status == 0


def test_json_has_the_report_and_the_changes(services: FakeServices, run: Run, seeds: Path) -> None:
    run("refresh", seeds)
    services.world.papers[sha_of("seed-2")]["venue"] = "A Better Place"
    data = json.loads(run("refresh", "--json", "--max-age", "0").out)
    assert data["requests"] == {"Semantic Scholar": 7, "arXiv": 1}
    (history,) = data["history"]
    assert history["changes"][0]["new"] == "A Better Place"


def test_a_wrong_key_is_one_line_at_once(
    services: FakeServices, run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S2_API_KEY", "hush-hush")
    services.fail("403", naming="/graph/v1")
    outcome = run("refresh", seeds)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert "S2_API_KEY" in outcome.err
    assert "hush-hush" not in outcome.err + outcome.out
    assert len(services.requests) == 1


@pytest.mark.parametrize(
    "arguments",
    [["--max-age", "soon"], ["--max-age", "-1"], ["--citations", "-1"], ["--nonsense"]],
)
def test_wrong_usage_has_a_status_of_its_own(run: Run, arguments: list[str]) -> None:
    assert run("refresh", *arguments).status == 2


def test_a_dry_run_says_what_a_run_asks_for_and_asks_nothing(
    services: FakeServices, run: Run, seeds: Path, tmp_path: Path
) -> None:
    outcome = run("refresh", seeds, "--dry-run")
    assert outcome.status == 0
    assert services.requests == []
    assert not (tmp_path / "own.db").exists()
    assert "reference lists: 5 papers, 5 requests to Semantic Scholar" in outcome.out
    planned = json.loads(run("refresh", seeds, "--dry-run", "--json").out)
    run("refresh", seeds)
    # how many papers the lists will name is only estimated
    assert abs(planned["requests"] - len(services.requests)) <= 1
    before = (tmp_path / "own.db").read_bytes()
    assert json.loads(run("refresh", "--dry-run", "--json").out)["requests"] == 0
    planned = json.loads(run("refresh", "--dry-run", "--json", "--max-age", "0").out)
    services.heal()
    assert (tmp_path / "own.db").read_bytes() == before
    run("refresh", "--max-age", "0")
    assert planned["requests"] == len(services.requests)


def test_a_night_with_five_hundred_papers_fits_into_a_quarter_of_an_hour(tmp_path: Path) -> None:
    def paper(name: str, **fields: Any) -> PaperRecord:
        identifiers = {"s2": sha_of(name), **fields.pop("identifiers", {})}
        title = f"Paper {name} of a long reading list"
        count = fields.pop("count", 40)
        return PaperRecord("semantic scholar", identifiers, title=title, reference_count=count)

    with Library.in_memory() as library:
        with library.writing() as writer:
            for n in range(500):
                arxiv = {"arxiv": f"21{n % 12 + 1:02d}.{n:05d}"}
                cited = [ReferenceRecord(paper(f"{n}/{m}")) for m in range(4)]
                number = writer.store_paper(paper(str(n), identifiers=arxiv, count=4))
                listed = ReferenceList("semantic scholar", tuple(cited), 4)
                writer.store_references(number, listed)
        entries = [SeedEntry(identifiers={"s2": sha_of(str(n))}) for n in range(500)]
        now = datetime.datetime.now(datetime.UTC)
        planned = plan(
            library,
            entries,
            Settings(),
            lambda copied: Due(copied, datetime.timedelta(0), now),
        )
    assert 500 < planned.requests < 600
    assert planned.seconds < 15 * 60, "even if all of it is due in one night"


# --- processes ----------------------------------------------------------------------------------


def start(services: FakeServices, library: Path, seeds: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "ptm_graph",
            "refresh",
            str(seeds),
            "--library",
            str(library),
            *more,
        ],
        env={**os.environ, **services.environment()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_second_of_two_leaves_with_its_own_status_and_says_who_is_at_it(
    services: FakeServices, run: Run, seeds: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    with services.holding("/references") as keeping:
        first = start(services, library, seeds)
        try:
            keeping.next()
            second = run("refresh", seeds, "--library", library)
            assert second.status == 75
            assert f"process {first.pid} on " in second.err
            assert "since 20" in second.err
        finally:
            first.kill()
            first.communicate()
    assert run("refresh", "--library", library).status == 0, "a dead process holds nothing"
    with Library.open(library) as opened:
        assert [row.outcome for row in opened.history.refreshes()] == ["cut off", "done"]


# --- full texts -----------------------------------------------------------------------------------


def test_full_texts_are_counted_and_what_could_not_be_read_has_its_line(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    services.sources["1901.00001"] = Source(packed("\\documentclass{article}\\begin{document}A."))
    services.sources["1902.00002"] = Source(packed("no document"))
    outcome = run("refresh", "--full-texts", "--most", "4", seeds)
    assert "Full texts: 1 read, 2 without LaTeX source, 1 could not be read; " in outcome.out
    assert "1 left for the next run" in outcome.out
    (line,) = (one for one in outcome.err.splitlines() if "no document" in one)
    assert "SEED-1" in line


def test_how_long_full_texts_take_is_said_beforehand(
    services: FakeServices, run: Run, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTM_GRAPH_ARXIV_INTERVAL", "30")
    outcome = run("refresh", "--full-texts", "--dry-run", seeds)
    assert "LaTeX sources: 5 papers, 5 requests to arXiv, 2 min" in outcome.out
    assert services.requests == []


@pytest.mark.parametrize("option", [("--most", "3"), ("--keep",)])
def test_how_to_read_full_texts_says_nothing_without_reading_them(
    run: Run, option: tuple[str, ...]
) -> None:
    outcome = run("refresh", *option)
    assert (outcome.status, "--full-texts" in outcome.err) == (2, True)


def test_full_texts_are_scheduled_on_ones_own_machine_alone(run: Run, seeds: Path) -> None:
    assert "--full-texts" in run("schedule", "--full-texts", seeds).out
    assert "--full-texts" not in run("schedule", seeds).out
    outcome = run("schedule", "--full-texts", "--github-actions", seeds)
    assert (outcome.status, "own machine" in outcome.err) == (2, True)


def test_an_unknown_service_is_a_clear_line_and_nothing_is_made(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    outcome = run("refresh", seeds, "--services", "arxiv,scopus")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert all(name in outcome.err for name in ("scopus", "semantic-scholar", "crossref"))
    assert not services.requests


def test_only_the_services_that_are_named_are_asked(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    assert run("refresh", seeds, "--services", "openalex").status == 0
    assert {one.service for one in services.requests} == {"openalex"}


def test_growing_says_what_it_would_ask_and_asks_no_more_than_it_may(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    run("build", seeds)
    before = len(services.requests)
    refused = run("grow", "--refresh", "3", "--budget", "1")
    assert refused.status == 2
    assert "nothing was asked" in refused.err
    assert len(services.requests) == before
    done = run("grow", "--refresh", "3", "--json")
    assert done.status == 0, done.err
    planned = int(done.err.split(" requests")[0])
    assert 0 < len(services.requests) - before <= planned
    assert any("/citations" in request.path for request in services.requests[before:])
    assert json.loads(done.out)
