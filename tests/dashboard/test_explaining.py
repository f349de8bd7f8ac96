"""Explanations are made of names and numbers, in English as the library says them."""

from dataclasses import replace
from pathlib import Path

import pytest
from dashboard_driver import BERT, ROBERTA

from ptm_graph.analysis import reading_order
from ptm_graph.dashboard.catalogue import words
from ptm_graph.dashboard.explaining import (
    abstention_text,
    edge_reason,
    label_text,
    lost_text,
    reading_reason,
    reason_text,
    term_text,
)
from ptm_graph.dashboard.reader import Opened, opened
from ptm_graph.errors import LibraryMissingError, PtmGraphError
from ptm_graph.library import Library
from ptm_graph.lineage import parentless, relations, why
from ptm_graph.lineage.saying import signal_text
from ptm_graph.lineage.score import INTERCEPT, SIGNAL_NAMES
from ptm_graph.lineage.weights import KNOWLEDGE, Knowledge, default_weights
from ptm_graph.words.model import ScoreTerm

ENGLISH, CHINESE = words("en"), words("zh")


@pytest.fixture(scope="module")
def library(bundled_library_path: Path) -> Opened:
    return opened(bundled_library_path)


def in_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize("name", sorted(SIGNAL_NAMES))
@pytest.mark.parametrize("value", [-1.0, 0.0, 0.25, 1.0, 3.0])
def test_a_term_is_said_as_the_library_says_it_and_in_chinese(name: str, value: float) -> None:
    unsaid = ScoreTerm(name, value, 1.0, "")
    assert term_text(ENGLISH, unsaid) == signal_text(name, value)
    assert in_chinese(term_text(CHINESE, unsaid))


@pytest.mark.parametrize("knowledge", KNOWLEDGE)
def test_the_constant_term_depends_on_the_candidates(knowledge: Knowledge) -> None:
    start = default_weights().given(knowledge).intercepts
    inside, anywhere = (ScoreTerm(INTERCEPT, 1.0, start[one], "") for one in ("list", "all"))
    assert "of the reading list" in term_text(ENGLISH, inside)
    assert "of the reading list" not in term_text(ENGLISH, anywhere)


def test_a_value_that_was_filled_in_is_said_to_be_unknown(library: Opened) -> None:
    terms = [term for one in library.lineage.relations for term in one.evidence.terms]
    filled = [term for term in terms if term.filled]
    assert filled
    assert all(term_text(CHINESE, term).startswith("未知") for term in filled)


def test_a_term_of_another_version_keeps_its_words() -> None:
    assert term_text(CHINESE, ScoreTerm("no such signal", 1.0, 1.0, "as it was")) == "as it was"


def test_every_reason_note_and_label_has_a_chinese_wording(library: Opened) -> None:
    for relation in relations(library.family):
        data = library.family.edges[relation.parent, relation.child]
        assert reason_text(ENGLISH, relation) == edge_reason(ENGLISH, data) == relation.reason
        assert in_chinese(edge_reason(CHINESE, data))
        assert all(in_chinese(CHINESE.told(note)) for note in relation.evidence.notes)
        for label in relation.labels:
            assert label_text(ENGLISH, label.text) == label.text
            if label.rule != "key phrases":
                assert in_chinese(label_text(CHINESE, label.text))


def test_why_a_paper_has_no_parent_is_said_in_both_languages(library: Opened) -> None:
    assert library.lineage.abstentions
    for one in library.lineage.abstentions:
        assert abstention_text(ENGLISH, library, one.child) == str(one.reason)
        assert in_chinese(abstention_text(CHINESE, library, one.child))


def test_why_the_runner_up_lost_is_said_in_both_languages(library: Opened) -> None:
    for relation in library.lineage.relations[:12]:
        found = why(library.citations, relation.child, relation.parent, candidates="list")
        lost = lost_text(ENGLISH, library, found.candidates, relation.parent)
        assert lost == found.why_runner_up_lost
        assert lost is None or in_chinese(
            lost_text(CHINESE, library, found.candidates, relation.parent) or ""
        )
        assert all(in_chinese(CHINESE.told(one.verdict)) for one in found.candidates)


def test_why_each_candidate_is_not_the_parent_is_said_in_chinese(library: Opened) -> None:
    papers = parentless(library.family, library.lineage)
    assert any(paper.candidates for paper in papers)
    for paper in papers:
        assert in_chinese(CHINESE.told(paper.reason))
        assert all(in_chinese(CHINESE.told(one.verdict)) for one in paper.candidates)


def test_the_reason_in_a_file_is_understood_and_another_programs_is_kept(library: Opened) -> None:
    family = library.family.copy()
    family.add_node("new", abstention="no reference of it is known")
    family.add_node("foreign", abstention="as another program says it")
    held = replace(library, family=family)
    assert in_chinese(abstention_text(CHINESE, held, "new"))
    assert abstention_text(CHINESE, held, "foreign") == "as another program says it"


def test_an_error_with_a_code_is_told_in_chinese_and_any_other_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissingError) as none:
        Library.open(tmp_path / "none.db")
    assert ENGLISH.told(none.value) == str(none.value)
    assert in_chinese(CHINESE.told(none.value))
    assert CHINESE.told(PtmGraphError("only in English")) == "only in English"


@pytest.mark.parametrize("goals", [None, [ROBERTA, BERT]])
def test_why_to_read_is_said_in_both_languages(library: Opened, goals: list[str] | None) -> None:
    order = reading_order(library.family, goals, citations=library.citations)
    for step in order.steps:
        for reason in step.reasons:
            assert reading_reason(ENGLISH, library, step, reason) == reason.text
            assert in_chinese(reading_reason(CHINESE, library, step, reason))
