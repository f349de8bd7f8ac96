"""Where each paper stands on the screen: a dot with its name to the right of it.

A figure has boxes on a page as wide as it needs to be; a screen is given, so here
the lanes are narrow, the names stand beside the dots and the time axis may be
stretched. Bands and lanes are found by the same functions.
"""

from __future__ import annotations

import calendar
import datetime
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any

import networkx as nx

from ptm_graph.graph.dates import date_of
from ptm_graph.graph.families import families_of
from ptm_graph.layout.bands import order_bands
from ptm_graph.layout.lanes import assign_lanes
from ptm_graph.layout.text import plain, shortened, text_width
from ptm_graph.layout.timescale import Tick, TimeScale
from ptm_graph.words.notices import sign

LANE = 14.0
"""Least height of a lane in pixels."""
FILLED = 600.0
"""Height in pixels that a drawing of few papers is stretched to."""
BAND_GAP = 3.0
FONT = 11.0
"""Size of the names, in pixels."""
TITLE_FONT = FONT + 0.5
"""Size of the bands' names."""
LONGEST_NAME = 150.0
LONGEST_TITLE = 320.0
SMALLEST, LARGEST = 6.5, 15.0
"""Diameters of the dots, in pixels."""
_GAP = 5.0
_SIDE = 20.0
_ROUNDS = 6
"""How often the axis is shortened until the last names fit."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One paper on the screen."""

    key: str
    name: str
    """Shortened to fit."""
    x: float
    y: float
    diameter: float
    band: int
    precision: str | None
    """``day``, ``month`` or ``year``; None: no date is known."""


@dataclass(frozen=True, slots=True)
class Band:
    """One family on the screen."""

    name: str
    """Empty for papers without a family."""
    top: float
    bottom: float
    colour: int
    """Index for the palette; -1 for papers without a family."""
    size: int


@dataclass(frozen=True, slots=True)
class Placement:
    """All positions, in pixels of the design size."""

    spots: Mapping[str, Spot]
    bands: tuple[Band, ...]
    ticks: tuple[Tick, ...]
    undated: float | None
    """Right end of the zone of papers without a date; None: there are none."""
    width: float
    height: float


def place(
    graph: nx.DiGraph[str],
    *,
    width: float,
    colours: Mapping[str, int],
    sizes: Mapping[str, float | None],
    dense: bool = True,
    other: str = "",
    names: Mapping[str, str] | None = None,
) -> Placement:
    """Place the papers of a graph on a screen of a given width.

    Parameters
    ----------
    graph : networkx.DiGraph
        What is drawn, with the node attributes of the data model.
    width : float
        Design width in pixels.
    colours : mapping
        Family → colour index, the same whatever part of the library is drawn.
    sizes : mapping
        Key → number that the dot's area shows; None or absent: unknown.
    dense : bool, default True
        Stretch the time axis where papers crowd.
    other : str
        What the band of papers without a family is called.
    names : mapping, optional
        Family → what its band is called, where that is another name.

    Notes
    -----
    O(n log n + m), plus the ordering of the bands. Deterministic.
    """
    drafts = _drafts(graph, sizes)
    dated = [draft for draft in drafts if draft.date is not None]
    undated = [draft for draft in drafts if draft.date is None]
    zone = max((draft.reach for draft in undated), default=0.0) + (2 * _SIDE if undated else 0.0)
    scale = _scale(dated, zone + _SIDE, width, dense)
    bands, spots, height = _fill(graph, drafts, scale, colours, {**(names or {}), "": other})
    return Placement(
        spots=spots,
        bands=tuple(bands),
        ticks=tuple(scale.ticks()) if scale else (),
        undated=round(zone, 2) if undated and dated else None,
        width=width,
        height=round(height, 2),
    )


def family_colours(graph: nx.DiGraph[Any]) -> dict[str, int]:
    """Family → colour index: the largest family has the first colour.

    A part of a graph that names the families of the whole, as its attribute ``families``,
    keeps their colours.
    """
    return {name: number for number, name in enumerate(families_of(graph))}


@dataclass(frozen=True, slots=True)
class _Draft:
    key: str
    name: str
    family: str
    date: datetime.date | None
    precision: str | None
    diameter: float
    reach: float
    """Pixels from the centre of the dot to the end of the name."""


def _drafts(graph: nx.DiGraph[str], sizes: Mapping[str, float | None]) -> list[_Draft]:
    most = max((size for size in sizes.values() if size), default=0.0)
    drafts = []
    for key, data in graph.nodes(data=True):
        diameter = _diameter(sizes.get(key), most)
        name = shortened(plain(str(data.get("name") or key)) or "–", LONGEST_NAME, FONT)
        name += sign(data)  # its tip says in words what this means
        date = date_of(data)
        drafts.append(
            _Draft(
                key=key,
                name=name,
                family=plain(str(data.get("family") or "")),
                date=None if date is None else date.middle_day,
                precision=None if date is None else date.precision,
                diameter=diameter,
                reach=diameter / 2 + 3 + text_width(name, FONT),
            )
        )
    return sorted(drafts, key=lambda draft: draft.key)


