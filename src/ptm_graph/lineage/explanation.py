"""The answer to “why?”: every candidate of a child, and why the runner-up lost."""

from __future__ import annotations

import datetime
from collections.abc import Collection

import networkx as nx

from ptm_graph.errors import QueryError
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine
from ptm_graph.lineage.results import Explanation
from ptm_graph.lineage.saying import compared, lead, lost_text
from ptm_graph.lineage.score import Candidates
from ptm_graph.lineage.weights import Weights
from ptm_graph.words.model import Relation
from ptm_graph.words.wording import Said


def why(
    citations: nx.DiGraph[str],
    child: str,
    parent: str | None = None,
    *,
    candidates: Candidates | None = None,
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
    candidates : {"list", "all"}, optional
        Which references may be chosen; all are ranked either way. Papers of the list start
        before the others with ``list`` alone, so confidences differ. Default: as the lineage
        has them, ``list`` where the graph has a reading list.

    Raises
    ------
    QueryError
        If the child is not in the graph, or does not cite the parent.
    """
    engine = Engine(CitationIndex(citations, until), weights)
    index = engine.index
    if child not in index.number:
        raise QueryError(Said("query.not in graph", {"paper": child}))
    judged = engine.judge(index.number[child], candidates or engine.candidates)
    ranked = tuple(engine.candidate(judged, row) for row in judged.order)
    if parent is not None and all(one.relation.parent != parent for one in ranked):
        names = [
            index.name(index.number[key]) if key in index.number else key for key in (child, parent)
        ]
        raise QueryError(Said("query.no reference", {"child": names[0], "parent": names[1]}))
    gap, pair = engine.gap(index.number[child]), compared(ranked, parent)
    if pair is None:
        return Explanation(child, ranked, gap, None)
    ahead = lead(pair[0].relation, pair[1].relation)
    better, worse = (index.name(index.number[one.relation.parent]) for one in pair)
    terms = [f"{term.explanation} ({points:+.1f})" for term, points in ahead if points > 0]
    lost = lost_text(*pair, (better, worse), terms, "en")
    return Explanation(child, ranked, gap, lost, tuple((one.name, points) for one, points in ahead))


def relations_of(
    citations: nx.DiGraph[str],
    pairs: Collection[tuple[str, str]],
    *,
    candidates: Candidates | None = None,
    weights: Weights | None = None,
) -> dict[tuple[str, str], Relation]:
    """The relations that some references are or would be.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citation graph, citing → cited.
    pairs : collection of (str, str)
        Parent and child of each; papers of the graph.
    candidates, weights
        As for :func:`why`.

    Returns
    -------
    dict of (str, str) to Relation
        Without the pairs of which the child does not cite the parent.
    """
    if not pairs:
        return {}
    engine = Engine(CitationIndex(citations), weights)
    children = engine.children(sorted({child for _, child in pairs}))
    wanted, found = set(pairs), {}
    for judged in engine.judged(children, candidates or engine.candidates):
        child = engine.index.keys[judged.child]
        for rank, row in enumerate(judged.order, start=1):
            pair = engine.index.keys[judged.scored.references.cited[row]], child
            if pair in wanted:
                found[pair] = engine.relation(judged, row, rank)
    return found
