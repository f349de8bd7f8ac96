"""The drawing of a lineage as plain shapes, for every format that has no layout of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ptm_graph.errors import ExportError
from ptm_graph.exports.arrows import (
    confidence_words,
    edges_in_words,
    kind_of,
    kind_words,
    kinds_of,
    label_of,
    perhaps,
    sure_words,
)
from ptm_graph.exports.curves import Curve, Curves, along
from ptm_graph.exports.job import Job
from ptm_graph.exports.shapes import INCH, Figure, Group, Line, Polygon, Rectangle, Shape, Text
from ptm_graph.exports.values import Scalar, shown_name, text_of
from ptm_graph.layout import lay_out, shortened, text_width
from ptm_graph.layout.labels import ArrowLabel, Edge, Point, brief, place_labels, shared_labels
from ptm_graph.layout.palette import DARK, LIGHT, STROKES, ArrowKind, Palette, form
from ptm_graph.layout.room import Room
from ptm_graph.layout.text import wrapped

BUDGET = 3000
"""Papers drawn at most."""
WIDTHS = {"column": 3.3, "page": 6.5}
"""Inches that a figure takes in a paper: one of two columns, or the page between its margins."""
_PRINT = 0.8
"""Size of such a figure in units of the drawing's pixels: its smallest text has six points."""

_LINE = 15.0
LABEL = 10.0
"""Size of the labels of arrows, in pixels."""
_LEFT = 24.0
_SHORT = 70.0
"""Length of an arrow that no label may lie on."""


def figure(whole: Job) -> Figure:
    """Draw bands, ruler, relations, papers, legend and credits.

    Options
    -------
    dark : bool, default False
        Use the dark palette.
    width : {"auto", "column", "page"}
        As wide as the papers need, or a figure for a paper: a column of two, or the page.
    budget : int, default 3000
        Papers drawn at most; the heading says how many are hidden.
    """
    if "figure" not in whole.shared:
        whole.shared["figure"] = _figure(whole)
    drawn: Figure = whole.shared["figure"]
    return drawn


def _figure(whole: Job) -> Figure:
    job = whole.within(int(whole.option("budget", BUDGET)))
    inches = _inches(str(whole.option("width", "auto")))
    if inches is not None or job.given_layout is None:
        width = None if inches is None else inches * INCH / _PRINT
        job = replace(job, given_layout=lay_out(job.graph, width=width, dense=True))
    pen = _Pen(job, len(whole.keys) - len(job.keys), dark=bool(whole.option("dark", False)))
    foot, end = pen.foot(pen.top + job.layout.height)
    height = round(end + _LINE, 2)
    shapes = (
        Rectangle(0, 0, job.layout.width, height, pen.palette.background),
        *pen.heading(),
        *pen.bands(),
        *pen.ruler(),
        *pen.edges(),
        *pen.band_names(),
        *pen.edge_labels(height),
        *pen.papers(),
        *foot,
    )
    return Figure(
        width=job.layout.width,
        height=height,
        title=job.about.title,
        description=f"{pen.subtitle} {'. '.join(job.about.lines)}",
        palette=pen.palette,
        shapes=shapes,
        language=job.language,
        scale=1.0 if inches is None else inches * INCH / job.layout.width,
    )


def _inches(width: str) -> float | None:
    if width != "auto" and width not in WIDTHS:
        raise ExportError(f"“{width}” is no width of a figure; use auto, {' or '.join(WIDTHS)}")
    return WIDTHS.get(width)


