"""How often the lineage is right: metrics against relations drawn by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from ptm_graph.evaluation import metrics
from ptm_graph.evaluation.comparison import compared
from ptm_graph.evaluation.gold import GoldSet
from ptm_graph.evaluation.label_matching import label_figures
from ptm_graph.evaluation.metrics import ChildResult
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine, Judged
from ptm_graph.lineage.score import Candidates
from ptm_graph.lineage.weights import Weights


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
        return metrics.figures(self.children)

    def precision_at_coverage(self) -> dict[str, float]:
        """hit@1 among the children one is surest of: the most confident half, 80 %, all."""
        ordered = sorted(self.children, key=lambda one: (-one.best_confidence, one.child))
        curve = {}
        for share in (50, 80, 100):
            kept = ordered[: max(1, round(len(ordered) * share / 100))]
            curve[f"{share} %"] = metrics.mean([one.hit for one in kept])
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
        See :func:`ptm_graph.evaluation.gold.read_gold`.
    candidates : {"list", "all"}, default "list"
        ``list``: parents are looked for among the papers of the gold set; ``all``: among all
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
    children = [child for child in drawn if child not in left_out]
    judged = engine.judged([index.number[child] for child in children], candidates, allowed)
    results = [
        _result(engine, one, drawn[child], excluded, candidates)
        for child, one in zip(children, judged, strict=True)
    ]
    return Evaluation(
        candidates=candidates,
        children=tuple(results),
        left_out=left_out,
        unmatched=gold.unmatched,
        baselines=compared(index, results, allowed, excluded),
        labels=label_figures(index, gold),
        macro=metrics.macro(results),
        ancestors=metrics.ancestors(results),
        intervals=metrics.intervals(results),
    )


def _why_not(index: CitationIndex, child: str, complete_only: bool) -> str | None:
    if child not in index.number:
        return "not in the library"
    if not index.references_of(index.number[child]):
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
    best = float(judged.confidences[rows[0]]) if rows else 0.0
    return ChildResult(
        child=keys[judged.child],
        ranked=tuple(keys[cited[row]] for row in rows),
        chosen=tuple(key for key in chosen if key not in excluded),
        drawn=parents,
        best_confidence=best,
    )


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
