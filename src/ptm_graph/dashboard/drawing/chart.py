"""The drawing as an ECharts option, and a click on it as a paper or an edge.

All text is data here: tooltips, which ECharts takes as HTML, arrive escaped.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from ptm_graph.dashboard.drawing.writing import LABEL_FONT, curve, near_to
from ptm_graph.exports.arrows import kind_of
from ptm_graph.graph.selection import points_forward
from ptm_graph.layout.contrast import READABLE_SMALL, readable
from ptm_graph.layout.labels import ArrowLabel
from ptm_graph.layout.palette import STROKES, Form, Palette, form
from ptm_graph.layout.screen import FONT, TITLE_FONT, Band, Placement, Spot

RULER = 22.0
"""Height of the ruler in pixels."""
FOOT = 8.0
SERIES = "papers"
_SYMBOLS: Mapping[Form, str] = {"circle": "circle", "square": "rect", "triangle": "triangle"}
PALE_OPACITY = 0.42
"""How strong the arrow of a proposal is, beside 0.6 of a parent that is stated."""
_STRAIGHT_ABOVE = 1500
"""Edges above which curves and arrows would make the drawing slow."""


@dataclass(frozen=True, slots=True)
class Style:
    """How one view of the drawing looks, beyond what the graph itself says."""

    palette: Palette
    paper: str | None = None
    """Key of the pinned paper; None also where the chart itself marks what was clicked."""
    edge: tuple[str, str] | None = None
    """Tail and head of the pinned edge; None as above."""
    fresh: Collection[str] = frozenset()
    """Papers that came with the last refresh."""
    paper_tips: Mapping[str, str] = field(default_factory=dict)
    """Key → tooltip as escaped HTML."""
    edge_tips: Mapping[tuple[str, str], str] = field(default_factory=dict)
    labels: Sequence[ArrowLabel] = ()
    """What changed, where it stands on the arrows."""
    dots: Mapping[str, int] | None = None
    """Key → colour index of its dot, -1 for none; None: dots have the colours of their bands."""
    no_date: str = ""
    """What the zone of papers without a date is called."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What was clicked: a paper, or an edge; neither: the selection was let go."""

    paper: str | None = None
    edge: tuple[str, str] | None = None


def chart_options(graph: nx.DiGraph[str], placement: Placement, style: Style) -> dict[str, Any]:
    """The option object for ``st.echarts_chart``.

    Parameters
    ----------
    graph : networkx.DiGraph
        What is drawn; its nodes and edges are the data of the series, in this order.
    placement : Placement
        Positions of all nodes.
    style : Style
        What is pinned, new, and said in the tooltips.
    """
    palette = style.palette
    return {
        "animation": False,
        "backgroundColor": "transparent",
        "grid": {"left": 0, "right": 0, "top": RULER, "bottom": FOOT, "containLabel": False},
        "xAxis": _axis(placement.width),
        "yAxis": {**_axis(placement.height), "inverse": True},
        "dataZoom": [
            {"type": "inside", "xAxisIndex": 0, "filterMode": "none", "minSpan": 8},
            {"type": "inside", "yAxisIndex": 0, "filterMode": "none", "minSpan": 8},
        ],
        "tooltip": {
            "confine": True,
            "backgroundColor": palette.background,
            "borderColor": palette.grid,
            "textStyle": {"color": palette.text, "fontSize": 13},
            "extraCssText": "max-width:340px;white-space:normal;overflow-wrap:anywhere;",
        },
        "series": [
            _ground(placement, style),
            _papers(graph, placement, style),
            _names(placement, palette),
            _labels(placement, style, free=True),
            _labels(placement, style, free=False),
        ],
    }


def picked(graph: nx.DiGraph[str], event: Mapping[str, Any]) -> Picked:
    """What a selection event of the chart means.

    Parameters
    ----------
    graph : networkx.DiGraph
        The graph that was drawn when the event was made.
    event : mapping
        The state that ``st.echarts_chart`` returns.

    Returns
    -------
    Picked
        Empty where nothing is selected, or the event is from an older drawing.
    """
    for group in event.get("selection", {}).get("selected", ()):
        indices = list(group.get("data_indices") or ())
        if group.get("series_id") != SERIES or len(indices) != 1:
            continue
        index = indices[0]
        if group.get("data_type") == "edge":
            pairs = [(tail, head) for tail in graph for head in graph.succ[tail]]
            return Picked(edge=pairs[index]) if index < len(pairs) else Picked()
        keys = list(graph)
        return Picked(paper=keys[index]) if index < len(keys) else Picked()
    return Picked()


def _axis(length: float) -> dict[str, Any]:
    return {"type": "value", "min": 0, "max": max(length, 1.0), "show": False}


