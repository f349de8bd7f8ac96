"""What a person's decisions say of the confidences of her library."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine, Judged
from ptm_graph.lineage.recalibration import Recalibration, direction, recalibration
from ptm_graph.words.wording import Said
from ptm_graph.workflow import decisions
from ptm_graph.workflow.decisions import Decision
from ptm_graph.workflow.opening import DecidedLineage

ENOUGH = 30
"""Decisions from which on it is said that confidences are too high or too low."""

TOLD = (0.3, 0.5, 0.8)
"""Confidences by which a recalibration is told."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the decisions about a library say of its confidences."""

    recalibration: Recalibration
    """What would be stored."""
    away: Literal["too high", "too low"] | None
    """How the confidences lie that are shown now; None: no difference that is sure."""

    @property
    def said(self) -> Said | None:
        """What to tell a person who has decided enough; None: nothing."""
        count = self.recalibration.decisions
        if self.away is None or count < ENOUGH:
            return None
        high = self.away == "too high"
        return Said("confidence.too high" if high else "confidence.too low", {"count": count})

    def moved(self) -> tuple[tuple[float, float], ...]:
        """Some confidences as shipped, and what becomes of them."""
        after = self.recalibration.applied(np.array(TOLD)).tolist()
        return tuple(zip(TOLD, after, strict=True))


def learned(found: DecidedLineage) -> Learned | None:
    """Compare a person's decisions with the confidences; None where none is about a candidate.

    A relation that went because another parent was set counts as wrong, like a rejected one.
    """
    chances: list[float] = []
    right: list[bool] = []
    used: set[tuple[str, str]] = set()
    by_child: dict[str, dict[str, Decision]] = {}
    for one in found.decisions:
        by_child.setdefault(one.child, {})[one.parent] = one
    for judged, decided in _judged(found, by_child):
        index, cited = judged.scored.references.index, judged.scored.references.cited
        told = {parent: one.verdict != "rejected" for parent, one in decided.items()}
        rows = {index.keys[cited[row]]: row for row in judged.order}
        if any(one.verdict == "set" for one in decided.values()):
            told |= {
                parent: False
                for row in judged.chosen
                if (parent := index.keys[cited[row]]) not in decided
            }
        for parent in sorted(told.keys() & rows.keys()):
            chances.append(float(judged.confidences[rows[parent]]))
            right.append(told[parent])
        used |= {(parent, index.keys[judged.child]) for parent in decided.keys() & rows.keys()}
    if not used:
        return None
    proposed = recalibration(chances, right, len(used))
    now = (
        np.array(chances)
        if found.recalibration is None
        else found.recalibration.applied(np.array(chances))
    )
    return Learned(proposed, direction(now.tolist(), right))


def _judged(
    found: DecidedLineage, by_child: dict[str, dict[str, Decision]]
) -> Sequence[tuple[Judged, dict[str, Decision]]]:
    """The decided children with the confidences of their references as shipped."""
    engine = Engine(CitationIndex(found.citations))
    children = sorted(child for child in by_child if child in engine.index.number)
    if not children:
        return ()
    numbers = [engine.index.number[child] for child in children]
    judged = engine.judged(numbers, found.inferred.lineage.candidates)
    return [(one, by_child[child]) for one, child in zip(judged, children, strict=True)]


def recalibrate(found: DecidedLineage, by: str) -> Learned | None:
    """Learn from the decisions of a library, and keep it in their file.

    Returns
    -------
    Learned or None
        None: no decision is about a candidate, and nothing was stored.
    """
    what = learned(found)
    if what is not None:
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        decisions.store_recalibration(found.decisions_path, what.recalibration, by, now)
    return what
