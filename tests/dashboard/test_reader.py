"""A large library is opened by what can be drawn, with the same lineage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dashboard_driver import APART, BERT, ROBERTA

from ptm_graph.dashboard import reader
from ptm_graph.library import Library
from ptm_graph.workflow import decisions, opening
from ptm_graph.workflow.decisions import Decision
from ptm_graph.workflow.graphs import is_read


def test_a_large_library_has_the_lineage_it_would_have_as_a_small_one(
    library_apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reader.opened(library_apart)
    other = tmp_path / "other.db"
    shutil.copy(library_apart, other)
    monkeypatch.setattr(opening, "LARGEST_WHOLE", 10)
    part = reader.opened(other)
    assert part.lineage == whole.lineage
    assert list(part.citations) == list(whole.citations)
    assert is_read(whole.citations.nodes[APART])
    assert not is_read(part.citations.nodes[APART])


def test_papers_read_in_full_come_first_in_the_search_box(
    library_apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LARGEST_WHOLE", 10)
    options = reader.opened(library_apart).search_options
    assert list(options)[-1] == APART
    assert options[APART] == "Stones"
    assert "BERT" in options[BERT]
    assert len(options) == len(list(options))


def test_of_the_reading_list_the_most_cited_papers_come_first(small_library_path: Path) -> None:
    library = reader.opened(small_library_path)
    nodes = library.citations.nodes
    seeds = [key for key in library.search_options if nodes[key].get("seed")]
    assert seeds == list(library.search_options)[: len(seeds)]
    counts = [nodes[key].get("citation_count") or 0 for key in seeds]
    assert counts == sorted(counts, reverse=True)


def test_what_people_decided_about_papers_apart_is_read(
    library_apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LARGEST_WHOLE", 10)
    where = reader.opened(library_apart).decisions_path
    decisions.record(where, Decision(APART, ROBERTA, "set", "me", "2024"), ["Stones", "RoBERTa"])
    opened = reader.opened(library_apart)
    assert opened.family.has_edge(ROBERTA, APART)
    assert is_read(opened.citations.nodes[APART])


def test_without_a_list_the_most_cited_papers_get_parents(
    library_apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(library_apart, writable=True) as library, library.writing() as writer:
        writer.replace_entries([])
    monkeypatch.setattr(opening, "LARGEST_WHOLE", 10)
    monkeypatch.setattr(opening, "MOST_CHILDREN", 8)
    opened = reader.opened(library_apart)
    assert opened.lineage.relations
    assert len({one.child for one in opened.lineage.relations}) <= 8