def _ground(placement: Placement, style: Style) -> dict[str, Any]:
    """Bands and ruler: an empty series, so that both follow zooming."""
    palette = style.palette
    ruler = [
        {
            "xAxis": tick.x,
            "label": {
                "formatter": tick.label,
                "color": palette.text if tick.year else palette.muted,
                "fontWeight": "bold" if tick.year else "normal",
            },
            "lineStyle": {"color": palette.grid, "width": 1.2 if tick.year else 0.6},
        }
        for tick in placement.ticks
    ]
    if placement.undated is not None:
        ruler.append(
            {
                "xAxis": placement.undated / 2,
                "label": {"formatter": _unbraced(style.no_date), "color": palette.muted},
                "lineStyle": {"width": 0},
            }
        )
    return {
        "type": "scatter",
        "id": "ground",
        "silent": True,
        "data": [],
        "z": 0,
        "markArea": {
            "silent": True,
            "z": 0,
            "data": [_area(band, placement, palette) for band in placement.bands],
        },
        "markLine": {
            "silent": True,
            "z": 1,
            "symbol": "none",
            "animation": False,
            "label": {"position": "start", "fontSize": 11, "distance": 5},
            "lineStyle": {"type": "solid"},
            "data": ruler,
        },
    }


def _area(band: Band, placement: Placement, palette: Palette) -> list[dict[str, Any]]:
    return [
        {
            "xAxis": 0,
            "yAxis": band.top,
            "itemStyle": {"color": palette.tint(band.colour, 0.10)},
        },
        {"xAxis": placement.width, "yAxis": band.bottom},
    ]


def _names(placement: Placement, palette: Palette) -> dict[str, Any]:
    """The names of the bands, above the ruler, whose lines would cross them."""
    return {
        "type": "scatter",
        "id": "names",
        "silent": True,
        "data": [],
        "z": 2,
        "markArea": {
            "silent": True,
            "z": 2,
            "data": [_name(band, placement, palette) for band in placement.bands],
        },
    }


def _name(band: Band, placement: Placement, palette: Palette) -> list[dict[str, Any]]:
    return [
        {
            "xAxis": 0,
            "yAxis": band.top,
            "name": _unbraced(band.name),
            "itemStyle": {"color": "transparent"},
            "label": {
                "position": "insideTopLeft",
                "distance": 4,
                "fontSize": TITLE_FONT,
                "fontWeight": "bold",
                "color": readable(palette, band.colour),
                "textBorderColor": palette.tint(band.colour, 0.10),
                "textBorderWidth": 4,
            },
        },
        {"xAxis": placement.width, "yAxis": band.bottom},
    ]


def _papers(graph: nx.DiGraph[str], placement: Placement, style: Style) -> dict[str, Any]:
    near = near_to(graph, (style.paper, style.edge))
    numbers = {key: number for number, key in enumerate(graph)}
    many, forward = graph.number_of_edges() > _STRAIGHT_ABOVE, points_forward(graph)
    return {
        "type": "graph",
        "id": SERIES,
        "coordinateSystem": "cartesian2d",
        "layout": "none",
        "z": 3,
        "roam": False,
        "draggable": False,
        "selectedMode": "single",
        # what a click pins is marked by the chart itself: the option stays as it is, and
        # with it the zoom, which a new option would reset
        "select": {
            "itemStyle": {"borderColor": style.palette.accent, "borderWidth": 2.5},
            "lineStyle": {"width": 2.6, "opacity": 0.95},
            "label": {"fontWeight": "bold"},
        },
        "labelLayout": {"hideOverlap": True},
        "edgeSymbol": ["none", "none" if many else "arrow"],
        "edgeSymbolSize": [0, 6],
        "emphasis": {
            "focus": "adjacency",
            "blurScope": "series",
            "scale": False,
            "lineStyle": {"width": 2.4},
        },
        "blur": {
            "itemStyle": {"opacity": 0.25},
            "lineStyle": {"opacity": 0.06},
            "label": {"opacity": 0.25},
        },
        "data": [
            {
                "id": str(number),
                **_paper(placement.spots[key], graph.nodes[key], placement, style, near),
            }
            for number, key in enumerate(graph)
        ],
        "links": [
            {
                "source": str(numbers[older]),
                "target": str(numbers[newer]),
                **_edge((tail, head), (older, newer), data, placement, style, curved=not many),
            }
            for tail, head, data in graph.edges(data=True)
            for older, newer in (((tail, head) if forward else (head, tail)),)
        ],
    }


