"""The command line over all four services, as it is used when nothing else is chosen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_indexes import with_dois
from fake_services import FakeServices, serving
from running import Run
from synthetic_world import reading_list, sha_of, synthetic_world


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    """The first service withholds one list, which the others have."""
    world = with_dois(synthetic_world())
    world.elided.add(sha_of("seed-1"))
    with serving(world) as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("PTM_GRAPH_SERVICES")
        yield running


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    path = tmp_path / "seeds.yaml"
    path.write_text(reading_list(), encoding="utf-8")
    return path


def test_a_refresh_asks_all_four_and_each_is_named(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    outcome = run("refresh", seeds, "--json")
    assert outcome.status == 0, outcome.err
    data = json.loads(outcome.out)
    asked = Counter(one.service for one in services.requests)
    assert set(asked) == {"s2", "arxiv", "openalex", "crossref"}
    names = {"s2": "Semantic Scholar", "arxiv": "arXiv", "openalex": "OpenAlex"}
    assert data["requests"] == {names.get(k, "Crossref"): count for k, count in asked.items()}
    services.heal()
    assert "nothing new came" in run("refresh").out
    assert services.requests == []


def test_a_dry_run_says_between_what_bounds_it_asks_and_asks_nobody(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    outcome = run("refresh", seeds, "--dry-run")
    assert outcome.status == 0, outcome.err
    assert "(0 to 5, by what is missing) to Crossref" in outcome.out
    assert services.requests == []
    planned = json.loads(run("refresh", seeds, "--dry-run", "--json").out)
    (lists,) = [
        one
        for one in planned["steps"]
        if (one["what"], one["service"]) == ("reference lists", "Crossref")
    ]
    assert (lists["least"], lists["most"], lists["estimated"]) == (0, 5, True)
    run("refresh", seeds)
    assert json.loads(run("refresh", "--dry-run", "--json").out)["requests"] == 0


def test_a_retraction_is_among_the_changes(services: FakeServices, run: Run, seeds: Path) -> None:
    run("refresh", seeds)
    services.openalex.retracted = services.crossref.retracted = {sha_of("seed-2")}
    run("refresh", "--max-age", "0")
    outcome = run("changes")
    assert outcome.status == 0, outcome.err
    (line,) = [one for one in outcome.out.splitlines() if "retract" in one.lower()]
    assert "SEED-2" in line


def test_a_service_that_is_not_reached_is_a_line_and_the_library_is_whole_without_it(
    services: FakeServices, run: Run, seeds: Path
) -> None:
    services.fail("500", naming="/crossref/")
    outcome = run("refresh", seeds)
    assert outcome.status == 0, outcome.err
    (line,) = [one for one in (outcome.out + outcome.err).splitlines() if "not reached" in one]
    assert "Crossref" in line
    assert json.loads(run("lineage", "SEED-1", "--json").out)


def test_the_doctor_asks_each_service_once(services: FakeServices, run: Run, seeds: Path) -> None:
    run("refresh", seeds)
    services.heal()
    outcome = run("doctor", "--live")
    asked = {one.service for one in services.requests}
    assert asked == {"s2", "arxiv", "openalex", "crossref"}
    for title in ("Semantic Scholar", "arXiv", "OpenAlex", "Crossref"):
        assert title in outcome.out
