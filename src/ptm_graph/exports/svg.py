"""SVG: the figure with real text, hints on hover, and a name for screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from ptm_graph.exports.figure import figure
from ptm_graph.exports.job import Job
from ptm_graph.exports.shapes import (
    Figure,
    Group,
    Line,
    Point,
    Polygon,
    Rectangle,
    Shape,
    Text,
    arrow_head,
)
from ptm_graph.exports.streaming import write_lines
from ptm_graph.words.characters import xml_valid

_FONTS = (
    "Helvetica Neue, Arial, Liberation Sans, Noto Sans, Noto Sans CJK SC, PingFang SC, "
    "Microsoft YaHei, sans-serif"
)


def write(job: Job, out: BinaryIO) -> None:
    """Write the figure; options are those of :func:`ptm_graph.exports.figure.figure`."""
    write_lines(_lines(figure(job)), out)


def _lines(drawn: Figure) -> Iterator[str]:
    width, height = drawn.width, drawn.height
    wide, high = round(width * drawn.scale, 2), round(height * drawn.scale, 2)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}" height="{high:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="title desc" '
        f'xml:lang="{drawn.language}" font-family={quoteattr(_FONTS)}>'
    )
    yield f'<title id="title">{_text(drawn.title)}</title>'
    yield f'<desc id="desc">{_text(drawn.description)}</desc>'
    for shape in drawn.shapes:
        yield from _shape(shape)
    yield "</svg>"


def _shape(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Group):
        yield f"<g><title>{_text(shape.hint)}</title>"
        for part in shape.shapes:
            yield from _shape(part)
        yield "</g>"
    elif isinstance(shape, Rectangle):
        yield _rectangle(shape)
    elif isinstance(shape, Polygon):
        yield _polygon(shape.points, shape.fill)
    elif isinstance(shape, Line):
        yield from _line(shape)
    else:
        yield _words(shape)


def _rectangle(shape: Rectangle) -> str:
    stroke = (
        f' stroke="{shape.stroke}" stroke-width="{shape.stroke_width:g}"' if shape.stroke else ""
    )
    return (
        f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}" '
        f'rx="{shape.radius:g}" fill="{shape.fill}"{stroke}{_dashes(shape.dashes)}/>'
    )


def _line(shape: Line) -> Iterator[str]:
    (x, y), *rest = shape.points
    command = "C" if len(rest) == 3 else "L"
    path = f"M{x:g} {y:g}{command}" + " ".join(f"{a:g} {b:g}" for a, b in rest)
    yield (
        f'<path d="{path}" fill="none" stroke="{shape.stroke}" '
        f'stroke-width="{shape.width:g}"{_dashes(shape.dashes)}/>'
    )
    if shape.arrow:
        yield _polygon(arrow_head(shape), shape.stroke)


def _polygon(points: tuple[Point, ...], fill: str) -> str:
    corners = " ".join(f"{a:g},{b:g}" for a, b in points)
    return f'<polygon points="{corners}" fill="{fill}"/>'


def _dashes(dashes: tuple[float, ...]) -> str:
    return f' stroke-dasharray="{" ".join(f"{dash:g}" for dash in dashes)}"' if dashes else ""


def _words(shape: Text) -> str:
    weight = ' font-weight="600"' if shape.bold else ""
    halo = (
        f' stroke="{shape.halo}" stroke-width="4" paint-order="stroke" stroke-linejoin="round"'
        if shape.halo
        else ""
    )
    return (
        f'<text x="{shape.x:g}" y="{shape.baseline:g}" font-size="{shape.size:g}" '
        f'fill="{shape.colour}" text-anchor="{shape.anchor}"{weight}{halo}>'
        f"{_text(shape.text)}</text>"
    )


def _text(text: str) -> str:
    return escape(xml_valid(text))
