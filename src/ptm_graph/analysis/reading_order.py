"""What to read first, and why: parents before children, the most fruitful first."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx

from ptm_graph.analysis.arrays import GraphArrays, listed
from ptm_graph.analysis.csr import row_lists
from ptm_graph.errors import QueryError
from ptm_graph.graph.dates import days_of
from ptm_graph.graph.selection import is_proposal, without_proposals
from ptm_graph.lineage.saying import joined
from ptm_graph.words.wording import Said, phrase, sure

ReasonKind = Literal["asked", "descendants", "background", "cited", "parents", "prepared", "apart"]

BACKGROUND = 3
"""References read before a paper without a known parent."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a paper is in a reading order, and where."""

    kind: ReasonKind
    """``asked``: the reader asked for it. ``descendants``: later papers of the order
    descend from it. ``background``: papers without a known parent cite it. ``cited``:
    papers of the list cite it. ``parents``: it descends from papers read before.
    ``prepared``: it has no known parent, and its own background was read before.
    ``apart``: its relation to the other papers is not known."""
    count: int
    """How many papers the reason is about, all descendants or citing papers included."""
    papers: tuple[str, ...]
    """Keys of those next to it: children, papers it is background of, parents, its own
    background."""
    text: str
    """The reason in words."""


@dataclass(frozen=True, slots=True)
class ReadingStep:
    """One paper to read."""

    paper: str
    reasons: tuple[Reason, ...]
    """Most important first; never empty."""
    after: tuple[str, ...]
    """Keys of the papers of the order that should be read before it, sorted."""


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """Papers in the order in which to read them."""

    steps: tuple[ReadingStep, ...]
    dropped: tuple[tuple[str, str], ...]
    """Relations and background left out to break cycles, as keys (earlier, later)."""
    proposals: int = 0
    """Relations left out because they are proposals: those whose child is in the order."""


def reading_order(
    lineage: nx.DiGraph[str],
    goals: Collection[str] | None = None,
    *,
    citations: nx.DiGraph[str] | None = None,
    proposals: bool = False,
) -> ReadingOrder:
    """Order papers for reading: what others descend from comes first.

    Parameters
    ----------
    lineage : networkx.DiGraph
        Edges point parent → child.
    goals : collection of str, optional
        Keys of the papers to understand: one, those of a family (see
        :func:`papers_of_family`), or, by default, all of the reading list. All their
        ancestors are read, too.
    citations : networkx.DiGraph, optional
        Edges point citing → cited. With it, papers are also ordered by how many papers
        of the list cite them, and a goal without a known parent gets as background the
        references in the list that it mentions most (:data:`BACKGROUND` at most).
    proposals : bool, default False
        Whether proposals count as descent.

    Returns
    -------
    ReadingOrder
        Each paper after its parents and its background. Of the papers that may come
        next, the one that most papers of the order build on does; then the most cited, the
        older, the first by key. So the order can be cut off anywhere and is still self-contained.

    Raises
    ------
    QueryError
        If a goal is in neither graph.

    Notes
    -----
    Topological order with a heap, O(V log V + E); descendants are counted with bitsets,
    O(V² / 8) bytes at worst.

    References
    ----------
    .. [1] A. B. Kahn, "Topological sorting of large networks", CACM 5, 1962.
    """
    whole, lineage = lineage, lineage if proposals else without_proposals(lineage)
    asked = listed(lineage) if goals is None else frozenset(goals)
    background = None if citations is None else _Background(citations)
    arrays = GraphArrays(_plan(lineage, background, asked), "parent-child")
    cited = [
        background.cited[key] if background and key in background.citations else None
        for key in arrays.keys
    ]
    describer = _Describer(arrays, asked if goals is not None else (), cited, lineage)
    dates = [str(data.get("date") or data.get("year") or "9") for data in arrays.attributes()]
    order = _sorted(
        describer.children,
        lambda paper: (-describer.readers[paper], -(cited[paper] or 0), dates[paper]),
    )
    keys = arrays.keys
    return ReadingOrder(
        steps=tuple(describer.step(paper) for paper in order),
        dropped=tuple((keys[parent], keys[child]) for parent, child in arrays.acyclic.dropped),
        proposals=0 if proposals else _proposals_into(whole, keys),
    )


