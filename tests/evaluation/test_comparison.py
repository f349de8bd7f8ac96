"""The baselines stand beside the figures."""

import networkx as nx

from ptm_graph.evaluation.evaluating import evaluate
from ptm_graph.evaluation.gold import read_gold

GOLD = "child,parent,label\nleft,root,Larger\nright,root,\nleaf,left,\nleaf,root,\n"


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
