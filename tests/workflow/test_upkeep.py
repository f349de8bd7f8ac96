"""A library goes out into a folder of text and comes back; a proposal says what it adds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_services import FakeServices, serving
from synthetic_world import reading_list, sha_of

from ptm_graph.errors import InputError
from ptm_graph.library import Library
from ptm_graph.workflow.upkeep import DIGEST, FEED, MEMORY, MESSAGE, SNAPSHOT, Upkeep, upkeep

NO_AGE = datetime.timedelta(0)


@pytest.fixture
def services() -> Iterator[FakeServices]:
    with serving() as running:
        yield running


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    path = tmp_path / "seeds.yaml"
    path.write_text(reading_list(), encoding="utf-8")
    return path


@pytest.fixture
def kept(tmp_path: Path, services: FakeServices, seeds: Path) -> Path:
    """A folder after its first upkeep."""
    tend(services, seeds, tmp_path / "kept")
    services.heal()
    return tmp_path / "kept"


def tend(
    services: FakeServices, seeds: Path, folder: Path, name: str = "first", **options: Any
) -> Upkeep:
    return upkeep(
        folder.parent / f"{name}.db",
        [seeds],
        folder,
        folder.parent / "out",
        settings=services.settings(),
        **options,
    )


def test_a_library_comes_back_with_what_it_held_and_remembered(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path
) -> None:
    before = {one.name: one.read_bytes() for one in kept.iterdir()}
    done = tend(services, seeds, kept, "second")
    assert done.refreshed.report.new_papers == 0
    assert services.requests == []
    with Library.open(tmp_path / "first.db") as first, Library.open(tmp_path / "second.db") as now:
        assert {one.key for one in first.iter_papers()} == {one.key for one in now.iter_papers()}
        assert first.citation_count() == now.citation_count()
        assert first.checked("references") == now.checked("references")
        assert [one.number for one in now.history.refreshes()] == [1, 2]
        assert now.faults() == []
    assert (kept / SNAPSHOT).read_bytes() == before[SNAPSHOT]


def test_what_is_asked_again_after_coming_back_is_no_news_and_what_changed_is(
    tmp_path: Path, services: FakeServices, seeds: Path
) -> None:
    folder = tmp_path / "kept"
    tend(services, seeds, folder, citations=2)
    done = tend(services, seeds, folder, "second", citations=2, max_age=NO_AGE)
    assert services.requests and done.refreshed.report.requests
    assert (done.refreshed.report.new_papers, done.refreshed.report.new_citations) == (0, 0)
    assert done.refreshed.digest.stories == ()
    services.world.papers[sha_of("seed-2")]["venue"] = "A Better Place"
    done = tend(services, seeds, folder, "third", citations=2, max_age=NO_AGE)
    (story,) = done.refreshed.digest.stories
    assert "A Better Place" in story.said()
    assert "A Better Place" in (folder / DIGEST).read_text("utf-8")
    assert "A Better Place" in (folder / FEED).read_text("utf-8")
    assert (tmp_path / "out" / MESSAGE).read_text("utf-8").count("\n") == 1


def test_the_feed_has_what_an_earlier_run_told(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path
) -> None:
    for name, venue in (("second", "A Better Place"), ("third", "The Best Place")):
        services.world.papers[sha_of("seed-2")]["venue"] = venue
        tend(services, seeds, kept, name, max_age=NO_AGE)
    feed = (kept / FEED).read_text("utf-8")
    assert feed.count("<entry>") == 2
    assert "Better" in feed


def test_a_spent_budget_leaves_the_rest_to_the_next_run(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path
) -> None:
    whole = Library.open(tmp_path / "first.db")
    folder, runs = tmp_path / "slow", 0
    left = 1
    while left:
        runs += 1
        services.heal()
        report = tend(services, seeds, folder, f"slow-{runs}", budget=3).refreshed.report
        left = report.left
        assert not report.failed
        assert sum(report.requests.values()) <= 4  # a portion may take a second page
    assert runs > 2
    with whole, Library.open(tmp_path / f"slow-{runs}.db") as slow:
        assert {one.key for one in slow.iter_papers()} == {one.key for one in whole.iter_papers()}
        assert slow.citation_count() == whole.citation_count()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (MEMORY, ""),
        (MEMORY, "{}"),
        (MEMORY, '["ptm-graph memory", 2]\n'),
        (MEMORY, '["ptm-graph memory", 1]\n["shadow", 1]\n'),
        (MEMORY, '["ptm-graph memory", 1]\n["refresh", 1]\n'),
        (MEMORY, '["ptm-graph memory", 1]\n[]\n'),
        (MEMORY, '["ptm-graph memory", 1]\n["told", {}, []]\n'),
        (MEMORY, "[" * 100_000),
        (SNAPSHOT, "no json"),
    ],
)
def test_what_is_damaged_is_named_and_leaves_no_half_library(
    tmp_path: Path, services: FakeServices, seeds: Path, kept: Path, name: str, text: str
) -> None:
    (kept / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=name):
        tend(services, seeds, kept, "second")
    assert not (tmp_path / "second.db").exists()
    assert services.requests == []
