"""``ptm-graph reading-order``: what to read first, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run


@pytest.fixture
def library(small_library_path: Path) -> tuple[str, Path]:
    return ("--library", small_library_path)


@pytest.mark.usefixtures("none_proposed")
def test_a_paper_comes_last_and_its_parent_before_it(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("reading-order", "RoBERTa", *library)
    assert outcome.status == 0
    numbered = [line for line in outcome.out.splitlines() if line[:1].isdigit()]
    assert "RoBERTa (2019" in numbered[-1]
    assert any("BERT (2018" in line for line in numbered[:-1])
    assert "· you asked for it" in outcome.out
    assert "descends from BERT (" in outcome.out


def test_json_names_for_each_paper_what_comes_before(run: Run, library: tuple[str, Path]) -> None:
    steps = json.loads(run("reading-order", "--json", *library).out)
    assert len(steps) == 7
    seen: set[str] = set()
    for step in steps:
        assert set(step["after"]) <= seen
        assert step["reasons"]
        seen.add(step["key"])


def test_a_limit_says_how_many_are_hidden(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("reading-order", "--limit", "2", *library)
    assert "and 5 more" in outcome.out


def test_a_family_is_read_with_what_it_descends_from(run: Run, library: tuple[str, Path]) -> None:
    whole = json.loads(run("reading-order", "--json", *library).out)
    family = next(step["family"] for step in whole if step["name"] == "RoBERTa")
    steps = json.loads(run("reading-order", "--family", family, "--json", *library).out)
    of_family = {step["key"] for step in whole if step["family"] == family}
    assert of_family <= {step["key"] for step in steps}


def test_an_unknown_family_lists_those_there_are(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("reading-order", "--family", "Astrology", *library)
    assert outcome.status == 1
    assert "no family “Astrology” in the reading list; there are: " in outcome.err


def test_a_paper_and_a_family_together_are_a_usage_error(
    run: Run, library: tuple[str, Path]
) -> None:
    assert run("reading-order", "BERT", "--family", "X", *library).status == 2


@pytest.mark.usefixtures("all_proposed")
def test_proposals_count_in_no_order_unless_asked(run: Run, library: tuple[str, Path]) -> None:
    out = run("reading-order", *library).out
    assert "descend from it" not in out
    assert "are left out; --proposals counts them" in out
    asked = run("reading-order", "--proposals", *library).out
    assert "descends from perhaps BERT (" in asked
    assert "left out" not in asked


def test_below_the_order_stands_what_its_percentages_mean(
    run: Run, library: tuple[str, Path]
) -> None:
    assert "such relations w" in run("reading-order", "RoBERTa", *library).out