@dataclass(frozen=True)
class _Pen:
    job: Job
    hidden: int
    dark: bool

    @cached_property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT

    @cached_property
    def inner(self) -> float:
        """Width of a line of text."""
        return self.job.layout.width - 2 * _LEFT

    @cached_property
    def subtitle(self) -> str:
        say, about = self.job.say, self.job.about
        text = say(
            "export.summary",
            papers=say("export.papers", count=str(len(self.job.keys))),
            edges=edges_in_words(self.job.graph, about.direction, about.language),
            way=about.arrow_meaning,
        )
        return f"{text} {say('export.hidden', count=str(self.hidden))}" if self.hidden else text

    @cached_property
    def titles(self) -> list[Text]:
        size = 19.0 if self.inner > 600 else 14.0
        lines, y, found = wrapped(self.job.about.title, self.inner, size), 0.0, []
        cut = [*lines[:2], shortened(" ".join(lines[2:]), self.inner, size)][: len(lines)]
        for line in cut:
            y += size * 1.3
            found.append(Text(_LEFT, y, line, size, self.palette.text, bold=True))
        for line in wrapped(self.subtitle, self.inner, 11):
            y += _LINE + (7 if len(found) == len(cut) else 0)
            found.append(Text(_LEFT, round(y, 2), line, 11, self.palette.muted))
        return found

    @cached_property
    def top(self) -> float:
        """Height above the layout."""
        return round(self.titles[-1].y + 16, 2)

    def heading(self) -> list[Text]:
        return self.titles

    def bands(self) -> Iterator[Shape]:
        width = self.job.layout.width - 32
        for band in self.job.layout.bands:
            top, bottom = band.top_pixel + self.top, band.bottom_pixel + self.top
            tint = self.palette.tint(band.colour_index, 0.08)
            yield Rectangle(16, top, width, bottom - top, tint, radius=4)

    def band_names(self) -> Iterator[Shape]:
        """Names of the families behind the mark that their dots have on the page."""
        for band in self.job.layout.bands:
            name = shortened(self.job.band_name(band.name), self.inner - 80, 12)
            ground, y = self.palette.tint(band.colour_index, 0.08), band.top_pixel + self.top + 13
            yield _mark(band.colour_index, _LEFT + 4, y, self.palette.family(band.colour_index))
            yield Text(
                _LEFT + 13,
                y,
                f"{name} ({band.size})",
                12,
                self.palette.text,
                bold=True,
                halo=ground,
            )

    def ruler(self) -> Iterator[Shape]:
        layout = self.job.layout
        if not layout.bands:
            return
        top, bottom = self.top + 24, self.top + layout.bands[-1].bottom_pixel
        muted, y = self.palette.muted, self.top + 14
        for tick in layout.ticks:
            yield Line(((tick.x_pixel, top), (tick.x_pixel, bottom)), self.palette.grid, 0.8)
            yield Text(tick.x_pixel, y, tick.label, 11, muted, anchor="middle")
        if layout.undated_pixel is not None:
            x = layout.undated_pixel
            yield Line(((x, top), (x, bottom)), muted, 0.8, (2.0, 3.0))
            yield Text(_LEFT, y, self.job.say("export.date unknown"), 11, muted)

    @cached_property
    def curves(self) -> dict[Edge, Curve]:
        curves = Curves(self.job.layout, self.top)
        return {(tail, head): curves.between(tail, head) for tail, head, _ in self.job.arrows()}

    def edges(self) -> Iterator[Shape]:
        for tail, head, data in self.job.arrows():
            curve = self.arrow(kind_of(data), self.curves[tail, head])
            yield Group((curve,), self._edge_hint(tail, head, data))

    def arrow(self, kind: ArrowKind, points: tuple[Point, ...], *, head: bool = True) -> Line:
        stroke = STROKES[kind]
        width = round(1.1 * stroke.width, 2)
        return Line(points, self.palette.arrow(kind), width, stroke.dashes, arrow=head)

    def _edge_hint(self, tail: str, head: str, data: dict[str, Scalar]) -> str:
        names = (shown_name(key, self.job.paper(key)) for key in (tail, head))
        language = self.job.language
        words = (
            *(" → ".join(names), label_of(data, language), text_of(data, "reason")),
            sure_words(data, language),
        )
        return " · ".join(word for word in words if word)

    def edge_labels(self, height: float) -> Iterator[Shape]:
        """What changed, where there is room for it; siblings that changed the same share it."""
        texts = labels_of(self.job)
        if not texts:
            return
        room, layout = Room(), self.job.layout
        for place in layout.papers.values():
            room.take(place.x_pixel, place.y_pixel + self.top, place.width, place.height)
        for (x0, y0), _, _, (x1, y1) in self.curves.values():
            if abs(x1 - x0) + abs(y1 - y0) < _SHORT:  # a label would hide it whole
                room.take((x0 + x1) / 2, (y0 + y1) / 2, abs(x1 - x0) + 4, abs(y1 - y0) + 6)
        for shape in self.band_names():
            if isinstance(shape, Text):
                wide = text_width(shape.text, shape.size) * 1.06
                room.take(shape.x + wide / 2 - 8, shape.y, wide + 18, shape.size)
        ruler = self.top + 26
        room.take(layout.width / 2, ruler / 2, layout.width, ruler)
        foot = self.top + layout.height - 16
        room.take(layout.width / 2, (foot + height) / 2, layout.width, height - foot)
        for label in placed_labels(self.job, texts, self._along, room):
            x, y = label.centre
            colour, ground = self.palette.text, self.palette.background
            yield Text(x, y, label.text, LABEL, colour, anchor="middle", halo=ground)

    def _along(self, edge: Edge, share: float) -> Point:
        return along(self.curves[edge], share)

    def papers(self) -> Iterator[Shape]:
        for key, paper in self.job.papers():
            place = self.job.place(key)
            colour = self.job.layout.bands[place.band].colour_index
            box = Rectangle(
                round(place.x_pixel - place.width / 2, 2),
                round(self.top + place.y_pixel - place.height / 2, 2),
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
                round(self.top + place.y_pixel, 2),
                place.label,
                place.font_size,
                self.palette.text,
                anchor="middle",
            )
            date = text_of(paper, "date") or text_of(paper, "year")
            date = date or self.job.say("export.date unknown")
            title = text_of(paper, "title") or shown_name(key, paper)
            yield Group((box, name), f"{title} ({date})")

    def foot(self, top: float) -> tuple[list[Shape], float]:
        """Legend, marks and credits, and where they end."""
        shapes, top = self.legend(top)
        marks = self.job.say("export.marks")
        for told in (*confidence_words(self.job), marks, *self.job.about.lines):
            for line in wrapped(told, self.inner, 10):
                shapes.append(Text(_LEFT, round(top, 2), line, 10, self.palette.muted))
                top += _LINE
        return shapes, top

    def legend(self, top: float) -> tuple[list[Shape], float]:
        """The kinds of arrows that occur, in as many lines as they need."""
        shapes: list[Shape] = []
        x, kinds = _LEFT, kinds_of(self.job)
        for kind in kinds:
            lines = wrapped(kind_words(kind, self.job.language), self.inner - 36, 10)
            width = 52 + max(text_width(line, 10) for line in lines)
            if x > _LEFT and x + width > self.job.layout.width - _LEFT:
                x, top = _LEFT, top + _LINE
            shapes.append(self.arrow(kind, ((x, top), (x + 30, top)), head=False))
            for number, line in enumerate(lines):
                top += _LINE if number else 0
                shapes.append(Text(x + 36, top, line, 10, self.palette.muted))
            x += width
        return shapes, top + _LINE if kinds else top


