"""``ptm-graph why``: every term of the score, and why the runner-up lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

from ptm_graph.words.model import Relation


def test_all_terms_are_shown_and_add_up(run: Run, small_library_path: Path) -> None:
    data = json.loads(run("why", "RoBERTa", "--json", "--library", small_library_path).out)
    for candidate in data["candidates"]:
        relation = candidate["relation"]
        points = sum(term["value"] * term["weight"] for term in relation["evidence"]["terms"])
        assert abs(points - relation["score"]) < 0.01


def test_the_best_candidate_comes_first_and_the_loser_hears_why(
    run: Run, small_library_path: Path
) -> None:
    out = run("why", "RoBERTa", "--library", small_library_path).out
    assert "1. BERT" in out
    assert "in total" in out
    assert "below BERT" in out


def test_one_parent_can_be_asked_about(run: Run, small_library_path: Path) -> None:
    out = run("why", "RoBERTa", "XLNet", "--library", small_library_path).out
    assert "XLNet (2019" in out
    assert "1. BERT" not in out


def test_a_paper_that_is_not_cited_is_one_line(run: Run, small_library_path: Path) -> None:
    outcome = run("why", "BERT", "RoBERTa", "--library", small_library_path)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1


def test_the_facts_only_snapshot_says_that_a_refresh_brings_sentences(
    run: Run, small_library_path: Path
) -> None:
    assert (
        "refresh fetches the sentences"
        in run("why", "RoBERTa", "--library", small_library_path).out
    )


def test_a_parent_that_is_only_proposed_is_a_perhaps(
    run: Run, small_library_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "decisions.yaml"))
    library = ("--library", small_library_path)
    monkeypatch.setattr(Relation, "proposal", False)
    assert "perhaps" not in run("why", "RoBERTa", *library).out
    monkeypatch.setattr(Relation, "proposal", True)
    assert "  perhaps parent 1 of " in run("why", "RoBERTa", *library).out
    run("relation", "accept", "RoBERTa", "BERT", "--by", "Ada", *library)
    assert "  accepted by Ada" in run("why", "RoBERTa", "BERT", *library).out
