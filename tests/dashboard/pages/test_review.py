"""The list is confirmed paper by paper: answers, what they write, and the way back."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest
from dashboard_driver import BERT, ROBERTA, Visit, asked, texts
from streamlit.testing.v1 import AppTest

from ptm_graph.dashboard.reader import READ_ONLY, opened, to_review
from ptm_graph.library import Library
from ptm_graph.lineage import ToConfirm
from ptm_graph.words.model import SeedEntry
from ptm_graph.workflow import decisions
from ptm_graph.workflow.decisions import Decision


@pytest.fixture
def queue(own_library: Path) -> list[ToConfirm]:
    """What is asked about, in order."""
    return [one for one in to_review(opened(own_library)) if one.offered]


def file_of(library: Path) -> Path:
    return opened(library).decisions_path


def held(library: Path) -> dict[tuple[str, str], str]:
    return {one.pair: one.verdict for one in decisions.read(file_of(library))}


def child_of(app: AppTest) -> str:
    """The paper that is asked about."""
    keys = [str(one.key) for one in app.button if str(one.key).startswith("none ")]
    assert len(keys) == 1
    return keys[0].removeprefix("none ")


def press(app: AppTest, key: str) -> None:
    app.button(key=key).click().run()
    assert not app.exception


def progress(app: AppTest) -> str:
    return str(app.get("progress")[0].proto.text)


def test_papers_come_by_expected_gain_with_their_three_best_candidates(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    app = visit(own_library, "review")
    assert not app.exception
    assert child_of(app) == queue[0].child
    assert [one.gain for one in queue] == sorted((one.gain for one in queue), reverse=True)
    assert progress(app) == f"0 of {len(queue)} papers confirmed"
    taking = [one for one in app.button if str(one.key).startswith("take ")]
    assert len(taking) == len(queue[0].offered) <= 3
    assert [one.proto.shortcut for one in taking] == ["1", "2", "3"][: len(taking)]


def test_a_key_takes_the_parent_and_the_next_paper_comes(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    app = visit(own_library, "review")
    press(app, f"take 0 {queue[0].child}")
    parent = queue[0].offered[0].relation.parent
    assert held(own_library) == {(parent, queue[0].child): "set"}
    assert child_of(app) == queue[1].child
    assert progress(app) == f"1 of {len(queue)} papers confirmed"
    assert child_of(visit(own_library, "review")) == queue[1].child


@pytest.mark.parametrize("last", ["none", "review next"])
def test_keys_that_come_together_are_all_heard_and_what_stays_with_a_paper_first(
    visit: Visit, own_library: Path, queue: list[ToConfirm], last: str
) -> None:
    place = next(at for at, one in enumerate(queue) if len(one.offered) > 1)
    child, parents = queue[place].child, [one.relation.parent for one in queue[place].offered]
    app = visit(own_library, "review", child=child)
    last = f"none {child}" if last == "none" else last
    for key in (last, f"also 1 {child}", f"also 0 {child}"):  # as they arrive: in no order
        app.button(key=key).click()
    app.run()
    assert not app.exception
    assert child_of(app) == queue[place + 1].child
    said = "rejected" if last != "review next" else "accepted"
    assert {held(own_library)[parent, child] for parent in parents[:2]} == {said}


def test_the_first_paper_stays_while_one_of_its_parents_is_named(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    app, child = visit(own_library, "review"), queue[0].child
    assert "child" not in app.query_params
    press(app, f"also 0 {child}")
    assert child_of(app) == child


def test_one_of_several_parents_is_taken_before_the_last_one(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    one = next(one for one in queue if len(one.offered) > 1)
    first, second = (each.relation.parent for each in one.offered[:2])
    app = visit(own_library, "review", child=one.child)
    press(app, f"also 1 {one.child}")
    assert child_of(app) == one.child
    press(app, f"take 0 {one.child}")
    assert held(own_library) == {(second, one.child): "accepted", (first, one.child): "set"}
    assert set(opened(own_library).family.pred[one.child]) == {first, second}


def test_none_turns_down_what_is_offered_and_stated(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    one = next(one for one in queue if one.stated)
    app = visit(own_library, "review", child=one.child)
    press(app, f"none {one.child}")
    offered = {each.relation.parent for each in one.offered}
    assert held(own_library) == {
        (parent, one.child): "rejected" for parent in offered | set(one.stated)
    }
    assert progress(app).startswith("1 of")
    assert not opened(own_library).family.pred[one.child]
    again = visit(own_library, "review", child=one.child)
    assert "none of them" in texts(again)


def test_the_last_answer_is_undone_and_its_paper_comes_back(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    app = visit(own_library, "review")
    press(app, f"take 0 {queue[0].child}")
    press(app, f"none {queue[1].child}")
    press(app, "undo last")
    assert child_of(app) == queue[1].child
    assert set(held(own_library)) == {(queue[0].offered[0].relation.parent, queue[0].child)}
    press(app, "undo last")
    assert child_of(app) == queue[0].child
    assert held(own_library) == {}
    assert "undo last" not in {one.key for one in app.button}
    assert "has no meaning here" not in texts(app)


def test_undo_restores_what_was_decided_before(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    child, parent = queue[0].child, queue[0].offered[0].relation.parent
    before = Decision(child, parent, "accepted", "ada", "2026-01-01", "deeper")
    decisions.record(file_of(own_library), before)
    app = visit(own_library, "review", child=child)
    press(app, f"take 0 {child}")
    assert held(own_library) == {(parent, child): "set"}
    press(app, "undo last")
    assert decisions.read(file_of(own_library)) == (before,)


def test_another_answer_takes_the_place_of_the_first_and_may_be_forgotten(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    one = next(one for one in queue if len(one.offered) > 1)
    app = visit(own_library, "review", child=one.child)
    press(app, f"take 0 {one.child}")
    press(app, f"decided {one.child}")
    press(app, f"take 1 {one.child}")
    second = one.offered[1].relation.parent
    assert held(own_library) == {(second, one.child): "set"}
    press(app, f"decided {one.child}")
    press(app, f"withdraw {one.child}")
    assert held(own_library) == {}


def test_a_key_pressed_twice_is_one_answer(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    app = visit(own_library, "review")
    press(app, f"take 0 {queue[0].child}")
    press(app, f"decided {queue[0].child}")
    press(app, f"take 0 {queue[0].child}")
    press(app, "undo last")
    assert held(own_library) == {}


def test_when_all_is_answered_the_page_says_so(
    visit: Visit, own_library: Path, queue: list[ToConfirm]
) -> None:
    decisions.record_all(
        file_of(own_library),
        [
            (Decision(one.child, one.offered[0].relation.parent, "set", "me", "2026-01-01"), ())
            for one in queue[1:]
        ],
    )
    app = visit(own_library, "review")
    assert child_of(app) == queue[0].child
    press(app, f"take 0 {queue[0].child}")
    assert "Every paper is confirmed" in "".join(one.value for one in app.success)
    press(app, "undo last")
    assert child_of(app) == queue[0].child


def test_an_answer_that_is_not_stored_is_told_and_its_paper_stays_open(
    visit: Visit, own_library: Path, queue: list[ToConfirm], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visit(own_library, "review")
    monkeypatch.setattr(decisions, "record_all", Mock(side_effect=OSError("the disk is full")))
    press(app, f"take 0 {queue[0].child}")
    assert "the disk is full" in app.error[0].value
    app.run()
    assert progress(app).startswith("0 of")
    assert "undo last" not in {one.key for one in app.button}


def test_papers_without_candidates_are_listed_apart_with_their_reason(
    visit: Visit, own_library: Path
) -> None:
    entry = SeedEntry(title="A paper that cites nobody", identifiers={"arxiv": "2101.00009"})
    with Library.open(own_library, writable=True) as library, library.writing() as writer:
        writer.replace_entries([entry])
    app = visit(own_library, "review")
    assert not app.exception
    app.toggle(key="silent").set_value(True).run()
    assert "none of its references is known" in texts(app)


def test_a_link_of_an_earlier_version_leads_to_the_paper(visit: Visit, own_library: Path) -> None:
    app = visit(own_library, "review", parent=BERT, child=ROBERTA, part="papers")
    assert child_of(app) == ROBERTA
    assert "has no meaning here" not in texts(app)
    assert asked(app, "part") == asked(app, "parent") == []
    assert "has no meaning here" in texts(visit(own_library, "review", child="no such"))


def test_nobody_decides_where_the_dashboard_is_read_only(
    visit: Visit, own_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(READ_ONLY, "1")
    app = visit(own_library, "review")
    assert "BERT" in texts(app)
    assert not [
        one
        for one in app.button
        if str(one.key).startswith(("take", "also", "none", "undo", "withdraw", "save"))
    ]


def test_proposals_are_told_from_what_is_stated(visit: Visit, proposed_library: Path) -> None:
    said = texts(visit(proposed_library, "review", child=ROBERTA))
    assert re.search(r"\d+%</b> confidence <span class=\"pg-chip\">a proposal", said)
    assert "仅为推测" in texts(visit(proposed_library, "review", child=ROBERTA, lang="zh"))


def test_hostile_names_are_only_text(visit: Visit, own_library: Path) -> None:
    with closing(sqlite3.connect(own_library)) as connection, connection:
        connection.execute("UPDATE seed SET aliases = '[\"<script>1</script>\"]'")
        connection.execute("UPDATE paper SET title = '<img src=x onerror=1> ' || title")
    app = visit(own_library, "review")
    assert not app.exception
    assert "<script" not in texts(app)
    assert "<img" not in texts(app)
    assert "&lt;script" in texts(app)
