"""``ptm-graph lineage``: a tree of ancestors and descendants with reasons."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from running import Run

from ptm_graph.workflow.building import build_library


@pytest.fixture
def library(small_library_path: Path) -> tuple[str, Path]:
    return ("--library", small_library_path)


@pytest.mark.usefixtures("none_proposed")
def test_the_tree_shows_confidence_tier_and_reason(run: Run, library: tuple[str, Path]) -> None:
    outcome = run("lineage", "RoBERTa", "--depth", "1", *library)
    assert outcome.status == 0
    bert = next(line for line in outcome.out.splitlines() if "BERT (2018" in line)
    assert "%, the authors' words" in bert
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


@pytest.fixture(scope="module")
def at_pubmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pubmed")
    (folder / "list.yaml").write_text(
        "papers:\n"
        "  - {title: RoBERTa, identifiers: {arxiv: '1907.11692', pmid: 123, pmcid: 7703568}}\n"
        "  - {title: BERT, identifiers: {arxiv: '1810.04805'}}\n",
        encoding="utf-8",
    )
    build_library(folder / "library.db", [folder / "list.yaml"])
    return folder / "library.db"


@pytest.mark.usefixtures("none_proposed")
@pytest.mark.parametrize(
    "query", ["pmid:123", "https://pubmed.ncbi.nlm.nih.gov/123/", "PMC7703568"]
)
@pytest.mark.parametrize("command", ["lineage", "why", "reading-order", "similar"])
def test_every_command_finds_a_paper_by_its_number_at_pubmed(
    run: Run, at_pubmed: Path, command: str, query: str
) -> None:
    outcome = run(command, query, "--json", "--library", at_pubmed)
    assert outcome.status == 0, outcome.err
    assert outcome == run(command, "arxiv:1907.11692", "--json", "--library", at_pubmed)


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


@pytest.mark.usefixtures("all_proposed")
def test_proposals_are_shown_as_perhaps_and_not_followed(
    run: Run, library: tuple[str, Path]
) -> None:
    out = run("lineage", "RoBERTa", *library).out
    assert "perhaps BERT (2018" in out
    assert "shown as “perhaps” and not followed; --proposals counts them" in out
    data = json.loads(run("lineage", "RoBERTa", "--json", *library).out)
    assert data["ancestors"] == []
    (bert,) = [one for one in data["perhaps"]["ancestors"] if one["name"] == "BERT"]
    assert bert["relation"]["proposal"] is True
    assert "ancestors" not in bert


@pytest.mark.usefixtures("all_proposed")
def test_proposals_are_followed_where_they_are_asked_for(
    run: Run, library: tuple[str, Path]
) -> None:
    out = run("lineage", "RoBERTa", "--proposals", *library).out
    assert "perhaps BERT (2018" in out
    assert "not followed" not in out
    data = json.loads(run("lineage", "RoBERTa", "--proposals", "--json", *library).out)
    assert "BERT" in {one["name"] for one in data["ancestors"]}
    assert data["perhaps"]["ancestors"] == []


@pytest.mark.usefixtures("none_proposed")
def test_what_is_stated_is_no_perhaps(run: Run, library: tuple[str, Path]) -> None:
    assert "perhaps" not in run("lineage", "RoBERTa", *library).out


@pytest.mark.usefixtures("all_proposed")
def test_papers_without_a_parent_come_with_their_candidates_and_what_to_type(
    run: Run, library: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "decisions.yaml"))
    found = json.loads(run("lineage", "--parentless", "--json", *library).out)
    assert len(found) == 7
    assert all(one["reason"] for one in found)
    roberta = next(one for one in found if one["name"] == "RoBERTa")
    assert roberta["proposed"]
    best = roberta["candidates"][0]
    assert best["name"] == "BERT"
    assert 0 < best["confidence"] < 1
    assert best["verdict"]
    out = run("lineage", "--parentless", *library).out
    assert out.startswith("7 papers without a parent")
    assert best["accept"] in out
    assert run(*best["accept"].split()[1:], *library).status == 0
    left = json.loads(run("lineage", "--parentless", "--json", *library).out)
    assert "RoBERTa" not in {one["name"] for one in left}


@pytest.mark.usefixtures("all_proposed")
def test_a_paper_without_a_parent_says_why(run: Run, library: tuple[str, Path]) -> None:
    assert (
        "without a parent: its parents are proposals only"
        in run("lineage", "RoBERTa", *library).out
    )
    told = json.loads(run("lineage", "RoBERTa", "--json", *library).out)["without_parent"]
    assert told["reason"] == "its parents are proposals only"


@pytest.mark.usefixtures("none_proposed")
def test_a_paper_with_a_parent_needs_no_reason(run: Run, library: tuple[str, Path]) -> None:
    data = json.loads(run("lineage", "RoBERTa", "--json", *library).out)
    assert data["without_parent"] is None
    listed = json.loads(run("lineage", "--parentless", "--json", *library).out)
    assert "RoBERTa" not in {one["name"] for one in listed}


def test_a_paper_or_the_parentless_are_asked_for(run: Run, library: tuple[str, Path]) -> None:
    assert run("lineage", *library).status == 2
    assert run("lineage", "BERT", "--parentless", *library).status == 2


@pytest.mark.parametrize(
    "names",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_an_output_that_has_only_ascii_gets_the_tree_without_what_it_lacks(
    library: tuple[str, Path], names: dict[str, str]
) -> None:
    arguments = [sys.executable, "-m", "ptm_graph", "lineage", "BERT", *map(str, library)]
    done = subprocess.run(arguments, env={**os.environ, **names}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"BERT: Pre-training" in done.stdout
    assert b"?" in done.stdout


def test_below_the_tree_stands_what_its_confidences_mean(
    run: Run, library: tuple[str, Path], tmp_path: Path
) -> None:
    said = run("lineage", "RoBERTa", *library).out
    assert re.search(
        r"^confidence \d+%(?: to \d+%)?: about .* such relations (?:was|were) right$", said, re.M
    )
    own = tmp_path / "decisions.yaml"
    assert run("relation", "accept", "RoBERTa", "BERT", *library, "--decisions", own).status == 0
    line = next(
        line
        for line in run("lineage", "RoBERTa", *library, "--decisions", own).out.splitlines()
        if "BERT " in line and "accepted" in line
    )
    assert "your decision, " in line and "%, " not in line
    why = run("why", "RoBERTa", "BERT", *library, "--decisions", own).out
    assert "your decision" in why and "such relations" not in why
