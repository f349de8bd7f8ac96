"""Works that do not stand any more, and what of a list descends from them."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from noticed import CHILDREN, LINK, NOTICES, made, record
from running import Run

from ptm_graph.library import Library
from ptm_graph.notebook import show
from ptm_graph.words.model import Notice, Paper
from ptm_graph.words.notices import GRAVITY, SIGNS, kind_in, notices_of, ordered, said
from ptm_graph.words.records import PaperRecord
from ptm_graph.words.wording import sentence
from ptm_graph.workflow.changes import digest
from ptm_graph.workflow.changes.atom import as_atom
from ptm_graph.workflow.changes.telling import as_text
from ptm_graph.workflow.standing import fallen


@pytest.fixture
def library(tmp_path: Path) -> Path:
    made(tmp_path / "own.db")
    return tmp_path / "own.db"


def lineage(*relations: tuple[str, str], **papers: str) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key in {one for pair in relations for one in pair}:
        graph.add_node(key, name=key, seed=True, notice=papers.get(key))
    for parent, child in relations:
        graph.add_edge(parent, child, confidence=0.9)
    return graph


def test_descendants_of_a_retracted_work_are_counted_through_others() -> None:
    graph = lineage(("a", "b"), ("b", "c"), ("x", "c"), ("c", "d"), a="retraction")
    graph.nodes["c"]["seed"] = False
    (found,) = fallen(graph)
    assert found.descendants == ("b", "d")
    assert str(found.said()) == "2 papers of the list descend from a, which is retracted: b, d"
    assert "2" in sentence(found.said("zh"), "zh")


@pytest.mark.parametrize(("kind", "counts"), [(one, one in GRAVITY[:2]) for one in GRAVITY])
def test_a_corrected_work_still_stands(kind: str, counts: bool) -> None:
    found = fallen(lineage(("a", "b"), a=kind))
    assert bool(found) is counts
    if counts:
        assert str(found[0].said()).startswith("one paper of the list descends from a")


def test_a_proposal_is_no_descent_and_a_work_without_descendants_no_matter() -> None:
    graph = lineage(("a", "b"), b="retraction", a="withdrawal")
    graph.edges["a", "b"]["proposal"] = True
    assert fallen(graph) == ()


def test_a_cycle_of_a_foreign_graph_ends() -> None:
    (found,) = fallen(lineage(("a", "b"), ("b", "a"), a="retraction"))
    assert found.descendants == ("b",)


def test_signs_tell_kinds_apart_by_form() -> None:
    assert SIGNS.keys() == set(GRAVITY)
    assert len(set(SIGNS.values())) == len(GRAVITY) - 1  # both kinds of gone are one sign
    assert SIGNS["correction"] != SIGNS["retraction"]


def test_the_gravest_notice_with_a_date_comes_first() -> None:
    first, *rest = ordered(NOTICES["Retractnet"])
    assert (first.kind, first.link) == ("retraction", LINK)
    assert [one.kind for one in rest] == ["retraction", "correction"]
    assert str(said(first)) == "retracted (2021-03-04), as Crossref says"


def test_a_comment_counts_where_nobody_gave_a_notice() -> None:
    paper = Paper("a", "A", comment="This paper was withdrawn by its authors.")
    assert notices_of(paper) == (Notice("withdrawal", "arxiv"),)
    assert kind_in({"withdrawn": True}) == "withdrawal"
    assert kind_in({"notice": "nonsense"}) is None


def test_terminal_and_notebook_say_it(library: Path, run: Run) -> None:
    assert "Retractnet (retracted)" in run("lineage", CHILDREN[0], "--library", library).out
    assert "– retracted (" in run("lineage", "Retractnet", "--library", library).out
    assert "Retractnet (retracted)" in run("why", CHILDREN[0], "--library", library).out
    with Library.open(library) as opened:
        shown = show(opened.find("Correctnet"))
    assert "corrected (2020-05), as Crossref says" in repr(shown)


def test_check_says_what_descends_from_it_and_calls_it_no_damage(library: Path, run: Run) -> None:
    outcome = run("check", "--library", library)
    assert outcome.status == 0
    names = ", ".join(sorted(CHILDREN))
    assert "3 papers of the list descend from Retractnet, which is retracted: " in outcome.out
    assert all(name in outcome.out for name in names.split(", "))
    assert "Correctnet" not in outcome.out


def refreshed(library: Library, day: int, *records: PaperRecord) -> None:
    at = f"2026-02-0{day}T00:00:00+00:00"
    with library.refreshing(at):
        for one in records:
            library.store_paper(one)
        library.end_refresh(at=at, seconds=1, outcome="done", requests={})


def test_news_tell_a_retraction_once_and_that_it_was_taken_back(library: Path) -> None:
    plain = record("Plainnet", 2018, 5)
    ids = plain.identifiers
    retracted = PaperRecord("crossref", ids, notices=(Notice("retraction", "crossref"),))
    also = PaperRecord("openalex", ids, notices=(Notice("retraction", "openalex"),))
    cleared = PaperRecord("crossref", ids, notices=())
    with Library.open(library, writable=True) as opened:
        refreshed(opened, 1, plain)
        refreshed(opened, 2, retracted)
        news = digest(opened)
        assert [one.said() for one in news.stories] == [
            "Plainnet is now retracted, as Crossref says"
        ]
        assert "已撤稿" in news.stories[0].said("zh")
        assert "Plainnet is now retracted" in as_text(news)
        assert "Plainnet is now retracted" in as_atom([news], "news").decode("utf-8")
        refreshed(opened, 3, also)
        assert digest(opened).stories == ()  # it was known
        refreshed(opened, 4, cleared)
        assert digest(opened).stories == ()  # another still says so
        refreshed(opened, 5, PaperRecord("openalex", ids, notices=()))
        assert [one.said() for one in digest(opened).stories] == [
            "Plainnet is no longer retracted, as OpenAlex says"
        ]
        assert digest(opened, "2026-02-02").stories == ()  # to and fro is nothing
