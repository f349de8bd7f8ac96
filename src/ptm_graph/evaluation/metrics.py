"""Metrics of a lineage against drawn relations, and their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BOOTSTRAP_ROUNDS = 2000
_SEED = 20190719
"""Intervals are drawn from a generator with this fixed seed: the same data, the same bytes."""


@dataclass(frozen=True, slots=True)
class ChildResult:
    """What became of one child."""

    child: str
    ranked: tuple[str, ...]
    """Candidates, best first."""
    chosen: tuple[str, ...]
    """Parents named."""
    drawn: frozenset[str]
    """Parents in the gold set, uncited ones included."""
    best_confidence: float
    """Confidence of the best candidate; 0 where there is none."""

    @property
    def hit(self) -> float:
        """1 if the best candidate is drawn."""
        return float(bool(self.ranked) and self.ranked[0] in self.drawn)

    @property
    def hit_in_three(self) -> float:
        """1 if one of the three best is drawn."""
        return float(bool(self.drawn & set(self.ranked[:3])))

    @property
    def reciprocal_rank(self) -> float:
        """1 / rank of the first drawn candidate; 0 if none."""
        return next((1 / at for at, key in enumerate(self.ranked, 1) if key in self.drawn), 0.0)

    @property
    def average_precision(self) -> float:
        """Mean precision at each drawn parent; a drawn parent that is not cited counts 0."""
        found, total = 0, 0.0
        for at, key in enumerate(self.ranked, start=1):
            if key in self.drawn:
                found += 1
                total += found / at
        return total / len(self.drawn)


def figures(results: Sequence[ChildResult]) -> dict[str, float]:
    """hit@1, hit@3, MRR, MAP, precision, recall and F1 of the edges, and coverage, 0 to 1."""
    return _figures(_counted(results).sum(axis=0).tolist())


def _counted(results: Sequence[ChildResult]) -> npt.NDArray[np.float64]:
    """Of each child what the figures are sums of; the last column counts the child."""
    rows = [
        (
            one.hit,
            one.hit_in_three,
            one.reciprocal_rank,
            one.average_precision,
            len(set(one.chosen) & one.drawn),
            len(one.chosen),
            len(one.drawn),
            bool(one.chosen),
            1,
        )
        for one in results
    ]
    return np.array(rows, dtype=float).reshape(-1, 9)


def _figures(sums: Sequence[float]) -> dict[str, float]:
    hit, three, reciprocal, average, found, named, drawn, covered, children = sums
    each = max(1.0, children)
    return {
        "hit@1": hit / each,
        "hit@3": three / each,
        "mrr": reciprocal / each,
        "map": average / each,
        **precision_recall(found, named, drawn),
        "coverage": covered / each,
    }


def precision_recall(found: float, named: float, drawn: float) -> dict[str, float]:
    """Precision, recall and F1 from the numbers of right, named and drawn edges."""
    precision = found / named if named else 0.0
    recall = found / drawn if drawn else 0.0
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
    }


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean; 0 for nothing."""
    return sum(values) / len(values) if values else 0.0


def macro(results: Sequence[ChildResult]) -> dict[str, float]:
    """Averages over drawn parents, so that a hub with twenty children counts once."""
    parents = sorted({parent for one in results for parent in one.drawn})
    each = []
    for parent in parents:
        named = sum(parent in one.chosen for one in results)
        drawn = sum(parent in one.drawn for one in results)
        both = sum(parent in one.chosen and parent in one.drawn for one in results)
        each.append(precision_recall(both, named, drawn))
    return {name: mean([one[name] for one in each]) for name in ("precision", "recall", "f1")}


def ancestors(results: Sequence[ChildResult]) -> dict[str, float]:
    """Precision, recall and F1 of the pairs (ancestor, child) among evaluated children."""
    named = _closure({one.child: frozenset(one.chosen) for one in results})
    drawn = _closure({one.child: one.drawn for one in results})
    return precision_recall(len(named & drawn), len(named), len(drawn))


def _closure(parents: Mapping[str, frozenset[str]]) -> set[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for child in parents:
        pending, seen = list(parents[child]), set()
        while pending:
            one = pending.pop()
            if one not in seen and one != child:
                seen.add(one)
                pending.extend(parents.get(one, ()))
        pairs.update((ancestor, child) for ancestor in seen)
    return pairs


def ranking_figures(
    results: Sequence[ChildResult], rankings: Sequence[Sequence[str]]
) -> dict[str, float]:
    """hit@1, MAP and the edge F1 of naming the best candidate only."""
    again = [
        ChildResult(one.child, tuple(ranked), tuple(ranked[:1]), one.drawn, 1.0)
        for one, ranked in zip(results, rankings, strict=True)
    ]
    found = figures(again)
    return {name: found[name] for name in ("hit@1", "hit@3", "mrr", "map", "f1")}


def intervals(results: Sequence[ChildResult]) -> dict[str, tuple[float, float]]:
    """95 % intervals by bootstrap; children with the same drawn parents are drawn together."""
    groups: dict[tuple[str, ...], list[ChildResult]] = {}
    for one in results:
        groups.setdefault(tuple(sorted(one.drawn)), []).append(one)
    held = np.array([_counted(groups[key]).sum(axis=0) for key in sorted(groups)])
    if len(held) < 2:
        return {}
    generator = np.random.default_rng(_SEED)
    drawn: dict[str, list[float]] = {}
    for _ in range(BOOTSTRAP_ROUNDS):
        sums = held[generator.integers(0, len(held), len(held))].sum(axis=0)
        for name, value in _figures(sums.tolist()).items():
            drawn.setdefault(name, []).append(value)
    return {
        name: (float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975)))
        for name, values in drawn.items()
    }
