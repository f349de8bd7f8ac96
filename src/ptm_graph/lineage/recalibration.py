"""Confidences moved by what one person decided: two numbers, held near *no change*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ptm_graph.graph.spans import Floats

SPREAD = (0.5, 0.3)
"""How far shift and slope are believed to lie from 0 and 1 before anything is decided."""
_LEAST_SLOPE = 0.1


@dataclass(frozen=True, slots=True)
class Recalibration:
    """What turns a confidence into one that fits the decisions of a person.

    Platt 1999: log-odds times ``slope`` plus ``shift``. The order of candidates stays.
    """

    slope: float
    shift: float
    decisions: int
    """How many decisions it was learned from."""

    def applied(self, chances: Floats) -> Floats:
        """Confidences as they are with it."""
        held = np.clip(chances, 1e-6, 1 - 1e-6)
        odds = self.slope * np.log(held / (1 - held)) + self.shift
        return np.clip(1 / (1 + np.exp(-odds)), 1e-6, 1 - 1e-6)


def recalibration(
    chances: Sequence[float], right: Sequence[bool], decisions: int | None = None
) -> Recalibration:
    """Learn from confidences and whether a person found them right.

    Parameters
    ----------
    chances, right : sequence
        As shipped, one for each relation that somebody decided on.
    decisions : int, optional
        How many decisions they come from; default: as many as there are.

    Notes
    -----
    The most probable shift and slope, with a Gaussian prior around *no change*
    (:data:`SPREAD`): few decisions move little, and any number without exception stays finite.
    """
    held = np.clip(np.asarray(chances, dtype=float), 1e-6, 1 - 1e-6)
    columns = np.column_stack([np.ones(len(held)), np.log(held / (1 - held))])
    marks = np.asarray(right, dtype=float)
    middle, pull = np.array([0.0, 1.0]), 1 / np.array(SPREAD) ** 2
    bounds = [(None, None), (_LEAST_SLOPE, None)]
    shift, slope = regression(columns, marks, middle, pull, bounds).tolist()
    count = len(held) if decisions is None else decisions
    return Recalibration(round(slope, 4), round(shift, 4), count)


def regression(
    columns: Floats,
    marks: Floats,
    middle: Floats,
    pull: Floats,
    bounds: Sequence[tuple[float | None, float | None]] | None = None,
) -> Floats:
    """Weights of a logistic regression of ``marks`` (0 or 1) that is held near some weights.

    Parameters
    ----------
    columns, marks : array
        (rows, weights) and (rows,).
    middle, pull : array
        What each weight is held near, and how strongly (L2).
    bounds : sequence of pairs, optional
        Least and largest value of each weight.
    """
    from scipy.optimize import minimize

    def loss(tried: Floats) -> tuple[float, Floats]:
        odds, away = columns @ tried, tried - middle
        fitted = np.exp(-np.logaddexp(0, -odds))
        told = np.logaddexp(0, odds).sum() - marks @ odds
        gradient: Floats = columns.T @ (fitted - marks) + pull * away
        return float(told + (pull * away) @ away / 2), gradient

    found: Floats = minimize(loss, middle, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def direction(
    chances: Sequence[float], right: Sequence[bool]
) -> Literal["too high", "too low"] | None:
    """Whether confidences are clearly too high or too low for what a person found right.

    Clearly: the sum of those found right lies more than twice its standard deviation away.
    """
    held = np.asarray(chances, dtype=float)
    away = float(np.asarray(right, dtype=float).sum() - held.sum())
    if away**2 <= 4 * float((held * (1 - held)).sum()):
        return None
    return "too low" if away > 0 else "too high"
