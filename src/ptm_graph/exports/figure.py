"""The drawing of a lineage as plain shapes, for every format that has no layout of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ptm_graph.exports.arrows import KIND_WORDS, edges_in_words, kind_of, kinds_of, label_of
from ptm_graph.exports.job import Job
from ptm_graph.exports.values import Scalar, shown_name, text_of
from ptm_graph.layout import PlacedPaper, shortened, text_width
from ptm_graph.layout.palette import LIGHT, STROKES, ArrowKind, Palette
from ptm_graph.layout.room import Room

BUDGET = 3000
"""Papers drawn at most."""

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]

_HEADING = 62.0
"""Height above the layout, for the title and a line about what is drawn."""
_FOOT_LINE = 16.0
_ARROW = 6.0
_MARKS = (
    "Larger text: more citations. Thick border: named by a reading list. "
    "Dashed border: only the year, or no date, is known."
)
_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""Places on a curve where its label is tried."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box; ``(x, y)`` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str | None = None
    stroke_width: float = 1.0
    dashes: tuple[float, ...] = ()
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line, or a cubic curve where it has two control points."""

    points: tuple[Point, ...]
    """Two points, or start, two control points, end."""
    stroke: str
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``y`` is its middle."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False
    halo: str | None = None
    """Colour behind the letters, so that a line below does not touch them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together, with what a reader is told about them."""

    shapes: tuple[Rectangle | Line | Text, ...]
    hint: str


