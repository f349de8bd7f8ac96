"""CSR arrays of edges: the few operations every analysis is made of."""

from __future__ import annotations

import itertools
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ptm_graph.graph.spans import spans

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Csr: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"


def transposed(matrix: Csr) -> Csr:
    """The same edges seen from their other end, as CSR with sorted columns."""
    turned: Csr = matrix.T.tocsr()
    turned.sort_indices()
    return turned


def gathered(matrix: Csr, rows: Ints) -> tuple[Ints, Ints]:
    """Columns of some rows behind each other, and how many each row has."""
    places, lengths = spans(matrix.indptr, rows)
    return matrix.indices[places].astype(np.int64), lengths


def row_numbers(matrix: Csr) -> Ints:
    """For each stored entry of a CSR array the number of its row."""
    return np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr))


def chosen_entries(matrix: Csr, chosen: Bools) -> Csr:
    """The CSR array with only those stored entries for which ``chosen`` is true."""
    return csr_of(row_numbers(matrix)[chosen], matrix.indices[chosen], matrix.shape[0])


def row_lists(matrix: Csr) -> list[list[int]]:
    """The columns of each row as plain lists, for loops that numpy cannot take."""
    columns = matrix.indices.tolist()
    starts = matrix.indptr.tolist()
    return [columns[start:end] for start, end in itertools.pairwise(starts)]


def csr_of(
    rows: npt.ArrayLike, columns: npt.ArrayLike, size: int, values: Floats | None = None
) -> Csr:
    """A square CSR array with sorted columns; values are 1 where none are given."""
    # scipy's path searches take 32-bit indices only
    ends = np.asarray(rows, dtype=np.int32), np.asarray(columns, dtype=np.int32)
    data = np.ones(len(ends[0]), dtype=np.int32) if values is None else values
    matrix: Csr = sparse.csr_array((data, ends), shape=(size, size))
    matrix.sort_indices()
    return matrix
