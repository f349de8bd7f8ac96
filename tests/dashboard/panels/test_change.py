"""Changes are told in words, not as stored."""

import dataclasses
from pathlib import Path

import pytest
from dashboard_driver import BERT, ROBERTA, Visit

from ptm_graph.dashboard.catalogue import words
from ptm_graph.dashboard.panels.change import net, value_text
from ptm_graph.library import Library
from ptm_graph.library.history import Change, RelationRow, description
from ptm_graph.words.model import tier_in_words
from ptm_graph.words.records import PaperRecord


def change(kind: str, paper: str, other: str | None = None, **rest: str) -> Change:
    return Change(1, kind, paper, other, **rest)  # type: ignore[arg-type]


def test_what_was_changed_there_and_back_is_no_news() -> None:
    there = change("field", BERT, field="title", old="A", new="B")
    back = change("field", BERT, field="title", old="B", new="A")
    on = change("field", BERT, field="title", old="B", new="C")
    assert net([there, back]) == []
    assert net([there, on]) == [change("field", BERT, field="title", old="A", new="C")]
    lost = change("relation lost", ROBERTA, BERT)
    assert net([lost, lost]) == [lost, lost]


@pytest.mark.parametrize("tier", ["A", "name only"])
@pytest.mark.parametrize("label", ["", "distils"])
@pytest.mark.parametrize("confidence", [0.31, 0.73])
def test_a_relation_before_and_after_is_told_in_the_readers_language(
    tier: str, label: str, confidence: float
) -> None:
    old = RelationRow(BERT, ROBERTA, 2, tier, confidence, label)
    told = description(old)
    assert told is not None
    one = change("relation lost", ROBERTA, BERT, old=told)
    english = value_text(words("en"), one, told)
    assert english == told.replace(f"tier {tier}", tier_in_words(tier))
    chinese = value_text(words("zh"), one, told)
    assert ("或许" in chinese, "蒸馏" in chinese) == (old.proposal, bool(label))
    assert f"{confidence:.0%}" in chinese and "rank" not in chinese and "tier" not in chinese


def test_every_field_that_can_change_has_a_name_in_both_languages() -> None:
    names = {one.name for one in dataclasses.fields(PaperRecord) if one.compare}
    names -= {"source", "identifiers"}
    names.add("references_state")
    assert {name for name in names if not words("zh").has(f"field.{name}")} == set()


def test_the_completeness_of_references_is_told_in_the_readers_language() -> None:
    one = change("field", BERT, field="references_state", old="partial", new="complete")
    assert value_text(words("zh"), one, "partial") == "不完整"


def test_lists_of_names_are_told_by_what_came_and_went(
    visit: Visit, small_library_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(small_library_path.read_bytes())
    with (
        Library.open(path, writable=True) as library,
        library.refreshing("2026-01-02T03:04:05+00:00"),
    ):
        old = library.paper(BERT).authors or ()
        new = (*old[1:], "Ada <b>New</b>")
        record = PaperRecord("semantic scholar", {"arxiv": "1810.04805"}, authors=new)
        library.store_paper(record)
        library.end_refresh(at="2026-01-02T03:05:05+00:00", seconds=60, outcome="done", requests={})
    (row,) = visit(path, "news", kind="field").dataframe[0].value.to_dict("records")
    assert row["Field"] == "authors"
    assert row["Now"] == f"added: Ada <b>New</b>; removed: {old[0]}"
    (row,) = visit(path, "news", kind="field", lang="zh").dataframe[0].value.to_dict("records")
    assert row["现在"].startswith("新增：Ada")
