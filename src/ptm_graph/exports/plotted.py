"""The figure drawn with matplotlib (extra ``figures``), for PNG and PDF."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from ptm_graph.errors import ExportError
from ptm_graph.exports.figure import Figure, Group, Line, Rectangle, Shape, Text, arrow_head
from ptm_graph.words.characters import xml_valid

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FONTS = (
    "Helvetica Neue",
    "Arial",
    "Liberation Sans",
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Arial Unicode MS",
)
"""Tried in this order for each letter; those behind DejaVu Sans hold Chinese."""

INCH = 96.0
"""Pixels of the layout in an inch."""
_POINT = 72.0 / INCH


def save(
    drawn: Figure,
    out: BinaryIO,
    kind: Literal["png", "pdf"],
    told: Mapping[str, str | None],
    dots: float = INCH,
) -> None:
    """Draw a figure with matplotlib.

    Parameters
    ----------
    drawn : Figure
        What to draw.
    out : binary file
        Where to write.
    kind : {"png", "pdf"}
        Format of the file.
    told : mapping
        Metadata for the file; None leaves out what matplotlib would add.
    dots : float
        Dots in an inch; 96 make one pixel of the layout.

    Raises
    ------
    ExportError
        If matplotlib is not installed.
    """
    matplotlib = _matplotlib()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    style = {
        "font.family": _installed_fonts(),
        "pdf.fonttype": 42,
        "text.parse_math": False,
        "text.usetex": False,
        "path.snap": False,
    }
    with matplotlib.rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"(?s).*Glyph .* missing from")
        canvas = Canvas(figsize=(drawn.width / INCH, drawn.height / INCH), dpi=dots)
        FigureCanvasAgg(canvas)
        axes = canvas.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_axis_off()
        axes.set_xlim(0, drawn.width)
        axes.set_ylim(drawn.height, 0)
        for depth, shape in enumerate(drawn.shapes):
            _draw(axes, shape, depth)
        metadata: dict[str, Any] = dict(told)
        canvas.savefig(
            out, format=kind, dpi=dots, facecolor=drawn.palette.background, metadata=metadata
        )


def _matplotlib() -> Any:
    try:
        import matplotlib
    except ImportError as error:
        raise ExportError(
            "PNG and PDF need matplotlib; install it with: pip install 'ptm-graph[figures]' "
            "(SVG needs nothing)"
        ) from error
    return matplotlib


@cache
def _installed_fonts() -> list[str]:
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in _FONTS if name in known]


def _draw(axes: Axes, shape: Shape, depth: int) -> None:
    if isinstance(shape, Group):
        for part in shape.shapes:
            _draw(axes, part, depth)
    elif isinstance(shape, Rectangle):
        _rectangle(axes, shape, depth)
    elif isinstance(shape, Line):
        _line(axes, shape, depth)
    else:
        _text(axes, shape, depth)


def _rectangle(axes: Axes, shape: Rectangle, depth: int) -> None:
    from matplotlib.patches import FancyBboxPatch

    box = FancyBboxPatch(
        (shape.x, shape.y),
        shape.width,
        shape.height,
        boxstyle=f"round,pad=0,rounding_size={shape.radius}" if shape.radius else "square,pad=0",
        facecolor=shape.fill,
        edgecolor=shape.stroke or "none",
        linewidth=shape.stroke_width * _POINT if shape.stroke else 0.0,
        linestyle=_style(shape.dashes, shape.stroke_width),
        zorder=depth,
    )
    axes.add_patch(box)


def _line(axes: Axes, shape: Line, depth: int) -> None:
    from matplotlib.patches import PathPatch, Polygon
    from matplotlib.path import Path

    bend = [Path.CURVE4] * 3 if len(shape.points) == 4 else [Path.LINETO]
    axes.add_patch(
        PathPatch(
            Path(shape.points, [Path.MOVETO, *bend]),
            facecolor="none",
            edgecolor=shape.stroke,
            linewidth=shape.width * _POINT,
            linestyle=_style(shape.dashes, shape.width),
            capstyle="butt",
            zorder=depth,
        )
    )
    if shape.arrow:
        axes.add_patch(
            Polygon(arrow_head(shape), facecolor=shape.stroke, edgecolor="none", zorder=depth)
        )


def _style(dashes: tuple[float, ...], width: float) -> Any:
    """Matplotlib counts dashes in widths of the line."""
    return (0, tuple(dash / max(width, 0.1) for dash in dashes)) if dashes else "solid"


def _text(axes: Axes, shape: Text, depth: int) -> None:
    from matplotlib import patheffects

    def put(**effects: Any) -> None:
        axes.text(
            shape.x,
            shape.y + shape.size * 0.35,
            xml_valid(shape.text),
            fontsize=shape.size * _POINT,
            color=shape.colour,
            ha={"start": "left", "middle": "center", "end": "right"}[shape.anchor],
            va="baseline",
            fontweight="bold" if shape.bold else "normal",
            zorder=depth,
            clip_on=False,
            **effects,
        )

    if shape.halo:
        # The outline turns letters into paths; the letters above it stay text in a PDF.
        put(path_effects=[patheffects.Stroke(linewidth=3 * _POINT, foreground=shape.halo)])
    put()
