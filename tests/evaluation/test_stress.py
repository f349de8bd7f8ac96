"""What is taken away in a stress test."""

import networkx as nx
import pytest

from ptm_graph.errors import InputError
from ptm_graph.evaluation.stress import STRESSES


def test_shuffled_years_keep_every_date_but_deal_them_anew(citations: "nx.DiGraph[str]") -> None:
    shuffled = STRESSES["years"](citations)
    years = sorted(data["year"] for _, data in citations.nodes(data=True))
    assert sorted(data["year"] for _, data in shuffled.nodes(data=True)) == years
    assert any(shuffled.nodes[key]["year"] != citations.nodes[key]["year"] for key in citations)


def test_hidden_names_are_gone_from_titles_and_facts(citations: "nx.DiGraph[str]") -> None:
    citations.nodes["leaf"]["title"] = "LeafNet: a LeftNet for leaves"
    citations.edges["leaf", "left"]["sentences"] = "We extend LeftNet to leaves."
    hidden = STRESSES["names"](citations)
    assert "LeftNet" not in hidden.nodes["leaf"]["title"]
    assert hidden.edges["leaf", "left"]["sentences"] == "We extend X to leaves."
    assert "fact_title_name" not in hidden.edges["leaf", "left"]
    assert hidden.edges["leaf", "left"]["fact_own_extends"] == 1.0


def test_half_the_sentences_leave_fewer_mentions(citations: "nx.DiGraph[str]") -> None:
    text = "\n".join(f"We extend LeftNet in manner number {number}." for number in range(20))
    citations.edges["leaf", "left"]["sentences"] = text
    halved = STRESSES["sentences"](citations)
    assert 0 < halved.edges["leaf", "left"]["mentions"] < 20


def test_a_stress_test_of_texts_says_when_there_are_none(citations: "nx.DiGraph[str]") -> None:
    with pytest.raises(InputError, match="run refresh"):
        STRESSES["sentences"](citations)
