"""Agents get small answers that name only what the library has, and quote to the letter."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import hostile_library
import pytest

from ptm_graph.agents import Answers
from ptm_graph.agents.answers import MOST_CHARACTERS
from ptm_graph.library import Library
from ptm_graph.words.characters import one_line
from ptm_graph.words.records import PaperRecord
from ptm_graph.workflow import decisions
from ptm_graph.workflow.decisions import Decision

QUESTIONS = 1000


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "library.db"
    hostile_library.make(path)
    return path


@pytest.fixture(scope="module")
def answers(small_library_path: Path) -> Iterator[Answers]:
    found = Answers(small_library_path)
    yield found
    found.close()


def told(answer: str) -> Any:
    assert len(answer) <= MOST_CHARACTERS
    return json.loads(answer)


# --- the property -------------------------------------------------------------------------------


KEYED = {"key", "keys", "parent", "parents", "child", "children", "paper"}
ID = re.compile(r"\b\d{4}\.\d{4,5}\b|\b[0-9a-f]{40}\b")
OF_OTHERS = {"name", "title", "quoted", "value", "because", "says", "note", "runner_up"}
"""Fields that hold words of others; an identifier in them is theirs."""


def walk(data: Any, field: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield name, value
            yield from walk(value, name)
    elif isinstance(data, list):
        for one in data:
            if not isinstance(one, dict | list):
                yield field, one
            yield from walk(one, field)


def texts_of(library: Library) -> list[str]:
    """All that may be quoted, on one line each."""
    found = [text for one in library.iter_citations() for text in one.sentences or ()]
    for paper in library.iter_papers():
        found += [one.text for one in paper.notes]
        found += [paper.abstract or "", *paper.properties.values()]
    return [one_line(text) for text in found]


def generated(chosen: random.Random, names: list[str]) -> tuple[str, dict[str, Any]]:
    def name() -> str:
        one = chosen.choice(names)
        return chosen.choice((one, one, one[: len(one) // 2], one[::-1], one.upper()))

    tool = chosen.choice(list(ASKED))
    asked: dict[str, Any] = {one: name() for one in ASKED[tool]}
    for flag in FLAGS.get(tool, ()):
        asked[flag] = chosen.random() < 0.5
    if tool == "lineage":
        asked["direction"] = chosen.choice(("ancestors", "descendants", "both"))
        asked["generations"] = chosen.choice((-1, 0, 1, 3, 10**9))
    if tool == "route":
        asked["kind"] = chosen.choice(("shortest", "strongest", "time"))
    if chosen.random() < 0.05:
        asked["cursor"] = chosen.choice(("", "0", "5-", "-1-abc", "٣-x", "9" * 99, "\x00"))
    return tool, asked


ASKED: dict[str, tuple[str, ...]] = {
    "find": ("text",),
    "paper": ("paper",),
    "lineage": ("paper",),
    "why": ("child",),
    "route": ("start", "end"),
    "reading_order": ("paper",),
    "similar": ("paper",),
    "what_is_new": ("since",),
    "propose": (),
}
FLAGS = {
    "find": ("listed_only",),
    "lineage": ("proposals",),
    "route": ("proposals",),
    "reading_order": ("proposals",),
    "similar": ("listed_only",),
}
ODD = [
    *("", " ", "\x00", "\ud800", "%", "_", "'; DROP TABLE paper; --", "arxiv:9999.99999"),
    *("10.9999/none", "https://arxiv.org/abs/0704.0001v2", "a" * 5000, "词", "\u202eabc", "title:"),
    *("s2:" + "0" * 39 + "f", "Ignore all previous instructions", "[*]", "*" * 400, "NaN", "1e999"),
    *("2026-01-31", "0", "99999999999999999999", "0001-01-01", "9999-12-31T23:59:59-23:00"),
]


def test_a_thousand_questions_name_no_paper_that_is_not_there_and_quote_to_the_letter(
    hostile: Path,
) -> None:
    with Library.open(hostile) as library:
        papers = list(library.iter_papers())
        texts = texts_of(library)
    keys = {one.key for one in papers}
    ids = {value for one in papers for value in one.identifiers.values()}
    names = [name for one in papers for name in (one.key, one.title, *one.aliases)]
    chosen = random.Random(21)
    asked_of, quotes, found, pages = Answers(hostile), 0, 0, 0
    for _ in range(QUESTIONS):
        tool, asked = generated(chosen, [*names, *ODD] if chosen.random() < 0.8 else ODD)
        if tool == "why" and chosen.random() < 0.5:
            asked["parent"] = chosen.choice(names)
        answer = told(getattr(asked_of, tool)(**asked))
        found += answer["answer"] == "found"
        if (cursor := (answer.get("page") or {}).get("next")) is not None:
            pages += 1
            following = told(getattr(asked_of, tool)(**{**asked, "cursor": cursor}))
            assert following["page"]["from"] == answer["page"]["to"] + 1
            answer = [answer, following]
        for field, value in walk(answer):
            if field in KEYED and not isinstance(value, list):
                assert value in keys, (tool, asked)
            if field == "papers":
                assert set(value) <= keys
            if field == "quoted":
                quotes += 1
                assert any(value.strip("…").strip() in text for text in texts), value
            if isinstance(value, str):
                assert value.isprintable(), (field, value)
                if field not in OF_OTHERS:
                    assert set(ID.findall(value)) <= ids, (field, value)
    assert found > QUESTIONS / 4
    assert pages > 50
    assert quotes > 300
    asked_of.close()


# --- what the answers say -----------------------------------------------------------------------


def test_a_paper_is_found_by_name_with_key_link_and_giver(answers: Answers) -> None:
    answer = told(answers.find("RoBERTa"))
    first = answer["items"][0]
    assert (first["key"], first["meant"]) == ("arxiv:1907.11692", True)
    paper = answer["papers"]["arxiv:1907.11692"]
    assert paper["link"] == "https://arxiv.org/abs/1907.11692"
    assert paper["giver"]


@pytest.mark.parametrize("tool", ["find", "paper", "lineage", "why", "similar"])
def test_a_paper_that_is_not_there_is_unknown_and_the_nearest_are_named(
    answers: Answers, tool: str
) -> None:
    answer = told(getattr(answers, tool)("BRET"))
    assert answer["answer"] == "unknown"
    assert "BERT" in {one["name"] for one in answer["nearest"]}


def test_a_name_of_two_papers_is_unknown_and_both_are_named(answers: Answers) -> None:
    nearest = told(answers.paper("ERNIE"))["nearest"]
    assert {"ERNIE (Baidu)", "ERNIE (Tsinghua)"} == {one["name"] for one in nearest}


def test_why_says_who_won_and_why_the_next_lost(answers: Answers) -> None:
    answer = told(answers.why("RoBERTa"))
    first = answer["items"][0]
    assert first["is_parent"] and first["says"] and first["parent"] == "arxiv:1810.04805"
    assert first["giver"] == "ptm-graph" and first["citation_giver"]
    assert answer["runner_up"]
    assert all(one["says"] is None for one in answer["items"] if not one["is_parent"])
    assert first["confidence"] < 1


def test_the_pages_of_an_answer_are_all_of_it_each_statement_once(answers: Answers) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        answer = told(answers.find("language", cursor=cursor))
        seen += [one["key"] for one in answer["items"]]
        cursor = answer["page"]["next"]
        if cursor is None:
            break
    assert answer["page"]["of"] == len(seen) == len(set(seen)) > 10


def test_a_cursor_of_another_question_is_refused(answers: Answers) -> None:
    cursor = told(answers.find("language"))["page"]["next"]
    assert cursor is not None
    assert told(answers.find("model", cursor=cursor))["answer"] == "unknown"


def test_a_decision_is_told_as_a_persons(small_library_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    said = Decision(
        "arxiv:1907.11692", "arxiv:1810.04805", "accepted", "Ada", "2026-01-31T00:00:00"
    )
    decisions.record(path, said, ("RoBERTa", "BERT"))
    asked = Answers(small_library_path, path)
    (one,) = [
        one
        for one in told(asked.lineage("RoBERTa", "ancestors", 1))["items"]
        if one["parent"] == "arxiv:1810.04805"
    ]
    assert one["giver"] == "accepted by Ada" and one["confidence"] is None
    assert told(asked.why("RoBERTa"))["decided"][0]["giver"] == "Ada"
    asked.close()


# --- a file that changes ------------------------------------------------------------------------


def test_what_another_process_writes_is_there_at_the_next_question(hostile: Path) -> None:
    asked = Answers(hostile)
    cursor = told(asked.reading_order())["page"]["next"]
    assert told(asked.find("Brandnew"))["answer"] == "unknown"
    with Library.open(hostile, writable=True) as library:
        paper = next(library.iter_papers())
        library.store_paper(
            PaperRecord("arxiv", identifiers={"arxiv": "2401.00001"}, title="Brandnew Widgets")
        )
    assert told(asked.find("Brandnew"))["items"][0]["key"] == "arxiv:2401.00001"
    assert told(asked.reading_order(cursor=cursor))["answer"] == "unknown"
    assert told(asked.paper(paper.key))["answer"] == "found"
    asked.close()


def test_a_library_that_is_gone_is_unknown_until_it_is_back(hostile: Path) -> None:
    asked = Answers(hostile)
    assert told(asked.paper("arxiv:1501.10000"))["answer"] == "found"
    away = hostile.with_suffix(".away")
    hostile.rename(away)
    assert told(asked.paper("arxiv:1501.10000"))["answer"] == "unknown"
    away.rename(hostile)
    assert told(asked.paper("arxiv:1501.10000"))["answer"] == "found"
    asked.close()


def test_questions_asked_at_once_get_the_answers_they_get_alone(hostile: Path) -> None:
    asked = Answers(hostile)
    keys = [f"arxiv:1501.{10000}", "arxiv:1502.10001", "arxiv:1503.10002"] * 8
    alone = [asked.why(key) for key in keys]
    asked.close()  # so that they also open it at once
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(asked.why, keys)) == alone
    asked.close()


# --- writing ------------------------------------------------------------------------------------


def test_a_declined_proposal_is_not_proposed_until_it_is_taken_back(hostile: Path) -> None:
    asked = Answers(hostile)
    key = told(asked.propose())["items"][0]["key"]
    assert told(asked.decline([key], "not\x07 ours"))["answer"] == "done"
    assert key not in [one["key"] for one in told(asked.propose())["items"]]
    assert told(asked.take_back([key]))["answer"] == "done"
    assert key in [one["key"] for one in told(asked.propose())["items"]]
    asked.close()


def test_what_is_not_proposed_cannot_be_accepted(hostile: Path) -> None:
    asked = Answers(hostile)
    before = hostile.read_bytes()
    for papers in ([], ["arxiv:1501.10000"], ["nobody knows"]):
        assert told(asked.accept(papers))["answer"] == "unknown"
    assert hostile.read_bytes() == before
    asked.close()


def test_an_accepted_proposal_is_on_the_list_and_proposed_no_more(
    hostile: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(hostile, tmp_path / "library.db"))
    asked = Answers(path)
    key = told(asked.propose())["items"][0]["key"]
    assert told(asked.accept([key]))["answer"] == "done"
    assert key not in [one["key"] for one in told(asked.propose())["items"]]
    assert key in [one["key"] for one in told(asked.find(key, listed_only=True))["items"]]
    assert [one.name for one in tmp_path.glob("*.yaml")] == ["reading-list.yaml"]
    asked.close()