def _paper(
    spot: Spot,
    data: Mapping[str, Any],
    placement: Placement,
    style: Style,
    near: set[str] | None,
) -> dict[str, Any]:
    palette = style.palette
    pinned = spot.key == style.paper or spot.key in (style.edge or ())
    fresh = spot.key in style.fresh
    faint = near is not None and spot.key not in near
    vague = spot.precision not in ("day", "month")
    band = placement.bands[spot.band].colour if style.dots is None else style.dots[spot.key]
    colour, listed = palette.family(band), bool(data.get("seed"))
    edge = palette.background if listed else colour
    ring = palette.accent if pinned or fresh else palette.text if vague else edge
    return {
        "name": _unbraced(spot.name),
        "value": [spot.x, spot.y],
        "symbol": _SYMBOLS[form(band)],
        "symbolSize": spot.diameter,
        "itemStyle": {
            "color": colour if listed else palette.background,
            "borderColor": ring,
            "borderWidth": 2.5 if pinned else 2.0 if fresh or not listed else 1.0,
            "borderType": _ring(pinned=pinned, fresh=fresh, vague=vague),
            "opacity": 0.25 if faint else 1,
        },
        "label": {
            "show": True,
            "position": "right",
            "distance": 3,
            "fontSize": FONT,
            "fontWeight": "bold" if pinned else "normal",
            "color": palette.text,
            "opacity": 0.28 if faint else 1,
            "textBorderColor": palette.background,
            "textBorderWidth": 2,
        },
        "tooltip": {"formatter": style.paper_tips.get(spot.key, "{b}")},
    }


def _ring(*, pinned: bool, fresh: bool, vague: bool) -> str:
    """The stroke of a paper's ring: what it means is told apart without colours, too."""
    if pinned:
        return "solid"
    if fresh:
        return "dashed"
    return "dotted" if vague else "solid"


def _edge(
    ends: tuple[str, str],
    drawn_from_to: tuple[str, str],
    data: Mapping[str, Any],
    placement: Placement,
    style: Style,
    *,
    curved: bool,
) -> dict[str, Any]:
    palette, (tail, head) = style.palette, ends
    older, newer = (placement.spots[key] for key in drawn_from_to)
    pinned = style.edge == (tail, head)
    strong = pinned or (style.edge is None and style.paper in (tail, head))
    anything = style.edge is not None or style.paper in placement.spots
    first = int(data.get("rank") or 1) == 1
    stroke = STROKES[kind_of(data)]
    width = (1.15 if first else 0.85) * stroke.width
    opacity = PALE_OPACITY if stroke.pale else 0.6 if first else 0.38
    drawn: dict[str, Any] = {
        "lineStyle": {
            "color": palette.family(placement.bands[newer.band].colour),
            "type": list(stroke.dashes) or "solid",
            "width": 2.6 if pinned else max(1.9, width) if strong else round(width, 2),
            "opacity": 0.95 if strong else 0.08 if anything else opacity,
            "curveness": curve(newer.y - older.y) if curved else 0,
        },
        "tooltip": {"formatter": style.edge_tips.get((tail, head), "")},
    }
    if data.get("decision"):
        drawn["lineStyle"] |= {"shadowColor": palette.accent, "shadowBlur": 5}
    return drawn


def _labels(placement: Placement, style: Style, *, free: bool) -> dict[str, Any]:
    """What changed, on the arrows: what found room, or what has some only when enlarged."""
    palette = style.palette
    pinned = style.paper is not None or style.edge is not None
    return {
        "type": "scatter",
        "id": "labels" if free else "more labels",
        "silent": True,
        "z": 4,
        "symbolSize": 1,
        "itemStyle": {"color": "transparent"},
        # names that a pin makes faint may be written over
        "labelLayout": {"hideOverlap": not (free and pinned)},
        "label": {
            "show": True,
            "position": "inside",
            "formatter": "{b}",
            "fontSize": LABEL_FONT,
            "fontStyle": "italic",
            "textBorderColor": palette.background,
            "textBorderWidth": 2.5,
        },
        "data": [
            {
                "name": _unbraced(label.text),
                "value": list(label.centre),
                "label": {"color": _ink(label, placement, palette)},
            }
            for label in style.labels
            if label.free is free
        ],
    }


def _ink(label: ArrowLabel, placement: Placement, palette: Palette) -> str:
    """The colour of the arrows a label speaks for, where they have but one."""
    colours = {placement.bands[placement.spots[head].band].colour for _, head in label.edges}
    colour = colours.pop()
    return palette.text if colours or colour < 0 else readable(palette, colour, READABLE_SMALL)


def _unbraced(text: str) -> str:
    """Text that ECharts does not take for a template."""
    return text.replace("{", "❴").replace("}", "❵")
