"""PDF with real text in embedded fonts."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from ptm_graph.exports.figure import figure
from ptm_graph.exports.fonts import Fonts
from ptm_graph.exports.job import Job
from ptm_graph.exports.shapes import (
    INCH,
    Figure,
    Group,
    Line,
    Polygon,
    Rectangle,
    Shape,
    Text,
    arrow_head,
)
from ptm_graph.words.characters import xml_valid

_POINT = 72.0 / INCH
_ONE_AT_A_TIME = threading.Lock()
"""reportlab keeps fonts for all documents together."""


def write(job: Job, out: BinaryIO) -> None:
    """Write a figure for a paper; options are those of :func:`ptm_graph.exports.figure.figure`."""
    out.write(drawn_page(figure(job), job.about.made_by))


def drawn_page(drawn: Figure, made_by: str) -> bytes:
    """A PDF of one page that is as large as the figure in print."""
    return drawn_pages([drawn], made_by)


def drawn_pages(figures: Sequence[Figure], made_by: str) -> bytes:
    """A PDF with a page for each figure, told to be about the first; they share their fonts."""
    from reportlab.pdfgen.canvas import Canvas

    with _ONE_AT_A_TIME:
        first = figures[0]
        canvas = Canvas("", invariant=True)
        canvas.setTitle(_readable(first.title))
        canvas.setSubject(_readable(first.description))
        canvas.setCreator(_readable(made_by))
        canvas.setAuthor("")
        fonts = _fonts(figures)
        for drawn in figures:
            scale = drawn.scale * _POINT
            canvas.setPageSize((drawn.width * scale, drawn.height * scale))
            canvas.scale(scale, scale)
            page = _Page(canvas, drawn, fonts)
            for shape in drawn.shapes:
                page.draw(shape)
            canvas.showPage()
        content: bytes = canvas.getpdfdata()
        fonts.forget()
        return content


def _fonts(figures: Sequence[Figure]) -> Fonts:
    letters: dict[bool, set[str]] = {False: set(), True: set()}
    for text in (text for drawn in figures for text in _texts(drawn.shapes)):
        letters[text.bold].update(_readable(text.text))
    return Fonts(letters)


def _readable(text: str) -> str:
    """What a PDF can hold: no invisible signs, which would be drawn as boxes."""
    return "".join(char for char in xml_valid(text) if char.isprintable())


class _Page:
    """Draws with the origin in the upper left corner; a PDF has it in the lower left one."""

    def __init__(self, canvas: Any, drawn: Figure, fonts: Fonts):
        self._canvas, self._height, self.fonts = canvas, drawn.height, fonts

    def draw(self, shape: Shape) -> None:
        if isinstance(shape, Group):
            for part in shape.shapes:
                self.draw(part)
        elif isinstance(shape, Rectangle):
            self._rectangle(shape)
        elif isinstance(shape, Polygon):
            self._polygon(shape.points, shape.fill)
        elif isinstance(shape, Line):
            self._line(shape)
        else:
            self._text(shape)

    def _rectangle(self, shape: Rectangle) -> None:
        self._canvas.setFillColor(shape.fill)
        self._pen(shape.stroke, shape.stroke_width, shape.dashes)
        self._canvas.roundRect(
            shape.x,
            self._height - shape.y - shape.height,
            shape.width,
            shape.height,
            shape.radius,
            stroke=int(shape.stroke is not None),
            fill=1,
        )

    def _pen(self, colour: str | None, width: float, dashes: tuple[float, ...]) -> None:
        if colour is not None:
            self._canvas.setStrokeColor(colour)
            self._canvas.setLineWidth(width)
            self._canvas.setDash(list(dashes))

    def _polygon(self, points: tuple[tuple[float, float], ...], fill: str) -> None:
        self._canvas.setFillColor(fill)
        path = self._canvas.beginPath()
        (x, y), *rest = points
        path.moveTo(x, self._height - y)
        for x, y in rest:
            path.lineTo(x, self._height - y)
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _line(self, shape: Line) -> None:
        self._pen(shape.stroke, shape.width, shape.dashes)
        numbers = [part for x, y in shape.points for part in (x, self._height - y)]
        (self._canvas.bezier if len(shape.points) == 4 else self._canvas.line)(*numbers)
        if shape.arrow:
            self._polygon(arrow_head(shape), shape.stroke)

    def _text(self, shape: Text) -> None:
        runs = list(self.fonts.runs(_readable(shape.text), bold=shape.bold))
        widths = [self._canvas.stringWidth(run.text, run.font, shape.size) for run in runs]
        width, y = sum(widths), self._height - shape.baseline
        x = shape.x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor]
        if shape.halo:
            # an outline of the letters would be text of its own for whoever copies it
            self._canvas.setFillColor(shape.halo, alpha=0.85)
            self._canvas.rect(
                x - 1.5, y - shape.size * 0.25, width + 3, shape.size * 1.15, stroke=0, fill=1
            )
        self._canvas.setFillColor(shape.colour, alpha=1)
        for run, wide in zip(runs, widths, strict=True):
            self._canvas.setFont(run.font, shape.size)
            self._canvas.drawString(x, y, run.text)
            x += wide


def _texts(shapes: tuple[Shape, ...]) -> Iterator[Text]:
    for shape in shapes:
        if isinstance(shape, Group):
            yield from _texts(shape.shapes)
        elif isinstance(shape, Text):
            yield shape
