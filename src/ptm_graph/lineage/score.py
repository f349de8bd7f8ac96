"""The additive score of every reference of a child, with all its terms."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ptm_graph.lineage.graph_signals import explained_away
from ptm_graph.lineage.index import UNKNOWN, CitationIndex, Floats
from ptm_graph.lineage.reference_list import ReferenceList
from ptm_graph.lineage.saying import signal_text, start_text
from ptm_graph.lineage.signals import EXPLAINED_AWAY, SIGNALS
from ptm_graph.lineage.weights import Weights
from ptm_graph.words.model import RelationTier, ScoreTerm

Candidates = Literal["list", "all"]
"""``list``: children and parents are the papers of the reading list; ``all``: the
parents of those children may be any reference. Either way all references compete for the
confidence; with ``list``, papers of the reading list have a start before the others."""

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
    filled: Floats
    """(references, signals): what each value counts as where it is unknown."""
    scores: Floats
    """(references,): log-odds against *none of them*."""
    listed: npt.NDArray[np.bool_]
    """(references,): which rows start as papers of the reading list."""
    weights: Weights

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

    def confidences(self, eligible: npt.NDArray[np.bool_]) -> Floats:
        """Probability that each reference is a parent, given all that may be one.

        A softmax over the eligible rows and *none of them*, which scores 0; then
        :func:`probabilities`: a paper may have several parents, so the results need not sum to
        1. References that are not known compete too, each with the score of any reference. A
        row that is not eligible is given the probability it would have if it were.
        """
        unknown = np.full(self.references.unknown, self.weights.intercepts["all"])
        rivals = np.append(self.scores[eligible], unknown)
        shares = np.zeros(len(self.scores))
        shares[eligible] = softmax(rivals)[: int(eligible.sum())]
        for row in np.flatnonzero(~eligible):
            shares[row] = softmax(np.append(rivals, self.scores[row]))[-1]
        return probabilities(shares, self.weights.parents, self.weights.sharpness)

    def terms(self, row: int) -> tuple[ScoreTerm, ...]:
        """All terms that add to one score, largest in absolute value first."""
        origin: Candidates = "list" if self.listed[row] else "all"
        start = self.weights.intercepts[origin]
        found = [ScoreTerm(INTERCEPT, 1.0, start, start_text(bool(self.listed[row])))]
        for column, name in enumerate(SIGNAL_NAMES):
            value, weight = float(self.filled[row, column]), self.weights.of(name)
            if value * weight:
                unknown = math.isnan(float(self.values[row, column]))
                said = signal_text(name, value, filled=unknown)
                found.append(ScoreTerm(name, round(value, 4), weight, said, filled=unknown))
        return tuple(sorted(found, key=lambda term: (-abs(term.points), term.name)))

    def tier(self, row: int) -> RelationTier:
        """What the relation to this reference rests on; see ``RelationTier``."""
        if self.references.cited[row] in self.references.named_only:
            return "name only"
        for column, name in enumerate(SIGNAL_NAMES):
            value = self.values[row, column]
            if _KIND[name] == "explicit" and value >= 0.5 and self.weights.of(name) > 0:
                return "A"
        edge = self.references.edges[row]
        counted = edge.get("mentions") or edge.get("influential") or edge.get("fact_spoken_of")
        return "B" if counted else "C"


SIGNAL_NAMES: tuple[str, ...] = (*(signal.name for signal in SIGNALS), EXPLAINED_AWAY)
"""Names of all signals, the second-pass one last."""

_MEDIAN = [at for at, signal in enumerate(SIGNALS) if signal.unknown == "median"]
_KIND: Mapping[str, str] = {signal.name: signal.kind for signal in SIGNALS} | {
    EXPLAINED_AWAY: "counted"
}


def signal_values(references: ReferenceList) -> Floats:
    """Values of all first-pass signals, (references, signals)."""
    if not len(references):
        return np.zeros((0, len(SIGNALS)))
    return np.column_stack([signal.compute(references) for signal in SIGNALS])


def softmax(scores: Floats) -> Floats:
    """Shares of some rivals; *none of them*, which scores 0, takes the rest."""
    top = max(0.0, float(scores.max(initial=0.0)))
    each = np.exp(scores - top)
    found: Floats = each / (each.sum() + math.exp(-top))
    return found


def probabilities(shares: Floats, parents: float, sharpness: float) -> Floats:
    """From shares of a softmax to the probability of being a parent.

    ``parents`` is how many a paper has on average: the chance that one of so many draws, each
    with the shares as probabilities, picks the rival. The log-odds are multiplied by
    ``sharpness`` then; below 1 they move towards one half.
    """
    spared = np.clip(1 - shares, 1e-6, 1 - 1e-6) ** parents
    odds = ((1 - spared) / spared) ** sharpness
    return np.clip(odds / (1 + odds), 1e-6, 1 - 1e-6)


def filled_values(values: Floats) -> Floats:
    """What each value counts as: unknown ones 0, or the median of the known ones."""
    filled = values.copy()
    for column in _MEDIAN:
        known = values[~np.isnan(values[:, column]), column]
        if len(known):
            filled[np.isnan(values[:, column]), column] = np.median(known)
    return np.nan_to_num(filled)


def score_list(
    index: CitationIndex,
    child: int,
    weights: Weights,
    listed: Callable[[int], bool] | None = None,
) -> ScoredList:
    """Score all references of a child; ``listed`` says which start as papers of the list.

    Linear in the references, their references and the child's citers.
    """
    references = ReferenceList(index, child)
    inside = np.array([listed is not None and listed(cited) for cited in references.cited], bool)
    return score_values(references, signal_values(references), weights, inside)


def score_values(
    references: ReferenceList,
    values: Floats,
    weights: Weights,
    listed: npt.NDArray[np.bool_],
) -> ScoredList:
    """Turn signal values into scores; the second pass looks at the first's scores."""
    vector: Floats = np.array([weights.of(signal.name) for signal in SIGNALS])
    filled = filled_values(values)
    start = np.where(listed, weights.intercepts["list"], weights.intercepts["all"])
    scores = start + filled @ vector
    away = explained_away(references, scores) if len(references) else np.full(0, UNKNOWN)
    scores = scores + weights.of(EXPLAINED_AWAY) * np.nan_to_num(away)
    return ScoredList(
        references,
        np.column_stack([values, away]),
        np.column_stack([filled, np.nan_to_num(away)]),
        scores,
        listed,
        weights,
    )
