"""``ptm-graph path``: routes from one paper to another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run


@pytest.fixture
def library(small_library_path: Path) -> tuple[str, Path]:
    return ("--library", small_library_path)


@pytest.mark.usefixtures("none_proposed")
def test_a_route_is_drawn_with_dates_and_each_step_with_its_reason(
    run: Run, library: tuple[str, Path]
) -> None:
    outcome = run("path", "ELMo", "RoBERTa", *library)
    assert outcome.status == 0
    heading, route, *steps = outcome.out.splitlines()
    assert heading.startswith("Shortest routes from ELMo to RoBERTa")
    assert "each paper builds on the one before" in heading
    assert route.startswith("1. ELMo (2018") and "→ RoBERTa (2019" in route
    assert any("RoBERTa descends from BERT (" in step for step in steps)


@pytest.mark.usefixtures("none_proposed")
def test_siblings_are_joined_by_their_parent(run: Run, library: tuple[str, Path]) -> None:
    data = json.loads(run("path", "XLNet", "RoBERTa", "--json", *library).out)
    (route,) = data["routes"][:1]
    assert data["follow"] in {"later", "earlier", "either"}
    assert route["papers"][0]["name"] == "XLNet" and route["papers"][-1]["name"] == "RoBERTa"
    for step in route["steps"]:
        assert 0 < step["confidence"] <= 1 and step["reason"]


@pytest.mark.usefixtures("none_proposed")
def test_the_strongest_routes_come_in_the_order_of_their_strength(
    run: Run, library: tuple[str, Path]
) -> None:
    found = run("path", "BERT", "ALBERT", "--by", "strongest", "--json", *library)
    strengths = [route["strength"] for route in json.loads(found.out)["routes"]]
    assert strengths and strengths == sorted(strengths, reverse=True)


def test_citations_tell_how_many_sentences_name_the_other(
    run: Run, library: tuple[str, Path]
) -> None:
    outcome = run("path", "BERT", "RoBERTa", "--graph", "citations", *library)
    assert "RoBERTa cites BERT: in 22 sentences" in outcome.out


def test_all_shortest_routes_are_counted_where_few_are_shown(
    run: Run, library: tuple[str, Path]
) -> None:
    options = ("--graph", "citations", "--json", *library)
    data = json.loads(run("path", "XLNet", "ALBERT", "--limit", "1", *options).out)
    assert len(data["routes"]) == 1 <= data["total"]


def test_citations_have_no_strength(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("path", "BERT", "ALBERT", "--by", "strongest", "--graph", "citations", *library)
    assert outcome.status == 2
    assert "no confidence" in outcome.err


def test_no_route_is_said_and_the_citations_offered(run: Run, library: tuple[str, Path]) -> None:
    # SQuAD is cited by the list, so it is in the library, but in no relation
    outcome = run("path", "BERT", "1606.05250", *library)
    assert outcome.status == 0
    assert "no route from BERT" in outcome.out and "--graph citations" in outcome.out


def test_one_paper_has_no_route_to_itself(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("path", "BERT", "1810.04805", *library)
    assert outcome.status == 1
    assert outcome.err == "ptm-graph: a route needs two different papers\n"


@pytest.mark.usefixtures("all_proposed")
def test_no_route_takes_a_proposal_unless_asked(run: Run, library: tuple[str, Path]) -> None:
    out = run("path", "BERT", "RoBERTa", *library).out
    assert "no route from BERT to RoBERTa" in out
    assert "are left out; --proposals counts them" in out
    asked = run("path", "BERT", "RoBERTa", "--proposals", *library).out
    assert "RoBERTa perhaps descends from BERT (" in asked
    assert "left out" not in asked
    data = json.loads(run("path", "BERT", "RoBERTa", "--json", *library).out)
    assert data["routes"] == []
    assert data["proposals_left_out"] > 0


@pytest.mark.usefixtures("none_proposed")
def test_below_the_routes_stands_what_their_percentages_mean(
    run: Run, library: tuple[str, Path]
) -> None:
    told = run("path", "BERT", "ALBERT", "--by", "strongest", *library).out
    assert "such relations w" in told and "confidence " in told
    assert "the percentage of a route is that of its relations multiplied" in told
    cited = run("path", "BERT", "ALBERT", "--graph", "citations", *library).out
    assert "such relations" not in cited
