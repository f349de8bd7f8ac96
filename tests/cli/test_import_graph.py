"""``ptm-graph import``: graphs come back, and others' graphs come in."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Run

from ptm_graph.library import Library


@pytest.mark.parametrize("suffix", [".json", ".graphml"])
@pytest.mark.parametrize("which", ["lineage", "citations"])
def test_an_export_that_is_imported_and_exported_is_the_same_file(
    run: Run, tmp_path: Path, small_library_path: Path, suffix: str, which: str
) -> None:
    one, other = tmp_path / f"one{suffix}", tmp_path / f"other{suffix}"
    run("export", one, "--graph", which, "--library", small_library_path)
    assert run("import", one, "--out", other).status == 0
    assert one.read_bytes() == other.read_bytes()


def test_a_citation_table_of_another_program_gets_into_the_library(
    run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "edges.csv"
    table.write_text("citing,cited\nOne Paper About Trees,Another Paper About Roots\n", "utf-8")
    outcome = run("import", table)
    assert outcome.status == 0
    assert "2 papers (2 new), 1 citations (1 new)" in outcome.out
    with Library.open(tmp_path / "own.db") as library:
        (citation,) = library.iter_citations()
        assert library.paper(citation.citing).title == "One Paper About Trees"


def test_importing_twice_adds_nothing(run: Run, tmp_path: Path, small_library_path: Path) -> None:
    out = tmp_path / "citations.json"
    run("export", out, "--graph", "citations", "--library", small_library_path)
    run("import", out)
    assert "(0 new)" in run("import", out).out


@pytest.mark.usefixtures("none_proposed")
def test_relations_are_decisions_only_if_somebody_accepts_them(
    run: Run, tmp_path: Path, small_library_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "decisions.yaml"))
    out = tmp_path / "family.graphml"
    run("export", out, "--library", small_library_path)
    assert "left out" in run("import", out).err
    assert not (tmp_path / "decisions.yaml").exists()
    run("import", out, "--accept-as", "Ada")
    assert "by: Ada" in (tmp_path / "decisions.yaml").read_text("utf-8")


def test_a_file_that_is_no_graph_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{", "utf-8")
    outcome = run("import", tmp_path / "x.json")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1


@pytest.mark.usefixtures("all_proposed")
def test_a_proposal_is_accepted_only_on_wish(
    run: Run, tmp_path: Path, small_library_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "decisions.yaml"))
    out = tmp_path / "family.graphml"
    run("export", out, "--library", small_library_path)
    told = run("import", out, "--accept-as", "Ada").out
    assert "0 relations accepted by Ada" in told
    assert "are left out; --proposals accepts them" in told
    assert not (tmp_path / "decisions.yaml").exists()
    run("import", out, "--accept-as", "Ada", "--proposals")
    assert "by: Ada" in (tmp_path / "decisions.yaml").read_text("utf-8")
