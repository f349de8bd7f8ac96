"""Decisions are kept in a file, laid over the lineage, and taken back."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from ptm_graph.errors import InputError, QueryError
from ptm_graph.lineage import edge_attributes
from ptm_graph.words.model import Label, Relation
from ptm_graph.workflow import decisions
from ptm_graph.workflow.decisions import Decision

WHEN = "2026-01-02T03:04:05+00:00"


def decision(child: str, parent: str, verdict: decisions.Verdict, **more: str) -> Decision:
    return Decision(child, parent, verdict, by="Ada", at=WHEN, **more)


@pytest.fixture
def citations() -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key, year in (("oak", 2015), ("elm", 2016), ("tree", 2018), ("late", 2020)):
        graph.add_node(key, title=f"{key} paper", name=key, seed=True, date=f"{year}-01-05")
    graph.add_edges_from([("tree", "oak"), ("tree", "elm"), ("late", "tree")], mentions=3)
    return graph


@pytest.fixture
def family(citations: nx.DiGraph[str]) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(citations.nodes(data=True))
    for parent, child in (("oak", "tree"), ("tree", "late")):
        relation = Relation(parent, child, 1.0, 0.73, "B", labels=(Label("taller", "rule"),))
        graph.add_edge(parent, child, **edge_attributes(relation))
    return graph


def test_a_decision_comes_back_as_it_was_made(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    made = decision("tree", "oak", "accepted", label="taller: no", note="#1 reason\nof two lines")
    decisions.record(path, made, ["Tree: a # title\nof two lines", "Oak"])
    assert decisions.read(path) == (made,)


def test_a_missing_file_holds_no_decision(tmp_path: Path) -> None:
    assert decisions.read(tmp_path / "none.yaml") == ()


def test_a_second_word_replaces_the_first_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    decisions.record(path, decision("tree", "oak", "accepted"))
    path.write_text(path.read_text("utf-8") + "# mine\n", encoding="utf-8")
    decisions.record(path, decision("tree", "oak", "rejected"))
    assert [one.verdict for one in decisions.read(path)] == ["rejected"]
    assert "# mine" in path.read_text("utf-8")


def test_a_decision_can_be_taken_back_once(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    decisions.record(path, decision("tree", "oak", "accepted"))
    assert decisions.withdraw(path, "tree", "oak").verdict == "accepted"
    assert decisions.read(path) == ()
    with pytest.raises(QueryError, match="nothing was decided"):
        decisions.withdraw(path, "tree", "oak")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("decisions: [", r"decisions\.yaml:2"),
        ("- a\n- b\n", "must be a mapping"),
        (
            "decisions:\n  - child: a\n    parent: b\n",
            r"decisions\.yaml:2: a decision lacks verdict",
        ),
        ("decisions:\n  - child: a\n    parent: b\n    verdict: maybe\n", "not a verdict"),
        ("decisions:\n  - just words\n", r":2: a decision must have"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_by_line(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        decisions.read(path)


def test_a_rejected_relation_is_gone_and_an_accepted_one_is_marked(
    family: nx.DiGraph[str], citations: nx.DiGraph[str]
) -> None:
    words = [decision("tree", "oak", "rejected"), decision("late", "tree", "accepted")]
    decided, unused = decisions.apply(family, citations, words)
    assert list(decided.edges) == [("tree", "late")]
    assert decided.edges["tree", "late"]["decision"] == "accepted"
    assert decided.edges["tree", "late"]["score"] == family.edges["tree", "late"]["score"]
    assert unused == ()
    assert family.has_edge("oak", "tree")


def test_a_set_parent_takes_the_place_of_the_inferred_one(
    family: nx.DiGraph[str], citations: nx.DiGraph[str]
) -> None:
    decided, _ = decisions.apply(
        family, citations, [decision("tree", "elm", "set", label="more leaves")]
    )
    assert list(decided.in_edges("tree")) == [("elm", "tree")]
    assert decided.edges["elm", "tree"]["label"] == "more leaves"
    assert decided.edges["elm", "tree"]["terms"] != "[]"  # what the evidence alone would say


def test_a_relation_that_nobody_cites_is_marked_as_only_decided(
    family: nx.DiGraph[str], citations: nx.DiGraph[str]
) -> None:
    decided, _ = decisions.apply(family, citations, [decision("late", "elm", "set")])
    assert "decided by a person" in decided.edges["elm", "late"]["notes"]


def test_a_decided_relation_is_no_proposal(
    family: nx.DiGraph[str], citations: nx.DiGraph[str]
) -> None:
    family.edges["oak", "tree"].update(confidence=0.1, proposal=True)
    decided, _ = decisions.apply(family, citations, [decision("tree", "oak", "accepted")])
    assert decided.edges["oak", "tree"]["proposal"] is False
    assert family.edges["oak", "tree"]["proposal"] is True


def test_a_proposal_gives_way_to_a_decision_that_it_contradicts(
    family: nx.DiGraph[str], citations: nx.DiGraph[str]
) -> None:
    word = decision("oak", "late", "accepted")
    for edge in family.edges:
        family.edges[edge]["proposal"] = False
    _, refused = decisions.apply(family, citations, [word])
    assert refused == (word,)
    for edge in family.edges:
        family.edges[edge]["proposal"] = True
    decided, unused = decisions.apply(family, citations, [word])
    assert unused == ()
    assert decided.edges["late", "oak"]["decision"] == "accepted"
    assert nx.is_directed_acyclic_graph(decided)
    assert decided.number_of_edges() == 2  # one of the two proposals is enough to give way


def test_what_cannot_be_applied_is_given_back(
    family: nx.DiGraph[str], citations: nx.DiGraph[str]
) -> None:
    circular, unknown = decision("oak", "late", "set"), decision("tree", "nobody", "set")
    decided, unused = decisions.apply(family, citations, [circular, unknown])
    assert set(unused) == {circular, unknown}
    assert nx.is_directed_acyclic_graph(decided)


def test_decisions_make_a_gold_set_of_what_was_agreed() -> None:
    words = [
        decision("tree", "oak", "accepted", label="taller"),
        decision("late", "oak", "rejected"),
        decision("late", "tree", "set"),
    ]
    assert decisions.as_gold(words) == "child,parent,label\nlate,tree,\ntree,oak,taller\n"
