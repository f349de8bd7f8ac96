"""The answer to “why?”: every candidate of a child, and why the runner-up lost."""

from __future__ import annotations

import datetime

import networkx as nx

from ptm_graph.errors import QueryError
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine
from ptm_graph.lineage.results import Candidate, Explanation
from ptm_graph.lineage.score import Candidates
from ptm_graph.lineage.weights import Weights
from ptm_graph.words.wording import Said


def why(
    citations: nx.DiGraph[str],
    child: str,
    parent: str | None = None,
    *,
    candidates: Candidates = "all",
    until: datetime.date | None = None,
    weights: Weights | None = None,
) -> Explanation:
    """Why a child has the parents it has: every candidate with every term.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citation graph, citing → cited.
    child : str
        Key of the child.
    parent : str, optional
        Key of one reference: it is compared with the best one (or, if it is the best
        one, with the runner-up).
    candidates : {"list", "all"}, default "all"
        Which references may be chosen; all are ranked either way.

    Raises
    ------
    QueryError
        If the child is not in the graph, or does not cite the parent.
    """
    engine = Engine(CitationIndex(citations, until), weights)
    index = engine.index
    if child not in index.number:
        raise QueryError(Said("query.not in graph", {"paper": child}))
    judged = engine.judge(index.number[child], candidates)
    ranked = tuple(engine.candidate(judged, row) for row in judged.order)
    asked = [place for place, one in enumerate(ranked) if one.relation.parent == parent]
    if parent is not None and not asked:
        raise QueryError(Said("query.no reference", {"child": child, "parent": parent}))
    rival = asked[0] if asked and asked[0] > 0 else 1
    lost, difference = (
        (None, ()) if len(ranked) <= rival else _comparison(index, ranked[0], ranked[rival])
    )
    return Explanation(child, ranked, engine.gap(index.number[child]), lost, difference)


def _comparison(
    index: CitationIndex, first: Candidate, second: Candidate
) -> tuple[str, tuple[tuple[str, float], ...]]:
    ahead: dict[str, float] = {}
    said: dict[str, str] = {}
    for sign, one in ((1, first), (-1, second)):
        for term in one.relation.evidence.terms:
            ahead[term.name] = ahead.get(term.name, 0.0) + sign * term.points
            if sign * term.points > 0 or term.name not in said:
                said[term.name] = term.explanation
    difference = tuple(
        sorted(
            ((name, round(points, 4)) for name, points in ahead.items() if abs(points) > 1e-9),
            key=lambda pair: (-abs(pair[1]), pair[0]),
        )
    )
    better = index.name(index.number[first.relation.parent])
    worse = index.name(index.number[second.relation.parent])
    gap = first.relation.score - second.relation.score
    if second.order == "after":
        return f"{worse} appeared later than the child", difference
    if second.order == "concurrent" and not second.chosen and second.relation.tier != "A":
        return f"{worse} is concurrent work", difference
    reasons = [f"{said[name]} ({points:+.1f})" for name, points in difference if points > 0][:3]
    return f"{worse} scores {gap:.1f} below {better}, chiefly: " + "; ".join(reasons), difference
