"""``ptm-graph upkeep`` and the options of ``schedule --github-actions``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_services import FakeServices, serving
from running import Run
from synthetic_world import reading_list


@pytest.fixture(autouse=True)
def in_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.yaml").write_text(reading_list(), encoding="utf-8")


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    with serving() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def test_upkeep_says_what_it_did_and_writes_what_it_keeps(
    services: FakeServices, run: Run, tmp_path: Path
) -> None:
    done = run("upkeep", "list.yaml", "--propose", "--chance", "0")
    assert done.status == 0, done.err
    assert "17 papers (17 new)" in done.out
    assert (tmp_path / "ptm-graph" / "memory.jsonl").exists()
    assert (tmp_path / "upkeep" / "message.txt").read_text("utf-8").startswith("ptm-graph: ")
    assert (tmp_path / "list.yaml").read_text("utf-8") == reading_list()


def test_upkeep_tells_a_service_that_failed_and_a_budget_that_was_spent(
    services: FakeServices, run: Run
) -> None:
    services.fail("500", naming="/references")
    assert run("upkeep", "list.yaml").status == 3
    services.faults.clear()
    assert "are left for the next refresh" in run("upkeep", "list.yaml", "--budget", "1").out


def test_upkeep_needs_a_list(run: Run) -> None:
    refused = run("upkeep")
    assert refused.status == 2
    assert "reading lists" in refused.err


def test_the_workflow_is_written_as_asked(run: Run, tmp_path: Path) -> None:
    options = ["--pages", "--url", "https://trees.example/", "--propose", "--chance", "0.9"]
    done = run("schedule", "--github-actions", *options, "--from", "./a.whl", "list.yaml")
    assert done.status == 0, done.err
    text = (tmp_path / ".github" / "workflows" / "ptm-graph.yml").read_text("utf-8")
    for part in ('"./a.whl"', '"https://trees.example/"', "--chance=0.9", "30 3 * * 1"):
        assert part in text


@pytest.mark.parametrize(
    "options",
    [
        ["--pages"],
        ["--propose"],
        ["--budget", "5"],
        ["--from", "x"],
        ["--github-actions", "--url", "https://e.org/"],
        ["--github-actions", "--chance", "0.5"],
        ["--github-actions", "--full-texts"],
    ],
)
def test_options_that_would_do_nothing_are_refused(
    run: Run, tmp_path: Path, options: list[str]
) -> None:
    assert run("schedule", *options, "list.yaml").status == 2
    assert not (tmp_path / ".github").exists()
