"""How a paper ranks inside a list, beside what the whole world says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import networkx as nx
import numpy as np
from scipy import sparse

from ptm_graph.analysis.arrays import Direction, Graph, GraphArrays, arrays_of, listed
from ptm_graph.analysis.csr import Floats
from ptm_graph.errors import InputError

_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True)
class Rank:
    """What a paper counts for. Ranks start with 1; equal values share the better rank."""

    citations: int
    """Papers of the list that cite it."""
    citations_rank: int
    influential: int | None
    """Papers of the list that cite it influentially; None: no source judged any of its
    citations in the list."""
    judged: int
    """Citations in the list for which a source said whether they are influential."""
    references: int
    """Papers of the list that it cites."""
    pagerank: float
    """Share of a reader's time who follows references inside the list; all add up to 1."""
    pagerank_rank: int
    world_citations: int | None
    """Citations in the whole world as the service counts them."""
    world_rank: int | None
    """Rank by these among the papers of the list for which they are known."""


def ranks(citations: nx.DiGraph[str], papers: Collection[str] | None = None) -> dict[str, Rank]:
    """Rank the papers of a list by the citations among them.

    Parameters
    ----------
    citations : networkx.DiGraph
        Edges point citing → cited.
    papers : collection of str, optional
        Keys of the list; default the papers of the reading list, all papers where the
        graph has none.

    Returns
    -------
    dict of str to Rank
        In the order of the keys.

    Notes
    -----
    O(V log V + E) and the cost of :func:`pagerank`.
    """
    arrays = GraphArrays(citations, papers=listed(citations) if papers is None else papers)
    cited = np.diff(arrays.later.indptr)
    references = np.diff(arrays.earlier.indptr)
    flow = _pagerank(arrays, 0.85)
    world = np.array([data.get("citation_count", np.nan) for data in arrays.attributes()], float)
    influential, judged = _judged(arrays)
    columns = zip(
        cited.tolist(),
        map(int, _ranked(cited)),
        (count if known else None for count, known in zip(influential, judged, strict=True)),
        judged,
        references.tolist(),
        flow.tolist(),
        map(int, _ranked(np.round(flow, 9))),
        (None if np.isnan(count) else int(count) for count in world),
        (None if np.isnan(rank) else int(rank) for rank in _ranked(world)),
        strict=True,
    )
    return {key: Rank(*values) for key, values in zip(arrays.keys, columns, strict=True)}


def pagerank(
    graph: Graph,
    damping: float = 0.85,
    *,
    direction: Direction = "citing-cited",
    proposals: bool = False,
) -> dict[str, float]:
    """PageRank of every paper: how often a reader who follows references arrives there.

    Parameters
    ----------
    graph : networkx.DiGraph or GraphArrays
        Citations, or a lineage with ``direction="parent-child"``.
    damping : float, default 0.85
        Chance that the reader follows a reference rather than opens any paper.
    direction : {"citing-cited", "parent-child"}, default "citing-cited"
        What the edges of a graph mean; arrays know theirs.
    proposals : bool, default False
        Whether the proposals of a lineage count as descent; arrays know it.

    Returns
    -------
    dict of str to float
        In the order of the keys; the values add up to 1.

    Raises
    ------
    InputError
        If ``damping`` is not in [0, 1).

    Notes
    -----
    A paper without references sends its reader anywhere. Then the ranks are the
    normalised sum over k of (damping · P)^k applied to equal shares, P being the matrix of
    single steps (Langville and Meyer 2006, §8.4). Readers leave the graph at old papers,
    so few terms are needed: those up to a share of 1e-10. O(V + E) a term,
    log(1e-10)/log(damping) terms at most (142 for 0.85).

    References
    ----------
    .. [1] S. Brin and L. Page, "The anatomy of a large-scale hypertextual Web search
       engine", Computer Networks 30, 1998.
    .. [2] A. N. Langville and C. D. Meyer, "Google's PageRank and Beyond", Princeton
       University Press, 2006.
    """
    if not 0 <= damping < 1:
        raise InputError(f"damping: {damping} is not in [0, 1)")
    arrays = arrays_of(graph, direction, proposals=proposals)
    return dict(zip(arrays.keys, _pagerank(arrays, damping).tolist(), strict=True))


def _pagerank(arrays: GraphArrays, damping: float) -> Floats:
    size = len(arrays)
    if not size:
        return np.empty(0)
    references = np.diff(arrays.earlier.indptr)
    shares = damping / np.maximum(references, 1)
    later = arrays.later
    # row i of “later” holds the citers of paper i: each sends it its share
    moves = sparse.csr_array(
        (shares[later.indices], later.indices, later.indptr), shape=later.shape
    )
    term = np.full(size, 1 / size)
    total = term.copy()
    while term.sum() > _TOLERANCE:
        term = moves @ term
        total += term
    flow: Floats = total / total.sum()
    return flow


def _judged(arrays: GraphArrays) -> tuple[list[int], list[int]]:
    """For each paper the influential citations, and those anybody judged."""
    influential, judged = [0] * len(arrays), [0] * len(arrays)
    number = arrays.number
    for citing, cited, data in arrays.graph.edges(data=True):
        verdict = data.get("influential")
        if verdict is not None and citing in number and cited in number and citing != cited:
            judged[number[cited]] += 1
            influential[number[cited]] += bool(verdict)
    return influential, judged


def _ranked(values: Floats) -> Floats:
    """Rank of each value from the largest, equal ones sharing the better; NaN stays NaN."""
    known = ~np.isnan(values)
    rising = np.sort(values[known])
    ranked = np.full(len(values), np.nan)
    ranked[known] = 1 + len(rising) - np.searchsorted(rising, values[known], side="right")
    return ranked