def _proposals_into(lineage: nx.DiGraph[str], papers: Iterable[str]) -> int:
    held = lineage.nbunch_iter(papers)
    return sum(is_proposal(data) for *_, data in lineage.in_edges(held, data=True))


def papers_of_family(graph: nx.DiGraph[str], family: str) -> frozenset[str]:
    """Keys of the papers that the reading list puts into a family.

    Parameters
    ----------
    graph : networkx.DiGraph
        Citations or lineage; the node attribute ``family`` decides.
    family : str
        Its name; upper and lower case are the same.

    Raises
    ------
    QueryError
        If no paper is of this family; the message names those there are.
    """
    wanted = family.strip().casefold()
    of = {key: str(data["family"]) for key, data in graph.nodes(data=True) if data.get("family")}
    found = frozenset(key for key, own in of.items() if own.casefold() == wanted)
    if not found:
        there = ", ".join(sorted(set(of.values()))) or "none"
        raise QueryError(Said("query.no family", {"family": family, "there": there}))
    return found


def _plan(
    lineage: nx.DiGraph[str],
    background: _Background | None,
    asked: frozenset[str],
) -> nx.DiGraph[str]:
    """The papers to read as a graph, what to read before → what to read after it."""
    plan: nx.DiGraph[str] = nx.DiGraph()
    citations = None if background is None else background.citations
    for goal in sorted(asked):
        if goal not in lineage and (citations is None or goal not in citations):
            raise QueryError(Said("query.not in graph", {"paper": goal}))
        plan.add_node(goal)
        if background is not None and not (goal in lineage and lineage.pred[goal]):
            plan.add_edges_from((paper, goal) for paper in background.of(goal))
    plan.add_nodes_from(_with_ancestors(lineage, asked))
    plan.add_edges_from(lineage.subgraph(plan).edges)
    for key, data in plan.nodes(data=True):
        known = lineage if key in lineage else citations
        data.update(known.nodes[key] if known is not None else {})
    return plan


def _with_ancestors(lineage: nx.DiGraph[str], goals: Iterable[str]) -> set[str]:
    found = {goal for goal in goals if goal in lineage}
    pending = list(found)
    while pending:
        new = [parent for parent in lineage.pred[pending.pop()] if parent not in found]
        found.update(new)
        pending.extend(new)
    return found


class _Background:
    """Citations inside the list, and the references that a paper mentions most."""

    def __init__(self, citations: nx.DiGraph[str]):
        self.citations = citations
        self.list = listed(citations)
        self.cited = Counter(
            cited for citing, cited in citations.edges if citing in self.list and citing != cited
        )
        """Papers of the list that cite a paper."""

    def of(self, paper: str) -> list[str]:
        if paper not in self.citations:
            return []
        references = [
            one
            for one in self.citations[paper]
            if one in self.list and one != paper and not self._came_later(one, paper)
        ]
        references.sort(key=lambda one: (*self._weight(paper, one), one))
        return references[:BACKGROUND]

    def _came_later(self, cited: str, citing: str) -> bool:
        """Whether a reference certainly came out after the paper (a later version cites it)."""
        of, to = (days_of(self.citations.nodes[key]) for key in (cited, citing))
        return of is not None and to is not None and of[0] > to[1]

    def _weight(self, citing: str, cited: str) -> tuple[bool, int, int]:
        edge = self.citations.edges[citing, cited]
        return not edge.get("influential"), -edge.get("mentions", 0), -self.cited[cited]


def _sorted(children: Sequence[Sequence[int]], rank: Callable[[int], Any]) -> list[int]:
    """Each paper after its parents; of those that may come next the lowest rank first."""
    waiting = [0] * len(children)
    for own in children:
        for child in own:
            waiting[child] += 1
    ready = [(rank(paper), paper) for paper, count in enumerate(waiting) if not count]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        _, paper = heapq.heappop(ready)
        order.append(paper)
        for child in children[paper]:
            waiting[child] -= 1
            if not waiting[child]:
                heapq.heappush(ready, (rank(child), child))
    return order


