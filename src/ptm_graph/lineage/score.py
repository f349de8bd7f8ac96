"""The additive score of every reference of a child, with all its terms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ptm_graph.lineage.graph_signals import explained_away
from ptm_graph.lineage.index import UNKNOWN, CitationIndex, Floats
from ptm_graph.lineage.reference_list import ReferenceList
from ptm_graph.lineage.signals import EXPLAINED_AWAY, SIGNALS, say_explained_away
from ptm_graph.lineage.weights import Weights
from ptm_graph.words.model import RelationTier, ScoreTerm

Candidates = Literal["list", "all"]
"""``list``: children and parents are the papers of the reading list; ``all``: the
parents of those children may be any reference."""

_START: Mapping[Candidates, str] = {
    "list": "what any reference in the list starts from",
    "all": "what any reference starts from",
}

INTERCEPT = "any reference"
"""Name of the constant term."""


@dataclass(frozen=True, slots=True)
class ScoredList:
    """The references of one child with their scores.

    Rows are references in the order of ``references.cited``, columns signals in the
    order of :data:`SIGNAL_NAMES`.
    """

    references: ReferenceList
    values: Floats
    """(references, signals); NaN: unknown."""
    scores: Floats
    """(references,): log-odds."""
    weights: Weights
    candidates: Candidates

    def place(self, cited: int) -> int:
        """Row of a reference."""
        return self.references.cited.index(cited)

    def order(self) -> list[int]:
        """Rows, best first; ties go to the more cited, then to the key that sorts first."""
        index = self.references.index
        counts = index.citation_counts
        cited = self.references.cited
        return sorted(
            range(len(cited)),
            key=lambda row: (-round(float(self.scores[row]), 9), -counts[cited[row]], cited[row]),
        )

    def terms(self, row: int) -> tuple[ScoreTerm, ...]:
        """All terms that add to one score, largest in absolute value first."""
        start = self.weights.intercepts[self.candidates]
        found = [ScoreTerm(INTERCEPT, 1.0, start, _START[self.candidates])]
        for column, name in enumerate(SIGNAL_NAMES):
            value, weight = float(self.values[row, column]), self.weights.of(name)
            if not math.isnan(value) and value * weight:
                found.append(ScoreTerm(name, round(value, 4), weight, _SAY[name](value)))
        return tuple(sorted(found, key=lambda term: (-abs(term.points), term.name)))

    def tier(self, row: int) -> RelationTier:
        """A: an explicit sentence or name; B: counts and influence; C: structure only."""
        for column, name in enumerate(SIGNAL_NAMES):
            value = self.values[row, column]
            if _KIND[name] == "explicit" and value >= 0.5 and self.weights.of(name) > 0:
                return "A"
        edge = self.references.edges[row]
        counted = edge.get("mentions") or edge.get("influential") or edge.get("fact_spoken_of")
        return "B" if counted else "C"


SIGNAL_NAMES: tuple[str, ...] = (*(signal.name for signal in SIGNALS), EXPLAINED_AWAY)
"""Names of all signals, the second-pass one last."""

_SAY = {signal.name: signal.say for signal in SIGNALS} | {EXPLAINED_AWAY: say_explained_away}
_KIND: Mapping[str, str] = {signal.name: signal.kind for signal in SIGNALS} | {
    EXPLAINED_AWAY: "counted"
}


def signal_values(references: ReferenceList) -> Floats:
    """Values of all first-pass signals, (references, signals)."""
    if not len(references):
        return np.zeros((0, len(SIGNALS)))
    return np.column_stack([signal.compute(references) for signal in SIGNALS])


def score_list(
    index: CitationIndex, child: int, weights: Weights, candidates: Candidates = "all"
) -> ScoredList:
    """Score all references of a child.

    Complexity: linear in the references, their references and the child's citers.
    """
    references = ReferenceList(index, child)
    values = signal_values(references)
    return score_values(references, values, weights, candidates)


def score_values(
    references: ReferenceList, values: Floats, weights: Weights, candidates: Candidates = "all"
) -> ScoredList:
    """Turn signal values into scores; the second pass looks at the first's scores."""
    vector: npt.NDArray[np.float64] = np.array([weights.of(signal.name) for signal in SIGNALS])
    scores = weights.intercepts[candidates] + np.nan_to_num(values) @ vector
    away = explained_away(references, scores) if len(references) else np.full(0, UNKNOWN)
    scores = scores + weights.of(EXPLAINED_AWAY) * np.nan_to_num(away)
    return ScoredList(references, np.column_stack([values, away]), scores, weights, candidates)


def confidence(score: float) -> float:
    """``1 / (1 + exp(-score))``."""
    return 1 / (1 + math.exp(-score)) if score >= 0 else 1 - 1 / (1 + math.exp(score))
