"""How often the lineage is right: metrics against relations drawn by people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np

from ptm_graph.coined_names import words_of
from ptm_graph.lineage.baselines import BASELINES, Baseline, SearchPathCount
from ptm_graph.lineage.gold import GoldSet
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine, Judged
from ptm_graph.lineage.labels import KEY_PHRASES, labels
from ptm_graph.lineage.score import Candidates, confidence
from ptm_graph.lineage.weights import Weights

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


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one gold set on one graph."""

    candidates: Candidates
    children: tuple[ChildResult, ...]
    left_out: Mapping[str, str]
    """Child of the gold set that was not evaluated → why."""
    unmatched: tuple[str, ...]
    baselines: Mapping[str, Mapping[str, float]]
    labels: Mapping[str, float]
    macro: Mapping[str, float]
    """Precision, recall and F1 averaged over drawn parents."""
    ancestors: Mapping[str, float]
    """Precision, recall and F1 over ancestor pairs, any number of steps."""
    stress: str | None = None
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """95 % bootstrap intervals over groups of siblings."""

    def figures(self) -> dict[str, float]:
        """The main figures by name."""
        return _figures(self.children)

    def precision_at_coverage(self) -> dict[str, float]:
        """hit@1 among the children one is surest of: the most confident half, 80 %, all."""
        ordered = sorted(self.children, key=lambda one: (-one.best_confidence, one.child))
        curve = {}
        for share in (50, 80, 100):
            kept = ordered[: max(1, round(len(ordered) * share / 100))]
            curve[f"{share} %"] = _mean([one.hit for one in kept])
        return curve

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain data for JSON, rounded to four digits.

        Without a child that could be evaluated all figures are None: nothing was
        measured, which is not the same as zero.
        """
        figures = self.figures()
        data: dict[str, Any] = {
            "candidates": self.candidates,
            "stress": self.stress,
            "children": len(self.children),
            "hit@1": figures["hit@1"],
            "hit@3": figures["hit@3"],
            "mrr": figures["mrr"],
            "map": figures["map"],
            "edges": {name: figures[name] for name in ("precision", "recall", "f1")},
            "edges_macro": dict(self.macro),
            "ancestors": dict(self.ancestors),
            "coverage": figures["coverage"],
            "precision_at_coverage": self.precision_at_coverage(),
            "labels": dict(self.labels),
            "baselines": {name: dict(values) for name, values in self.baselines.items()},
            "intervals": {name: list(pair) for name, pair in self.intervals.items()},
            "left_out": dict(self.left_out),
            "unmatched": list(self.unmatched),
        }
        rounded: dict[str, Any] = _rounded(data)
        return rounded if self.children else _unmeasured(rounded)


def evaluate(
    citations: nx.DiGraph[str],
    gold: GoldSet,
    *,
    candidates: Candidates = "list",
    complete_only: bool = True,
    weights: Weights | None = None,
    excluded: frozenset[str] = frozenset(),
) -> Evaluation:
    """Measure the lineage against a gold set.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citation graph, citing → cited.
    gold : GoldSet
        See :func:`ptm_graph.lineage.gold.read_gold`.
    candidates : {"list", "all"}, default "list"
        ``list``: parents are sought among the papers of the gold set; ``all``: among all
        references of each child.
    complete_only : bool, default True
        Leave out children whose reference list is not known to be complete; they are
        counted in ``left_out``.
    weights : Weights, optional
        Default: the weights that ship with the package.
    excluded : frozenset of str
        Papers that may be no candidates (the stress test without the hub).

    Notes
    -----
    A drawn parent that the child does not cite cannot be found and lowers recall and MAP.
    """
    engine = Engine(CitationIndex(citations), weights)
    index = engine.index
    drawn = {
        child: parents - excluded
        for child, parents in gold.parents().items()
        if child not in excluded and parents - excluded
    }
    left_out = {child: why for child in drawn if (why := _why_not(index, child, complete_only))}
    allowed = frozenset(index.number[key] for key in gold.papers - excluded)
    results, judged = [], []
    for child, parents in drawn.items():
        if child not in left_out:
            one = engine.judge(index.number[child], candidates, allowed)
            judged.append(one)
            results.append(_result(engine, one, parents, excluded, candidates))
    return Evaluation(
        candidates=candidates,
        children=tuple(results),
        left_out=left_out,
        unmatched=gold.unmatched,
        baselines=_baselines(index, judged, results, allowed, excluded),
        labels=label_figures(index, gold),
        macro=_macro(results),
        ancestors=_ancestors(results),
        intervals=_intervals(results),
    )


def _why_not(index: CitationIndex, child: str, complete_only: bool) -> str | None:
    if child not in index.number:
        return "not in the library"
    if not index.references[index.number[child]]:
        return "no reference known"
    state = index.attributes[child].get("references_state")
    if complete_only and state != "complete":
        return f"reference list {state or 'unknown'}"
    return None


def _result(
    engine: Engine,
    judged: Judged,
    parents: frozenset[str],
    excluded: frozenset[str],
    candidates: Candidates,
) -> ChildResult:
    keys = engine.index.keys
    cited = judged.scored.references.cited
    rows = [
        row
        for row in judged.order
        if keys[cited[row]] not in excluded and (candidates == "all" or judged.inside[row])
    ]
    chosen = [keys[cited[row]] for row in judged.chosen]
    best = confidence(float(judged.scored.scores[rows[0]])) if rows else 0.0
    return ChildResult(
        child=keys[judged.child],
        ranked=tuple(keys[cited[row]] for row in rows),
        chosen=tuple(key for key in chosen if key not in excluded),
        drawn=parents,
        best_confidence=best,
    )


def _figures(results: Sequence[ChildResult]) -> dict[str, float]:
    found = sum(len(set(one.chosen) & one.drawn) for one in results)
    named = sum(len(one.chosen) for one in results)
    drawn = sum(len(one.drawn) for one in results)
    return {
        "hit@1": _mean([one.hit for one in results]),
        "hit@3": _mean([one.hit_in_three for one in results]),
        "mrr": _mean([one.reciprocal_rank for one in results]),
        "map": _mean([one.average_precision for one in results]),
        **_precision_recall(found, named, drawn),
        "coverage": _mean([float(bool(one.chosen)) for one in results]),
    }


def _precision_recall(found: float, named: float, drawn: float) -> dict[str, float]:
    precision = found / named if named else 0.0
    recall = found / drawn if drawn else 0.0
    both = precision + recall
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / both if both else 0.0,
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _macro(results: Sequence[ChildResult]) -> dict[str, float]:
    """Averages over drawn parents, so that a hub with twenty children counts once."""
    parents = sorted({parent for one in results for parent in one.drawn})
    each = []
    for parent in parents:
        named = sum(parent in one.chosen for one in results)
        drawn = sum(parent in one.drawn for one in results)
        both = sum(parent in one.chosen and parent in one.drawn for one in results)
        each.append(_precision_recall(both, named, drawn))
    return {name: _mean([one[name] for one in each]) for name in ("precision", "recall", "f1")}


def _ancestors(results: Sequence[ChildResult]) -> dict[str, float]:
    """Precision, recall and F1 of the pairs (ancestor, child) among evaluated children."""
    named = _closure({one.child: frozenset(one.chosen) for one in results})
    drawn = _closure({one.child: one.drawn for one in results})
    return _precision_recall(len(named & drawn), len(named), len(drawn))


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


def _baselines(
    index: CitationIndex,
    judged: Sequence[Judged],
    results: Sequence[ChildResult],
    allowed: frozenset[int],
    excluded: frozenset[str],
) -> dict[str, dict[str, float]]:
    rules: dict[str, Baseline] = {**BASELINES, "search path count": SearchPathCount(index)}
    found = {"star": _ranking_figures(results, _star(index, results, excluded))}
    for name, rule in rules.items():
        rankings = [
            _ranked_by(rule, one, result, allowed)
            for one, result in zip(judged, results, strict=True)
        ]
        found[name] = _ranking_figures(results, rankings)
    return found


def _ranked_by(
    rule: Baseline, judged: Judged, result: ChildResult, allowed: frozenset[int]
) -> list[str]:
    references = judged.scored.references
    values = rule(references, allowed)
    value_of = {
        references.index.keys[cited]: float(value)
        for cited, value in zip(references.cited, values, strict=True)
    }
    return sorted(result.ranked, key=lambda key: (-value_of[key], key))


def _star(
    index: CitationIndex, results: Sequence[ChildResult], excluded: frozenset[str]
) -> list[list[str]]:
    """The constant rule that knows the answers: the most drawn parent that is no later.

    It looks at the gold set itself and needs no citation; hard to beat where one paper
    is the parent of most.
    """
    fame: dict[str, int] = {}
    for one in results:
        for parent in sorted(one.drawn):
            fame[parent] = fame.get(parent, 0) + 1
    order = sorted(fame, key=lambda key: (-fame[key], key))
    first, last = index.dates

    def earlier(parent: str, child: str) -> bool:
        one, other = index.number.get(parent), index.number[child]
        if one is None or parent == child or parent in excluded:
            return False
        later = first[one] + last[one] - first[other] - last[other]
        return not later > 0

    return [[key for key in order if earlier(key, one.child)] for one in results]


def _ranking_figures(
    results: Sequence[ChildResult], rankings: Sequence[Sequence[str]]
) -> dict[str, float]:
    """hit@1, MAP and the edge F1 of naming the best candidate only."""
    again = [
        ChildResult(one.child, tuple(ranked), tuple(ranked[:1]), one.drawn, 1.0)
        for one, ranked in zip(results, rankings, strict=True)
    ]
    figures = _figures(again)
    return {name: figures[name] for name in ("hit@1", "hit@3", "mrr", "map", "f1")}


def _intervals(results: Sequence[ChildResult]) -> dict[str, tuple[float, float]]:
    """95 % intervals by bootstrap; children with the same drawn parents are drawn together."""
    groups: dict[tuple[str, ...], list[ChildResult]] = {}
    for one in results:
        groups.setdefault(tuple(sorted(one.drawn)), []).append(one)
    held = [groups[key] for key in sorted(groups)]
    if len(held) < 2:
        return {}
    generator = np.random.default_rng(_SEED)
    drawn: dict[str, list[float]] = {}
    for _ in range(BOOTSTRAP_ROUNDS):
        sample = [one for at in generator.integers(0, len(held), len(held)) for one in held[at]]
        for name, value in _figures(sample).items():
            drawn.setdefault(name, []).append(value)
    return {
        name: (float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975)))
        for name, values in drawn.items()
    }


_GENERIC = words_of("a add adds an and change changes for model new of on the to with")


def label_figures(index: CitationIndex, gold: GoldSet) -> dict[str, float]:
    """Share of labelled gold edges for which some label matches a drawn one.

    Counted over all labelled edges whose papers are in the graph, chosen or not, and
    apart for classes and for open key phrases.
    """
    labelled = [one for one in gold.relations if one.labels]
    by_class = by_phrase = by_any = 0
    for one in labelled:
        found = labels(index, index.number[one.child], index.number[one.parent])
        classes = any(
            _match(label.text, one.labels) for label in found if label.rule != KEY_PHRASES
        )
        phrases = any(
            _match(label.text, one.labels) for label in found if label.rule == KEY_PHRASES
        )
        by_class += classes
        by_phrase += phrases
        by_any += classes or phrases
    total = max(1, len(labelled))
    return {
        "edges": float(len(labelled)),
        "any": by_any / total,
        "classes": by_class / total,
        "key_phrases": by_phrase / total,
    }


def _match(label: str, drawn: Sequence[str]) -> bool:
    """Whether two labels share a telling word stem (five letters, hyphens ignored)."""
    return any(_stems(label) & _stems(other) for other in drawn)


def _stems(text: str) -> set[str]:
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=\w)-(?=\w)", "", text.casefold()))
    return {word[:5] for word in words if word not in _GENERIC and len(word) > 1}


def _unmeasured(data: dict[str, Any]) -> dict[str, Any]:
    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: without(one) for name, one in value.items()}
        return None if isinstance(value, float) else value

    return {name: without(value) for name, value in data.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return value
