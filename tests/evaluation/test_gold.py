"""Gold sets as people write them."""

import networkx as nx
import pytest

from ptm_graph.errors import ReadingListError
from ptm_graph.evaluation.gold import read_gold


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
