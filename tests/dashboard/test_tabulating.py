"""Rows of a library of any size, found in the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from dashboard_driver import APART, BERT, ROBERTA

from ptm_graph.dashboard import reader
from ptm_graph.dashboard.tabulating import papers_found, papers_table, read_in_full
from ptm_graph.library.searching import Wanted
from ptm_graph.workflow import opening


def test_a_word_of_an_abstract_is_found_in_a_large_library(library_apart: Path) -> None:
    found = papers_found(reader.opened(library_apart), Wanted(("STONES", "grow")))
    assert list(found) == [APART]


def test_papers_of_a_large_library_are_saved_with_all_that_is_known(
    library_apart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LARGEST_WHOLE", 10)
    part = reader.opened(library_apart)
    assert "abstract" not in part.citations.nodes[APART]
    saved = read_in_full(part, [APART, BERT, ROBERTA, "mag:0"])
    assert saved.nodes[APART]["abstract"] == "They do not grow."
    assert list(saved.edges()) == [(ROBERTA, BERT)]


def test_rows_stand_in_the_order_they_were_found_in_and_one_that_is_gone_is_left_out(
    library_apart: Path,
) -> None:
    opened = reader.opened(library_apart)
    found = papers_found(opened, Wanted())
    turned = dict(reversed([*found.items(), ("mag:gone", 10**9)]))
    assert list(papers_table(opened, turned).index) == list(found)[::-1]
