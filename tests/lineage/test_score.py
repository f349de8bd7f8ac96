"""The score and its terms."""

import networkx as nx
import numpy as np
import pytest
from citation_graphs import listed
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ptm_graph.lineage import infer
from ptm_graph.lineage.index import Floats
from ptm_graph.lineage.score import (
    filled_values,
    probabilities,
    score_values,
    signal_values,
    softmax,
)
from ptm_graph.lineage.signals import SIGNALS
from ptm_graph.lineage.weights import default_weights


def test_the_terms_of_a_relation_add_up_to_its_score(family: "nx.DiGraph[str]") -> None:
    for relation in infer(family).relations:
        total = sum(term.points for term in relation.evidence.terms)
        assert total == pytest.approx(relation.score, abs=1e-3)


def test_shares_of_rivals_leave_room_for_none_of_them() -> None:
    shares = softmax(np.array([2.0, 1.0, -800.0]))
    assert shares.sum() == pytest.approx(1 - 1 / (1 + np.exp(2) + np.exp(1)))
    assert softmax(np.zeros(0)).shape == (0,)
    assert np.isfinite(softmax(np.array([900.0, -900.0]))).all()


@given(
    arrays(float, st.integers(1, 30), elements=st.floats(-60, 60)),
    st.floats(1.0, 3.0),
    st.floats(0.2, 2.0),
)
def test_a_better_score_never_has_the_smaller_probability(
    scores: Floats, parents: float, sharpness: float
) -> None:
    chances = probabilities(softmax(scores), parents, sharpness)
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
    values = signal_values(references)
    filled = filled_values(values)
    column = [signal.name for signal in SIGNALS].index("abstract_similarity")
    assert np.isnan(values[3, column])
    assert filled[:, column] == pytest.approx([0.25, 0.5, 1.0, 0.5])
    scored = score_values(references, values, default_weights(), np.zeros(4, dtype=bool))
    term = next(one for one in scored.terms(3) if one.name == "abstract_similarity")
    assert term.explanation.startswith("not known")


def test_a_paper_of_the_list_starts_before_the_others_where_parents_are_sought_there() -> None:
    references = listed({}, {}, {})
    values = signal_values(references)
    scored = score_values(references, values, default_weights(), np.array([True, False]))
    starts = default_weights().intercepts
    assert scored.scores[0] - scored.scores[1] == pytest.approx(starts["list"] - starts["all"])
