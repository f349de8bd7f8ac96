"""``ptm-graph export``: the lineage as a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import networkx as nx
import pytest
from running import Run


@pytest.mark.parametrize("suffix", [".html", ".graphml", ".json"])
def test_two_exports_are_the_same_bytes(
    run: Run, tmp_path: Path, small_library_path: Path, suffix: str
) -> None:
    one, other = tmp_path / f"one{suffix}", tmp_path / f"other{suffix}"
    for out in (one, other):
        assert run("export", out, "--library", small_library_path).status == 0
    assert one.read_bytes() == other.read_bytes()


def test_graphml_is_read_back_with_reasons(
    run: Run, tmp_path: Path, small_library_path: Path
) -> None:
    run("export", tmp_path / "family.graphml", "--library", small_library_path)
    family = nx.read_graphml(tmp_path / "family.graphml")
    assert family.has_edge("arxiv:1810.04805", "arxiv:1907.11692")
    assert family.edges["arxiv:1810.04805", "arxiv:1907.11692"]["reason"]


def test_the_citations_can_be_written_instead(
    run: Run, tmp_path: Path, small_library_path: Path
) -> None:
    out = tmp_path / "citations.json"
    outcome = run("export", out, "--graph", "citations", "--library", small_library_path)
    assert "citations" in outcome.out
    graph = nx.node_link_graph(json.loads(out.read_text(encoding="utf-8")), edges="edges")
    assert graph.has_edge("arxiv:1907.11692", "arxiv:1810.04805")


def test_an_unknown_suffix_is_one_line_that_names_the_known_ones(
    run: Run, tmp_path: Path, small_library_path: Path
) -> None:
    outcome = run("export", tmp_path / "family.docx", "--library", small_library_path)
    assert outcome.status == 1
    assert ".graphml" in outcome.err
    assert not (tmp_path / "family.docx").exists()


def test_a_missing_folder_is_one_line(run: Run, tmp_path: Path, small_library_path: Path) -> None:
    outcome = run("export", tmp_path / "no" / "x.html", "--library", small_library_path)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1


@pytest.mark.usefixtures("all_proposed")
def test_proposals_are_written_as_such_and_followed_only_where_asked(
    run: Run, tmp_path: Path, small_library_path: Path
) -> None:
    library = ("--library", small_library_path)
    whole = run("export", tmp_path / "whole.json", *library).out
    assert re.search(r"7 papers, 0 relations and \d+ proposals", whole)
    graph = json.loads((tmp_path / "whole.json").read_text(encoding="utf-8"))
    assert graph["edges"]
    assert all(edge["proposal"] is True for edge in graph["edges"])
    part = run("export", tmp_path / "part.json", "--from", "BERT", *library).out
    assert "1 papers, 0 relations" in part
    assert "left out; --proposals follows them" in part
    followed = run("export", tmp_path / "f.json", "--from", "BERT", "--proposals", *library).out
    assert "left out" not in followed
    assert not followed.startswith(f"{tmp_path / 'f.json'}: 1 papers")


def test_a_figure_is_written_in_chinese_and_tells_sources_by_their_titles(
    run: Run, tmp_path: Path, small_library_path: Path
) -> None:
    out = tmp_path / "lineage.svg"
    run("export", out, "--language", "zh", "--library", small_library_path)
    text = out.read_text(encoding="utf-8")
    assert "论文谱系" in text and "此类关系中约" in text
    assert "arxiv id" not in text and ", year" not in text
