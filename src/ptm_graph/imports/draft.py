"""A graph as a reader found it, before its words are translated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader gives."""

    graph: nx.DiGraph[Any]
    format: str
    own: bool = False
    """Whether this project wrote the file, in a version that it still knows."""


def is_own(attributes: dict[str, Any]) -> bool:
    """Whether graph-level attributes are those that our exports always write."""
    maker = attributes.get("made_by")
    directions = ("parent-child", "citing-cited")
    return isinstance(maker, str) and attributes.get("direction") in directions
