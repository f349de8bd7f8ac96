"""The additive score of every reference of a child, with all its terms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

import numpy as np
import numpy.typing as npt

from ptm_graph.graph.spans import Floats, Ints
from ptm_graph.lineage.edge_numbers import UNKNOWN
from ptm_graph.lineage.graph_signals import explained_away
from ptm_graph.lineage.reference_lists import Bools, ReferenceLists
from ptm_graph.lineage.saying import signal_text, start_text
from ptm_graph.lineage.signals import EXPLAINED_AWAY, SIGNALS
from ptm_graph.lineage.weights import KNOWLEDGE, Knowledge, Weights
from ptm_graph.words.model import RelationTier, ScoreTerm

Candidates = Literal["list", "all"]
"""``list``: children and parents are the papers of the reading list; ``all``: the
parents of those children may be any reference. Either way all references compete for the
confidence; with ``list``, papers of the reading list have a start before the others."""

INTERCEPT = "any reference"
"""Name of the constant term."""


@dataclass(frozen=True)
class ScoredLists:
    """The references of some children with their scores.

    Rows are those of ``references``, columns signals in the order of :data:`SIGNAL_NAMES`.
    """

    references: ReferenceLists
    values: Floats
    """(rows, signals); NaN: unknown."""
    filled: Floats
    """(rows, signals): what each value counts as where it is unknown."""
    scores: Floats
    """(rows,): log-odds against *none of them*."""
    listed: Bools
    """(rows,): which rows start as papers of the reading list."""
    states: Ints
    """(lists,): what is known of each list, as a place in ``KNOWLEDGE``."""
    weights: Weights

    def knowledge(self, place: int) -> Knowledge:
        """What is known of one list."""
        return KNOWLEDGE[int(self.states[place])]

    def order(self, last: Ints) -> Ints:
        """Rows, list by list, best first; those with a larger ``last`` come after the others.

        Ties go to the more cited, then to the key that sorts first.
        """
        references = self.references
        counts = references.index.citation_counts[references.cited]
        scores = np.rint(self.scores * 1e9)
        return np.lexsort((references.cited, -counts, -scores, last, references.list_of))

    def confidences(self, eligible: Bools) -> Floats:
        """Probability that each reference is a parent, given all that may be one.

        A softmax over the eligible rows of a list and *none of them*, which scores 0; then
        :func:`probabilities`: a paper may have several parents, so the results need not sum to
        1. References that are not known compete too, each with the score of any reference. A
        row that is not eligible is given the probability it would have if it were.
        """
        references, models = self.references, self.weights.by_state
        start = np.array([one.intercepts["all"] for one in models])[self.states]
        rivals = np.where(eligible, self.scores, UNKNOWN)
        top = np.maximum(references.largest(rivals, 0.0), np.where(references.unknown, start, 0.0))
        # a row that is not eligible may tower above those that are
        above = np.maximum(0.0, self.scores - top[references.list_of])
        each = np.exp(self.scores - top[references.list_of] - above)
        others = np.exp(-top) + references.unknown * np.exp(start - top)
        whole = (references.total(np.where(eligible, each, 0.0)) + others)[references.list_of]
        shares = each / np.where(eligible, whole, whole * np.exp(-above) + each)
        sharpness = np.array([one.sharpness for one in models])[self.states[references.list_of]]
        found = probabilities(shares, self.weights.parents, sharpness)
        moved = self.weights.recalibration
        return found if moved is None else moved.applied(found)

    def terms(self, row: int) -> tuple[ScoreTerm, ...]:
        """All terms that add to one score, largest in absolute value first."""
        origin: Candidates = "list" if self.listed[row] else "all"
        weights = self.weights.given(self.knowledge(int(self.references.list_of[row])))
        start = weights.intercepts[origin]
        found = [ScoreTerm(INTERCEPT, 1.0, start, start_text(bool(self.listed[row])))]
        known, filled = self.values[row].tolist(), self.filled[row]
        vector = self._vectors[self.states[self.references.list_of[row]]]
        for column in np.flatnonzero(filled * vector).tolist():
            name, value = SIGNAL_NAMES[column], float(filled[column])
            unknown, weight = math.isnan(known[column]), float(vector[column])
            said = signal_text(name, value, filled=unknown)
            term = ScoreTerm(name, round(value, 4), weight, said, filled=unknown)
            found.append(term)
        ordered = sorted((-abs(term.points), term.name, term) for term in found)
        return tuple(term for _, _, term in ordered)

    @cached_property
    def _vectors(self) -> Floats:
        """(states, signals)"""
        return np.column_stack([self.weights.column(name) for name in SIGNAL_NAMES])

    @cached_property
    def tiers(self) -> npt.NDArray[np.str_]:
        """(rows,): what the relation to each reference rests on; see ``RelationTier``."""
        references = self.references
        explicit = [
            column
            for column, signal in enumerate(SIGNALS)
            if signal.kind == "explicit" and self.weights.of(signal.name) > 0
        ]
        stated = (self.values[:, explicit] >= 0.5).any(axis=1)
        columns = (references.mentions, references.column("influential"))
        counted = sum(np.nan_to_num(held) for held in (*columns, references.fact("spoken_of"))) != 0
        named = references.edges < 0
        return np.select([named, stated, counted], ["name only", "A", "B"], "C")

    def tier(self, row: int) -> RelationTier:
        """One of :attr:`tiers`."""
        return cast("RelationTier", str(self.tiers[row]))


SIGNAL_NAMES: tuple[str, ...] = (*(signal.name for signal in SIGNALS), EXPLAINED_AWAY)
"""Names of all signals, the second-pass one last."""

_MEDIAN = [at for at, signal in enumerate(SIGNALS) if signal.unknown == "median"]


def signal_values(references: ReferenceLists) -> Floats:
    """Values of all first-pass signals, (rows, signals)."""
    return np.column_stack([signal.compute(references) for signal in SIGNALS])


def probabilities(shares: Floats, parents: float, sharpness: float | Floats) -> Floats:
    """From shares of a softmax to the probability of being a parent.

    ``parents`` is how many a paper has on average: the chance that one of so many draws, each
    with the shares as probabilities, picks the rival. The log-odds are multiplied by
    ``sharpness`` then; below 1 they move towards one half.
    """
    spared = np.clip(1 - shares, 1e-6, 1 - 1e-6) ** parents
    odds = ((1 - spared) / spared) ** sharpness
    return np.clip(odds / (1 + odds), 1e-6, 1 - 1e-6)


def filled_values(references: ReferenceLists, values: Floats) -> Floats:
    """What each value counts as: unknown ones 0, or the median of the list's known ones."""
    filled = values.copy()
    for column in _MEDIAN:
        middle = references.median(values[:, column])[references.list_of]
        filled[:, column] = np.where(np.isnan(values[:, column]), middle, values[:, column])
    return np.nan_to_num(filled, copy=False)


