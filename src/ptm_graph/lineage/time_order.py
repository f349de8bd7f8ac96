"""Who may descend from whom: time order, concurrent work, and broken cycles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import networkx as nx
import numpy as np
import numpy.typing as npt

from ptm_graph.graph.spans import Ints
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.words.model import Relation

TOLERANCE = 60
"""Days by which a parent may be later than its child, and within which two works that
cite each other's ideas count as concurrent."""

TimeOrder = Literal["before", "concurrent", "after"]


def time_orders(index: CitationIndex, child: Ints, parent: Ints) -> npt.NDArray[np.str_]:
    """How references and their children are related in time (see :data:`TimeOrder`).

    ``after``: certainly later, and by more than :data:`TOLERANCE` days from middle to
    middle; ``concurrent``: certainly within the tolerance, or the two cite each other and
    the dates do not settle which came first; else ``before``. A date known to the year is
    compared by the days it may mean: two papers of one year are never put in order by it.
    """
    first, last = index.dates
    later = (first[parent] + last[parent] - first[child] - last[child]) / 2
    after = (first[parent] > last[child]) & (later > TOLERANCE)
    before = (last[parent] < first[child]) & (later < -TOLERANCE)
    widest = np.maximum(last[parent] - first[child], last[child] - first[parent])
    concurrent = (widest <= TOLERANCE) | (index.edge_numbers(parent, child) >= 0)
    return np.select([after, before, concurrent], ["after", "before", "concurrent"], "before")


@dataclass(frozen=True, slots=True)
class BrokenCycle:
    """A relation that was left out because it closed a cycle."""

    relation: Relation
    """The weakest relation of the cycle."""
    cycle: tuple[str, ...]
    """Keys of the papers around the cycle."""


def break_cycles(relations: Sequence[Relation]) -> tuple[list[Relation], list[BrokenCycle]]:
    """Leave out the weakest relation of each cycle; give those that stay, and those left out."""
    kept = {(relation.parent, relation.child): relation for relation in relations}
    scores = {edge: relation.score for edge, relation in kept.items()}
    broken = [BrokenCycle(kept.pop(weakest), cycle) for weakest, cycle in weakest_of_cycles(scores)]
    return list(kept.values()), broken


Paper = TypeVar("Paper", str, int)


def weakest_of_cycles(
    scores: Mapping[tuple[Paper, Paper], float],
) -> list[tuple[tuple[Paper, Paper], tuple[Paper, ...]]]:
    """The weakest relation of each cycle, with the papers around it.

    Strongly connected components first (linear), then one cycle at a time inside them.

    Parameters
    ----------
    scores : mapping
        Parent and child of each relation → its score.
    """
    found: list[tuple[tuple[Paper, Paper], tuple[Paper, ...]]] = []
    graph: nx.DiGraph[Paper] = nx.DiGraph()
    graph.add_edges_from(scores)  # the constructor would load pandas to guess the format
    pending = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]
    for part in sorted(pending):
        inside = graph.subgraph(part).copy()
        while True:
            try:
                cycle = nx.find_cycle(inside, source=sorted(inside))
            except nx.NetworkXNoCycle:
                break
            edges = [(edge[0], edge[1]) for edge in cycle]
            weakest = min(edges, key=lambda edge: (scores[edge], edge))
            inside.remove_edge(*weakest)
            found.append((weakest, tuple(edge[0] for edge in edges)))
    return found
