"""What changed, written on the arrows: which words, and where there is room for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ptm_graph.graph.selection import is_proposal
from ptm_graph.layout.room import Room
from ptm_graph.layout.text import shortened

LONGEST = 30
"""Characters of a label on an arrow; the panel and the hint have the whole of it."""
SHARES = tuple(
    sorted((0.1 + 0.02 * step for step in range(43)), key=lambda share: abs(share - 0.65))
)
"""Places on an arrow where its label is tried: nearer to the child, whose change it is."""
BESIDE = (0.0, -5.0, 5.0, -9.0, 9.0, -13.0, 13.0, -17.0, 17.0)
"""Pixels above or below the arrow at which it is tried."""
TRIED = 6
"""Siblings on whose arrows a shared label is tried."""
MOST = 150
"""Labels of a drawing: those of the strongest relations."""
CLEAR = 1.5
"""Pixels between a label and anything else."""

Edge = tuple[str, str]
Point = tuple[float, float]
Along = Callable[[Edge, float], Point]
"""Where an arrow is at a share of its length, in pixels."""


@dataclass(frozen=True, slots=True)
class ArrowLabel:
    """One label and the arrows it speaks for: siblings that changed the same share one."""

    text: str
    edges: tuple[Edge, ...]
    """The arrow it stands on first."""
    centre: Point
    """In pixels."""
    free: bool
    """Whether it touches nothing there; else it has room only where the drawing is enlarged."""


def brief(label: str) -> str:
    """What fits on an arrow: the first part that is short enough, else the beginning of the first.

    >>> brief("knowledge enhanced contextual word representations · integrated entity linker")
    'integrated entity linker'
    """
    parts = [part for part in label.split(" · ") if part]
    fitting = next((part for part in parts if len(part) <= LONGEST), None)
    return fitting or _cut(parts[0] if parts else "")


def _cut(text: str) -> str:
    """The beginning of a text, up to the end of a word where it has words."""
    beginning = shortened(text, float(LONGEST), 1.6)
    whole = re.sub(r"\s\S*…$", "…", beginning)
    return whole if len(whole) > LONGEST // 2 else beginning


def shared_labels(
    graph: nx.DiGraph[str], texts: Mapping[Edge, str]
) -> list[tuple[str, tuple[Edge, ...]]]:
    """The labels of a drawing with their arrows, the strongest first.

    Parameters
    ----------
    graph : networkx.DiGraph
        Parent → child.
    texts : mapping
        Edge → what is written on it, see :func:`brief`.
    """
    groups: dict[tuple[str, str], list[Edge]] = {}
    for edge in sorted((edge for edge in texts if graph.has_edge(*edge)), key=_ranked(graph)):
        groups.setdefault((edge[0], texts[edge]), []).append(edge)
    return [
        (f"{text} ×{len(edges)}" if len(edges) > 1 else text, tuple(edges))
        for (_, text), edges in groups.items()
    ]


def _ranked(graph: nx.DiGraph[str]) -> Callable[[Edge], tuple[Any, ...]]:
    def rank(edge: Edge) -> tuple[Any, ...]:
        data = graph.edges[edge]
        return is_proposal(data), -float(data.get("confidence") or 0.0), edge

    return rank


def place_labels(
    labels: Sequence[tuple[str, tuple[Edge, ...]]],
    along: Along,
    room: Room,
    *,
    width_of: Callable[[str], float],
    height: float,
    right: float,
) -> list[ArrowLabel]:
    """Find a place for each label, on any of its arrows, that touches nothing.

    Parameters
    ----------
    labels : sequence of (str, tuple of edges)
        The most important first, as :func:`shared_labels` gives them.
    along : callable
        Where an arrow is at a share of its length.
    room : Room
        What is taken already; takes the labels that found a place.
    width_of : callable
        Width of a text in pixels.
    height : float
        Of a label.
    right : float
        Right end of the drawing, which no label leaves.

    Notes
    -----
    Greedy, O(labels × places). Those without room keep ``free`` False: the caller may
    show them when the reader comes nearer.
    """
    placed = []
    for text, edges in labels[:MOST]:
        wide, high = width_of(text) + 2 * CLEAR, height + 2 * CLEAR
        tried = [along(edge, share) for share in SHARES for edge in edges[:TRIED]]
        centres = (
            (x, y + beside)
            for beside in BESIDE
            for x, y in tried
            if wide / 2 < x < right - wide / 2
        )
        found = room.find(centres, wide, high)
        placed.append(ArrowLabel(text, edges, found or tried[0], found is not None))
    return placed
