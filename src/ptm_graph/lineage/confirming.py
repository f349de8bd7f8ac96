"""What a reader is asked to confirm: papers where her word changes most, and their candidates."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

from ptm_graph.graph.selection import without_proposals
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import SHOWN_CANDIDATES, Engine, Judged
from ptm_graph.lineage.results import Candidate
from ptm_graph.lineage.score import Candidates
from ptm_graph.lineage.weights import Weights


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A paper, and who may be its parents."""

    child: str
    offered: tuple[Candidate, ...]
    """Those of the three best candidates that nobody turned down, the best first."""
    stated: tuple[str, ...]
    """Parents that the lineage names now, proposals left out."""
    decided: bool
    """Whether a person named a parent already, or turned down each of the best candidates."""
    descendants: int
    """Papers that descend from it, which would gain or lose an ancestor, too."""
    gain: float
    """Wrong relations that are to be expected among the offered ones, times the papers
    concerned; see :func:`expected_gain`."""


def expected_gain(offered: Iterable[tuple[float, bool]], descendants: int) -> float:
    """How many mistakes a decision about a paper can be expected to put right.

    Parameters
    ----------
    offered : iterable of (float, bool)
        Confidence of each candidate, and whether the lineage names it as a parent. Named, it
        is a mistake with the chance that it is none; else with the chance that it is one.
    descendants : int
        Papers that inherit each mistake.
    """
    mistakes = math.fsum(1 - chance if named else chance for chance, named in offered)
    return mistakes * (1 + descendants)


def to_confirm(
    citations: nx.DiGraph[str],
    family: nx.DiGraph[str],
    children: Collection[str],
    *,
    rejected: Collection[tuple[str, str]] = (),
    candidates: Candidates = "list",
    most: int | None = None,
    weights: Weights | None = None,
) -> tuple[ToConfirm, ...]:
    """Papers in the order in which a reader's word is worth most, with or without a parent.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citation graph, citing → cited.
    family : networkx.DiGraph
        The lineage, parent → child, with the decisions of people laid over it.
    children : collection of str
        Papers whose parents are sought.
    rejected : collection of (str, str), optional
        Parent and child of relations that people turned down; they are not offered, and no
        further candidates in their place: who turned down all three said “none of them”.
    candidates : {"list", "all"}, default "list"
        Which references may be parents, as for :func:`ptm_graph.lineage.infer`.
    most : int, optional
        How many papers to give; default: all.
    weights : Weights, optional
        Default: the weights that ship with the package.

    Returns
    -------
    tuple of ToConfirm
        By decreasing gain, equal ones by key. Papers that a person decided about, and those
        with nothing to offer (surveys, no known references), gain nothing and come last.

    Notes
    -----
    Linear in the references and what is around them, but for the descendants
    (papers · relations at worst).
    """
    engine = Engine(CitationIndex(citations), weights)
    stated, turned_down = without_proposals(family), frozenset(rejected)
    judged = engine.judged(engine.children(sorted(children)), candidates)
    asked = [_asked(engine.index, one, stated, turned_down) for one in judged]
    asked.sort(key=lambda one: (-round(one.gain, 9), one.judged.child))
    return tuple(
        ToConfirm(
            engine.index.keys[one.judged.child],
            tuple(engine.candidate(one.judged, row) for row in one.rows),
            one.parents,
            one.decided,
            one.descendants,
            one.gain,
        )
        for one in asked[:most]
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """As :class:`ToConfirm`, before its candidates are put into words."""

    judged: Judged
    rows: Sequence[int]
    parents: tuple[str, ...]
    decided: bool
    descendants: int
    gain: float


def _asked(
    index: CitationIndex,
    judged: Judged,
    stated: nx.DiGraph[str],
    turned_down: frozenset[tuple[str, str]],
) -> _Asked:
    child = index.keys[judged.child]
    parent = {row: index.keys[judged.scored.references.cited[row]] for row in judged.order}
    survey = index.is_survey(judged.child)
    best = [row for row in judged.order if judged.allowed[row] and not survey][:SHOWN_CANDIDATES]
    rows = [row for row in best if (parent[row], child) not in turned_down]
    into = dict(stated.pred[child]) if child in stated else {}
    below = len(nx.descendants(stated, child)) if child in stated else 0
    decided = any(data.get("decision") for data in into.values()) or (bool(best) and not rows)
    chances = ((float(judged.confidences[row]), parent[row] in into) for row in rows)
    gain = 0.0 if decided else expected_gain(chances, below)
    return _Asked(judged, rows, tuple(sorted(into)), decided, below, gain)
