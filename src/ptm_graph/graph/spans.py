"""Rows of different length behind each other in one array, and how to take some of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def starts_of(lengths: npt.ArrayLike) -> Ints:
    """Where each row starts, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))


def spans(starts: npt.NDArray[np.signedinteger], rows: npt.ArrayLike) -> tuple[Ints, Ints]:
    """Places of some rows behind each other, and how many each row has."""
    chosen = np.asarray(rows, dtype=np.int64)
    begin = starts[chosen].astype(np.int64)
    lengths = starts[chosen + 1].astype(np.int64) - begin
    offsets = np.repeat(begin - starts_of(lengths)[:-1], lengths)
    return offsets + np.arange(len(offsets)), lengths


def owners(lengths: Ints) -> Ints:
    """The number of each row, as often as it is long."""
    return np.repeat(np.arange(len(lengths)), lengths)


def summed(values: npt.ArrayLike, rows: Ints, size: int) -> Floats:
    """Sum of the values of each row, in their order; 0 for a row that has none."""
    return np.bincount(rows, np.asarray(values, dtype=float), size).astype(float, copy=False)


def distinct(ordered: Ints) -> Ints:
    """Each number of a sorted array once; :func:`numpy.unique` takes ten times as long."""
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def contained(asked: Ints, ordered: Ints) -> npt.NDArray[np.bool_]:
    """Which numbers are among those of a sorted array; :func:`numpy.isin` would sort both."""
    if not len(ordered):
        return np.zeros(len(asked), dtype=bool)
    places = np.searchsorted(ordered, asked)
    found: npt.NDArray[np.bool_] = ordered[np.minimum(places, len(ordered) - 1)] == asked
    return found
