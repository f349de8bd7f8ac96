"""What inferring gives back: relations, and everything that could not be inferred."""

from __future__ import annotations

from dataclasses import dataclass

from ptm_graph.lineage.score import Candidates
from ptm_graph.lineage.time_order import BrokenCycle, TimeOrder
from ptm_graph.words.model import Relation
from ptm_graph.words.wording import Said


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reference of a child, judged."""

    relation: Relation
    """The relation it would be, with every term."""
    in_list: bool
    order: TimeOrder
    chosen: bool
    verdict: Said
    """Why it was chosen or not."""

    def __repr__(self) -> str:
        return f"<Candidate {self.relation!r}: {self.verdict}>"


@dataclass(frozen=True, slots=True)
class Abstention:
    """A child for which no parent is named, and why."""

    child: str
    reason: Said
    candidates: tuple[Candidate, ...] = ()
    """The best candidates, none of which was good enough, with the verdict on each."""

    @property
    def best(self) -> Relation | None:
        """The best candidate as the relation it would be; None where there was none."""
        return self.candidates[0].relation if self.candidates else None


@dataclass(frozen=True, slots=True)
class ConcurrentPair:
    """Two papers of about the same time, one citing the other: no direction is claimed."""

    one: str
    """The citing paper."""
    other: str
    """The cited paper."""
    score: float


@dataclass(frozen=True, slots=True)
class MissingParent:
    """A paper outside the list that is a better parent than any inside."""

    paper: str
    children: tuple[str, ...]
    """Children whose best parent it would be."""
    score: float
    """Its best score."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not known about a child's references."""

    child: str
    state: str
    """``partial`` or ``unknown``."""
    known: int | None
    """References in the library."""
    stated: int | None
    """Length of the list as the service states it."""
    sentences: bool
    """Whether citing sentences were seen."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """All that was inferred, and all that could not be."""

    relations: tuple[Relation, ...]
    abstentions: tuple[Abstention, ...]
    concurrent: tuple[ConcurrentPair, ...]
    missing_parents: tuple[MissingParent, ...]
    gaps: tuple[Gap, ...]
    broken_cycles: tuple[BrokenCycle, ...]
    candidates: Candidates = "list"

    def __repr__(self) -> str:
        without = len(self.abstentions)
        return f"<Lineage: {len(self.relations)} relations, {without} papers without a parent>"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer to “why?” for one child."""

    child: str
    candidates: tuple[Candidate, ...]
    """Ranked, best first."""
    gap: Gap | None
    why_runner_up_lost: str | None
    difference: tuple[tuple[str, float], ...] = ()
    """Signal → points by which the first is ahead of the second (or of the asked parent)."""

    @property
    def called(self) -> str:
        """Name of the child, its key where there is no candidate."""
        return self.candidates[0].relation.called[1] if self.candidates else self.child

    def __repr__(self) -> str:
        best = f", best {self.candidates[0].relation!r}" if self.candidates else ""
        return f"<Explanation of {self.called}: {len(self.candidates)} candidates{best}>"
