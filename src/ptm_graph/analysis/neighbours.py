"""Papers like a paper: those that cite the same works, and those cited with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from ptm_graph.analysis.arrays import Graph, arrays_of, listed
from ptm_graph.analysis.csr import Csr, Floats, Ints, gathered
from ptm_graph.errors import InputError


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A paper that is close to another one in the citations."""

    paper: str
    coupling: float | None
    """Salton's cosine of the two reference lists, 0 to 1; None: one of them is unknown."""
    shared_references: int
    cocitation: float | None
    """Salton's cosine of the papers that cite the two, 0 to 1; None: nobody is known to
    cite one of them."""
    shared_citers: int

    @property
    def likeness(self) -> float:
        """Sum of both cosines; what is unknown adds nothing."""
        return (self.coupling or 0.0) + (self.cocitation or 0.0)


def similar(
    citations: Graph,
    paper: str,
    *,
    among: Collection[str] | None = None,
    limit: int = 10,
    least_shared: int = 2,
) -> tuple[Neighbour, ...]:
    """The papers most like a paper by coupling and co-citation.

    Parameters
    ----------
    citations : networkx.DiGraph or GraphArrays
        Edges point citing → cited. References and citers outside ``among`` count, too.
    paper : str
        Key of the paper.
    among : collection of str, optional
        Keys to choose from; default the papers of the reading list, all papers where the
        graph has none.
    limit : int, default 10
        Most neighbours to give.
    least_shared : int, default 2
        References and citers the two must share together. Two papers that one survey
        cites and nobody else have a cosine of 1, which says little.

    Returns
    -------
    tuple of Neighbour
        Most similar first, see :attr:`Neighbour.likeness`; equal ones by key.

    Raises
    ------
    QueryError
        If the graph has no such paper.
    InputError
        If ``limit`` or ``least_shared`` is below 1.

    Notes
    -----
    Salton's cosine: |A ∩ B| / √(|A| |B|). One sparse row times the matrix, not all pairs:
    O(sum over its references of their citers + sum over its citers of their references).

    References
    ----------
    .. [1] M. M. Kessler, "Bibliographic coupling between scientific papers", American
       Documentation 14, 1963.
    .. [2] H. Small, "Co-citation in the scientific literature", JASIS 24, 1973.
    """
    if limit < 1 or least_shared < 1:
        raise InputError("limit and least_shared must be 1 or more")
    arrays = arrays_of(citations)
    number = arrays.place(paper)
    shared_references = _shared(arrays.earlier, arrays.later, number)
    shared_citers = _shared(arrays.later, arrays.earlier, number)
    enough = shared_references + shared_citers >= least_shared
    enough[number] = False
    chosen = listed(arrays.graph) if among is None else frozenset(among)
    near = [one for one in np.flatnonzero(enough).tolist() if arrays.keys[one] in chosen]
    coupling = _salton(arrays.earlier, number, shared_references)
    cocitation = _salton(arrays.later, number, shared_citers)
    found = [
        Neighbour(
            paper=arrays.keys[one],
            coupling=_known(coupling[one]),
            shared_references=int(shared_references[one]),
            cocitation=_known(cocitation[one]),
            shared_citers=int(shared_citers[one]),
        )
        for one in near
    ]
    found.sort(key=lambda one: (-round(one.likeness, 12), one.paper))
    return tuple(found[:limit])


def _shared(matrix: Csr, back: Csr, number: int) -> Ints:
    """How many columns each row shares with one row of a CSR array."""
    columns, _ = gathered(matrix, np.array([number]))
    rows, _ = gathered(back, columns)
    return np.bincount(rows, minlength=matrix.shape[0])


def _salton(matrix: Csr, number: int, shared: Ints) -> Floats:
    """Salton's cosine with every row; NaN where one of the two rows is empty."""
    sizes = np.diff(matrix.indptr).astype(float)
    sizes[sizes == 0] = np.nan
    cosine: Floats = shared / np.sqrt(sizes * sizes[number])
    return cosine


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
