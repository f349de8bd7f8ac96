"""Where decisions lie, and what is inferred of a library without a list."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from running import Run

from ptm_graph import bundled
from ptm_graph.library import Library
from ptm_graph.words.records import PaperRecord
from ptm_graph.workflow import decisions, opening


@pytest.fixture
def library(tmp_path: Path) -> Library:
    with Library.open(tmp_path / "data" / "library.db", writable=True) as made:
        listed = tmp_path / "lists" / "mine.yaml"
        listed.parent.mkdir()
        with made.writing() as writer:
            writer.set_reading_lists([listed])
    return Library.open(tmp_path / "data" / "library.db")


def test_decisions_lie_where_they_are_named_else_beside_the_list(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PTM_GRAPH_DECISIONS", raising=False)
    assert opening.decisions_path(library) == tmp_path / "lists" / "decisions.yaml"
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "environment.yaml"))
    assert opening.decisions_path(library) == tmp_path / "environment.yaml"
    option = tmp_path / "option.yaml"
    assert opening.decisions_path(library, option) == option


def test_decisions_about_a_list_nobody_may_write_beside_lie_beside_the_library(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PTM_GRAPH_DECISIONS", raising=False)
    beside = tmp_path / "data" / "decisions.yaml"
    with Library.open(tmp_path / "data" / "library.db", writable=True) as own:
        with own.writing() as writer:
            writer.set_reading_lists([bundled.snapshot().with_name("ptm.yaml")])
        assert opening.decisions_path(own) == beside  # the list of an installed package
        with own.writing() as writer:
            writer.set_reading_lists([])
        assert opening.decisions_path(own) == beside


def test_without_a_list_why_tells_of_the_parent_that_the_lineage_has(
    small_library_path: Path, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "library.db"
    shutil.copy(small_library_path, path)
    with Library.open(path, writable=True) as library, library.writing() as writer:
        writer.replace_entries([])
    lineage = run("lineage", "RoBERTa: A Robustly Optimized BERT", "--library", path).out
    why = json.loads(
        run("why", "RoBERTa: A Robustly Optimized BERT", "--json", "--library", path).out
    )
    assert "└── BERT (2018-10)" in lineage
    chosen = [one["relation"]["parent"] for one in why["candidates"] if one["chosen"]]
    assert chosen[0] == "arxiv:1810.04805"


def test_who_is_rejected_is_offered_no_more_and_who_is_accepted_is_settled(
    small_library_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "decisions.yaml"
    with Library.open(small_library_path) as library:
        before = opening.to_review(opening.lineage_of(library, path))
        first, second = [one for one in before if one.offered][:2]
        no, yes = (one.offered[0].relation.parent for one in (first, second))
        for one in (
            decisions.Decision(first.child, no, "rejected", "me", "2026-01-01"),
            decisions.Decision(second.child, yes, "accepted", "me", "2026-01-01"),
        ):
            decisions.record(path, one)
        found = opening.lineage_of(library, path)
        after = {one.child: one for one in opening.to_review(found)}
    assert {one.child for one in before} == set(after)
    assert no not in [one.relation.parent for one in after[first.child].offered]
    assert (second.decided, after[second.child].decided) == (False, True)
    assert opening.to_review(found, most=1) == tuple(after.values())[:1]


def test_decisions_follow_a_paper_that_gets_a_better_identifier(
    small_library_path: Path, tmp_path: Path
) -> None:
    library_path, path = tmp_path / "library.db", tmp_path / "decisions.yaml"
    shutil.copy(small_library_path, library_path)
    title = "A work with a long enough title"
    with Library.open(library_path, writable=True) as library:
        old = library.store_paper(PaperRecord("import", {}, title=title))
        child = library.find("RoBERTa").key
        decisions.record(path, decisions.Decision(child, old, "set", "me", "2026-01-01"))
        new = library.store_paper(PaperRecord("import", {"arxiv": "1901.00001"}, title=title))
        assert old != new
        found = opening.lineage_of(library, path)
        assert found.unused == ()
        assert list(found.graph.pred[child]) == [new]
        assert [one.pair for one in found.decisions] == [(new, child)]
        decisions.record_all(path, [], [(new, child)], library.former_keys())
        assert decisions.read(path) == ()
        decisions.record(path, decisions.Decision(child, old, "set", "me", "2026-01-01"))
        decisions.follow(path, library.former_keys())
    assert [one.pair for one in decisions.read(path)] == [(new, child)]
