"""The shapes of a figure, in pixels of the layout, for every format that draws them itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ptm_graph.layout.palette import Palette

Point = tuple[float, float]

INCH = 96.0
"""Pixels in an inch."""
_ARROW = 6.0


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
class Polygon:
    """A filled form without a border."""

    points: tuple[Point, ...]
    fill: str


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

    @property
    def baseline(self) -> float:
        """Where the letters stand."""
        return round(self.y + self.size * 0.35, 2)


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together, with what a reader is told about them."""

    shapes: tuple[Rectangle | Polygon | Line | Text, ...]
    hint: str


Shape = Rectangle | Polygon | Line | Text | Group


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing: shapes from back to front, in pixels."""

    width: float
    height: float
    title: str
    description: str
    palette: Palette
    shapes: tuple[Shape, ...]
    language: str = "en"
    scale: float = 1.0
    """Its size in print, in units of its pixels (96 in an inch)."""


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
