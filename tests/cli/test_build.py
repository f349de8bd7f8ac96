"""``ptm-graph build``: reading lists and a snapshot become a library."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from running import Run
from systems import kept_out_by_permissions

from ptm_graph.library import Library

LIST = """\
papers:
  - title: "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
    aliases: [BERT]
  - title: A Paper That No Snapshot Knows
  - note: neither title nor identifier
  - title: "RoBERTa: A Robustly Optimized BERT Pretraining Approach"
    identifiers: {arxiv: 19x7.11692}
"""


@pytest.fixture
def own_list(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_the_bundled_list_is_built_without_arguments(run: Run, tmp_path: Path) -> None:
    outcome = run("build")
    assert outcome.status == 0
    assert "papers of the reading list" in outcome.out
    with Library.open(tmp_path / "own.db") as library:
        assert library.find("BERT").identifiers["arxiv"] == "1810.04805"


def test_what_cannot_be_used_is_named_with_file_and_line(run: Run, own_list: Path) -> None:
    outcome = run("build", own_list)
    assert outcome.status == 0
    assert f"{own_list}:4: A Paper That No Snapshot Knows: not in the snapshot" in outcome.err
    assert f"{own_list}:5:" in outcome.err
    assert f"{own_list}:7:" in outcome.err
    assert "19x7.11692" in outcome.err


def test_nothing_of_a_flawed_list_is_lost(run: Run, own_list: Path, tmp_path: Path) -> None:
    run("build", own_list)
    with Library.open(tmp_path / "own.db") as library:
        titles = {paper.title for paper in library.iter_papers(seeds_only=True)}
        assert "A Paper That No Snapshot Knows" in titles
        assert len(titles) == 3
        assert library.find("RoBERTa: A Robustly Optimized BERT").identifiers["arxiv"]
        assert len(library.problems()) == 3


def test_the_account_is_there_as_json(run: Run, own_list: Path) -> None:
    account = json.loads(run("build", own_list, "--json").out)
    assert account["entries"] == 3
    assert [problem["line"] for problem in account["missing"]] == [4]


def test_building_again_changes_nothing(run: Run, own_list: Path, tmp_path: Path) -> None:
    run("build", own_list)
    with Library.open(tmp_path / "own.db") as library:
        before = library.dump()
    run("build", own_list)
    with Library.open(tmp_path / "own.db") as library:
        assert library.dump() == before


def test_an_unreadable_list_is_one_line_and_leaves_no_library(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("papers: [\n  - {", encoding="utf-8")
    outcome = run("build", broken)
    assert outcome.status == 1
    assert outcome.err.startswith(f"ptm-graph: {broken}:")
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "own.db").exists()


def test_a_missing_list_is_named(run: Run, tmp_path: Path) -> None:
    outcome = run("build", tmp_path / "nowhere.yaml")
    assert outcome.status == 1
    assert "nowhere.yaml" in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_database_of_another_program_is_left_alone(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = other.read_bytes()
    outcome = run("build", "--library", other)
    assert outcome.status == 1
    assert "another program" in outcome.err
    assert other.read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "thesis.tex"
    other.write_text("\\documentclass{article}" * 200, encoding="utf-8")
    outcome = run("build", "--library", other)
    assert outcome.status == 1
    assert "is not a ptm-graph library" in outcome.err
    assert other.read_text(encoding="utf-8").startswith("\\documentclass")


@kept_out_by_permissions
def test_a_read_only_folder_is_one_line(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "fixed"
    folder.mkdir(mode=0o500)
    outcome = run("build", "--library", folder / "library.db")
    assert outcome.status == 1
    assert "cannot be opened" in outcome.err


def test_a_library_under_a_file_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    outcome = run("build", "--library", tmp_path / "file" / "library.db")
    assert outcome.status == 1
    assert "cannot be opened" in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_list_without_a_paper_is_an_error_and_makes_no_library(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.md"
    empty.write_text("# Papers\n", encoding="utf-8")
    outcome = run("build", empty)
    assert outcome.status == 1
    assert f"{empty}: no paper was understood" in outcome.err
    assert not (tmp_path / "own.db").exists()
