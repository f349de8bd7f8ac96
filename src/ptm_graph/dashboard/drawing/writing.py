"""Where on the screen the labels of arrows stand."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from ptm_graph.layout import text_width
from ptm_graph.layout.labels import ArrowLabel, Edge, Point, place_labels, shared_labels
from ptm_graph.layout.room import Room
from ptm_graph.layout.screen import FONT, TITLE_FONT, Placement

Pins = tuple[str | None, Edge | None]
"""The paper and the edge that are pinned."""

LABEL_FONT = 10.0
"""Size of the labels, in pixels."""


def on_screen(text: str, size: float) -> float:
    """Width of a text in the dashboard's own font, which is narrow."""
    return 0.9 * text_width(text, size)


def labels_on_arrows(
    graph: nx.DiGraph[str],
    placement: Placement,
    texts: Mapping[Edge, str],
    pins: Pins = (None, None),
) -> list[ArrowLabel]:
    """The labels of a drawing and where they stand.

    Parameters
    ----------
    graph : networkx.DiGraph
        What is drawn.
    placement : Placement
        Positions of all nodes.
    texts : mapping
        Edge → what changed, in the reader's language.
    pins : (str or None, (str, str) or None), optional
        The paper and the edge that are pinned: only their labels are written, and only the
        names that they leave strong are kept clear of.
    """
    pinned = edges_of(graph, pins)
    near = near_to(graph, pins)
    wanted = texts if near is None else {edge: texts[edge] for edge in pinned if edge in texts}
    room = Room()
    for spot in placement.spots.values():
        if near is None or spot.key in near:
            room.take(spot.x, spot.y, spot.diameter, spot.diameter)
            width = on_screen(spot.name, FONT)
            room.take(spot.x + spot.diameter / 2 + 3 + width / 2, spot.y, width, FONT)
    for band in placement.bands:
        width = on_screen(band.name, TITLE_FONT)
        room.take(4 + width / 2, band.top + 4 + FONT / 2, width, FONT)

    def along(edge: Edge, share: float) -> Point:
        return on_arrow(placement, edge, share)

    return place_labels(
        shared_labels(graph, wanted),
        along,
        room,
        width_of=lambda text: on_screen(text, LABEL_FONT),
        height=LABEL_FONT,
        right=placement.width,
    )


def edges_of(graph: nx.DiGraph[str], pins: Pins) -> list[Edge]:
    """The edges of what is pinned."""
    paper, edge = pins
    if edge is not None and graph.has_edge(*edge):
        return [edge]
    if paper is not None and paper in graph:
        return [*graph.in_edges(paper), *graph.out_edges(paper)]
    return []


def near_to(graph: nx.DiGraph[str], pins: Pins) -> set[str] | None:
    """Papers that stay strong beside what is pinned; None: nothing is pinned."""
    near = {key for edge in edges_of(graph, pins) for key in edge}
    paper = pins[0] if pins[1] is None else None
    if paper is not None and paper in graph:
        near.add(paper)
    return near or None


def on_arrow(placement: Placement, edge: Edge, share: float) -> Point:
    """Where an arrow is at a share of its length: the quadratic curve that ECharts draws."""
    tail, head = placement.spots[edge[0]], placement.spots[edge[1]]
    bent = curve(head.y - tail.y)
    middle = (
        (tail.x + head.x) / 2 - (tail.y - head.y) * bent,
        (tail.y + head.y) / 2 - (head.x - tail.x) * bent,
    )
    rest = 1 - share
    weights = (rest * rest, 2 * rest * share, share * share)
    x, y = (
        sum(weight * point[axis] for weight, point in zip(weights, points, strict=True))
        for points in (((tail.x, tail.y), middle, (head.x, head.y)),)
        for axis in (0, 1)
    )
    return round(x, 2), round(y, 2)


def curve(down: float) -> float:
    """How much an arrow bends that leads so many pixels down."""
    if abs(down) < 1:
        return 0.12
    return 0.16 if down > 0 else -0.16
