"""``ptm-graph compare``: papers side by side."""

import json
from pathlib import Path

import pytest
from running import Run


@pytest.fixture
def library(small_library_path: Path) -> tuple[str, Path]:
    return ("--library", small_library_path)


@pytest.mark.usefixtures("none_proposed")
def test_two_papers_stand_side_by_side(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("compare", "BERT", "RoBERTa", *library)
    assert outcome.status == 0
    assert outcome.out.split("\n")[0].split() == ["BERT", "RoBERTa"]
    assert "What changed" in outcome.out and "Shared references" in outcome.out


def test_the_same_is_given_as_markdown_latex_and_data(run: Run, library: tuple[str, Path]) -> None:
    papers = ("compare", "BERT", "RoBERTa", *library)
    assert run(*papers, "--markdown").out.startswith("|  | BERT | RoBERTa |")
    assert "\\textbf{BERT} & \\textbf{RoBERTa}" in run(*papers, "--latex").out
    data = json.loads(run(*papers, "--json").out)
    assert [paper["name"] for paper in data["papers"]] == ["BERT", "RoBERTa"]


def test_one_paper_is_no_comparison(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("compare", "BERT", *library)
    assert outcome.status != 0 and "2 to 4 different papers" in outcome.err
