"""Search path counts: through which edges do the most paths from old to new run?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ptm_graph.analysis.acyclic import Acyclic
from ptm_graph.analysis.arrays import Direction, Graph, GraphArrays, arrays_of
from ptm_graph.analysis.csr import Csr, Floats, Ints, gathered, row_numbers

CountMethod = Literal["spc", "splc", "spnp"]
"""Which paths are counted: from sources to sinks (``spc``), from every paper to sinks
(``splc``), or from every paper to every paper (``spnp``)."""


@dataclass(frozen=True, eq=False)
class SearchPathCounts:
    """Search path counts of all edges of a graph, as natural logarithms."""

    arrays: GraphArrays
    acyclic: Acyclic
    earlier: Ints
    """Number of the earlier paper of each edge."""
    later: Ints
    """Number of the later paper of each edge."""
    log_count: Floats
    """Natural logarithm of the number of paths through each edge."""

    @property
    def dropped(self) -> tuple[tuple[str, str], ...]:
        """Edges left out to break cycles, as keys (earlier, later)."""
        keys = self.arrays.keys
        return tuple((keys[earlier], keys[later]) for earlier, later in self.acyclic.dropped)

    def by_edge(self) -> dict[tuple[str, str], float]:
        """Logarithm of the count for each edge, as keys (earlier, later)."""
        keys = self.arrays.keys
        ends = zip(self.earlier.tolist(), self.later.tolist(), strict=True)
        return {
            (keys[earlier], keys[later]): count
            for (earlier, later), count in zip(ends, self.log_count.tolist(), strict=True)
        }


def search_path_counts(
    graph: Graph,
    method: CountMethod = "spc",
    *,
    direction: Direction = "citing-cited",
    proposals: bool = False,
) -> SearchPathCounts:
    """Count the search paths through every edge, in log space.

    Parameters
    ----------
    graph : networkx.DiGraph or GraphArrays
        Citations, or a lineage with ``direction="parent-child"``.
    method : {"spc", "splc", "spnp"}, default "spc"
        Search path count, search path link count, search path node pair.
    direction : {"citing-cited", "parent-child"}, default "citing-cited"
        What the edges of a graph mean; arrays know theirs.
    proposals : bool, default False
        Whether the proposals of a lineage count as descent; arrays know it.

    Returns
    -------
    SearchPathCounts
        One logarithm an edge, and which edges were left out to break cycles.

    Notes
    -----
    The count of an edge u → v is the number of paths that end in u times the number of
    paths that start in v. Counts reach 10^79 in ordinary graphs, so they are added as
    logarithms, one level of the graph at a time. O(V + E) time and memory.

    References
    ----------
    .. [1] N. P. Hummon and P. Doreian, "Connectivity in a citation network: the
       development of DNA theory", Social Networks 11, 1989.
    .. [2] V. Batagelj, "Efficient algorithms for citation network analysis",
       arXiv cs/0309023, 2003.
    """
    arrays = arrays_of(graph, direction, proposals=proposals)
    acyclic = arrays.acyclic
    before = _log_paths(acyclic.earlier, acyclic.levels, anywhere=method != "spc")
    after = _log_paths(acyclic.later, acyclic.levels[::-1], anywhere=method == "spnp")
    earlier = row_numbers(acyclic.later)
    later = acyclic.later.indices.astype(np.int64)
    return SearchPathCounts(arrays, acyclic, earlier, later, before[earlier] + after[later])


def _log_paths(incoming: Csr, levels: tuple[Ints, ...], *, anywhere: bool) -> Floats:
    """Logarithm of the number of paths that end in each paper.

    A path starts where nothing comes in; ``anywhere``: in every paper.
    """
    degree = np.diff(incoming.indptr)
    logs = np.zeros(len(degree))
    for level in levels:
        papers = level[degree[level] > 0]
        if not papers.size:
            continue
        columns, lengths = gathered(incoming, papers)
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        values = logs[columns]
        largest = np.maximum.reduceat(values, starts)
        sums = np.add.reduceat(np.exp(values - np.repeat(largest, lengths)), starts)
        total = largest + np.log(sums)
        logs[papers] = np.logaddexp(total, 0.0) if anywhere else total
    return logs
