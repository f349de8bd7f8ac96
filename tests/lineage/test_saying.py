"""A relation and a paper are told in one sentence, made of labels and counts alone."""

import dataclasses

import networkx as nx
import pytest

from ptm_graph.facts.change_classes import CHANGE_CLASSES
from ptm_graph.lineage.graph import edge_attributes
from ptm_graph.lineage.labels import TYPE_TEXTS
from ptm_graph.lineage.saying import paper_sentence, relation_sentence, signal_text
from ptm_graph.words.model import Label, Relation
from ptm_graph.words.wording import sentences

NEW = "a wholly new thing"


def relation(*labels: str, kind: str | None = None, confidence: float = 0.9) -> Relation:
    told = tuple(Label(text, "rule") for text in labels)
    kinds = None if kind is None else Label(kind, "rule")
    return Relation("p", "c", 1.0, confidence, "A", labels=told, relation_type=kinds)


def family(*relations: Relation) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    for one in relations:
        graph.add_edge(one.parent, one.child, **edge_attributes(one))
    for key in graph:
        graph.nodes[key]["name"] = key.upper()
    return graph


@pytest.mark.parametrize(
    ("labels", "kind", "said"),
    [
        ((), None, "C descends from P."),
        (("longer training",), None, "C trains P longer."),
        (("longer training", "reproduces"), None, "C trains P longer and reproduces it."),
        (("changes the masking",), "extends", "C extends P and changes its masking."),
        (("changes the masking",), None, "C changes P’s masking."),
        (("distils",), "distils", "C distils P."),
        ((), "compares with", "C descends from P."),
        ((NEW,), None, f"C descends from P: “{NEW}”."),
        (("distils", NEW, "without x"), None, f"C distils P, without x: “{NEW}”."),
    ],
)
def test_a_relation_is_told_by_its_type_and_labels(
    labels: tuple[str, ...], kind: str | None, said: str
) -> None:
    told = relation(*labels, kind=kind)
    assert relation_sentence(told, "C", "P") == said
    assert relation_sentence(edge_attributes(told), "C", "P") == said


def test_a_proposal_is_told_as_perhaps_until_it_is_decided() -> None:
    guess = relation("distils", confidence=0.3)
    assert relation_sentence(guess, "C", "P") == "C perhaps distils P."
    decided = dataclasses.replace(guess, decision="accepted")
    assert relation_sentence(decided, "C", "P") == "C distils P."


def test_chinese_sets_latin_names_apart_and_nothing_else() -> None:
    told = relation("longer training", "reproduces")
    assert (
        relation_sentence(told, "RoBERTa", "BERT", "zh") == "RoBERTa 延长 BERT 的训练，并复现它。"
    )
    assert relation_sentence(told, "乙", "甲", "zh") == "乙延长甲的训练，并复现它。"


def test_every_class_of_change_has_its_verb_in_both_languages() -> None:
    texts = {one.text for one in CHANGE_CLASSES.values()}
    assert {text for text in texts if f"does.{text}" not in sentences()} == set()
    assert f"does.{TYPE_TEXTS['compares']}" not in sentences()  # no descent


def test_a_paper_is_told_by_its_parents_and_the_number_of_its_children() -> None:
    first, second = relation("distils"), dataclasses.replace(relation(), parent="q", rank=2)
    children = [dataclasses.replace(relation(), parent="c", child=f"d{n}") for n in range(3)]
    graph = family(first, second, *children)
    assert paper_sentence(graph, "c") == (
        "C distils P; it also descends from Q; 3 works descend from it."
    )
    assert paper_sentence(graph, "p") == "1 work descends from P; no parent of it is known here."
    assert paper_sentence(graph, "d0") == "D0 descends from C."


def test_proposals_are_told_only_where_nothing_is_stated() -> None:
    guess = dataclasses.replace(relation(confidence=0.3), parent="q", rank=2)
    assert paper_sentence(family(guess), "c") == "C perhaps descends from Q."
    assert paper_sentence(family(relation(), guess), "c") == "C descends from P."
    assert paper_sentence(family(guess), "q") == (
        "1 work perhaps descends from Q; no parent of it is known here."
    )


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("a", name="A")
    assert "A is not known" in paper_sentence(graph, "a")
    assert "list" in paper_sentence(graph, "elsewhere")


def test_a_name_of_any_length_stays_one_line() -> None:
    told = relation_sentence(relation(), "x\n" * 500, "y" * 10_000)
    assert len(told) < 250 and "\n" not in told


def test_the_most_of_all_is_told_without_a_share() -> None:
    assert "100%" in signal_text("coupling", 1.0)
    assert "%" not in signal_text("spoken_share", 1.0)
    assert "50%" in signal_text("spoken_share", 0.5)
