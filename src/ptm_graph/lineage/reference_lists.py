"""The references of some children behind each other, as the signals see them.

A row is one reference of one child. What signals need is written as joins (:meth:`row_of`,
:attr:`fellows`, :attr:`cocited`), as sums over a list, and as ranks within it, never list by
list; so one child alone has what it has among thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ptm_graph.graph.spans import Floats, Ints, owners, spans, starts_of, summed
from ptm_graph.lineage.edge_numbers import UNKNOWN, EdgeNumbers
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.sentence_sets import SentenceSets

Bools = npt.NDArray[np.bool_]

USUAL_LENGTH = 30
"""References that a paper is taken to have where nobody states how many."""


class ReferenceLists:
    """The references of some children, given by number, with the columns signals ask for."""

    def __init__(self, index: CitationIndex, children: Sequence[int]):
        self.index = index
        self.children: Ints = np.array(children, dtype=np.int64)
        named = [index.named_parents(child) for child in self.children.tolist()]
        edges, known = spans(index.starts, self.children)
        further = np.array([len(papers) for papers in named], dtype=np.int64)
        lists = np.append(owners(known), owners(further))
        order = np.argsort(lists, kind="stable")
        self.list_of: Ints = lists[order]
        """(rows,): place of each row's child in :attr:`children`."""
        self.edges: Ints = np.append(edges, np.full(further.sum(), -1))[order]
        """(rows,): number of the citation; -1 where title or abstract only name the paper."""
        self.cited: Ints = np.append(
            index.cited[edges], np.array([paper for papers in named for paper in papers], int)
        )[order]
        """(rows,): the paper cited or named."""
        self.known = known
        """(lists,): references that are known as such."""
        self.starts = starts_of(known + further)
        """(lists + 1,): the row where each list starts."""

    def __len__(self) -> int:
        return len(self.cited)

    @property
    def citing(self) -> Ints:
        """(rows,): the child."""
        return self.children[self.list_of]

    def rows(self, place: int) -> range:
        """Rows of one list."""
        return range(int(self.starts[place]), int(self.starts[place + 1]))

    @cached_property
    def unknown(self) -> Ints:
        """(lists,): how many references of each child are not known."""
        stated = []
        for child, known in zip(self.children.tolist(), self.known.tolist(), strict=True):
            data = self.index.node(child)
            count = data.get("reference_count")
            if count is None:
                complete = data.get("references_state") == "complete"
                count = known if complete else max(known, USUAL_LENGTH)
            stated.append(max(0, int(count) - known))
        return np.array(stated, dtype=np.int64)

    # --- numbers on citations ----------------------------------------------------------------

    @cached_property
    def numbers(self) -> EdgeNumbers:
        """All numbers on the citations."""
        return EdgeNumbers([self.index.edges[edge] for edge in self.edges.tolist()])

    def column(self, name: str) -> Floats:
        """Number ``name`` of each citation; NaN where absent."""
        return self.numbers.column(name)

    def fact(self, name: str) -> Floats:
        """Column of the fact ``name``; NaN where absent."""
        return self.column(f"fact_{name}")

    @cached_property
    def mentions(self) -> Floats:
        """Citing sentences of each reference; NaN: unknown."""
        return self.column("mentions")

    @cached_property
    def spoken_of(self) -> Floats:
        """Sentences that cite a reference or use its name, at least one; NaN: unknown.

        A reference occurs in the text at least once, whatever the service has found.
        """
        found: Floats = np.fmax(self.fact("spoken_of"), self.mentions)
        return np.maximum(1.0, found)

    def cue(self, name: str) -> Floats:
        """Column of a cue count: 0 where sentences were read and none fired."""
        values = self.fact(name)
        silent = np.isnan(values) & (np.nan_to_num(self.mentions) > 0)
        return np.where(silent, 0.0, values)

    # --- joins -------------------------------------------------------------------------------

    def row_of(self, lists: Ints, papers: Ints) -> Ints:
        """The row of a paper in a list; -1 where it is not in it."""
        ends, rows = self._by_paper
        asked = lists * len(self.index.keys) + papers
        found = np.searchsorted(ends, asked)
        return np.where(ends[found] == asked, rows[found], -1)

    @cached_property
    def _by_paper(self) -> tuple[Ints, Ints]:
        ends = self.list_of * len(self.index.keys) + self.cited
        order = np.argsort(ends)
        return np.append(ends[order], np.iinfo(np.int64).max), np.append(order, -1)

    @cached_property
    def fellows(self) -> tuple[Ints, Ints]:
        """Pairs of rows of one list of which the first paper cites the second."""
        places, lengths = spans(self.index.starts, self.cited)
        citing = owners(lengths)
        row = self.row_of(self.list_of[citing], self.index.cited[places])
        return citing[row >= 0], row[row >= 0]

    @cached_property
    def cocited(self) -> tuple[Ints, Ints, Ints]:
        """What cites a child beside a reference: both citations, and the row of the reference."""
        index = self.index
        places, citers = spans(index.into_starts, self.children)
        child_edges = index.into[places]
        edges, lengths = spans(index.starts, index.citing[child_edges])
        home = np.repeat(owners(citers), lengths)
        row = self.row_of(home, index.cited[edges])
        return np.repeat(child_edges, lengths)[row >= 0], edges[row >= 0], row[row >= 0]

    @cached_property
    def sentences(self) -> SentenceSets:
        """Which of the child's sentences mention each reference; none where unknown."""
        return SentenceSets(self.index, self.edges)

    @cached_property
    def companions(self) -> tuple[Ints, Ints, Floats]:
        """Pairs of rows of which the second paper cites the first.

        Only pairs in which the second occurs in at least half of the sentences that cite
        the first; the third number is that share.
        """
        fellow, row = self.fellows
        counts = self.sentences.counts(self.edges)
        both = (counts[fellow] > 0) & (counts[row] > 0)
        fellow, row = fellow[both], row[both]
        share = self.sentences.common(self.edges[row], self.edges[fellow]) / counts[row]
        near = share >= 0.5
        return row[near], fellow[near], share[near]

    def of_papers(self, about: Callable[[int], float], papers: Ints | None = None) -> Floats:
        """A number for each cited paper (or for others), asked once of each."""
        each, place = np.unique(self.cited if papers is None else papers, return_inverse=True)
        return np.array([about(paper) for paper in each.tolist()], dtype=float)[place]

    # --- windows over a list -----------------------------------------------------------------

    @cached_property
    def years_before(self) -> Floats:
        """Years from each reference to the child, middle to middle; NaN where unknown."""
        first, last = self.index.dates
        own, theirs = (first + last)[self.citing], (first + last)[self.cited]
        years: Floats = (own - theirs) / 2 / 365.25
        return years

    def total(self, values: npt.ArrayLike) -> Floats:
        """(lists,): sum over each list, in the order of its rows."""
        return summed(values, self.list_of, len(self.children))

    def largest(self, values: Floats, least: float) -> Floats:
        """(lists,): the largest known value of each list, but no less than ``least``."""
        found = np.full(len(self.children), least)
        np.fmax.at(found, self.list_of, values)
        return found

    def relative(self, values: Floats) -> Floats:
        """Values as a share of the largest in the list; NaN stays unknown."""
        largest = self.largest(values, 0.0)
        shares: Floats = values / np.where(largest > 0, largest, 1.0)[self.list_of]
        return shares

    def percentile(self, values: Floats) -> Floats:
        """Share of the list's other known values that lie below each value (ties half).

        NaN stays unknown; a list with one known value gives 0.5.
        """
        found = np.full(len(self), UNKNOWN)
        rows = np.flatnonzero(~np.isnan(values))
        rows = rows[np.lexsort((values[rows], self.list_of[rows]))]
        lists, sorted_values = self.list_of[rows], values[rows]
        counts = np.bincount(lists, minlength=len(self.children))
        new = np.ones(len(rows), dtype=bool)
        new[1:] = (lists[1:] != lists[:-1]) | (sorted_values[1:] != sorted_values[:-1])
        tied = starts_of(np.diff(np.append(np.flatnonzero(new), len(rows))))
        group = np.cumsum(new) - 1
        before = starts_of(counts)[lists]
        below, upto = tied[group] - before, tied[group + 1] - before
        others = counts[lists] - 1
        found[rows] = np.where(others < 1, 0.5, (below + upto - 1) / 2 / np.maximum(1, others))
        return found

    def median(self, values: Floats) -> Floats:
        """(lists,): median of each list's known values; NaN where none is known."""
        rows = np.flatnonzero(~np.isnan(values))
        ordered = values[rows[np.lexsort((values[rows], self.list_of[rows]))]]
        counts = np.bincount(self.list_of[rows], minlength=len(self.children))
        starts = starts_of(counts)[:-1]
        found = np.full(len(counts), UNKNOWN)
        some = counts > 0
        low, high = (starts + (counts - 1) // 2)[some], (starts + counts // 2)[some]
        found[some] = (ordered[low] + ordered[high]) / 2
        return found
