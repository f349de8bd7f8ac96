"""A child is judged by the weights for what is known of its references."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest

from ptm_graph.lineage import default_weights, infer
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.lineage.score import SIGNAL_NAMES, ScoredLists, score_lists
from ptm_graph.lineage.weights import KNOWLEDGE

TEXT = {"fact_text_mentions": 3, "fact_text_share": 1.0, "fact_text_first": 0.1, "mentions": 3}


def scored(*citations: dict[str, Any]) -> ScoredLists:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("child", title="A child", year=2020)
    for at, data in enumerate(citations):
        graph.add_node(f"{at}", title=f"Work {at}", year=2018)
        graph.add_edge("child", f"{at}", **data)
    index = CitationIndex(graph)
    return score_lists(ReferenceLists(index, [index.number["child"]]), default_weights())


@pytest.mark.parametrize(
    ("citations", "knowledge"),
    [
        ([TEXT, {}], "full text"),
        ([{"mentions": 2}, {}], "sentences"),
        ([{"fact_abstract_similarity": 0.2}, {}], "structure"),
        ([{}, {}], "structure"),
    ],
)
def test_one_reference_tells_what_is_known(citations: list[dict[str, Any]], knowledge: str) -> None:
    assert scored(*citations).knowledge(0) == knowledge


def test_a_score_is_the_sum_of_its_terms_by_the_weights_of_its_state() -> None:
    states: list[list[dict[str, Any]]] = [[TEXT, {}], [{"mentions": 2}, {}], [{}, {}]]
    for citations in states:
        found = scored(*citations)
        weights = default_weights().given(found.knowledge(0))
        for row in range(2):
            terms = found.terms(row)
            assert sum(term.points for term in terms) == pytest.approx(found.scores[row], abs=1e-3)
            named = [term for term in terms if term.name in SIGNAL_NAMES]
            assert all(term.weight == weights.of(term.name) for term in named)


def test_what_a_text_does_not_say_of_a_reference_is_nothing_and_not_unknown() -> None:
    found = scored(TEXT, {"fact_text_mentions": 0})
    columns = [at for at, name in enumerate(SIGNAL_NAMES) if name.startswith("text_")]
    assert not np.isnan(found.values[1, columns][1:]).any()
    assert (found.values[1, columns][2:] == 0).all()


def test_every_state_has_weights_of_its_own() -> None:
    starts = [default_weights().given(one).intercepts["all"] for one in KNOWLEDGE]
    assert len(set(starts)) > 1
    assert default_weights().given("structure").of("spoken_of") == 0
    assert default_weights().given("full text").of("text_phrases") > 0
    assert default_weights().given("sentences").of("text_phrases") == 0


def test_a_parent_that_the_text_leans_on_is_preferred() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key, year in (("child", 2020), ("leaned on", 2018), ("mentioned", 2018)):
        graph.add_node(key, title=f"About {key}", year=year, seed=True)
    often = {**TEXT, "fact_text_undivided": 3.0, "fact_text_phrases": 3.0, "fact_text_fewest": 1}
    graph.add_edge("child", "leaned on", **often)
    graph.add_edge("child", "mentioned", mentions=1, fact_text_mentions=1, fact_text_rank=1)
    assert [one.parent for one in infer(graph).relations][:1] == ["leaned on"]