def _diameter(size: float | None, most: float) -> float:
    if not size or not most or size < 0:
        return SMALLEST
    return round(SMALLEST + (LARGEST - SMALLEST) * (math.log1p(size) / math.log1p(most)) ** 2, 1)


def _scale(dated: Sequence[_Draft], left: float, width: float, dense: bool) -> TimeScale | None:
    if not dated:
        return None
    demand = [(draft.date, draft.reach) for draft in dated if draft.date is not None]
    right = width - _SIDE
    scale = TimeScale.fit(demand, left, right, dense=dense)
    for _ in range(_ROUNDS):
        over = max(scale.x(_latest(draft)) + draft.reach for draft in dated) - (width - _GAP)
        if over <= 0:
            break
        right = max(right - over, left + 1.0)
        scale = TimeScale.fit(demand, left, right, dense=dense)
    return scale


def _latest(draft: _Draft) -> datetime.date:
    """The last day at which a paper may be drawn."""
    date = draft.date or datetime.date.min
    if draft.precision != "month":
        return date
    return date.replace(day=calendar.monthrange(date.year, date.month)[1])


def _fill(
    graph: nx.DiGraph[str],
    drafts: Sequence[_Draft],
    scale: TimeScale | None,
    colours: Mapping[str, int],
    names: Mapping[str, str],
) -> tuple[list[Band], dict[str, Spot], float]:
    members: dict[str, list[_Draft]] = {}
    for draft in drafts:
        members.setdefault(draft.family, []).append(draft)
    filled = []
    for family in _ordered(graph, members):
        title = shortened(names.get(family, family), LONGEST_TITLE, TITLE_FONT)
        filled.append((family, title, *_fill_band(graph, members[family], scale, title)))
    lane = _lane_height([count for *_, count in filled])
    bands: list[Band] = []
    spots: dict[str, Spot] = {}
    top = 0.0
    for index, (family, title, xs, lanes, count) in enumerate(filled):
        for draft in members[family]:
            y = top + 1 + (lanes[draft.key] + 0.5) * lane
            spots[draft.key] = Spot(
                draft.key,
                draft.name,
                round(xs[draft.key], 2),
                round(y, 2),
                draft.diameter,
                index,
                draft.precision,
            )
        bottom = top + 2 + count * lane
        bands.append(Band(title, top, bottom, colours.get(family, -1), len(members[family])))
        top = bottom + BAND_GAP
    return bands, spots, max(top - BAND_GAP, 0.0)


def _lane_height(counts: Sequence[int]) -> float:
    """Lanes as high as the screen allows, for bands of so many."""
    free = FILLED - len(counts) * (2 + BAND_GAP)
    return max(LANE, free / max(sum(counts), 1))


def _fill_band(
    graph: nx.DiGraph[str],
    drafts: Sequence[_Draft],
    scale: TimeScale | None,
    title: str,
) -> tuple[dict[str, float], dict[str, int], int]:
    title_key = "\0title"
    intervals = [(0.0, 14.0 + text_width(title, TITLE_FONT), title_key)]
    xs = {}
    spread = {} if scale is None else _spread(drafts, scale)
    for draft in drafts:
        x = _SIDE if scale is None or draft.date is None else spread.get(draft.key, 0.0)
        xs[draft.key] = x
        intervals.append((x - draft.diameter / 2, x + draft.reach + _GAP, draft.key))

    def relatives(key: str) -> Iterable[str]:
        return () if key == title_key else nx.all_neighbors(graph, key)

    lanes, count = assign_lanes(sorted(intervals, key=_title_first(title_key)), relatives)
    return xs, lanes, count


def _spread(drafts: Sequence[_Draft], scale: TimeScale) -> dict[str, float]:
    """Where papers stand in time; those known to the month only share the whole of it."""
    xs: dict[str, float] = {}
    months: dict[tuple[int, int], list[_Draft]] = {}
    for draft in drafts:
        if draft.date is None:
            continue
        xs[draft.key] = scale.x(draft.date)
        if draft.precision == "month":
            months.setdefault((draft.date.year, draft.date.month), []).append(draft)
    for (year, month), held in months.items():
        first = datetime.date(year, month, 1)
        last = datetime.date(year, month, calendar.monthrange(year, month)[1])
        left, right = scale.x(first), scale.x(last)
        for number, draft in enumerate(held):
            xs[draft.key] = left + (right - left) * (number + 0.5) / len(held)
    return xs


def _title_first(title_key: str) -> Any:
    return lambda interval: (interval[2] != title_key, interval)


def _ordered(graph: nx.DiGraph[str], members: Mapping[str, Sequence[_Draft]]) -> list[str]:
    latest = datetime.date.max
    by_date = sorted(
        (family for family in members if family),
        key=lambda family: (median_low([one.date or latest for one in members[family]]), family),
    )
    number = {family: index for index, family in enumerate(by_date)}
    of = {draft.key: number.get(family) for family, held in members.items() for draft in held}
    weights: Counter[tuple[int, int]] = Counter()
    for tail, head in graph.edges():
        one, two = of.get(tail), of.get(head)
        if one is not None and two is not None and one != two:
            weights[min(one, two), max(one, two)] += 1
    ordered = [by_date[index] for index in order_bands(range(len(by_date)), weights)]
    return [*ordered, ""] if "" in members else ordered
