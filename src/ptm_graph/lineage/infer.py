"""From citations to lineage: judge every child, break cycles, keep what was left out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

import networkx as nx

from ptm_graph.errors import InputError
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine
from ptm_graph.lineage.results import (
    Abstention,
    Candidate,
    ConcurrentPair,
    Lineage,
    MissingParent,
)
from ptm_graph.lineage.score import Candidates
from ptm_graph.lineage.time_order import break_cycles
from ptm_graph.lineage.weights import Weights
from ptm_graph.words.model import Relation
from ptm_graph.words.wording import Said


def infer(
    citations: nx.DiGraph[str],
    *,
    candidates: Candidates | None = None,
    until: datetime.date | None = None,
    weights: Weights | None = None,
    children: Sequence[str] | None = None,
) -> Lineage:
    """Infer who descends from whom.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citation graph, citing → cited, as in ``docs/data-model.md``.
    candidates : {"list", "all"}, optional
        Whether parents must be in the reading list (nodes with ``seed``) or may be any
        reference; default: ``list`` where there is one.
    until : datetime.date, optional
        The lineage as it stood at that day: nothing later is used.
    weights : Weights, optional
        Default: the weights that ship with the package.
    children : sequence of str, optional
        Keys of the papers to infer parents for; default: the reading list, or every
        paper with references where the graph has no list.

    Returns
    -------
    Lineage
        Relations sorted by child and rank, and everything left out with its reason.

    Raises
    ------
    InputError
        If ``candidates`` is neither, or a child is not in the graph.

    Notes
    -----
    Each child costs time linear in its references, theirs, and its citers; the whole
    is linear in the citations for bounded lists. Deterministic.
    """
    if candidates not in ("list", "all", None):
        raise InputError(f"candidates: “{candidates}” is neither “list” nor “all”")
    engine = Engine(CitationIndex(citations, until), weights)
    candidates = candidates or engine.candidates
    numbers = engine.children(children)
    found: list[Relation] = []
    abstentions: list[Abstention] = []
    concurrent: dict[frozenset[str], ConcurrentPair] = {}
    missing: dict[int, list[tuple[float, int]]] = {}
    for judged in engine.judged(numbers, candidates):
        chosen = engine.relations(judged)
        found.extend(chosen)
        if not chosen:
            abstentions.append(engine.abstention(judged))
        for pair in engine.concurrent(judged):
            concurrent.setdefault(frozenset((pair.one, pair.other)), pair)
        outside = engine.better_outside(judged) if candidates == "list" else None
        if outside is not None:
            missing.setdefault(outside[0], []).append((outside[1], judged.child))
    kept, broken = break_cycles(found)
    kept = _renumbered(kept)
    left = {one.relation.child for one in broken} - {relation.child for relation in kept}
    key = engine.index.keys
    abstentions.extend(
        Abstention(
            one.relation.child,
            Said("abstention.cycle"),
            (Candidate(one.relation, True, "before", False, Said("verdict.cycle")),),
        )
        for one in broken
        if one.relation.child in left
    )
    return Lineage(
        relations=tuple(kept),
        abstentions=tuple(sorted(abstentions, key=lambda one: one.child)),
        concurrent=tuple(concurrent.values()),
        missing_parents=tuple(
            MissingParent(
                key[paper],
                tuple(
                    key[child] for _, child in sorted(held, key=lambda pair: (-pair[0], pair[1]))
                ),
                max(held)[0],
            )
            for paper, held in sorted(
                missing.items(), key=lambda item: (-len(item[1]), -max(item[1])[0], item[0])
            )
        ),
        gaps=tuple(gap for child in numbers if (gap := engine.gap(child)) is not None),
        broken_cycles=tuple(broken),
        candidates=candidates,
    )


def _renumbered(relations: Sequence[Relation]) -> list[Relation]:
    seen: dict[str, int] = {}
    kept = []
    for relation in relations:
        seen[relation.child] = seen.get(relation.child, 0) + 1
        kept.append(replace(relation, rank=seen[relation.child]))
    return kept
