"""Metrics, gold sets and baselines on hand-worked examples."""

import networkx as nx
import pytest

from ptm_graph.errors import InputError, ReadingListError
from ptm_graph.lineage.baselines import SearchPathCount
from ptm_graph.lineage.evaluation import evaluate
from ptm_graph.lineage.gold import read_gold
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.metrics import ChildResult
from ptm_graph.lineage.reference_list import ReferenceList
from ptm_graph.lineage.stress import STRESSES, hub_of

STRONG = {"mentions": 9, "influential": True, "fact_own_extends": 2.0, "fact_first_person": 0.8}
WEAK = {"mentions": 1, "influential": False, "fact_listing": 1.0}


@pytest.fixture
def citations() -> "nx.DiGraph[str]":
    """Root ← left, right ← leaf; everybody also cites a tool."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key, year, title in (
        ("root", 2010, "RootNet: a network"),
        ("tool", 2009, "A toolkit"),
        ("left", 2012, "LeftNet: networks of the left"),
        ("right", 2013, "RightNet: networks of the right"),
        ("leaf", 2015, "LeafNet: small networks"),
    ):
        graph.add_node(
            key, title=title, name=key, year=year, seed=True, references_state="complete"
        )
    for citing, cited, data in (
        ("left", "root", STRONG),
        ("right", "root", STRONG),
        ("leaf", "left", STRONG),
        ("leaf", "root", WEAK),
        ("left", "tool", WEAK),
        ("right", "tool", WEAK),
        ("leaf", "tool", WEAK),
    ):
        graph.add_edge(citing, cited, **data)
    return graph


GOLD = "child,parent,label\nleft,root,Larger\nright,root,\nleaf,left,\nleaf,root,\n"


def test_average_precision_counts_drawn_parents_that_are_not_cited() -> None:
    one = ChildResult("c", ("a", "x", "b"), ("a",), frozenset({"a", "b", "never"}), 0.5)
    assert one.average_precision == pytest.approx((1 + 2 / 3) / 3)
    assert (one.hit, one.hit_in_three, one.reciprocal_rank) == (1.0, 1.0, 1.0)


def test_figures_agree_with_a_count_by_hand(citations: "nx.DiGraph[str]") -> None:
    result = evaluate(citations, read_gold(GOLD, citations))
    data = result.as_dict()
    assert data["children"] == 3
    assert data["hit@1"] == 1.0
    # named: left←root, right←root, leaf←left; drawn: those and leaf←root
    assert data["edges"] == {"precision": 1.0, "recall": 0.75, "f1": 0.8571}
    assert data["ancestors"]["f1"] == 1.0


def test_all_references_may_be_candidates(citations: "nx.DiGraph[str]") -> None:
    result = evaluate(citations, read_gold(GOLD, citations), candidates="all")
    assert {"root", "tool"} <= set(result.children[0].ranked)


def test_baselines_stand_beside_the_figures(citations: "nx.DiGraph[str]") -> None:
    baselines = evaluate(citations, read_gold(GOLD, citations)).as_dict()["baselines"]
    assert set(baselines) == {
        "star",
        "most cited in list",
        "most cited",
        "most recent",
        "most mentions",
        "influential, then mentions",
        "title similarity",
        "transitive reduction",
        "search path count",
    }
    assert baselines["star"]["hit@1"] == 1.0


def test_a_child_with_an_incomplete_list_is_left_out_with_its_reason(
    citations: "nx.DiGraph[str]",
) -> None:
    citations.nodes["leaf"]["references_state"] = "partial"
    gold = read_gold(GOLD, citations)
    assert evaluate(citations, gold).left_out == {"leaf": "reference list partial"}
    assert len(evaluate(citations, gold, complete_only=False).children) == 3


def test_the_same_data_give_the_same_intervals(citations: "nx.DiGraph[str]") -> None:
    gold = read_gold(GOLD, citations)
    one, other = evaluate(citations, gold), evaluate(citations, gold)
    assert one.intervals == other.intervals
    low, high = one.intervals["f1"]
    assert 0 <= low <= one.figures()["f1"] <= high <= 1


def test_a_gold_set_may_name_papers_by_title_and_identifier(citations: "nx.DiGraph[str]") -> None:
    citations.nodes["root"]["arxiv"] = "1001.00001"
    text = "child,parent\nLeftNet: Networks of the Left,arXiv:1001.00001\nnobody,root\n"
    gold = read_gold(text, citations)
    assert [(one.child, one.parent) for one in gold.relations] == [("left", "root")]
    assert gold.unmatched == ("gold set:3: no single paper for nobody",)


def test_an_ambiguous_name_in_a_gold_set_is_left_out(citations: "nx.DiGraph[str]") -> None:
    citations.nodes["left"]["aliases"] = citations.nodes["right"]["aliases"] = "Twin"
    gold = read_gold("child,parent\nTwin,root\n", citations)
    assert not gold.relations and len(gold.unmatched) == 1


def test_a_gold_set_without_its_columns_names_the_line(citations: "nx.DiGraph[str]") -> None:
    with pytest.raises(ReadingListError, match=r"mine\.csv:1"):
        read_gold("a,b\n1,2\n", citations, "mine.csv")


def test_without_the_hub_other_parents_are_sought(citations: "nx.DiGraph[str]") -> None:
    gold = read_gold(GOLD, citations)
    hub = hub_of(gold)
    assert hub == "root"
    result = evaluate(citations, gold, excluded=frozenset({hub}))
    assert [(one.child, one.chosen) for one in result.children] == [("leaf", ("left",))]


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


def test_search_path_counts_of_a_small_graph_are_those_by_hand() -> None:
    # a→b→d, a→c→d, b→c: paths through (b, c): 1, through (c, d): 2
    graph: nx.DiGraph[str] = nx.DiGraph(
        [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("b", "c")]
    )
    index = CitationIndex(graph)
    counts = SearchPathCount(index)
    references = ReferenceList(index, index.number["a"])
    values = dict(
        zip(
            [index.keys[cited] for cited in references.cited],
            counts(references, frozenset()),
            strict=True,
        )
    )
    assert values["b"] == pytest.approx(0.6931, abs=1e-3)
    assert values["c"] == pytest.approx(0.0, abs=1e-9)
