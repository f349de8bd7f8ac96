"""Citation graphs have cycles (a later version cites a newer paper); most methods cannot.

Here the cycles are broken at the edges that run against time, and it is said which.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csgraph

from ptm_graph.analysis.csr import (
    Csr,
    Floats,
    Ints,
    chosen_entries,
    gathered,
    row_lists,
    row_numbers,
    transposed,
)


@dataclass(frozen=True, eq=False)
class Acyclic:
    """A graph without cycles, and what it took to make it so."""

    later: Csr
    """Row i: the papers that build on paper i."""
    dropped: tuple[tuple[int, int], ...]
    """Edges left out, as numbers (earlier, later), in order: “later” builds on “earlier”
    in the graph, although it came out before."""
    cyclic_papers: int
    """Papers that stood on some cycle."""

    @cached_property
    def earlier(self) -> Csr:
        """Row i: the papers that paper i builds on."""
        return transposed(self.later)

    @cached_property
    def levels(self) -> tuple[Ints, ...]:
        """Papers by the length of the longest chain that ends in them.

        Level 0 builds on nothing; every edge leads to a higher level. O(V + E).
        """
        waiting = np.diff(self.earlier.indptr).astype(np.int64)
        levels: list[Ints] = []
        frontier = np.flatnonzero(waiting == 0)
        while frontier.size:
            levels.append(frontier)
            heads, _ = gathered(self.later, frontier)
            heads, counts = np.unique(heads, return_counts=True)
            waiting[heads] -= counts
            frontier = heads[waiting[heads] == 0]
        return tuple(levels)

    @cached_property
    def order(self) -> Ints:
        """All papers, each after everything it builds on."""
        return np.concatenate(self.levels) if self.levels else np.empty(0, dtype=np.int64)


def without_cycles(later: Csr, days: Callable[[Ints], tuple[Floats, Floats]]) -> Acyclic:
    """Leave out the edges that close cycles.

    ``later`` has in row i the papers that build on paper i; ``days`` gives first and last day
    some papers may be of, as ordinals, NaN where unknown, and is called for the papers on
    cycles only.

    Inside each strongly connected component the papers are put in the order of their
    dates (the middle of what a date may mean; a paper without a date just before the
    first paper that cites it; equal days by number), and the edges against that order go.
    All other edges stay. O(V + E), and O(C log C) for the C papers on cycles.
    """
    count, component = csgraph.connected_components(later, directed=True, connection="strong")
    size = later.shape[0]
    if count == size:
        return Acyclic(later, (), 0)
    sizes = np.bincount(component)
    cyclic = np.flatnonzero(sizes[component] > 1)
    tails = row_numbers(later)
    heads = later.indices.astype(np.int64)
    inside = component[tails] == component[heads]
    place = np.full(size, -1, dtype=np.int64)
    place[cyclic] = np.arange(len(cyclic))
    order = _days(*days(cyclic), place[tails[inside]], place[heads[inside]])
    place[cyclic[np.lexsort((cyclic, order))]] = np.arange(len(cyclic))
    against = inside & (place[tails] > place[heads])
    dropped = zip(tails[against].tolist(), heads[against].tolist(), strict=True)
    return Acyclic(
        later=chosen_entries(later, ~against),
        dropped=tuple(dropped),
        cyclic_papers=len(cyclic),
    )


def in_time(
    later: Csr, days: Callable[[Ints], tuple[Floats, Floats]]
) -> tuple[Acyclic, list[float]]:
    """Leave out all edges to papers that came out before, cycles or not.

    Takes what :func:`without_cycles` takes. Also gives the earliest day each paper can be of
    if it is no older than what it builds on (-inf where no date is known so far); along the
    edges that stay it never falls, so a chain of papers with vague dates runs forwards too.
    O(V + E).
    """
    first, last = days(np.arange(later.shape[0]))
    tails, heads = row_numbers(later), later.indices.astype(np.int64)
    against = first[tails] > last[heads]
    dropped = list(zip(tails[against].tolist(), heads[against].tolist(), strict=True))
    acyclic = without_cycles(chosen_entries(later, ~against), days)
    dropped += acyclic.dropped
    earliest = np.where(np.isnan(first), -np.inf, first).tolist()
    latest = np.where(np.isnan(last), np.inf, last).tolist()
    late: set[tuple[int, int]] = set()
    earlier = row_lists(acyclic.earlier)
    for paper in acyclic.order.tolist():
        for parent in earlier[paper]:
            if earliest[parent] > latest[paper]:
                late.add((parent, paper))
            else:
                earliest[paper] = max(earliest[paper], earliest[parent])
    if late:
        ends = zip(row_numbers(acyclic.later).tolist(), acyclic.later.indices.tolist(), strict=True)
        kept = np.array([edge not in late for edge in ends])
        acyclic = Acyclic(chosen_entries(acyclic.later, kept), (), acyclic.cyclic_papers)
    return replace(acyclic, dropped=tuple(sorted({*dropped, *late}))), earliest


def _days(first: Floats, last: Floats, earlier: Ints, later: Ints) -> Floats:
    """A day for each paper; an unknown one just before the first paper that cites it."""
    known = (first + last) / 2
    days = np.where(np.isnan(known), np.inf, known)
    unknown = np.isnan(known[earlier])
    estimated = days.copy()
    np.minimum.at(estimated, earlier[unknown], days[later[unknown]] - 0.5)
    return estimated
