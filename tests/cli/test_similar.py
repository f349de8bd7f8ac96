"""``ptm-graph similar``: papers that cite the same, and are cited together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run


@pytest.fixture
def library(small_library_path: Path) -> tuple[str, Path]:
    return ("--library", small_library_path)


def test_the_table_shows_both_cosines_with_their_counts(
    run: Run, library: tuple[str, Path]
) -> None:
    outcome = run("similar", "RoBERTa", *library)
    assert outcome.status == 0
    assert "cites the same" in outcome.out
    row = next(line for line in outcome.out.splitlines() if line.strip().startswith("XLNet"))
    assert "(" in row and "0." in row


def test_the_likest_comes_first_and_the_list_is_asked(run: Run, library: tuple[str, Path]) -> None:
    found = json.loads(run("similar", "RoBERTa", "--json", *library).out)
    likeness = [(one["coupling"] or 0) + (one["cocitation"] or 0) for one in found]
    assert likeness == sorted(likeness, reverse=True)
    assert 0 < len(found) <= 6
    everybody = json.loads(
        run("similar", "RoBERTa", "--all", "--limit", "50", "--json", *library).out
    )
    assert len(everybody) > len(found)


def test_what_is_unknown_is_null_and_not_zero(run: Run, library: tuple[str, Path]) -> None:
    everybody = json.loads(
        run("similar", "RoBERTa", "--all", "--limit", "500", "--json", *library).out
    )
    unknown = [one for one in everybody if one["coupling"] is None]
    assert unknown and all(one["shared_references"] == 0 for one in unknown)


def test_a_paper_like_no_other_says_so(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "list.md"
    listed.write_text("- [Alone](https://arxiv.org/abs/2401.99999)\n", encoding="utf-8")
    assert run("build", listed, "--library", tmp_path / "one.db").status == 0
    outcome = run("similar", "2401.99999", "--library", tmp_path / "one.db")
    assert outcome.status == 0
    assert outcome.out.startswith("no paper in this library shares")
