"""One child and its references, as the signals see them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from ptm_graph.lineage.index import UNKNOWN, CitationIndex, Floats, column

USUAL_LENGTH = 30
"""References that a paper is taken to have where nobody states how many."""


class ReferenceList:
    """The references of one child, given by number, with the columns that signals ask for."""

    def __init__(self, index: CitationIndex, child: int):
        self.index = index
        self.child = child
        self.named_only = index.named_parents(child)
        """Papers that title or abstract name although no reference to them is known."""
        self.cited: list[int] = [*index.references[child], *self.named_only]
        self.cited_set = frozenset(self.cited)
        self.place_of = {cited: place for place, cited in enumerate(self.cited)}
        """Number of a reference → its place in the list."""
        self.edges: list[Mapping[str, Any]] = [index.edge(child, cited) for cited in self.cited]

    def __len__(self) -> int:
        return len(self.cited)

    @cached_property
    def unknown(self) -> int:
        """How many references of the child are not known."""
        data = self.index.node(self.child)
        known = len(self.cited) - len(self.named_only)
        stated = data.get("reference_count")
        if stated is None:
            complete = data.get("references_state") == "complete"
            stated = known if complete else max(known, USUAL_LENGTH)
        return max(0, int(stated) - known)

    def fact(self, name: str) -> Floats:
        """Column of the fact ``name``; NaN where absent."""
        return column(self.edges, f"fact_{name}")

    @cached_property
    def mentions(self) -> Floats:
        """Citing sentences of each reference; NaN: unknown."""
        return column(self.edges, "mentions")

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

    @cached_property
    def sentence_numbers(self) -> list[frozenset[int]]:
        """Numbers of the sentences that mention each reference; empty where unknown."""
        return [self.index.sentence_numbers(self.child, cited) for cited in self.cited]

    @cached_property
    def companions(self) -> list[tuple[int, int, float]]:
        """Pairs of references of which the second cites the first, by their places.

        Only pairs in which the second occurs in at least half of the sentences that cite
        the first; the third number is that share.
        """
        numbers = self.sentence_numbers
        found = []
        for fellow, number in enumerate(self.cited):
            if not numbers[fellow]:
                continue
            for cited in sorted(self.cited_set & self.index.reference_set(number)):
                place = self.place_of[cited]
                if numbers[place]:
                    share = len(numbers[place] & numbers[fellow]) / len(numbers[place])
                    if share >= 0.5:
                        found.append((place, fellow, share))
        return found

    @cached_property
    def years_before(self) -> Floats:
        """Years from each reference to the child, middle to middle; NaN where unknown."""
        first, last = self.index.dates
        own, theirs = first[self.child] + last[self.child], first[self.cited] + last[self.cited]
        years: Floats = (own - theirs) / 2 / 365.25
        return years

    def relative(self, values: Floats) -> Floats:
        """Values as a share of the largest in the list; NaN stays unknown."""
        largest = np.nanmax(values, initial=0.0) if len(values) else 0.0
        shares: Floats = values / (largest if largest > 0 else 1.0)
        return shares

    def percentile(self, values: Floats) -> Floats:
        """Share of the list's other known values that lie below each value (ties half).

        NaN stays unknown; a list with one known value gives 0.5.
        """
        known = values[~np.isnan(values)]
        if len(known) < 2:
            return np.where(np.isnan(values), UNKNOWN, 0.5)
        ordered = np.sort(known)
        below = np.searchsorted(ordered, values, side="left")
        upto = np.searchsorted(ordered, values, side="right")
        rank = (below + upto - 1) / 2 / (len(known) - 1)
        return np.where(np.isnan(values), UNKNOWN, rank)
