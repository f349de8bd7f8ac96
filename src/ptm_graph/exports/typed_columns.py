"""Attributes as typed columns: the narrowest type that holds all values of one name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ptm_graph.exports.values import Scalar

Kind = Literal["boolean", "long", "double", "string"]

_PLAIN_KINDS: dict[type, Kind] = {str: "string", float: "double", bool: "boolean"}
"""Types of which every value is of one kind; an integer can be too long for 64 bits."""


@dataclass(frozen=True, slots=True)
class Column:
    """One attribute of nodes or edges."""

    name: str
    kind: Kind
    """The word is that of GraphML and GEXF; a ``long`` has 64 bits."""
    number: int
    """Counted from 0 in the order of the names."""


def columns(owners: Iterable[Mapping[str, Scalar]]) -> dict[str, Column]:
    """Name → column, by name.

    >>> columns([{"year": 2019}, {"year": 2019.5, "seed": True}])["year"].kind
    'double'
    """
    kinds: dict[str, set[Kind]] = {}
    for owner in owners:
        for name, value in owner.items():
            kind = _PLAIN_KINDS.get(type(value)) or _kind(value)
            known = kinds.get(name)
            if known is None:
                kinds[name] = {kind}
            elif kind not in known:
                known.add(kind)
    return {
        name: Column(name, _common(found), number)
        for number, (name, found) in enumerate(sorted(kinds.items()))
    }


def written(value: Scalar, kind: Kind) -> str:
    """A value as GraphML and GEXF write it (``true``, ``12``, ``0.5``, text as it is)."""
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "double":
        return repr(float(value))
    return str(value)


def _kind(value: Scalar) -> Kind:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long" if -(2**63) <= value < 2**63 else "string"
    return "double" if isinstance(value, float) else "string"


def _common(kinds: set[Kind]) -> Kind:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"long", "double"} else "string"
