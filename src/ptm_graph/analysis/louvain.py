"""Louvain's method over CSR arrays, without chance."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from ptm_graph.analysis.csr import Csr, Ints, row_numbers

_LEAST_GAIN = 1e-12


def louvain(weights: Csr, resolution: float = 1.0) -> Ints:
    """Divide an undirected graph into communities of high modularity.

    In ``weights`` that of the edge between two nodes is stored twice, that of a loop counts
    twice; a ``resolution`` above 1 gives more and smaller communities. Returned is the number
    of the community of each node; every community is connected.

    Nodes are moved in the order of their numbers, from a queue that a node enters again
    when a neighbour leaves it; equal gains go to the community with the lowest number.
    So there is no random seed, and the result depends on the numbering only. About
    O(E log V). A community that is not connected in itself is split.

    References
    ----------
    .. [1] V. D. Blondel et al., "Fast unfolding of communities in large networks",
       Journal of Statistical Mechanics, 2008, arXiv 0803.0476.
    .. [2] V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden",
       Scientific Reports 9, 2019 (the queue; why communities may fall apart).
    """
    community = np.arange(weights.shape[0], dtype=np.int64)
    level: Csr = weights.astype(np.float64)
    while True:
        moved = _moved(level, resolution)
        names, moved = np.unique(moved, return_inverse=True)
        if len(names) == level.shape[0]:
            return _connected(weights, community)
        community = moved[community]
        level = _joined(level, moved, len(names))


def _moved(level: Csr, resolution: float) -> Ints:
    """Move single nodes to the neighbouring community that gains most, until none gains."""
    size = level.shape[0]
    columns, values, starts = level.indices.tolist(), level.data.tolist(), level.indptr.tolist()
    degrees = np.asarray(level.sum(axis=1)).ravel()
    total = float(degrees.sum())
    if not total:
        return np.arange(size, dtype=np.int64)
    factors = (resolution * degrees / total).tolist()
    degree = [float(one) for one in degrees]
    inside = degree.copy()  # of each community
    community = list(range(size))
    queue, waiting = deque(range(size)), [True] * size
    while queue:
        node = queue.popleft()
        waiting[node] = False
        links: defaultdict[int, float] = defaultdict(float)
        start, end = starts[node], starts[node + 1]
        for place in range(start, end):
            if columns[place] != node:
                links[community[columns[place]]] += values[place]
        own = community[node]
        inside[own] -= degree[node]
        stay = links.pop(own, 0.0) - factors[node] * inside[own]
        gains = [(weight - factors[node] * inside[other], other) for other, weight in links.items()]
        most = max(gains, default=(stay, own))[0]
        best = own
        if most > stay + _LEAST_GAIN:
            best = min(other for gain, other in gains if gain > most - _LEAST_GAIN / 2)
        inside[best] += degree[node]
        if best != own:
            community[node] = best
            for place in range(start, end):
                other = columns[place]
                if not waiting[other] and community[other] != best:
                    waiting[other] = True
                    queue.append(other)
    return np.array(community, dtype=np.int64)


def _joined(level: Csr, community: Ints, count: int) -> Csr:
    """The graph whose nodes are the communities; what is inside becomes loops."""
    members: Any = sparse.csr_array(
        (np.ones(len(community)), (np.arange(len(community)), community)),
        shape=(len(community), count),
    )
    joined: Csr = (members.T @ level @ members).tocsr()
    joined.sort_indices()
    return joined


def _connected(weights: Csr, community: Ints) -> Ints:
    """Split communities into their connected parts."""
    rows = row_numbers(weights)
    inside = community[rows] == community[weights.indices]
    links = sparse.csr_array(
        (np.ones(int(inside.sum())), (rows[inside], weights.indices[inside])), shape=weights.shape
    )
    _, parts = csgraph.connected_components(links, directed=False)
    return parts.astype(np.int64)
