"""Papers without a stated parent, with what a person could decide about each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import networkx as nx

from ptm_graph.graph.selection import without_proposals
from ptm_graph.lineage.graph import relations
from ptm_graph.lineage.results import Abstention, Lineage
from ptm_graph.words.model import EVEN_ODDS, Relation
from ptm_graph.words.wording import Said

PROPOSED = Said("verdict.proposal", {"odds": EVEN_ODDS})
"""The verdict on a relation that is drawn, but counts as no descent."""
TURNED_DOWN = Said("verdict.rejected")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A paper that may be the parent."""

    relation: Relation
    """The relation it is proposed as, or would be."""
    verdict: Said
    """Why it is not the parent."""

    @property
    def open(self) -> bool:
        """Whether nobody turned it down."""
        return self.verdict != TURNED_DOWN


@dataclass(frozen=True, slots=True)
class Parentless:
    """A paper that descends from no paper, as far as is known."""

    child: str
    reason: Said
    """Why it has no parent."""
    candidates: tuple[Suggestion, ...]
    """Who may be its parent, best first."""
    proposed: bool
    """Whether the candidates are drawn as proposals."""
    descendants: int
    """Papers that descend from it, which would gain an ancestor, too."""

    @property
    def gain(self) -> float:
        """What a reader gains from deciding.

        The confidence of the best candidate that nobody turned down, times the papers that
        would gain an ancestor.
        """
        best = next((one.relation.confidence for one in self.candidates if one.open), 0.0)
        return best * (1 + self.descendants)


def parentless(
    family: nx.DiGraph[str], lineage: Lineage, rejected: Collection[tuple[str, str]] = ()
) -> tuple[Parentless, ...]:
    """The papers of a lineage without a stated parent.

    Parameters
    ----------
    family : networkx.DiGraph
        The lineage, parent → child, with the decisions of people laid over it.
    lineage : Lineage
        What was inferred: why there is no parent, and the best candidates.
    rejected : collection of (str, str), optional
        Parent and child of the relations that people rejected.

    Returns
    -------
    tuple of Parentless
        The papers of the reading list (those whose parents were sought, where there is no
        list) from which no relation that counts as descent leads back. Those
        for which a decision matters most come first (see :attr:`Parentless.gain`), equal
        ones by key.

    Notes
    -----
    O(papers · relations) at worst, for the descendants.
    """
    stated = without_proposals(family)
    abstained = {one.child: one for one in lineage.abstentions}
    inferred: dict[str, list[Relation]] = {}
    for relation in lineage.relations:
        inferred.setdefault(relation.child, []).append(relation)
    found = []
    for child, data in family.nodes(data=True):
        sought = child in abstained or child in inferred
        if stated.in_degree(child) or not (data.get("seed") or sought):
            continue
        known = abstained.get(child)
        proposed = relations(family.edge_subgraph(family.in_edges(child)))
        if proposed:
            reason = Said("abstention.proposals only")
            candidates = [Suggestion(one, PROPOSED) for one in proposed]
        elif known is not None:
            reason, candidates = known.reason, _judged(known, rejected)
        else:
            turned_down = child in inferred
            reason = Said("abstention.rejected" if turned_down else "abstention.not found")
            candidates = [Suggestion(one, TURNED_DOWN) for one in inferred.get(child, ())]
        below = len(nx.descendants(stated, child))
        found.append(Parentless(child, reason, tuple(candidates), bool(proposed), below))
    return tuple(sorted(found, key=lambda one: (-round(one.gain, 9), one.child)))


def _judged(known: Abstention, rejected: Collection[tuple[str, str]]) -> list[Suggestion]:
    return [
        Suggestion(
            one.relation,
            TURNED_DOWN if (one.relation.parent, known.child) in rejected else one.verdict,
        )
        for one in known.candidates
    ]
