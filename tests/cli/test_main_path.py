"""``ptm-graph main-path``: the chain through which most knowledge flowed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run


@pytest.fixture
def library(small_library_path: Path) -> tuple[str, Path]:
    return ("--library", small_library_path)


def test_the_path_of_the_list_runs_over_its_hub(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("main-path", *library)
    assert outcome.status == 0
    assert outcome.out.startswith("Main path of 7 papers (spc, key-route)")
    assert any(line.startswith("BERT (2018") for line in outcome.out.splitlines())


@pytest.mark.parametrize("counted", ["spc", "splc", "spnp"])
@pytest.mark.parametrize("method", ["local", "global", "key-route", "key-route-global"])
def test_every_method_gives_citations_of_its_papers(
    run: Run, library: tuple[str, Path], counted: str, method: str
) -> None:
    arguments = ("--counted", counted, "--method", method, "--key-routes", "1", "--json")
    data = json.loads(run("main-path", *arguments, *library).out)
    keys = {paper["key"] for paper in data["papers"]}
    assert (data["counted"], data["method"]) == (counted, method)
    assert data["citations"]
    assert {end for one in data["citations"] for end in (one["citing"], one["cited"])} == keys


def test_papers_come_in_order_of_time_each_with_names_alone(
    run: Run, library: tuple[str, Path]
) -> None:
    data = json.loads(run("main-path", *library, "--json").out)
    years = [paper["date"][:4] for paper in data["papers"]]
    assert years == sorted(years)
    out = run("main-path", *library).out
    assert "  builds on " in out
    assert "10^" not in out and "paths)" not in out


def test_all_papers_of_the_library_can_be_taken(run: Run, library: tuple[str, Path]) -> None:
    few, many = run("main-path", *library).out, run("main-path", "--all", *library).out
    assert few != many
    assert int(many.split()[3]) > 7


def test_citations_of_newer_papers_are_counted_when_left_out(
    run: Run, library: tuple[str, Path]
) -> None:
    # RoBERTa and XLNet, ALBERT and XLNet: later versions cite newer papers
    data = json.loads(run("main-path", "--json", *library).out)
    left_out = len(data["against_time"])
    assert left_out > 0
    assert f"{left_out} citations of newer papers" in run("main-path", *library).out
