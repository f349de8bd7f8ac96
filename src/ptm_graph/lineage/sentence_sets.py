"""Which sentences mention a work, for many citations at once."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ptm_graph.graph.spans import Ints, contained, distinct, owners, spans, starts_of

if TYPE_CHECKING:
    from ptm_graph.lineage.index import CitationIndex

_LONGEST = 9
"""Digits of a sentence's number; no text has more sentences."""
_NUMBER_OR_END = re.compile(rf"(?<!\S)\d{{1,{_LONGEST}}}(?!\S)|\n")
_END = -1


class SentenceSets:
    """The sentences of the citing papers in which some citations stand."""

    def __init__(self, index: CitationIndex, edges: Ints):
        self._edges = distinct(np.sort(edges))
        found = [index.edges[edge].get("sentence_numbers", "") for edge in self._edges.tolist()]
        whole = "\n".join([str(text).replace("\n", " ") for text in found])
        parts = _NUMBER_OR_END.findall(whole)
        numbered = np.array(list(map(_Numbers().__getitem__, parts)), dtype=np.int64)
        home = np.cumsum(numbered == _END)
        pairs = (home * 10**_LONGEST + numbered)[numbered != _END]
        pairs = distinct(np.sort(pairs))
        places, numbers = np.divmod(pairs, 10**_LONGEST)
        self._starts = starts_of(np.bincount(places, minlength=len(found)))
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


def sentences_in(text: str) -> list[int]:
    """The sentences that a ``sentence_numbers`` names, each once, ascending."""
    parts = _NUMBER_OR_END.findall(text.replace("\n", " "))
    return sorted({int(part) for part in parts})


class _Numbers(dict[str, int]):
    """What each part of a text stands for; there are few different ones."""

    def __missing__(self, part: str) -> int:
        self[part] = number = _END if part == "\n" else int(part)
        return number