class _Describer:
    """Finds the reasons for each paper of a plan."""

    def __init__(
        self,
        arrays: GraphArrays,
        asked: Collection[str],
        cited: Sequence[int | None],
        lineage: nx.DiGraph[str],
    ):
        self.arrays, self.asked, self.cited, self.lineage = arrays, asked, cited, lineage
        self.attributes: list[Mapping[str, Any]] = list(arrays.attributes())
        self.children = row_lists(arrays.acyclic.later)
        self.parents = row_lists(arrays.acyclic.earlier)
        order = arrays.acyclic.order.tolist()
        self.readers = _descendant_counts(self.children, order)
        descent = [
            [child for child in own if self._related(parent, child)]
            for parent, own in enumerate(self.children)
        ]
        self.descendants = _descendant_counts(descent, order)

    def step(self, paper: int) -> ReadingStep:
        """The paper with its reasons."""
        found = (self._asked, self._descendants, self._background, self._cited, self._parents)
        reasons = [reason for find in found if (reason := find(paper)) is not None]
        if not self.children[paper] and not self.parents[paper]:
            reasons.append(self._reason("apart", 0, ()))
        if not reasons:
            before = self.parents[paper]
            reasons.append(self._reason("prepared", len(before), before))
        return ReadingStep(
            paper=self.arrays.keys[paper],
            reasons=tuple(reasons),
            after=self._keys(self.parents[paper]),
        )

    def _reason(self, kind: ReasonKind, count: int, papers: Sequence[int]) -> Reason:
        names = [self._name(paper) for paper in papers]
        return Reason(kind, count, self._keys(papers), reason_text(kind, count, names))

    def _asked(self, paper: int) -> Reason | None:
        return self._reason("asked", 1, ()) if self.arrays.keys[paper] in self.asked else None

    def _descendants(self, paper: int) -> Reason | None:
        children = [child for child in self.children[paper] if self._related(paper, child)]
        children.sort(key=lambda child: (-self.descendants[child], child))
        count = self.descendants[paper]
        return self._reason("descendants", count, children) if children else None

    def _background(self, paper: int) -> Reason | None:
        citing = [child for child in self.children[paper] if not self._related(paper, child)]
        return self._reason("background", len(citing), citing) if citing else None

    def _cited(self, paper: int) -> Reason | None:
        count = self.cited[paper]
        return self._reason("cited", count, ()) if count else None

    def _parents(self, paper: int) -> Reason | None:
        parents = [parent for parent in self.parents[paper] if self._related(parent, paper)]
        if not parents:
            return None
        text = reason_text("parents", len(parents), [self._descent(one, paper) for one in parents])
        return Reason("parents", len(parents), self._keys(parents), text)

    def _descent(self, parent: int, child: int) -> str:
        relation = self.lineage.edges[self.arrays.ends(parent, child)]
        confidence = relation.get("confidence")
        held = "" if confidence is None else f" ({sure(confidence, relation.get('decision'))})"
        label = f", {relation['label']}" if relation.get("label") else ""
        perhaps = "perhaps " if is_proposal(relation) else ""
        return f"{perhaps}{self._name(parent)}{held}{label}"

    def _related(self, parent: int, child: int) -> bool:
        """Whether a relation joins them, not only a citation of the background."""
        return self.lineage.has_edge(*self.arrays.ends(parent, child))

    def _keys(self, papers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.arrays.keys[paper] for paper in papers)

    def _name(self, paper: int) -> str:
        return str(self.attributes[paper].get("name") or self.arrays.keys[paper])


def reason_text(kind: ReasonKind, count: int, names: Sequence[str], language: str = "en") -> str:
    """A reason in words; ``names`` are those of its papers, in ``parents`` with all of descent."""
    if kind == "parents":
        return phrase("reading.parents", language, names=joined(names, language))
    comma = phrase("reason.comma", language)
    listed, rest = comma.join(names[:_NAMED]), count - len(names[:_NAMED])
    if rest > 0 and names:
        listed = phrase("reading.more", language, names=listed, rest=f"{rest:,}")
    single = count == 1 and kind in ("descendants", "cited")
    key = f"reading.{kind}_one" if single else f"reading.{kind}"
    return phrase(key, language, count=f"{count:,}", names=listed)


def _descendant_counts(children: Sequence[Sequence[int]], order: Sequence[int]) -> list[int]:
    """How many papers descend from each, by any number of steps."""
    family = [0] * len(children)
    counts = [0] * len(children)
    for place, paper in enumerate(reversed(order)):
        below = 0
        for child in children[paper]:
            below |= family[child]
        counts[paper] = below.bit_count()
        family[paper] = below | 1 << place
    return counts
