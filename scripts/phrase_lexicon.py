"""Learn which phrases near a citation speak for or against descent.

A phrase is one or two words that stand near a citation in a full text. Which few hundred of
them tell sources from other references is learned by ridge regression, in two steps: with all
phrases that are common enough, to choose, then with the chosen ones alone, to weigh.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PAPERS = 40
"""Papers of all that use a phrase at least: what fewer use is a matter of their topic."""

LEAST, MOST = 15, 0.6
"""References near whose citations a phrase stands: at least, and as a share at most."""

CHOSEN = 300
"""Phrases that are kept."""

CHOOSING, WEIGHING = 0.03, 0.05
"""Inverse strength of the ridge in either step."""

DECIMALS = 2
"""Of the weights."""


class Presence:
    """Which phrases stand near the citations of which references, paper by paper."""

    def __init__(self, papers: Sequence[Sequence[frozenset[str]]]):
        counts = Counter(phrase for told in papers for phrase in frozenset().union(*told))
        references = [phrases for told in papers for phrases in told]
        self.names = sorted(name for name, count in counts.items() if count >= PAPERS)
        columns = {name: at for at, name in enumerate(self.names)}
        pairs = [
            (row, columns[phrase])
            for row, phrases in enumerate(references)
            for phrase in phrases
            if phrase in columns
        ]
        rows, held = zip(*pairs, strict=True) if pairs else ((), ())
        self.matrix: Any = sparse.csr_matrix(
            (np.ones(len(pairs)), (rows, held)), shape=(len(references), len(self.names))
        )


@dataclass(frozen=True)
class Lexicon:
    """Columns of a :class:`Presence` with their weights."""

    columns: npt.NDArray[np.intp]
    weights: Floats

    def scores(self, presence: Presence, rows: npt.NDArray[np.intp]) -> Floats:
        """(rows,): the summed weight of each reference's phrases."""
        found: Floats = presence.matrix[rows][:, self.columns] @ self.weights
        return found

    def told(self, presence: Presence) -> Mapping[str, float]:
        """Phrase → weight, the strongest first."""
        named = {
            presence.names[column]: float(weight)
            for column, weight in zip(self.columns.tolist(), self.weights, strict=True)
            if weight
        }
        return dict(sorted(named.items(), key=lambda one: (-one[1], one[0])))


def learn(presence: Presence, rows: npt.NDArray[np.intp], drawn: Flags) -> Lexicon:
    """Choose and weigh phrases by some references, of which it is known which are sources."""
    held = presence.matrix[rows]
    share = np.asarray(held.mean(axis=0)).ravel()
    common = np.flatnonzero((share * len(rows) >= LEAST) & (share <= MOST))
    tried = _ridge(held[:, common], drawn, CHOOSING)
    spread = np.sqrt(share[common] * (1 - share[common]))
    order = np.argsort(-np.abs(tried) * spread, kind="stable")[:CHOSEN]
    columns = np.sort(common[order])
    return Lexicon(columns, np.round(_ridge(held[:, columns], drawn, WEIGHING), DECIMALS) + 0.0)


def _ridge(held: Any, drawn: Flags, looseness: float) -> Floats:
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    model = LogisticRegression(C=looseness, max_iter=200)
    found: Floats = model.fit(held, drawn).coef_[0]
    return found
