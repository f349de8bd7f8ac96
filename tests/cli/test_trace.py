"""``ptm-graph trace``: what it says before, after, and where it cannot begin."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_services import FakeServices, serving
from running import Run

START = "1905.00005"
"""The newest paper of the synthetic family."""


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    with serving() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def test_a_dry_run_says_what_it_costs_and_asks_nobody(services: FakeServices, run: Run) -> None:
    outcome = run("trace", START, "--budget", 20, "--dry-run")
    assert outcome.status == 0, outcome.err
    assert outcome.out.startswith("up to 20 papers, about ")
    assert services.requests == []
    assert json.loads(run("trace", START, "--dry-run", "--json").out)["papers"] == 60


def test_the_cost_comes_before_and_the_tree_after(
    services: FakeServices, run: Run, tmp_path: Path
) -> None:
    outcome = run("trace", START, "-o", tmp_path / "tree.db", "--budget", 4)
    assert outcome.status == 0, outcome.err
    assert outcome.err.startswith("up to 4 papers, about ")
    assert "Generation +1" in outcome.out
    assert f"{tmp_path / 'tree.yaml'}: the reading list" in outcome.out
    assert f"ptm-graph app --library {tmp_path / 'tree.db'}" in outcome.out
    lineage = run("lineage", START, "--library", tmp_path / "tree.db")
    assert lineage.status == 0, lineage.err


def test_what_was_left_is_counted_and_a_larger_budget_goes_on(
    services: FakeServices, run: Run, tmp_path: Path
) -> None:
    few = run("trace", START, "-o", tmp_path / "tree.db", "--budget", 2)
    assert "were not followed for lack of budget" in few.out
    more = run("trace", START, "-o", tmp_path / "tree.db", "--budget", 5, "--json")
    assert len(json.loads(more.out)["papers"]) > 2


def test_a_start_that_is_none_is_one_line(services: FakeServices, run: Run) -> None:
    for text in ("https://example.org/page", " "):
        outcome = run("trace", text)
        assert outcome.status == 1
        assert outcome.err.count("\n") == 1
        assert "is no identifier, link or title of a paper" in outcome.err
    assert services.requests == []


def test_an_unknown_paper_is_one_line_and_leaves_no_library(
    services: FakeServices, run: Run, tmp_path: Path
) -> None:
    outcome = run("trace", "1001.00001", "-o", tmp_path / "none.db")
    assert outcome.status == 1
    assert outcome.err.splitlines()[-1].startswith("ptm-graph: “arxiv:1001.00001” was not found")
    assert not list(tmp_path.glob("none*"))


def test_a_doubtful_title_names_candidates_by_number(services: FakeServices, run: Run) -> None:
    outcome = run("trace", "Prompts Learned from Text in Setting 4")
    assert outcome.status == 1
    assert "may be one of these" in outcome.err
    assert "\n  1. " in outcome.err
