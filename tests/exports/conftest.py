"""Graphs that every format has to survive."""

from __future__ import annotations

import itertools
from typing import Any

import networkx as nx
import pytest

ABOUT = {
    "kind": "lineage",
    "direction": "parent-child",
    "title": "A family & its <models>",
    "made_by": "ptm-graph test",
    "source": "a reading list",
    "fetched": "2022-06-30",
    "credits": "Semantic Scholar (ODC-BY); arXiv",
}

PAPERS: dict[str, dict[str, Any]] = {
    "arxiv:1802.05365": {
        "title": "Deep contextualized word representations",
        "name": "ELMo",
        "aliases": "ELMo; EMLO",
        "arxiv": "1802.05365",
        "authors": "Matthew E. Peters; Mark Neumann",
        "year": 2018,
        "date": "2018-02-15",
        "date_precision": "day",
        "venue": "NAACL",
        "citation_count": 9000,
        "references_state": "partial",
        "reference_count": 63,
        "references_known": 12,
        "seed": True,
        "family": "Contextual vectors",
    },
    "arxiv:1810.04805": {
        "title": "BERT: Pre-training of Deep Bidirectional Transformers",
        "name": "BERT",
        "arxiv": "1810.04805",
        "doi": "10.18653/v1/n19-1423",
        "acl": "N19-1423",
        "authors": "Jacob Devlin; Ming-Wei Chang; Kenton Lee; Kristina Toutanova",
        "year": 2019,
        "date": "2018-10-11",
        "date_precision": "day",
        "venue": "NAACL",
        "citation_count": 33854,
        "references_state": "complete",
        "seed": True,
        "family": "BERT family",
    },
    "arxiv:1907.11692": {
        "title": "RoBERTa: A Robustly Optimized BERT Pretraining Approach",
        "name": "RoBERTa",
        "arxiv": "1907.11692",
        "year": 2019,
        "date": "2019-07",
        "date_precision": "month",
        "references_state": "unknown",
        "seed": True,
        "family": "BERT family",
    },
    "arxiv:1906.08237": {
        "title": "XLNet",
        "name": "XLNet",
        "year": 2019,
        "date": "2019",
        "date_precision": "year",
        "references_state": "unknown",
        "seed": True,
        "family": "BERT family",
    },
    "title:未知的模型": {
        "title": "未知的模型:一种预训练方法",
        "name": "未知的模型",
        "references_state": "unknown",
        "seed": False,
    },
}

RELATIONS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "arxiv:1802.05365",
        "arxiv:1810.04805",
        {
            "score": 2.0,
            "confidence": 0.88,
            "tier": "A",
            "rank": 1,
            "label": "Transformer",
            "reason": "BERT names ELMo in four sentences",
            "sentences": "One made-up sentence.\nAnother one.",
        },
    ),
    (
        "arxiv:1810.04805",
        "arxiv:1907.11692",
        {
            "score": 3.5,
            "confidence": 0.97,
            "tier": "A",
            "rank": 1,
            "label": "more data",
            "reason": "RoBERTa trains BERT longer",
        },
    ),
    (
        "arxiv:1810.04805",
        "arxiv:1906.08237",
        {"score": 0.2, "confidence": 0.55, "tier": "B", "rank": 1, "label": "more data"},
    ),
    (
        "arxiv:1802.05365",
        "arxiv:1906.08237",
        {"score": -1.0, "confidence": 0.27, "tier": "C", "proposal": True},
    ),
]

HOSTILE = [
    "\"quotes\" 'and' `ticks`",
    "<script>alert(1)</script></script><!--",
    '<a href="javascript:alert(1)">href</a>',
    "]]> &amp; &lt; <![CDATA[ x ]]>",
    "control \x00\x01\x08\x0b\x1f\x7f\x85 end",
    "lone \ud800 and \udfff surrogates",
    "non-characters \ufffe \uffff \U0001fffe",
    "emoji 👩‍👩‍👧 🎉",
    "中文标题:预训练语言模型",
    "right \u202eto\u202c left \u200f عربي",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "+1-1",
    "-2+3",
    "\t=1+1",
    "several\nlines\r\nand\rreturns\u2028separators",
    "{braces} \\backslash $dollar$ #hash %percent _under ~tilde ^caret",
    "TY  - JOUR\nER  - ",
    'end"; } digraph { a -> b',
    "{{ 7*7 }} {% raw %} ${x} `id`",
    "long " + "x" * 10_000,
    "",
    " ",
]


@pytest.fixture
def family() -> nx.DiGraph[str]:
    """Five papers of a lineage: one without a date, one known to the year."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.graph.update(ABOUT)
    graph.add_nodes_from((key, dict(data)) for key, data in PAPERS.items())
    graph.add_edges_from((tail, head, dict(data)) for tail, head, data in RELATIONS)
    return graph


@pytest.fixture
def citations() -> nx.DiGraph[str]:
    """The papers as a citation graph, with an attribute named like a node-link word."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.graph.update(ABOUT | {"kind": "citations", "direction": "citing-cited"})
    graph.add_nodes_from((key, dict(data)) for key, data in PAPERS.items())
    graph.add_edge(
        "arxiv:1810.04805",
        "arxiv:1802.05365",
        influential=True,
        intents="background; methodology",
        mentions=4,
        fact_name=1.0,
        source="semantic scholar",
    )
    graph.add_edge("arxiv:1907.11692", "arxiv:1810.04805", influential=False)
    graph.add_edge("arxiv:1906.08237", "arxiv:1907.11692")
    graph.add_edge("arxiv:1907.11692", "arxiv:1906.08237")
    return graph


@pytest.fixture
def hostile() -> nx.DiGraph[str]:
    """Every text of a paper and a relation is one that breaks something somewhere."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.graph.update(ABOUT | {"title": HOSTILE[1], "credits": HOSTILE[3]})
    for number, text in enumerate(HOSTILE):
        graph.add_node(
            f"title:{number}-{text[:30]}",
            title=text,
            name=text,
            abstract=text,
            authors=text,
            venue=text,
            family=text,
            doi=text,
            arxiv=text,
            aliases=text,
            year=2015 + number % 8,
            date=f"{2015 + number % 8}-{number % 12 + 1:02d}",
            citation_count=number * 10,
            seed=number % 2 == 0,
            references_state="unknown",
        )
    keys = list(graph)
    for number, (tail, head) in enumerate(itertools.pairwise(keys)):
        text = HOSTILE[number]
        graph.add_edge(
            tail,
            head,
            label=text,
            reason=text,
            sentences=text,
            notes=text,
            tier=("A", "B", "C", "name only")[number % 4],
            proposal=number % 5 == 0,
            score=number / 3,
            confidence=0.5,
            terms=text,
        )
    graph.add_node("arxiv:0000.00000", title="isolated", name="isolated")
    return graph


@pytest.fixture(params=["empty", "single", "family", "citations", "hostile"])
def any_graph(request: pytest.FixtureRequest) -> nx.DiGraph[str]:
    """Each graph in turn, the empty one and one of a single bare node among them."""
    if request.param == "empty":
        return nx.DiGraph()
    if request.param == "single":
        single: nx.DiGraph[str] = nx.DiGraph()
        single.add_node("arxiv:1706.03762", title="Attention is all you need", name="Transformer")
        return single
    graph: nx.DiGraph[str] = request.getfixturevalue(request.param)
    return graph