Shape = Rectangle | Line | Text | Group


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing: shapes from back to front, in pixels."""

    width: float
    height: float
    title: str
    description: str
    palette: Palette
    shapes: tuple[Shape, ...]


def figure(whole: Job, palette: Palette = LIGHT) -> Figure:
    """Draw bands, ruler, relations, papers, legend and credits.

    Options
    -------
    budget : int, default 3000
        Papers drawn at most; the heading says how many are hidden.
    """
    job = whole.within(int(whole.option("budget", BUDGET)))
    pen = _Pen(job, palette)
    subtitle = pen.subtitle(whole)
    foot, end = pen.foot(_HEADING + job.layout.height)
    shapes = (
        *pen.heading(subtitle),
        *pen.bands(),
        *pen.ruler(),
        *pen.band_names(),
        *pen.edges(),
        *pen.edge_labels(),
        *pen.papers(),
        *foot,
    )
    return Figure(
        width=job.layout.width,
        height=end + _FOOT_LINE,
        title=job.about.title,
        description=f"{subtitle} {'. '.join(job.about.lines)}",
        palette=palette,
        shapes=shapes,
    )


@dataclass(frozen=True, slots=True)
class _Pen:
    job: Job
    palette: Palette

    def subtitle(self, whole: Job) -> str:
        shown = len(self.job.keys)
        edges = edges_in_words(self.job.graph, self.job.about.direction)
        text = f"{shown} papers, {edges}; an arrow points {self.job.about.edge_meaning}."
        hidden = len(whole.keys) - shown
        return f"{text} {hidden} papers are hidden." if hidden else text

    def heading(self, subtitle: str) -> Iterator[Shape]:
        width, height = self.job.layout.width, self.job.layout.height + 400
        yield Rectangle(0, 0, width, height, self.palette.background)
        title = shortened(self.job.about.title, width - 48, 19)
        yield Text(24, 24, title, 19, self.palette.text, bold=True)
        yield Text(24, 46, subtitle, 11, self.palette.muted)

    def bands(self) -> Iterator[Shape]:
        width = self.job.layout.width - 32
        for band in self.job.layout.bands:
            top, bottom = band.top_pixel + _HEADING, band.bottom_pixel + _HEADING
            tint = self.palette.tint(band.colour_index, 0.08)
            yield Rectangle(16, top, width, bottom - top, tint, radius=4)

    def band_names(self) -> Iterator[Shape]:
        for band in self.job.layout.bands:
            name = f"{shortened(band.name, 320, 12)} ({band.size})"
            ground, y = self.palette.tint(band.colour_index, 0.08), band.top_pixel + _HEADING + 13
            yield Text(24, y, name, 12, self.palette.text, bold=True, halo=ground)

    def ruler(self) -> Iterator[Shape]:
        layout = self.job.layout
        if not layout.bands:
            return
        top, bottom = _HEADING + 24, _HEADING + layout.bands[-1].bottom_pixel
        for tick in layout.ticks:
            yield Line(((tick.x_pixel, top), (tick.x_pixel, bottom)), self.palette.grid, 0.8)
            yield Text(
                tick.x_pixel, _HEADING + 14, tick.label, 11, self.palette.muted, anchor="middle"
            )
        if layout.undated_pixel is not None:
            x = layout.undated_pixel
            yield Line(((x, top), (x, bottom)), self.palette.muted, 0.8, (2.0, 3.0))
            yield Text(24, _HEADING + 14, "date unknown", 11, self.palette.muted)

    def edges(self) -> Iterator[Shape]:
        for tail, head, data in self.job.edges():
            ends = _curve(self.job.place(tail), self.job.place(head))
            curve = self.arrow(kind_of(data), ends)
            yield Group((curve,), self._edge_hint(tail, head, data))

    def arrow(self, kind: ArrowKind, points: tuple[Point, ...], *, head: bool = True) -> Line:
        stroke = STROKES[kind]
        width = round(1.1 * stroke.width, 2)
        return Line(points, self.palette.arrow(kind), width, stroke.dashes, arrow=head)

    def _edge_hint(self, tail: str, head: str, data: dict[str, Scalar]) -> str:
        names = (shown_name(key, self.job.paper(key)) for key in (tail, head))
        words = (" → ".join(names), label_of(data), text_of(data, "reason"))
        return " · ".join(word for word in words if word)

    def edge_labels(self) -> Iterator[Shape]:
        """A label on the shortest arrow of each group of siblings, on others where room is."""
        siblings: dict[tuple[str, str], list[tuple[float, Curve]]] = {}
        for tail, head, data in self.job.edges():
            label = label_of(data)
            if text_of(data, "label") is not None and label is not None:
                curve = _curve(self.job.place(tail), self.job.place(head))
                length = abs(curve[0][0] - curve[3][0]) + abs(curve[0][1] - curve[3][1])
                siblings.setdefault((tail, label), []).append((length, curve))
        room = Room()
        for place in self.job.layout.papers.values():
            room.take(place.x_pixel, place.y_pixel + _HEADING, place.width, place.height)
        groups = [(label, sorted(curves)) for (_, label), curves in siblings.items()]
        for first in (True, False):  # every group gets its one label before any gets a second
            for label, curves in groups:
                for _, curve in curves[:1] if first else curves[1:]:
                    yield from self._edge_label(label, curve, room, needed=first)

    def _edge_label(self, label: str, curve: Curve, room: Room, *, needed: bool) -> Iterator[Shape]:
        words = label if len(label) <= 40 else label[:39] + "…"
        places = [_along(curve, share) for share in _SHARES]
        found = room.find(places, text_width(words, 9), 11)
        if found is not None or needed:
            x, y = found or places[0]
            colour, ground = self.palette.text, self.palette.background
            yield Text(x, y, words, 9, colour, anchor="middle", halo=ground)

    def papers(self) -> Iterator[Shape]:
        for key, paper in self.job.papers():
            place = self.job.place(key)
            colour = self.job.layout.bands[place.band].colour_index
            box = Rectangle(
                round(place.x_pixel - place.width / 2, 2),
                round(_HEADING + place.y_pixel - place.height / 2, 2),
                place.width,
                place.height,
                self.palette.tint(colour, 0.2),
                self.palette.family(colour),
                1.8 if paper.get("seed") is True else 1.0,
                () if place.precision in ("day", "month") else (3.0, 2.0),
                radius=5,
            )
            name = Text(
                place.x_pixel,
                _HEADING + place.y_pixel,
                place.label,
                place.font_size,
                self.palette.text,
                anchor="middle",
            )
            date = text_of(paper, "date") or text_of(paper, "year") or "date unknown"
            title = text_of(paper, "title") or shown_name(key, paper)
            yield Group((box, name), f"{title} ({date})")

    def foot(self, top: float) -> tuple[list[Shape], float]:
        """Legend, marks and credits, and where they end."""
        shapes, top = self.legend(top)
        for line in (_MARKS, *self.job.about.lines):
            words = shortened(line, self.job.layout.width - 48, 10)
            shapes.append(Text(24, top, words, 10, self.palette.muted))
            top += _FOOT_LINE
        return shapes, top

    def legend(self, top: float) -> tuple[list[Shape], float]:
        """The kinds of arrows that occur, in as many lines as they need."""
        shapes: list[Shape] = []
        x, kinds = 24.0, kinds_of(self.job)
        for kind in kinds:
            width = 52 + text_width(KIND_WORDS[kind], 10)
            if x > 24 and x + width > self.job.layout.width - 24:
                x, top = 24.0, top + _FOOT_LINE
            shapes.append(self.arrow(kind, ((x, top), (x + 30, top)), head=False))
            shapes.append(Text(x + 36, top, KIND_WORDS[kind], 10, self.palette.muted))
            x += width
        return shapes, top + _FOOT_LINE if kinds else top


def _curve(tail: PlacedPaper, head: PlacedPaper) -> Curve:
    """From box to box: sideways where there is room, else up or down."""
    x0, y0, x1, y1 = tail.x_pixel, tail.y_pixel, head.x_pixel, head.y_pixel
    side = 1.0 if x1 >= x0 else -1.0
    start, end = x0 + side * tail.width / 2, x1 - side * head.width / 2
    if (end - start) * side >= 16:
        bend = max(18.0, min(abs(end - start) * 0.5, 140.0)) * side
        points = ((start, y0), (start + bend, y0), (end - bend, y1), (end, y1))
    else:
        down = 1.0 if y1 >= y0 else -1.0
        top, bottom = y0 + down * tail.height / 2, y1 - down * head.height / 2
        bend = max(8.0, abs(bottom - top) * 0.4) * down
        points = ((x0, top), (x0, top + bend), (x1, bottom - bend), (x1, bottom))
    return tuple((round(x, 2), round(y + _HEADING, 2)) for x, y in points)  # type: ignore[return-value]


def _along(curve: Curve, share: float) -> Point:
    """Point of a cubic Bézier curve."""
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    x, y = (
        round(sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True)), 2)
        for axis in (0, 1)
    )
    return x, y


def arrow_head(line: Line) -> tuple[Point, Point, Point]:
    """Corners of the triangle at the end of a line, the tip first."""
    (x0, y0), (x1, y1) = line.points[-2:]
    length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-6)
    along, across = (
        ((x1 - x0) / length, (y1 - y0) / length),
        ((y0 - y1) / length, (x1 - x0) / length),
    )
    back = (x1 - _ARROW * along[0], y1 - _ARROW * along[1])
    wing = _ARROW * 0.45
    return (
        (x1, y1),
        (round(back[0] + wing * across[0], 2), round(back[1] + wing * across[1], 2)),
        (round(back[0] - wing * across[0], 2), round(back[1] - wing * across[1], 2)),
    )
