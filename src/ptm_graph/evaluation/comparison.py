"""The baselines on the same children: what the score has to beat."""

from __future__ import annotations

from collections.abc import Sequence

from ptm_graph.evaluation.baselines import BASELINES, Baseline, SearchPathCount
from ptm_graph.evaluation.metrics import ChildResult, ranking_figures
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Judged


def compared(
    index: CitationIndex,
    judged: Sequence[Judged],
    results: Sequence[ChildResult],
    allowed: frozenset[int],
    excluded: frozenset[str],
) -> dict[str, dict[str, float]]:
    """Rank every child's candidates by each rule; name of the rule → its figures."""
    rules: dict[str, Baseline] = {**BASELINES, "search path count": SearchPathCount(index)}
    found = {"star": ranking_figures(results, _star(index, results, excluded))}
    for name, rule in rules.items():
        rankings = [
            _ranked_by(rule, one, result, allowed)
            for one, result in zip(judged, results, strict=True)
        ]
        found[name] = ranking_figures(results, rankings)
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
    """The constant rule that knows the answers: the parent drawn most often that is not later.

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