def score_lists(
    references: ReferenceLists, weights: Weights, listed: Bools | None = None
) -> ScoredLists:
    """Score all references; ``listed`` says which rows start as papers of the reading list.

    Linear in the references, their references and what the children's citers cite. The second
    pass looks at the scores of the first.
    """
    values = signal_values(references)
    filled = filled_values(references, values)
    listed = np.zeros(len(references), dtype=bool) if listed is None else listed
    states = states_of(references)
    state, models = states[references.list_of], weights.by_state
    starts = [np.array([one.intercepts[name] for one in models]) for name in ("list", "all")]
    scores = np.where(listed, starts[0][state], starts[1][state])
    for column, signal in enumerate(SIGNALS):  # a product of matrices rounds by their size
        scores = scores + weights.column(signal.name)[state] * filled[:, column]
    away = explained_away(references, scores)
    counted = np.nan_to_num(away)
    scores = scores + weights.column(EXPLAINED_AWAY)[state] * counted
    values = np.column_stack([values, away])
    filled = np.column_stack([filled, counted])
    return ScoredLists(references, values, filled, scores, listed, states, weights)


def states_of(references: ReferenceLists) -> Ints:
    """(lists,): what is known of each list, as a place in ``KNOWLEDGE``.

    A name in title or abstract that no reference explains is the authors' word as well.
    """
    read = references.total(~np.isnan(references.fact("text_mentions")))
    told = references.total(references.spoken_of_known | (references.edges < 0))
    found: Ints = np.select([read > 0, told > 0], [0, 1], 2)
    return found
