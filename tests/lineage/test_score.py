"""The score and its terms."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from citation_graphs import listed
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ptm_graph.graph.spans import Floats
from ptm_graph.lineage import infer
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.lineage.score import ScoredLists, probabilities, score_lists
from ptm_graph.lineage.signals import SIGNALS
from ptm_graph.lineage.weights import default_weights


def test_the_terms_of_a_relation_add_up_to_its_score(family: "nx.DiGraph[str]") -> None:
    for relation in infer(family).relations:
        total = sum(term.points for term in relation.evidence.terms)
        assert total == pytest.approx(relation.score, abs=1e-3)


def scored_as(scores: Floats, unknown: int = 0) -> ScoredLists:
    """One list whose references have these scores."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("child", title="child", reference_count=len(scores) + unknown)
    graph.add_edges_from(("child", f"{at:02}") for at in range(len(scores)))
    index = CitationIndex(graph)
    references = ReferenceLists(index, [index.number["child"]])
    return replace(score_lists(references, default_weights()), scores=scores)


def test_a_confidence_is_a_share_among_the_rivals_none_of_them_and_the_unknown() -> None:
    scores = np.array([2.0, 1.0, -800.0, 900.0])
    weights = default_weights().given("structure")
    rivals = np.exp(2.0) + np.exp(1.0) + 1 + 5 * np.exp(weights.intercepts["all"])
    shares = np.array([np.exp(2.0) / rivals, np.exp(1.0) / rivals, 0.0, 1.0])
    found = scored_as(scores, unknown=5).confidences(np.array([True, True, True, False]))
    assert found == pytest.approx(probabilities(shares, weights.parents, weights.sharpness))


@given(
    arrays(float, st.integers(1, 30), elements=st.floats(-60, 60)),
    st.floats(1.0, 3.0),
    st.floats(0.2, 2.0),
)
def test_a_better_score_never_has_the_smaller_probability(
    scores: Floats, parents: float, sharpness: float
) -> None:
    weights = replace(default_weights(), parents=parents, sharpness=sharpness, states={})
    scored = replace(scored_as(scores), weights=weights)
    chances = scored.confidences(np.ones(len(scores), dtype=bool))
    assert ((chances > 0) & (chances < 1)).all()
    order = np.argsort(scores, kind="stable")
    assert (np.diff(chances[order]) >= -1e-9).all()


def test_an_unknown_similarity_counts_as_the_middle_of_the_list_and_says_so() -> None:
    references = listed(
        {},
        {"edge_fact_abstract_similarity": 0.1},
        {"edge_fact_abstract_similarity": 0.2},
        {"edge_fact_abstract_similarity": 0.4},
        {},
    )
    scored = score_lists(references, default_weights())
    values, filled = scored.values, scored.filled
    column = [signal.name for signal in SIGNALS].index("abstract_similarity")
    assert np.isnan(values[3, column])
    assert filled[:, column] == pytest.approx([0.25, 0.5, 1.0, 0.5])
    term = next(one for one in scored.terms(3) if one.name == "abstract_similarity")
    assert term.explanation.startswith("not known")


def test_a_paper_of_the_list_starts_before_the_others_where_parents_are_sought_there() -> None:
    references = listed({}, {}, {})
    scored = score_lists(references, default_weights(), np.array([True, False]))
    starts = default_weights().given("structure").intercepts
    assert scored.scores[0] - scored.scores[1] == pytest.approx(starts["list"] - starts["all"])
