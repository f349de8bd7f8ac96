"""What the score has to beat: simple rules that rank the references of a child."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import networkx as nx
import numpy as np

from ptm_graph.graph.spans import Floats, Ints, owners, spans, summed
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.lineage.text_signals import title_overlap

Baseline = Callable[[ReferenceLists, frozenset[int]], Floats]
"""(references, numbers of the allowed papers) → a value for each row, best largest."""


def most_cited_in_list(references: ReferenceLists, allowed: frozenset[int]) -> Floats:
    """Number of the allowed papers that cite the reference."""
    index = references.index
    places, counts = spans(index.into_starts, references.cited)
    citing = index.citing[index.into[places]]
    return summed(_among(references, citing, allowed), owners(counts), len(references))


def _among(references: ReferenceLists, papers: Ints, allowed: frozenset[int]) -> Floats:
    """1 for the allowed papers; for all where none are named."""
    held = np.full(len(references.index.keys), float(not allowed))
    held[list(allowed)] = 1.0
    return held[papers]


def most_cited(references: ReferenceLists, allowed: frozenset[int]) -> Floats:
    """Citations of the reference in the world."""
    return references.index.citation_counts[references.cited]


def most_recent(references: ReferenceLists, allowed: frozenset[int]) -> Floats:
    """The later, the better; unknown dates last."""
    return -np.nan_to_num(references.years_before, nan=1000.0)


def most_mentions(references: ReferenceLists, allowed: frozenset[int]) -> Floats:
    """Number of citing sentences."""
    return np.nan_to_num(references.mentions)


def influential_then_mentions(references: ReferenceLists, allowed: frozenset[int]) -> Floats:
    """Influential ones first, by number of citing sentences."""
    judged = np.nan_to_num(references.column("influential"))
    return 1000.0 * judged + np.nan_to_num(references.mentions)


def title_similarity(references: ReferenceLists, allowed: frozenset[int]) -> Floats:
    """Title words in common, by idf."""
    return title_overlap(references)


def transitive_reduction(references: ReferenceLists, allowed: frozenset[int]) -> Floats:
    """References that no other (allowed) reference cites, by number of citing sentences.

    Clough et al. 2015: a citation that a longer path replaces is dropped.
    """
    fellow, row = references.fellows
    kept = np.ones(len(references))
    kept[row[_among(references, references.cited[fellow], allowed) > 0]] = 0.0
    return 1000.0 * kept + np.nan_to_num(references.mentions)


class SearchPathCount:
    """Arg-max of the search path count over a child's references, in log space.

    SPC of a citation is the number of source-to-sink paths through it (Batagelj 2003);
    computed on the citation graph with back edges of cycles left out, in O(V + E).
    """

    def __init__(self, index: CitationIndex):
        self.index = index
        order = _acyclic_order(index)
        place = {number: at for at, number in enumerate(order)}
        self.from_sources: dict[int, float] = {}
        self.to_sinks: dict[int, float] = {}
        for number in order:
            above = [c for c in index.citers_of(number) if place[c] < place[number]]
            self.from_sources[number] = _log_sum([self.from_sources[c] for c in above])
        for number in reversed(order):
            below = [c for c in index.references_of(number) if place[c] > place[number]]
            self.to_sinks[number] = _log_sum([self.to_sinks[c] for c in below])

    def __call__(self, references: ReferenceLists, allowed: frozenset[int]) -> Floats:
        """The log of SPC of each citation of the child."""
        above = references.of_papers(self.from_sources.__getitem__, references.children)
        return above[references.list_of] + references.of_papers(self.to_sinks.__getitem__)


def _log_sum(values: Sequence[float]) -> float:
    """Log of a sum of exponentials; 0 (one path) for none."""
    if not values:
        return 0.0
    largest = max(values)
    return largest + math.log(sum(math.exp(value - largest) for value in values))


def _acyclic_order(index: CitationIndex) -> list[int]:
    """Papers so that citing ones come first; inside a cycle by number."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(index.keys)))
    graph.add_edges_from(zip(index.citing.tolist(), index.cited.tolist(), strict=True))
    condensed = nx.condensation(graph)
    return [
        number
        for part in nx.topological_sort(condensed)
        for number in sorted(condensed.nodes[part]["members"])
    ]


BASELINES: Mapping[str, Baseline] = MappingProxyType(
    {
        "most cited in list": most_cited_in_list,
        "most cited": most_cited,
        "most recent": most_recent,
        "most mentions": most_mentions,
        "influential, then mentions": influential_then_mentions,
        "title similarity": title_similarity,
        "transitive reduction": transitive_reduction,
    }
)
"""Name → rule; SPC is made per graph by :class:`SearchPathCount`."""
