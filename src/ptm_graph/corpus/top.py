"""What stands out in a lineage of millions: descendants, longest lines, families.

Over arrays, level by level: a paper's level is the length of the longest line that ends with it.
"""

from __future__ import annotations

import heapq
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ptm_graph.graph.spans import Floats, Ints, distinct, spans, starts_of


class Descent:
    """Relations of a lineage without cycles, as arrays.

    Parameters
    ----------
    child, parent : numpy.ndarray
        (relations,): numbers of the papers.
    score : numpy.ndarray
        (relations,): of several parents on equally long lines the best one is followed.
    """

    def __init__(self, child: Ints, parent: Ints, score: Floats):
        self.papers, ends = np.unique(np.concatenate((child, parent)), return_inverse=True)
        below, above = np.split(ends, 2)
        order = np.lexsort((below, above))
        self._child, self._parent = below[order], above[order]
        self._score = score[order]
        self._starts = starts_of(np.bincount(self._parent, minlength=len(self.papers)))

    @cached_property
    def levels(self) -> Ints:
        """(papers,): relations of the longest line that ends with each paper."""
        levels = np.zeros(len(self.papers), dtype=np.int64)
        waiting = np.bincount(self._child, minlength=len(self.papers))
        ready, level = np.flatnonzero(waiting == 0), 0
        while len(ready):
            levels[ready] = level
            released, times = np.unique(self._below(ready), return_counts=True)
            waiting[released] -= times
            ready, level = released[waiting[released] == 0], level + 1
        return levels

    def _below(self, papers: Ints) -> Ints:
        places, _ = spans(self._starts, papers)
        return self._child[places]

    @cached_property
    def _routes(self) -> Floats:
        """(papers,): ways down from each paper; no paper has more descendants than ways."""
        routes = np.zeros(len(self.papers))
        order = np.argsort(self.levels[self._child], kind="stable")
        steps = np.flatnonzero(np.diff(self.levels[self._child[order]])) + 1
        for rows in reversed(np.split(order, steps)):
            np.add.at(routes, self._parent[rows], 1 + routes[self._child[rows]])
        return routes

    def descendants(self, paper: int) -> int:
        """How many papers descend from one, given by its place."""
        found = np.zeros(len(self.papers), dtype=bool)
        border = np.array([paper])
        while len(border):
            border = distinct(np.sort(self._below(border)))
            border = border[~found[border]]
            found[border] = True
        return int(found.sum())

    def most_descendants(self, count: int) -> list[tuple[int, int]]:
        """Papers with the most descendants, and how many; of equal ones the smaller number.

        Counted only for papers that may belong to them: the ways down from a paper bound its
        descendants.
        """
        best: list[tuple[int, int]] = []
        for place in np.lexsort((self.papers, -self._routes)).tolist():
            if len(best) == count and self._routes[place] < best[0][0]:
                break
            one = self.descendants(place), -int(self.papers[place])
            if len(best) < count:
                heapq.heappush(best, one)
            else:
                heapq.heappushpop(best, one)
        return [(-paper, descendants) for descendants, paper in sorted(best, reverse=True)]

    @cached_property
    def _family(self) -> Ints:
        """(papers,): number of the family that each belongs to."""
        shape = (len(self.papers), len(self.papers))
        ones = np.ones(len(self._child), dtype=np.int8)
        joined = coo_array((ones, (self._parent, self._child)), shape)
        return connected_components(joined, directed=False)[1].astype(np.int64)

    def largest_families(self, count: int) -> list[tuple[int, int]]:
        """Families, by the paper from which most ways lead down, and how many papers each has."""
        sizes = np.bincount(self._family)
        order = np.lexsort((self.papers, -self._routes, self._family))
        heads = order[np.unique(self._family[order], return_index=True)[1]]
        some = np.lexsort((self.papers[heads], -sizes))[:count]
        return [(int(self.papers[heads[one]]), int(sizes[one])) for one in some.tolist()]

    def longest_lines(self, count: int) -> list[list[int]]:
        """Longest lines from first ancestor to last descendant, no two of one family."""
        order = np.lexsort((self.papers, -self.levels, self._family))
        ends = order[np.unique(self._family[order], return_index=True)[1]]
        ends = ends[np.lexsort((self.papers[ends], -self.levels[ends]))][:count]
        into = np.lexsort((self._parent, -self._score, self._child))
        starts = starts_of(np.bincount(self._child, minlength=len(self.papers)))
        return [self._line(end, into, starts) for end in ends.tolist()]

    def _line(self, end: int, into: Ints, starts: Ints) -> list[int]:
        line = [end]
        while self.levels[line[-1]]:
            own = self._parent[into[starts[line[-1]] : starts[line[-1] + 1]]]
            line.append(int(own[np.argmax(self.levels[own])]))
        return [int(self.papers[place]) for place in reversed(line)]
