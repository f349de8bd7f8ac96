"""``ptm-graph relation``: a decision is kept, shown, used, exported and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run


@pytest.fixture(autouse=True)
def decisions_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_library_path: Path
) -> Path:
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(small_library_path))
    path = tmp_path / "decisions.yaml"
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(path))
    return path


@pytest.fixture
def use_small(run: Run, monkeypatch: pytest.MonkeyPatch, small_library_path: Path) -> Run:
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(small_library_path))
    return run


def parents(run: Run, child: str) -> dict[str, str | None]:
    data = json.loads(run("lineage", child, "--depth", "1", "--json").out)
    return {one["name"]: one["relation"]["decision"] for one in data["ancestors"]}


@pytest.mark.usefixtures("none_proposed")
def test_a_rejected_parent_is_gone_until_it_is_taken_back(use_small: Run) -> None:
    assert "BERT" in parents(use_small, "RoBERTa")
    assert use_small("relation", "reject", "RoBERTa", "BERT").status == 0
    assert "BERT" not in parents(use_small, "RoBERTa")
    assert use_small("relation", "undo", "RoBERTa", "BERT").status == 0
    assert "BERT" in parents(use_small, "RoBERTa")


def test_an_accepted_parent_is_marked_with_who_and_when(use_small: Run) -> None:
    use_small("relation", "accept", "RoBERTa", "BERT", "--by", "Ada", "--label", "trained longer")
    assert parents(use_small, "RoBERTa")["BERT"] == "accepted"
    listed = json.loads(use_small("relation", "list", "--json").out)
    assert [(one["verdict"], one["by"], one["label"]) for one in listed] == [
        ("accepted", "Ada", "trained longer")
    ]
    assert listed[0]["at"].startswith("20")


def test_a_set_parent_replaces_the_inferred_ones(use_small: Run) -> None:
    use_small("relation", "set", "RoBERTa", "ELMo")
    assert parents(use_small, "RoBERTa") == {"ELMo": "set"}


def test_decisions_export_as_a_gold_set_that_evaluate_reads(use_small: Run, tmp_path: Path) -> None:
    use_small("relation", "accept", "RoBERTa", "BERT")
    gold = tmp_path / "gold.csv"
    assert use_small("relation", "export", gold).status == 0
    figures = json.loads(use_small("evaluate", gold, "--json", "--partial").out)
    assert figures["children"] == 1
    assert figures["hit@1"] == 1.0


def test_a_paper_is_not_its_own_parent(use_small: Run) -> None:
    outcome = use_small("relation", "accept", "BERT", "1810.04805")
    assert outcome.status == 1
    assert "the same paper" in outcome.err
