"""The 500 annotated papers as models judge them that never saw them, and figures of that."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))

from fit_lineage_weights import Example, Judgement, least_confidence

Floats = npt.NDArray[np.float64]

ROUNDS = 2000


class Hundreds:
    """Judgements of the 500 papers by models that never saw them."""

    def __init__(self, data: Sequence[Example], splits: Sequence[Sequence[Judgement]]):
        self.data, self.splits = data, splits
        self.threshold = least_confidence(splits)
        best = [
            [(float(one.chances[one.order[0]]), bool(example.drawn[one.order[0]]))
             for example, one in zip(data, judged, strict=True)]
            for judged in splits
        ]  # fmt: skip
        self.chances = np.array([[chance for chance, _ in row] for row in best])
        """(splits, papers): confidence of the best candidate."""
        self.right = np.array([[right for _, right in row] for row in best], dtype=float)

    def precisions(self) -> Floats:
        """(papers,): average precision, mean of the splits."""
        found: Floats = np.mean(
            [
                [_average_precision(example, one.order)
                 for example, one in zip(self.data, judged, strict=True)]
                for judged in self.splits
            ],
            axis=0,
        )  # fmt: skip
        return found

    def counted(self) -> tuple[Floats, Floats]:
        """(papers,): average precision and hit of ranking by the number of sentences."""
        orders = [
            np.lexsort((-np.nan_to_num(one.references.mentions), ~one.eligible))
            for one in self.data
        ]
        pairs = list(zip(self.data, orders, strict=True))
        return (
            np.array([_average_precision(one, order) for one, order in pairs]),
            np.array([float(one.drawn[order[0]]) for one, order in pairs]),
        )

    def named(self, least: float) -> Iterator[tuple[int, Example, Judgement]]:
        """Papers with a parent at a threshold: (split, paper, judgement)."""
        for split, judged in enumerate(self.splits):
            for example, one in zip(self.data, judged, strict=True):
                if len(one.named) and one.chances[one.named[0]] >= least:
                    yield split, example, one

    def shown(self, least: float) -> tuple[float, float]:
        """Precision of the relations named at a threshold, and share of papers with one."""
        papers = list(self.named(least))
        relations = [bool(one.drawn[row]) for _, one, judged in papers for row in judged.named]
        return (
            float(np.mean(relations)) if relations else 0.0,
            len(papers) / (len(self.splits) * len(self.data)),
        )

    def at_coverage(self, share: float) -> float:
        """Precision of the relations of that share of the papers one is surest of."""
        return self.shown(least_confidence(self.splits, share))[0]

    def tiers(self) -> list[tuple[str, int, float]]:
        """Tier, relations a split and share of right ones, of the relations shown."""
        held: dict[str, list[bool]] = {}
        for _, example, one in self.named(self.threshold):
            for row in one.named:
                held.setdefault(example.tiers[row], []).append(bool(example.drawn[row]))
        return [
            (tier, round(len(each) / len(self.splits)), float(np.mean(each)))
            for tier, each in sorted(held.items())
        ]


def _average_precision(one: Example, order: npt.NDArray[np.intp]) -> float:
    drawn = one.drawn[order]
    precision = np.cumsum(drawn) / np.arange(1, len(drawn) + 1)
    return float((precision * drawn).sum() / one.drawn_in_all)


def bootstrap(values: Floats) -> tuple[float, float]:
    """95 % interval of a mean over papers."""
    generator = np.random.default_rng(20240211)
    means = [values[generator.integers(0, len(values), len(values))].mean() for _ in range(ROUNDS)]
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def slope(chances: Floats, right: Floats) -> float:
    """Slope of the logistic regression of being right on the log-odds of the confidence."""
    kept = np.clip(chances, 1e-4, 1 - 1e-4)
    odds, signs = np.log(kept / (1 - kept)), 2 * right - 1

    def loss(line: Floats) -> float:
        return float(np.logaddexp(0, -signs * (line[0] + line[1] * odds)).sum())

    return float(minimize(loss, np.array([0.0, 1.0])).x[1])


def row(*cells: str) -> str:
    """One line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"
