"""The layout itself: dates become x, families and lanes become y."""

from __future__ import annotations

import datetime
import itertools
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median_low
from types import MappingProxyType
from typing import Any, Literal

import networkx as nx

from ptm_graph.graph.dates import date_of
from ptm_graph.graph.families import families_of
from ptm_graph.layout.bands import order_bands
from ptm_graph.layout.gaps import Gaps
from ptm_graph.layout.lanes import assign_lanes
from ptm_graph.layout.ruler import month_label, named_months
from ptm_graph.layout.text import plain, shortened, text_width
from ptm_graph.layout.timescale import TimeScale
from ptm_graph.words.notices import mark

OTHER = "Other"
"""Name of the band of papers without a family."""

LANE = 30.0
"""Height of a lane in pixels: one unit of ``y``."""
TITLE_LANES = 0.9
"""Room for the band's name above its first lane."""
BAND_GAP = 0.4
MARGIN = 24.0
RULER = 34.0
"""Height of the time ruler above the first band, in pixels."""
PADDING = 8.0
"""Between a label and the edge of its box, in pixels."""
LABEL_GAP = 10.0
LONGEST_LABEL = 190.0
"""Of a label that competes for space, in pixels."""
_LONGEST_OF_FEW = 330.0
"""The same where there are few papers: less by a pixel for each."""
LONGEST_ALONE = 460.0
"""Of one that has empty space at both sides."""
SMALLEST_FONT, LARGEST_FONT = 11.0, 16.0
_FILL = 0.17
"""Share of the area that labels cover when the width is chosen."""
_ASPECT = 1.9
_NARROWEST, _WIDEST = 900.0, 24000.0
_UNDATED_COLUMNS = 6
_OUTER = 20.0
"""Pixels at the edge of the drawing that no box enters."""
_SHORTEST_AXIS = 120.0
"""Pixels that time has at least."""
_LEAST_TICK = 58.0
"""Pixels between two labels of the ruler."""


@dataclass(frozen=True, slots=True)
class PlacedPaper:
    """One paper in the drawing; its box is centred on (x, y)."""

    key: str
    label: str
    """The paper's name, shortened to fit."""
    date: datetime.date | None
    """Day at which it is drawn (the middle of what the date may mean); None: unknown."""
    precision: Literal["day", "month", "year"] | None
    """How much of the date is known; ``year`` papers are drawn in the middle of the year
    and should be marked."""
    day: float
    """Position on the time axis in days since 1970-01-01; for a paper without a date
    inside the zone before :attr:`Layout.first_day`."""
    y: float
    """Centre in lanes from the top, downwards."""
    band: int
    """Index into :attr:`Layout.bands`."""
    lane: int
    x_pixel: float
    y_pixel: float
    width: float
    """Width of its box in pixels."""
    height: float
    font_size: float
    """In pixels: 11 for unknown or no citations, up to 16 for the most cited paper."""

    @property
    def dated(self) -> bool:
        """Whether anything is known about its date."""
        return self.date is not None


@dataclass(frozen=True, slots=True)
class Band:
    """One family."""

    name: str
    top: float
    """In lanes from the top, like :attr:`PlacedPaper.y`."""
    bottom: float
    colour_index: int
    """For :meth:`ptm_graph.layout.palette.Palette.family`; -1 for papers without a family."""
    size: int
    """Number of papers."""
    top_pixel: float
    bottom_pixel: float


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the time ruler."""

    label: str
    day: float
    x_pixel: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of all papers, in data coordinates and in pixels."""

    papers: Mapping[str, PlacedPaper]
    bands: tuple[Band, ...]
    """From top to bottom."""
    ticks: tuple[Tick, ...]
    first_day: float | None
    """Left end of the dated part of the axis, in days since 1970-01-01; None: no date at all."""
    last_day: float | None
    undated_pixel: float | None
    """Right end of the zone of papers without a date; None: there are none."""
    width: float
    """Of the whole drawing, in pixels."""
    height: float


