"""Where an arrow runs from box to box: around other boxes, so that none hides it."""

from __future__ import annotations

from collections.abc import Iterator

from ptm_graph.exports.shapes import Point
from ptm_graph.layout import Layout, PlacedPaper
from ptm_graph.layout.placement import LANE, MARGIN, RULER
from ptm_graph.layout.room import Room

Curve = tuple[Point, Point, Point, Point]
"""Start, two control points, end of a cubic Bézier curve."""

_SAMPLES = tuple((step + 1) / 41 for step in range(40))
_MOST_HIDDEN = 3
"""Samples of a curve behind other boxes up to which it is kept as it is."""
_LIFTS = (9.0, 20.0, 34.0, 52.0, 80.0)
"""Pixels that a curve rises over boxes beside it, or falls below them."""
_DETOURS = (50.0, 90.0, 140.0)
_DETOUR = 0.4
"""Samples that may be hidden longer for a simpler curve."""
_INSET = 12.0
_EDGE = 16.0
"""Pixels at the edge of a drawing that no curve enters."""


class Curves:
    """The arrows of a layout. O(1) an arrow: few curves are tried, and few boxes are near."""

    def __init__(self, layout: Layout, top: float):
        self._layout, self._top, self._room = layout, top, Room()
        for place in layout.papers.values():
            self._room.take(place.x_pixel, place.y_pixel, place.width, place.height)

    def between(self, tail: str, head: str) -> Curve:
        """The curve from the box of one paper to that of another."""
        one, other = self._layout.papers[tail], self._layout.papers[head]
        best = _plain(one, other)
        least = float(self._hidden(best, one, other))
        if least > _MOST_HIDDEN:
            bottom = self._layout.height - MARGIN
            for number, curve in enumerate(_detours(one, other)):
                if all(
                    _EDGE < x < self._layout.width - _EDGE and RULER < y < bottom
                    for x, y in (along(curve, share) for share in _SAMPLES[::3])
                ):
                    hidden = self._hidden(curve, one, other) + _DETOUR * (number + 2)
                    if hidden < least:
                        best, least = curve, hidden
        return tuple((round(x, 2), round(y + self._top, 2)) for x, y in best)  # type: ignore[return-value]

    def _hidden(self, curve: Curve, *ends: PlacedPaper) -> int:
        """How many of its samples lie behind a box; of boxes at its ends more weighs more."""
        points = [along(curve, share) for share in _SAMPLES]
        hidden = sum(self._room.covers(x, y) and not _just_left(x, y, ends) for x, y in points)
        level = abs(curve[0][1] - curve[1][1]) + abs(curve[0][1] - curve[3][1]) < 1
        # through a box between them, a level arrow looks like two
        return hidden * (10 if level else 1)


def _just_left(x: float, y: float, ends: tuple[PlacedPaper, ...]) -> bool:
    """Whether a point is within two pixels of the border of the box that it comes from."""
    return any(
        abs(x - end.x_pixel) <= end.width / 2 + 1
        and abs(y - end.y_pixel) <= end.height / 2 + 1
        and not (
            abs(x - end.x_pixel) < end.width / 2 - 2 and abs(y - end.y_pixel) < end.height / 2 - 2
        )
        for end in ends
    )


def _plain(tail: PlacedPaper, head: PlacedPaper) -> Curve:
    """Sideways where there is room, else up or down."""
    x0, y0, x1, y1 = tail.x_pixel, tail.y_pixel, head.x_pixel, head.y_pixel
    side = 1.0 if x1 >= x0 else -1.0
    start, end = x0 + side * tail.width / 2, x1 - side * head.width / 2
    if (end - start) * side >= 10:
        bend = max(min(18.0, abs(end - start)), min(abs(end - start) * 0.5, 140.0)) * side
        return (start, y0), (start + bend, y0), (end - bend, y1), (end, y1)
    down = 1.0 if y1 >= y0 else -1.0
    top, bottom = y0 + down * tail.height / 2, y1 - down * head.height / 2
    bend = max(8.0, abs(bottom - top) * 0.4) * down
    return (x0, top), (x0, top + bend), (x1, bottom - bend), (x1, bottom)


def _detours(tail: PlacedPaper, head: PlacedPaper) -> Iterator[Curve]:
    """Over or below what is between, from the near corner of one box to that of the other."""
    x0, y0, x1, y1 = tail.x_pixel, tail.y_pixel, head.x_pixel, head.y_pixel
    side = 1.0 if x1 >= x0 else -1.0
    start = x0 + side * max(tail.width / 2 - _INSET, 0.0)
    end = x1 - side * max(head.width / 2 - _INSET, 0.0)
    reach = abs(end - start)
    for lift in _LIFTS if abs(y1 - y0) < 2.5 * LANE else ():
        for down in (-1.0, 1.0):
            top, bottom = y0 + down * tail.height / 2, y1 + down * head.height / 2
            far = (min if down < 0 else max)(top, bottom) + down * lift * 4 / 3
            bend = side * min(reach * 0.25, 60.0)
            yield (start, top), (start + bend, far), (end - bend, far), (end, bottom)
    for one, other in ((1.0, -1.0), (-1.0, 1.0)):  # leaves below and arrives above, or so
        top, bottom = y0 + one * tail.height / 2, y1 + other * head.height / 2
        for bend in (0.3, 0.7):
            drop = (bottom - top) * bend
            yield (start, top), (start, top + drop), (end, bottom - drop), (end, bottom)
    for detour in _DETOURS:
        for way in (1.0, -1.0):
            ends = x0 + way * tail.width / 2, x1 + way * head.width / 2
            far = (max if way > 0 else min)(ends) + way * detour
            yield (ends[0], y0), (far, y0), (far, y1), (ends[1], y1)


def along(curve: Curve, share: float) -> Point:
    """Point of a curve at a share of its length."""
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    x, y = (
        round(sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True)), 2)
        for axis in (0, 1)
    )
    return x, y
