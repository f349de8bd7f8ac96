"""``ptm-graph evaluate``: the lineage measured against relations drawn by people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

GOLD = "child,parent,label\nRoBERTa,BERT,longer training\nALBERT,BERT,\nNobody,BERT,\n"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.csv"
    path.write_text(GOLD, encoding="utf-8")
    return path


def test_figures_stand_beside_simple_rules(run: Run, gold: Path, small_library_path: Path) -> None:
    outcome = run("evaluate", gold, "--json", "--library", small_library_path)
    data = json.loads(outcome.out)
    assert data["children"] == 2
    assert {"hit@1", "hit@3", "mrr", "map", "coverage"} <= set(data)
    assert {"precision", "recall", "f1"} <= set(data["edges"])
    assert "star" in data["baselines"]


def test_rows_without_a_paper_are_named(run: Run, gold: Path, small_library_path: Path) -> None:
    outcome = run("evaluate", gold, "--library", small_library_path)
    assert f"{gold}:4" in outcome.err
    assert "Nobody" in outcome.err


def test_without_the_hub_its_children_cannot_be_found(
    run: Run, gold: Path, small_library_path: Path
) -> None:
    outcome = run("evaluate", gold, "--stress", "hub", "--json", "--library", small_library_path)
    data = json.loads(outcome.out)
    assert data["children"] == 0
    assert data["hit@1"] is None  # nothing was measured, which is not zero


def test_a_file_that_is_no_gold_set_is_one_line(
    run: Run, tmp_path: Path, small_library_path: Path
) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    outcome = run("evaluate", tmp_path / "x.csv", "--library", small_library_path)
    assert outcome.status == 1
    assert outcome.err.startswith(f"ptm-graph: {tmp_path / 'x.csv'}:1: ")
