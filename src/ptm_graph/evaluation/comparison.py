"""The baselines on the same children: what the score has to beat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ptm_graph.evaluation.baselines import BASELINES, Baseline, SearchPathCount
from ptm_graph.evaluation.metrics import ChildResult, ranking_figures
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.reference_lists import ReferenceLists


def compared(
    index: CitationIndex,
    results: Sequence[ChildResult],
    allowed: frozenset[int],
    excluded: frozenset[str],
) -> dict[str, dict[str, float]]:
    """Rank every child's candidates by each rule; name of the rule → its figures."""
    rules: dict[str, Baseline] = {**BASELINES, "search path count": SearchPathCount(index)}
    found = {"star": ranking_figures(results, _star(index, results, excluded))}
    references = ReferenceLists(index, [index.number[one.child] for one in results])
    papers = [index.keys[paper] for paper in references.cited.tolist()]
    for name, rule in rules.items():
        values = rule(references, allowed).tolist()
        rankings = []
        for place, result in enumerate(results):
            value_of = {papers[row]: values[row] for row in references.rows(place)}
            rankings.append(_ranked(result.ranked, value_of))
        found[name] = ranking_figures(results, rankings)
    return found


def _ranked(keys: Sequence[str], value_of: Mapping[str, float]) -> list[str]:
    return sorted(keys, key=lambda key: (-value_of[key], key))


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
