"""What is said under the pointer belongs to what is there, and is harmless."""

import networkx as nx

from ptm_graph.dashboard.catalogue import words
from ptm_graph.dashboard.drawing.tips import edge_labels, edge_tips, paper_tips


def family() -> "nx.DiGraph[str]":
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_node(
        "b", name="<b>BERT</b>", date="2018-10", citation_count=1, references_known=63,
        reference_count=63,
    )  # fmt: skip
    made.add_node("r", name="RoBERTa{b}", references_known=59, reference_count=58)
    made.add_edge(
        "b", "r", tier="A", confidence=0.98, label="longer training", reason="It <says> so"
    )
    return made


def test_every_paper_has_its_own() -> None:
    tips = paper_tips(family(), words("en"), {"b": 1.0})
    assert list(tips) == ["b", "r"]
    assert "63 of 63 references known" in tips["b"]
    assert "1 citation" in tips["b"]
    assert "59 references known, more than the 58" in tips["r"]


def test_records_are_text() -> None:
    tips = [
        *paper_tips(family(), words("en"), {}).values(),
        *edge_tips(family(), words("en")).values(),
    ]
    assert not any("<b>BERT" in tip or "{b}" in tip or "<says>" in tip for tip in tips)


def test_an_arrow_that_is_only_proposed_says_perhaps() -> None:
    made = family()
    assert not any("perhaps" in tip for tip in edge_tips(made, words("en")).values())
    made.edges["b", "r"]["proposal"] = True
    assert "perhaps" in edge_tips(made, words("en"))["b", "r"]
    assert edge_labels(made, words("en"))["b", "r"] == "longer training?"
    assert edge_labels(made, words("zh"))["b", "r"].endswith("?")


def test_an_arrow_by_a_name_only_says_so() -> None:
    made = family()
    made.edges["b", "r"]["tier"] = "name only"
    assert "name only" in edge_tips(made, words("en"))["b", "r"]


def test_an_arrow_says_what_changed_in_the_language_of_the_reader() -> None:
    said = edge_tips(family(), words("zh"))["b", "r"]
    assert "98%" in said
    assert edge_labels(family(), words("zh"))["b", "r"] != "longer training"
