"""Score the references of children, choose their parents, say why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
import numpy.typing as npt

from ptm_graph.errors import InputError
from ptm_graph.graph.spans import Floats, summed
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.labels import labels, relation_type
from ptm_graph.lineage.reference_lists import Bools, ReferenceLists
from ptm_graph.lineage.reliability import measured_field
from ptm_graph.lineage.results import Abstention, Candidate, ConcurrentPair, Gap
from ptm_graph.lineage.saying import reason_text
from ptm_graph.lineage.score import Candidates, ScoredLists, score_lists
from ptm_graph.lineage.time_order import TimeOrder, time_orders
from ptm_graph.lineage.weights import Weights, default_weights
from ptm_graph.words import lists
from ptm_graph.words.model import Evidence, Relation
from ptm_graph.words.wording import AbstentionCode, NoteCode, Said, VerdictCode


@dataclass(frozen=True, slots=True)
class Judged:
    """One child's scored list and what became of each reference.

    Its list is one of many in ``scored``; rows are counted over all of them.
    """

    child: int
    """Number of the child."""
    scored: ScoredLists
    order: tuple[int, ...]
    """Rows of the list ranked: eligible ones by score, then concurrent, then later ones."""
    chosen: tuple[int, ...]
    """Rows of the parents, best first."""
    times: npt.NDArray[np.str_]
    """(rows,): see :func:`ptm_graph.lineage.time_order.time_orders`."""
    confidences: Floats
    """(rows,): probability that each is a parent."""
    inside: Bools
    """(rows,): whether each is a paper of the reading list."""
    allowed: Bools
    """(rows,): whether each may be chosen."""
    candidates: Candidates


MOST_JOINED = 1_000_000
"""Citations of citations that are looked at together; bounds the memory."""

SHOWN_CANDIDATES = 3
"""How many candidates are shown for a child without a parent."""


class Engine:
    """Scores and judges children over one index, many at a time."""

    def __init__(self, index: CitationIndex, weights: Weights | None = None):
        self.index = index
        self.weights = weights or default_weights()

    @property
    def candidates(self) -> Candidates:
        """Among which references parents are looked for: the reading list, if there is one."""
        return "list" if self.index.seeds.any() else "all"

    def children(self, keys: Sequence[str] | None) -> list[int]:
        """Numbers of the children asked for, in order of their keys."""
        index = self.index
        if keys is not None:
            unknown = [key for key in keys if key not in index.number]
            if unknown and index.until is None:
                raise InputError(f"“{unknown[0]}” is not in the citation graph")
            return sorted({index.number[key] for key in keys if key in index.number})
        seeds: list[int] = np.flatnonzero(index.seeds).tolist()
        citing: list[int] = np.flatnonzero(np.diff(index.starts)).tolist()
        return seeds or citing

    def judge(
        self, child: int, candidates: Candidates, allowed_papers: frozenset[int] | None = None
    ) -> Judged:
        """Score the references of one child and choose among them; see :meth:`judged`."""
        return next(self.judged([child], candidates, allowed_papers))

    def judged(
        self,
        children: Sequence[int],
        candidates: Candidates,
        allowed_papers: frozenset[int] | None = None,
    ) -> Iterator[Judged]:
        """Score the references of each child and choose among them.

        ``allowed_papers`` replaces the reading list (papers with ``seed``) where given.
        """
        papers = self.index.seeds
        if allowed_papers is not None:
            papers = np.zeros(len(papers), dtype=bool)
            papers[list(allowed_papers)] = True
        degree = np.diff(self.index.starts)
        ends = self.index.citing, self.index.cited
        joined = summed(1 + degree[ends[1]], ends[0], len(degree))
        joined += summed(degree[ends[0]], ends[1], len(degree))
        part = np.cumsum(joined[children]) // MOST_JOINED
        for places in np.split(np.arange(len(part)), np.flatnonzero(np.diff(part)) + 1):
            references = ReferenceLists(self.index, [children[at] for at in places.tolist()])
            yield from self._judged(references, candidates, papers[references.cited])

    def _judged(
        self, references: ReferenceLists, candidates: Candidates, inside: Bools
    ) -> Iterator[Judged]:
        index = self.index
        scored = score_lists(references, self.weights, inside if candidates == "list" else None)
        times = time_orders(index, references.citing, references.cited)
        last = np.select([times == "after", times == "concurrent"], [2, 1], 0)
        last[(last == 1) & (scored.tiers == "A")] = 0
        confidences = scored.confidences(last == 0)
        order = scored.order(last)
        allowed = (last == 0) & (inside | (candidates == "all"))
        # that two references are alike in structure makes neither a second parent
        further = (confidences >= self.weights.further[candidates]) & (scored.tiers != "C")
        for place, child in enumerate(references.children.tolist()):
            ranked = order[references.starts[place] : references.starts[place + 1]]
            chosen: list[int] = []
            open_rows = ranked[allowed[ranked]]
            least = self.weights.thresholds[candidates]
            sure = len(open_rows) > 0 and confidences[open_rows[0]] >= least
            if sure and not index.is_survey(child):
                more = open_rows[1:][further[open_rows[1:]]]
                behind = np.rint((scored.scores[open_rows[0]] - scored.scores[more]) * 1e9)
                more = more[behind <= self.weights.margin * 1e9][: self.weights.most_parents - 1]
                chosen = [int(open_rows[0]), *more.tolist()]
            yield Judged(
                child,
                scored,
                tuple(ranked.tolist()),
                tuple(chosen),
                times,
                confidences,
                inside,
                allowed,
                candidates,
            )

    def threshold(self, judged: Judged) -> float:
        """Least confidence of a parent of this child."""
        return self.weights.thresholds[judged.candidates]

    def relations(self, judged: Judged) -> list[Relation]:
        """The chosen parents as relations, best first."""
        return [self.relation(judged, row, rank) for rank, row in enumerate(judged.chosen, start=1)]

    def relation(self, judged: Judged, row: int, rank: int) -> Relation:
        """One reference as the relation it is or would be."""
        scored = judged.scored
        edge = self.index.edges[scored.references.edges[row]]
        parent, child = int(scored.references.cited[row]), judged.child
        terms = scored.terms(row)
        score = float(scored.scores[row])
        sentences = tuple(text for text in str(edge.get("sentences") or "").split("\n") if text)
        tier = scored.tier(row)
        moved = self.weights.recalibration
        return Relation(
            parent=self.index.keys[parent],
            child=self.index.keys[child],
            score=round(score, 6),
            confidence=round(float(judged.confidences[row]), 6),
            tier=tier,
            rank=rank,
            labels=labels(self.index, child, parent),
            relation_type=relation_type(self.index, child, parent),
            reason=reason_text([term.explanation for term in terms if term.points > 0]),
            knowledge=scored.knowledge(int(scored.references.list_of[row])),
            field_measured=measured_field(self.index.node(child)),
            recalibrated=moved.decisions if moved else None,
            names=(self.index.name(parent), self.index.name(child)),
            evidence=Evidence(
                terms=terms,
                sentences=_most_telling(sentences),
                intents=lists.split(edge.get("intents")) or None,
                mentions=edge.get("mentions"),
                notes=tuple(self._notes(judged, row, bool(sentences))),
            ),
        )

    def _notes(self, judged: Judged, row: int, quoted: bool) -> list[Said]:
        notes = []
        gap = self.gap(judged.child)
        if gap is not None:
            notes.append(_gap_said(gap))
            if not gap.sentences:
                notes.append(Said("note.no sentences"))
        number = judged.scored.references.edges[row]
        if self.index.edges[number].get("mentions") and not quoted:
            notes.append(Said("note.counts only"))
        if number < 0:
            notes.append(Said("note.name only"))
        if judged.times[row] == "concurrent":
            notes.append(Said("note.concurrent"))
        return notes

    def abstention(self, judged: Judged) -> Abstention:
        """Why a child has no parent."""
        key = self.index.keys[judged.child]
        rows = [row for row in judged.order if judged.inside[row] or judged.candidates == "all"]
        if self.index.is_survey(judged.child):
            return Abstention(key, Said("abstention.survey"))
        if not judged.order:
            return Abstention(key, Said("abstention.no references"))
        if not rows:
            return Abstention(key, Said("abstention.none in list"))
        best = tuple(self.candidate(judged, row) for row in rows[:SHOWN_CANDIDATES])
        open_rows = [row for row in rows if judged.times[row] == "before"]
        if not open_rows:
            return Abstention(key, Said("abstention.not earlier"), best)
        values = {"best": best[0].relation.confidence, "least": self.threshold(judged)}
        inside = judged.candidates == "list"
        code: AbstentionCode = "abstention.weak in list" if inside else "abstention.weak"
        return Abstention(key, Said(code, values), best)

    def concurrent(self, judged: Judged) -> list[ConcurrentPair]:
        """Pairs of concurrent work that would have been parents otherwise."""
        if self.index.is_survey(judged.child):
            return []
        cited, keys = judged.scored.references.cited, self.index.keys
        return [
            ConcurrentPair(
                keys[judged.child], keys[cited[row]], round(float(judged.scored.scores[row]), 6)
            )
            for row in judged.order
            if judged.times[row] == "concurrent"
            and row not in judged.chosen
            and (judged.inside[row] or judged.candidates == "all")
            and judged.confidences[row] >= self.threshold(judged)
        ]

    def better_outside(self, judged: Judged) -> tuple[int, float] | None:
        """The best parent of a child, if it lies outside the list."""
        if self.index.is_survey(judged.child):
            return None
        for row in judged.order:
            if judged.times[row] == "before":
                if judged.inside[row] or judged.confidences[row] < self.threshold(judged):
                    return None
                return int(judged.scored.references.cited[row]), float(judged.scored.scores[row])
        return None

    def gap(self, child: int) -> Gap | None:
        """What is not known of a child's references; None where they are complete."""
        data = self.index.node(child)
        state = str(data.get("references_state") or "unknown")
        sentences = self.index.has_texts(child)
        if state == "complete" and sentences:
            return None
        return Gap(
            self.index.keys[child],
            state,
            data.get("references_known"),
            data.get("reference_count"),
            sentences,
        )

    def candidate(self, judged: Judged, row: int) -> Candidate:
        """One reference with the verdict on it."""
        rank = judged.order.index(row) + 1
        relation = self.relation(judged, row, rank)
        chosen = row in judged.chosen
        return Candidate(
            relation,
            bool(judged.inside[row]),
            cast("TimeOrder", str(judged.times[row])),
            chosen,
            self._verdict(judged, row, relation),
        )

    def _verdict(self, judged: Judged, row: int, relation: Relation) -> Said:
        if row in judged.chosen:
            place = {"rank": judged.chosen.index(row) + 1, "count": len(judged.chosen)}
            return Said("verdict.parent", place)
        code = self._lost_by(judged, row, relation)
        weak = code == "verdict.weak"
        return Said(code, {"least": self.threshold(judged)} if weak else {})

    def _lost_by(self, judged: Judged, row: int, relation: Relation) -> VerdictCode:
        if self.index.is_survey(judged.child):
            return "verdict.survey"
        if judged.times[row] == "after":
            return "verdict.later"
        if judged.times[row] == "concurrent" and relation.tier != "A":
            return "verdict.concurrent"
        if not judged.inside[row] and judged.candidates == "list":
            return "verdict.not in list"
        if relation.confidence < self.threshold(judged):
            return "verdict.weak"
        if len(judged.chosen) >= self.weights.most_parents:
            return "verdict.others score higher"
        return "verdict.too far below"