def labels_of(job: Job) -> dict[Edge, str]:
    """Arrow → what is written on it: what changed, in short, and whether it is a proposal."""
    found = {}
    for tail, head, data in job.arrows():
        label = text_of(data, "label")
        if label is not None:
            found[tail, head] = perhaps(brief(label), data, job.language)
    return found


def placed_labels(
    job: Job,
    texts: dict[Edge, str],
    point: Callable[[Edge, float], Point],
    room: Room,
    slack: float = 1.0,
) -> list[ArrowLabel]:
    """The labels for which there is room, on any of their arrows.

    ``point`` gives where an arrow is at a share of its length.
    """
    graph = job.graph if job.about.direction == "parent-child" else job.graph.reverse(copy=False)
    placed = place_labels(
        shared_labels(graph, texts),
        point,
        room,
        width_of=lambda text: slack * text_width(text, LABEL),
        height=LABEL,
        right=job.layout.width - 16,
    )
    return [label for label in placed if label.free]


def _mark(colour_index: int, x: float, y: float, colour: str) -> Shape:
    shape = form(colour_index)
    if shape == "triangle":
        return Polygon(((x - 4.5, y + 4), (x + 4.5, y + 4), (x, y - 4.5)), colour)
    return Rectangle(x - 4, y - 4, 8, 8, colour, radius=4 if shape == "circle" else 0)
