"""Confidences moved by decisions: a little by few, more by many, never out of order."""

import networkx as nx
import numpy as np
import pytest

from ptm_graph.lineage import infer
from ptm_graph.lineage.recalibration import direction, recalibration
from ptm_graph.lineage.weights import recalibrated


def at_half(count: int) -> float:
    """What becomes of a half after so many decisions that found it right nine times of ten."""
    right = [place % 10 != 0 for place in range(1, count + 1)]
    moved = recalibration([0.5] * count, right)
    return float(moved.applied(np.array([0.5]))[0])


def test_few_decisions_move_little_and_many_move_to_what_was_found() -> None:
    assert recalibration([], []).applied(np.array([0.3]))[0] == pytest.approx(0.3)
    assert 0.5 < at_half(3) < 0.6
    assert at_half(3) < at_half(30) < at_half(300)
    assert at_half(3000) == pytest.approx(0.9, abs=0.01)


def test_confidences_that_fit_the_decisions_stay() -> None:
    chances = [0.3] * 100 + [0.8] * 100
    right = [place < 30 for place in range(100)] + [place < 80 for place in range(100)]
    moved = recalibration(chances, right).applied(np.array([0.3, 0.8]))
    assert moved == pytest.approx([0.3, 0.8], abs=0.005)
    assert direction(chances, right) is None


def test_the_order_stays_whatever_was_decided() -> None:
    against = recalibration([0.9] * 200 + [0.1] * 200, [False] * 200 + [True] * 200)
    moved = against.applied(np.array([0.0, 0.1, 0.5, 0.9, 1.0]))
    assert np.isfinite(moved).all() and (np.diff(moved) > 0).all()
    assert moved[0] > 0 and moved[-1] < 1


@pytest.mark.parametrize("right", [True, False])
def test_decisions_without_exception_stay_short_of_certainty(right: bool) -> None:
    moved = recalibration([0.01, 0.5, 0.99] * 1000, [right] * 3000)
    assert np.isfinite([moved.slope, moved.shift]).all()
    assert 0.0 < moved.applied(np.array([0.5]))[0] < 1.0


def test_too_high_and_too_low_are_said_where_chance_does_not_explain_them() -> None:
    assert direction([0.5] * 40, [True] * 36 + [False] * 4) == "too low"
    assert direction([0.5] * 40, [True] * 4 + [False] * 36) == "too high"
    assert direction([0.5] * 40, [True] * 22 + [False] * 18) is None
    assert direction([], []) is None


def test_a_recalibrated_lineage_has_the_same_scores_and_says_by_how_many_decisions(
    family: "nx.DiGraph[str]",
) -> None:
    before = {(one.parent, one.child): one for one in infer(family).relations}
    moved = recalibration([0.5] * 50, [True] * 50)
    after = {
        (one.parent, one.child): one for one in infer(family, weights=recalibrated(moved)).relations
    }
    assert before and before.keys() <= after.keys()
    for pair, one in before.items():
        assert after[pair].score == one.score
        assert after[pair].confidence > one.confidence
        assert after[pair].recalibrated == 50 and one.recalibrated is None