def _gap_said(gap: Gap) -> Said:
    """How many references are known, each number only where it is."""
    counts = {"known": gap.known, "stated": gap.stated}
    values = {name: count for name, count in counts.items() if count is not None}
    if gap.known is None:
        none: NoteCode = "note.gap, nothing known" if gap.stated is None else "note.gap, none known"
        return Said(none, values)
    return Said("note.gap" if gap.stated is not None else "note.gap, length unknown", values)


def _most_telling(sentences: Sequence[str]) -> tuple[str, ...]:
    """Sentences that say what was done come first, otherwise their order stays."""
    return tuple(sorted(sentences, key=telling) if len(sentences) > 1 else sentences)


def telling(text: str) -> int:
    """How much a sentence says of what was done with the work it cites; less is more."""
    first_person, any_cue, cues = _told_by()
    own, count = bool(first_person.search(text)), 0
    if any_cue.search(text.casefold()):
        count = sum(bool(cue.search(text)) for cue in cues)
    return -(2 * own * count + own + count)


@cache
def _told_by() -> tuple[re.Pattern[str], re.Pattern[str], tuple[re.Pattern[str], ...]]:
    from ptm_graph.facts.citation_cues import CUES, FIRST_PERSON

    cues = tuple(CUES[name] for name in ("extends", "builds", "starts", "adapts"))
    # most sentences have none, which one search of folded text tells in a fifth of the time
    return FIRST_PERSON, re.compile("|".join(cue.pattern for cue in cues)), cues
