"""``ptm-graph lineage``: a tree of ancestors and descendants with reasons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from running import Run


@pytest.fixture
def library(small_library_path: Path) -> tuple[str, Path]:
    return ("--library", small_library_path)


def test_the_tree_shows_confidence_tier_and_reason(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("lineage", "RoBERTa", "--depth", "1", *library)
    assert outcome.status == 0
    bert = next(line for line in outcome.out.splitlines() if "BERT (2018" in line)
    assert "% A" in bert
    assert "sentences" in bert


@pytest.mark.parametrize(
    "query",
    [
        "RoBERTa",
        "roberta",
        "RoBERTa: A Robustly Optimized BERT Pretraining Approach",
        "1907.11692",
        "arXiv:1907.11692v1",
        "https://arxiv.org/pdf/1907.11692.pdf",
    ],
)
def test_a_paper_is_found_by_any_of_its_names(
    run: Run, library: tuple[str, Path], query: str
) -> None:
    outcome = run("lineage", query, "--json", *library)
    assert json.loads(outcome.out)["key"] == "arxiv:1907.11692"


@pytest.mark.parametrize(
    "query", ["pmid:123", "https://pubmed.ncbi.nlm.nih.gov/123/", "PMC7703568"]
)
@pytest.mark.parametrize("command", ["lineage", "why", "reading-order", "similar"])
def test_every_command_finds_a_paper_by_its_number_at_pubmed(
    run: Run, tmp_path: Path, command: str, query: str
) -> None:
    path, listed = tmp_path / "library.db", tmp_path / "list.yaml"
    listed.write_text(
        "papers:\n"
        "  - {title: RoBERTa, identifiers: {arxiv: '1907.11692', pmid: 123, pmcid: 7703568}}\n"
        "  - {title: BERT, identifiers: {arxiv: '1810.04805'}}\n",
        encoding="utf-8",
    )
    assert run("build", listed, "--library", path).status == 0
    outcome = run(command, query, "--json", "--library", path)
    assert outcome.status == 0, outcome.err
    assert outcome == run(command, "arxiv:1907.11692", "--json", "--library", path)


def test_json_nests_ancestors_and_descendants(run: Run, library: tuple[str, Path]) -> None:
    data = json.loads(run("lineage", "BERT", "--json", *library).out)

    def names(papers: list[dict[str, Any]]) -> set[str]:
        return {paper["name"] for paper in papers}

    assert {"RoBERTa", "ALBERT", "XLNet"} <= names(data["descendants"])
    for child in data["descendants"]:
        assert 0 < child["relation"]["confidence"] < 1
        assert child["relation"]["reason"]


def test_an_ambiguous_name_lists_the_choices(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("lineage", "ERNIE", *library)
    assert outcome.status == 1
    assert "ERNIE (Baidu)" in outcome.err
    assert "ERNIE (Tsinghua)" in outcome.err


def test_an_unknown_paper_is_one_line_with_what_to_do(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("lineage", "2401.99999", *library)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert "add it to the reading list" in outcome.err


def test_a_mistyped_name_gets_a_suggestion(run: Run, library: tuple[str, Path]) -> None:
    assert "RoBERTa" in run("lineage", "RoBERTTa", *library).err
