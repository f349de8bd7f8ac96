"""Which sentences mention a work, for many citations at once."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from ptm_graph.graph.spans import Ints, contained, distinct, owners, spans, starts_of

if TYPE_CHECKING:
    from ptm_graph.lineage.index import CitationIndex

_LONGEST = 9
"""Digits of a sentence's number; no text has more sentences."""


class SentenceSets:
    """The sentences of the citing papers in which some citations stand."""

    def __init__(self, index: CitationIndex, edges: Ints):
        self._edges = distinct(np.sort(edges))
        found = [index.edges[edge].get("sentence_numbers") for edge in self._edges.tolist()]
        texts = [_digits(str(text or "")) for text in found]
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        numbers = np.array(list(map(int, chain.from_iterable(texts))), dtype=np.int64)
        pairs = distinct(np.sort(owners(lengths) * 10**_LONGEST + numbers))
        places, numbers = np.divmod(pairs, 10**_LONGEST)
        self._starts = starts_of(np.bincount(places, minlength=len(texts)))
        citing = np.append(index.citing, -1)[self._edges][places]
        # dense, because a number is only one within its paper
        self._sentences = np.unique(citing * 10**_LONGEST + numbers, return_inverse=True)[1]
        self.count = int(self._sentences.max(initial=-1)) + 1

    def _places(self, edges: Ints) -> Ints:
        return np.searchsorted(self._edges, edges)

    def counts(self, edges: Ints) -> Ints:
        """How many sentences each citation stands in; 0 where unknown."""
        found: Ints = np.diff(self._starts)[self._places(edges)]
        return found

    def of(self, edges: Ints) -> tuple[Ints, Ints]:
        """The sentences of some citations behind each other, and how many each has."""
        places, lengths = spans(self._starts, self._places(edges))
        return self._sentences[places], lengths

    def common(self, one: Ints, other: Ints) -> Ints:
        """How many sentences two citations by one paper have in common, for each pair."""
        sentences, lengths = self.of(one)
        asked = np.repeat(self._places(other), lengths) * self.count + sentences
        pair = owners(lengths)
        return np.bincount(pair[contained(asked, self._held)], minlength=len(one))

    @cached_property
    def _held(self) -> Ints:
        """Pairs of a citation and a sentence, sorted."""
        return owners(np.diff(self._starts)) * self.count + (self._sentences)


def _digits(text: str) -> list[str]:
    parts = text.split()
    if all(map(str.isdecimal, parts)) and len(text) <= _LONGEST:
        return parts
    return [part for part in parts if part.isdecimal() and len(part) <= _LONGEST]
