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


def test_in_short_the_parent_has_a_sentence_three_reasons_and_a_runner_up(
    run: Run, small_library_path: Path
) -> None:
    lines = run("why", "RoBERTa", "--library", small_library_path).out.splitlines()
    assert lines[0].startswith("BERT (2018-10) → RoBERTa (2019-07-26)  parent 1 of 1, ")
    assert "such relations were right" in lines[0]
    assert lines[1] == "  RoBERTa trains BERT longer and reproduces it."
    assert [line[:4] for line in lines].count("  · ") == 3
    [lost] = [line for line in lines if line.startswith("Runner-up, ")]
    assert "below BERT, chiefly: " in lost
    assert lines[-1].endswith("all terms and quotes: --all")
    assert len(lines) < 10


def test_all_shows_every_term_of_the_best_candidates(run: Run, small_library_path: Path) -> None:
    out = run("why", "RoBERTa", "--all", "--library", small_library_path).out
    assert "1. BERT" in out and "2. " in out
    assert "in total" in out
    assert "below BERT" in out
    fewer = run("why", "RoBERTa", "--most", "1", "--library", small_library_path).out
    assert "1. BERT" in fewer and "2. " not in fewer


def test_a_decision_stands_first_and_is_no_guess(
    run: Run, small_library_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "decisions.yaml"))
    library = ("--library", small_library_path)
    run("relation", "set", "RoBERTa", "ELMo", "--by", "Ada", *library)
    first, *rest = run("why", "RoBERTa", *library).out.splitlines()
    assert first.startswith("ELMo (") and first.endswith("set by Ada, your decision")
    assert not any(line.startswith("BERT (") for line in rest)
    assert any("Runner-up" in line and "BERT" in line for line in rest)
    run("relation", "set", "BERT", "RoBERTa", "--by", "Ada", *library)
    first = run("why", "BERT", *library).out.splitlines()[0]
    assert first.endswith("set by Ada; no citation is known")
    run("relation", "undo", "RoBERTa", "ELMo", *library)
    run("relation", "reject", "RoBERTa", "BERT", *library)
    first, best, *_ = run("why", "RoBERTa", *library).out.splitlines()
    assert "no parent is named" in first
    assert "rejected by" in best and "→" not in best


def test_one_parent_can_be_asked_about(run: Run, small_library_path: Path) -> None:
    out = run("why", "RoBERTa", "XLNet", "--library", small_library_path).out
    assert "XLNet (2019" in out
    assert "BERT (" not in out
    out = run("why", "RoBERTa", "XLNet", "--all", "--library", small_library_path).out
    assert "XLNet (2019" in out and "1. BERT" not in out


def test_a_paper_that_is_not_cited_is_one_line(run: Run, small_library_path: Path) -> None:
    outcome = run("why", "BERT", "RoBERTa", "--library", small_library_path)
    assert outcome.status == 1
    assert outcome.err == "ptm-graph: no reference of “BERT” to “RoBERTa” is known\n"


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