def lay_out(
    graph: nx.DiGraph[Any],
    *,
    width: float | None = None,
    bands_by: str = "family",
    dense: bool = False,
) -> Layout:
    """Place every paper of a citation or lineage graph.

    Time runs to the right; a paper known only to the month or year stands in the
    middle of it; papers without a date have their own zone at the left. Families
    are bands, ordered so that edges cross few other bands. Inside a band, papers
    whose labels would overlap go to different lanes, near their relatives.

    Parameters
    ----------
    graph : networkx.DiGraph
        Nodes as in the data model; read are ``name``, ``date``, ``year``,
        ``citation_count`` and the attribute that names the band.
    width : float, optional
        Width of the drawing in pixels. By default it follows from the number and
        length of the labels.
    bands_by : str, default ``"family"``
        Node attribute whose values are the bands.
    dense : bool, default False
        Stretch the time axis where papers crowd, as the page does.

    Returns
    -------
    Layout
        The same for the same graph, whatever the order of its nodes.

    Notes
    -----
    O(n log n + m) for n papers and m edges, plus the ordering of the bands
    (see :func:`ptm_graph.layout.bands.order_bands`).
    """
    longest = max(LONGEST_LABEL, _LONGEST_OF_FEW - len(graph))
    if width is not None:
        longest = min(longest, max(0.3 * width, 90.0))
    drafts = _drafts(graph, bands_by, longest)
    dated = [draft for draft in drafts if draft.day is not None]
    undated = [draft for draft in drafts if draft.day is None]
    axis = _Axis.fit(dated, undated, width, dense=dense)
    names = _ordered_bands(graph, drafts)
    bands, spots = _fill_bands(graph, names, drafts, axis, families_of(graph, bands_by))
    drafts = list(_grown(drafts, spots, axis))
    papers = {draft.key: _placed(draft, spots[draft.key], axis) for draft in drafts}
    height = (bands[-1].bottom_pixel if bands else RULER) + MARGIN
    return Layout(
        papers=MappingProxyType(papers),
        bands=bands,
        ticks=axis.ticks(),
        first_day=axis.first,
        last_day=axis.last,
        undated_pixel=axis.undated_pixel if undated else None,
        width=axis.width,
        height=height,
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    key: str
    node: Hashable
    label: str
    name: str
    """What its label is the beginning of."""
    mark: str
    """Follows the name, and is never cut."""
    band: str
    date: datetime.date | None
    precision: Literal["day", "month", "year"] | None
    day: float | None
    width: float
    font_size: float


def _drafts(graph: nx.DiGraph[Any], bands_by: str, longest: float) -> list[_Draft]:
    counts = [_number(data.get("citation_count")) for _, data in graph.nodes(data=True)]
    most = max((count for count in counts if count is not None), default=0.0)
    found = []
    for node, data in graph.nodes(data=True):
        size = _font_size(_number(data.get("citation_count")), most)
        named = (plain(str(text)) for text in (data.get("name"), data.get("title"), node) if text)
        name, behind = next(filter(None, named), "–"), mark(data)
        label = shortened(name, longest, size) + behind
        date = date_of(data)
        found.append(
            _Draft(
                key=str(node),
                node=node,
                label=label,
                name=name,
                mark=behind,
                band=plain(str(data.get(bands_by) or "")) or OTHER,
                date=None if date is None else date.middle_day,
                precision=None if date is None else date.precision,
                day=None if date is None else _days(date.middle_day),
                width=_box_width(label, size),
                font_size=size,
            )
        )
    return sorted(found, key=lambda draft: draft.key)


def _box_width(label: str, size: float) -> float:
    return round(text_width(label, size) + 2 * PADDING, 2)


def _number(value: object) -> float | None:
    usable = isinstance(value, int | float) and math.isfinite(value) and value >= 0
    return float(value) if usable else None  # type: ignore[arg-type]


def _font_size(count: float | None, most: float) -> float:
    if not count or not most:
        return SMALLEST_FONT
    share = math.log1p(count) / math.log1p(most)
    return round(SMALLEST_FONT + (LARGEST_FONT - SMALLEST_FONT) * share**2, 1)


def _days(date: datetime.date) -> float:
    return float(date.toordinal() - datetime.date(1970, 1, 1).toordinal())


@dataclass(frozen=True, slots=True)
class _Axis:
    """The map between days and pixels."""

    first: float | None
    last: float | None
    pixels_per_day: float
    dated_left: float
    """Pixel of ``first``."""
    undated_pixel: float
    columns: int
    """Columns of the zone of papers without a date."""
    column_width: float
    width: float
    gaps: Gaps

    @classmethod
    def fit(
        cls,
        dated: Sequence[_Draft],
        undated: Sequence[_Draft],
        width: float | None,
        *,
        dense: bool,
    ) -> _Axis:
        columns = min(_UNDATED_COLUMNS, math.ceil(math.sqrt(len(undated)) / 3)) if undated else 0
        column = max((draft.width for draft in undated), default=0.0) + LABEL_GAP
        zone = columns * column + (LABEL_GAP if columns else 0.0)
        if not dated:
            whole = max(width or 0.0, zone + 2 * MARGIN, _NARROWEST)
            left = MARGIN + zone
            return cls(None, None, 1.0, left, left, columns, column, whole, Gaps(()))
        days = [draft.day for draft in dated if draft.day is not None]
        first, last = min(days), max(days)
        area = sum(draft.width + LABEL_GAP for draft in dated) * LANE / _FILL
        wished = min(max(math.sqrt(area * _ASPECT), _NARROWEST), _WIDEST)
        gaps = _stretched(dated) if dense else Gaps.between(days)
        start = gaps.squeezed(first)
        span = max(gaps.squeezed(last) - start, 1.0)
        halves = [
            (draft.width / 2, (gaps.squeezed(day) - start) / span)
            for draft, day in zip(dated, days, strict=True)
        ]
        free = (width or wished + zone) - zone - 2 * MARGIN
        before, after, axis = _sides(halves, free)
        left, zone_end = MARGIN + zone + before, MARGIN + zone
        whole = round(left + axis + after + MARGIN, 2)
        return cls(first, last, axis / span, left, zone_end, columns, column, whole, gaps)

    def pixel(self, day: float) -> float:
        since = self.gaps.squeezed(day) - self.gaps.squeezed(self.first or 0.0)
        return self.dated_left + since * self.pixels_per_day

    def day(self, pixel: float) -> float:
        since = (pixel - self.dated_left) / self.pixels_per_day
        return self.gaps.day(self.gaps.squeezed(self.first or 0.0) + since)

    def undated_centre(self, column: int) -> float:
        return MARGIN + (column + 0.5) * self.column_width

    def ticks(self) -> tuple[Tick, ...]:
        if self.first is None or self.last is None:
            return ()
        origin = datetime.date(1970, 1, 1).toordinal()
        first = datetime.date.fromordinal(int(self.first) + origin)
        last = datetime.date.fromordinal(int(self.last) + origin)
        # from the beginning of the first year to the one after the last
        years = range(max(first.year, 1), min(last.year + 1, datetime.MAXYEAR) + 1)
        months = (datetime.date(year, month, 1) for year in years for month in range(1, 13))
        named = named_months(
            (month for month in months if self._shows(month)), self._pixel_of, _LEAST_TICK
        )
        return tuple(
            Tick(month_label(month), _days(month), round(pixel, 2)) for month, pixel in named
        )

    def _pixel_of(self, date: datetime.date) -> float:
        return self.pixel(_days(date))

    def _shows(self, month: datetime.date) -> bool:
        return self.undated_pixel <= self._pixel_of(month) <= self.width - _LEAST_TICK / 2


def _stretched(dated: Sequence[_Draft]) -> Gaps:
    """A map of days that gives time with many papers more room."""
    demand = [(draft.date, draft.width) for draft in dated if draft.date is not None]
    days = [_days(date) for date, _ in demand]
    scale = TimeScale.fit(demand, min(days), max(days) + 31.0)
    return Gaps(tuple(zip(scale.days, scale.pixels, strict=True)))


def _sides(halves: Sequence[tuple[float, float]], free: float) -> tuple[float, float, float]:
    """Space before and after the axis that boxes need, and the length left to the axis.

    Boxes are centred on their day: of each, half its width and its place on the axis (0 to 1).
    A longer axis needs less space beside it, so each round only gains.
    """
    before = after = max(half for half, _ in halves)
    axis = max(free - before - after, _SHORTEST_AXIS)
    for _ in range(4):
        before = max(0.0, *(half - share * axis for half, share in halves))
        after = max(0.0, *(half - (1 - share) * axis for half, share in halves))
        axis = max(free - before - after, axis)
    return before, after, axis


def _grown(drafts: Sequence[_Draft], spots: Mapping[str, _Spot], axis: _Axis) -> Iterable[_Draft]:
    """Give labels that were cut the empty space beside them, the leftmost first."""
    lanes: dict[tuple[int, int], list[_Draft]] = {}
    for draft in sorted(drafts, key=lambda draft: (spots[draft.key][2], draft.key)):
        lanes.setdefault(spots[draft.key][:2], []).append(draft)
    for lane in lanes.values():
        end = _OUTER
        for draft, following in itertools.zip_longest(lane, lane[1:]):
            centre = spots[draft.key][2]
            limit = axis.width - _OUTER
            if following is not None:
                limit = spots[following.key][2] - following.width / 2 - LABEL_GAP
            # what has no date stays in its zone, what has one outside
            if draft.day is None:
                limit = min(limit, axis.undated_pixel)
            else:
                end = max(end, axis.undated_pixel if axis.columns else 0.0)
            room = 2 * min(centre - end, limit - centre)
            grown = _fitting(draft, room)
            end = centre + grown.width / 2 + LABEL_GAP
            yield grown


def _fitting(draft: _Draft, room: float) -> _Draft:
    if draft.label == draft.name + draft.mark or room <= draft.width:
        return draft
    size = draft.font_size
    most = min(room - 2 * PADDING - text_width(draft.mark, size), LONGEST_ALONE)
    label = shortened(draft.name, most, size) + draft.mark
    width = _box_width(label, size)
    return replace(draft, label=label, width=width) if width > draft.width else draft


def _ordered_bands(graph: nx.DiGraph[Any], drafts: Sequence[_Draft]) -> list[str]:
    days: dict[str, list[float]] = {}
    for draft in drafts:
        days.setdefault(draft.band, []).append(math.inf if draft.day is None else draft.day)
    named = sorted(
        (name for name in days if name != OTHER), key=lambda name: (median_low(days[name]), name)
    )
    number = {name: index for index, name in enumerate(named)}
    band_of = {draft.node: number.get(draft.band) for draft in drafts}
    weights: Counter[tuple[int, int]] = Counter()
    for tail, head in graph.edges():
        one, other = band_of[tail], band_of[head]
        if one is not None and other is not None and one != other:
            weights[min(one, other), max(one, other)] += 1
    ordered = [named[index] for index in order_bands(range(len(named)), weights)]
    return [*ordered, OTHER] if OTHER in days else ordered


_Spot = tuple[int, int, float, float]
"""Band, lane, pixel of the centre, y in lanes."""


def _fill_bands(
    graph: nx.DiGraph[Any],
    names: Sequence[str],
    drafts: Sequence[_Draft],
    axis: _Axis,
    families: Sequence[str],
) -> tuple[tuple[Band, ...], dict[str, _Spot]]:
    members: dict[str, list[_Draft]] = {name: [] for name in names}
    for draft in drafts:
        members[draft.band].append(draft)
    known = dict.fromkeys(filter(None, map(plain, families)))
    colours = {name: index for index, name in enumerate(known) if name != OTHER}
    nodes = {draft.key: draft.node for draft in drafts}

    def relatives(key: str) -> Iterable[str]:
        return (str(other) for other in nx.all_neighbors(graph, nodes[key]))

    bands, spots, top = [], dict[str, _Spot](), 0.0
    for index, name in enumerate(names):
        lanes, count, centres = _fill_band(members[name], axis, relatives)
        for key, lane in lanes.items():
            spots[key] = (index, lane, centres[key], round(top + TITLE_LANES + lane + 0.5, 3))
        bottom = round(top + TITLE_LANES + count, 3)
        bands.append(
            Band(
                name=name,
                top=top,
                bottom=bottom,
                colour_index=colours.get(name, -1),
                size=len(members[name]),
                top_pixel=round(RULER + top * LANE, 2),
                bottom_pixel=round(RULER + bottom * LANE, 2),
            )
        )
        top = round(bottom + BAND_GAP, 3)
    return tuple(bands), spots


def _fill_band(
    drafts: Sequence[_Draft], axis: _Axis, relatives: Any
) -> tuple[dict[str, int], int, dict[str, float]]:
    centres, intervals = {}, []
    for draft in drafts:
        if draft.day is not None:
            centre = axis.pixel(draft.day)
            centres[draft.key] = centre
            half = (draft.width + LABEL_GAP) / 2
            intervals.append((centre - half, centre + half, draft.key))
    lanes, count = assign_lanes(sorted(intervals), relatives)
    undated = [draft for draft in drafts if draft.day is None]
    for place, draft in enumerate(undated):
        lanes[draft.key] = place // axis.columns
        centres[draft.key] = axis.undated_centre(place % axis.columns)
    return lanes, max([count, *(lanes[draft.key] + 1 for draft in undated)]), centres


def _placed(draft: _Draft, spot: _Spot, axis: _Axis) -> PlacedPaper:
    band, lane, pixel, y = spot
    return PlacedPaper(
        key=draft.key,
        label=draft.label,
        date=draft.date,
        precision=draft.precision,
        day=round(axis.day(pixel), 3) if draft.day is None else draft.day,
        y=y,
        band=band,
        lane=lane,
        x_pixel=round(pixel, 2),
        y_pixel=round(RULER + y * LANE, 2),
        width=draft.width,
        height=round(draft.font_size + PADDING, 2),
        font_size=draft.font_size,
    )
