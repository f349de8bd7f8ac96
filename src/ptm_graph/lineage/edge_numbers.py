"""The numbers on some citations, as columns."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, count
from typing import Any

import numpy as np

from ptm_graph.graph.spans import Floats, owners, starts_of

UNKNOWN = math.nan
"""How an unknown value is represented in an array."""


class EdgeNumbers:
    """Columns over the attributes of some citations, all of which are read at once.

    The attributes of a citation are a table of their own, somewhere in memory: fetching it
    costs more than reading it, so it is fetched once and not for every column.
    """

    def __init__(self, edges: Sequence[Mapping[str, Any]]):
        codes: dict[str, int] = defaultdict(count().__next__)
        lengths = np.array([len(data) for data in edges], dtype=np.int64)
        names = list(map(codes.__getitem__, chain.from_iterable(edges)))
        values = list(chain.from_iterable([data.values() for data in edges]))
        coded = np.array(names, dtype=np.int32)
        order = np.argsort(coded, kind="stable")
        self._rows = owners(lengths)[order]
        self._values = np.fromiter(values, dtype=object, count=len(values))[order]
        self._starts = starts_of(np.bincount(coded, minlength=len(codes)))
        self._codes = dict(codes)
        self._size = len(edges)

    def column(self, name: str) -> Floats:
        """One number of each citation; NaN where it is absent."""
        found = np.full(self._size, UNKNOWN)
        code = self._codes.get(name)
        if code is not None:
            own = slice(self._starts[code], self._starts[code + 1])
            found[self._rows[own]] = self._values[own].astype(float)
        return found


MATERIAL = ("mentions", "fact_first_person", "fact_cue_material")
"""Numbers that :func:`material_shares` takes."""


def material_shares(mentions: Floats, read: Floats, material: Floats) -> Floats:
    """Share of each citation's sentences that describe the work as data or a tool."""
    known = (np.nan_to_num(mentions) > 0) & ~np.isnan(read)
    share = np.minimum(1.0, np.nan_to_num(material) / np.where(known, mentions, 1.0))
    return np.where(known, share, UNKNOWN)
