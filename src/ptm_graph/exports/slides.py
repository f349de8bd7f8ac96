"""PowerPoint: the family diagram with real connectors (extra ``slides``)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from ptm_graph.errors import ExportError
from ptm_graph.exports.arrows import (
    confidence_words,
    edges_in_words,
    kind_of,
    kind_words,
    kinds_of,
    perhaps,
    sure_words,
)
from ptm_graph.exports.curves import along
from ptm_graph.exports.figure import LABEL, labels_of, placed_labels
from ptm_graph.exports.job import Job
from ptm_graph.exports.shapes import Point
from ptm_graph.exports.values import text_of
from ptm_graph.exports.zipped import write_zip
from ptm_graph.layout import lay_out, shortened, text_width
from ptm_graph.layout.labels import Edge
from ptm_graph.layout.palette import DARK, LIGHT, STROKES, ArrowKind, Palette, channels, form
from ptm_graph.layout.placement import RULER
from ptm_graph.layout.room import Room
from ptm_graph.layout.text import wrapped
from ptm_graph.words.characters import xml_valid
from ptm_graph.words.wording import phrase

BUDGET = 400
"""Papers drawn at most: a slide with more can no longer be edited."""

_PIXEL = 9525
"""EMU in a pixel at 96 dots an inch."""
_LARGEST = 51_206_400
"""Side of the largest slide that PowerPoint allows (56 inches)."""
_LONGEST_PROPERTY = 255
_LEFT, _TITLE, _LINE = 24.0, 24.0, 18.0
_SLACK = 1.08
"""Width of the box of a label, in widths of its text."""
_TITLES = 3
"""Lines of a title."""
# Connection sites of a rounded rectangle, counted as PowerPoint does.
_TOP, _WEST, _BOTTOM, _EAST = 0, 1, 2, 3
_AT = {_TOP: (0, -1), _WEST: (-1, 0), _BOTTOM: (0, 1), _EAST: (1, 0)}
_PAIRS = (
    *((_EAST, _WEST), (_BOTTOM, _TOP), (_TOP, _BOTTOM), (_EAST, _TOP), (_EAST, _BOTTOM)),
    *((_TOP, _WEST), (_BOTTOM, _WEST), (_TOP, _TOP), (_BOTTOM, _BOTTOM), (_WEST, _EAST)),
)
"""Sites of parent and child, the usual ones first."""
_ROOM_TO_BEND = 16.0
"""Pixels between two sides that a curve needs."""
_MARKS = {"circle": "OVAL", "square": "RECTANGLE", "triangle": "ISOSCELES_TRIANGLE"}


def write(job: Job, out: BinaryIO) -> None:
    """Write one slide: papers are boxes, relations connectors that stay attached.

    Options
    -------
    budget : int, default 400
        Papers drawn at most; the slide says how many are hidden.
    dark : bool, default False
        Use the dark palette.
    """
    whole, job = job, job.within(int(job.option("budget", BUDGET)))
    if job.given_layout is None:
        job = replace(job, given_layout=lay_out(job.graph, dense=True))
    presentation, room = _presentation(), Room()
    slide = _Slide(presentation, job, len(whole.keys) - len(job.keys))
    slide.bands()
    slide.heading()
    boxes = slide.papers(room)
    slide.band_names(room)
    slide.relations(boxes, room)
    properties = presentation.core_properties
    properties.title, properties.author = _property(job.about.title), _property(job.about.made_by)
    properties.comments = _property(" · ".join(job.about.lines))
    properties.last_modified_by = ""
    draft = io.BytesIO()
    presentation.save(draft)
    write_zip(_members(draft), out)


def _members(draft: BinaryIO) -> Iterator[tuple[str, list[bytes]]]:
    """The parts of the file, without the time at which they were written."""
    with zipfile.ZipFile(draft) as archive:
        for name in archive.namelist():
            yield name, [archive.read(name)]


def _presentation() -> Any:
    try:
        from pptx import Presentation
    except ImportError as error:
        raise ExportError(
            "PowerPoint needs python-pptx; install it with: pip install 'ptm-graph[slides]'"
        ) from error
    return Presentation()


class _Slide:
    def __init__(self, presentation: Any, job: Job, hidden: int):
        self.job, self.palette = job, DARK if job.option("dark", False) else LIGHT
        self.inner = job.layout.width - 2 * _LEFT
        self.title = shortened(job.about.title, _TITLES * self.inner * 0.8, _TITLE)
        lines = len(wrapped(self.title, self.inner, _TITLE))
        self.notes = list(self._notes(hidden))
        self.foot = _LINE * sum(len(wrapped(note, self.inner, 12)) for note in self.notes)
        self.headline = 1.4 * _TITLE * lines
        self.top = 20.0 + self.headline
        width = job.layout.width
        height = self.top + job.layout.height + self.foot + _LEFT
        self.scale = min(_PIXEL, _LARGEST / max(width, height))
        presentation.slide_width = self.length(width)
        presentation.slide_height = self.length(height)
        blank = presentation.slide_layouts[6]
        slide = presentation.slides.add_slide(blank)
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = _rgb(self.palette.background)
        self.shapes = slide.shapes

    def length(self, pixels: float) -> int:
        return round(pixels * self.scale)

    def _notes(self, hidden: int) -> Iterator[str]:
        about, say = self.job.about, self.job.say
        yield say(
            "export.slide summary, hidden" if hidden else "export.slide summary",
            papers=say("export.papers", count=str(len(self.job.keys))),
            edges=edges_in_words(self.job.graph, about.direction, about.language),
            way=about.arrow_meaning,
            count=str(hidden),
        )
        kinds = [
            say("reason.dash", line=say(_LINES[kind]), meaning=kind_words(kind, about.language))
            for kind in kinds_of(self.job)
        ]
        if kinds:
            yield say("export.arrows", kinds=phrase("reason.and", about.language).join(kinds))
        yield from confidence_words(self.job)
        yield from about.lines

    def heading(self) -> None:
        """Title, ruler, and the notes at the foot."""
        self.text((_LEFT, 12, self.inner, self.headline), self.title, _TITLE, bold=True)
        top = self.top + self.job.layout.height
        self.text((_LEFT, top, self.inner, self.foot), "\n".join(self.notes), 12)
        layout = self.job.layout
        bottom = layout.bands[-1].bottom_pixel if layout.bands else RULER
        for tick in layout.ticks:
            self.text((tick.x_pixel - 28, self.top + 6, 56, 16), tick.label, 12, centred=True)
            self.box(
                "RECTANGLE", (tick.x_pixel, self.top + 24, 0.8, bottom - 24), self.palette.grid
            )

    def bands(self) -> None:
        for band in self.job.layout.bands:
            top, height = self.top + band.top_pixel, band.bottom_pixel - band.top_pixel
            tint = self.palette.tint(band.colour_index, 0.1)
            shape = self.box("RECTANGLE", (16, top, self.job.layout.width - 32, height), tint)
            shape.name = _clean(f"Family {band.name}")

    def band_names(self, room: Room) -> None:
        """Names of the families behind the mark that their dots have on the page."""
        for band in self.job.layout.bands:
            y, name = self.top + band.top_pixel + 5, self.job.band_name(band.name)
            name, mark = shortened(name, self.inner - 80, 14), _MARKS[form(band.colour_index)]
            self.box(mark, (_LEFT, y + 4, 8, 8), self.palette.family(band.colour_index))
            width = text_width(name, 14) * 1.1
            self.text((_LEFT + 12, y, width, 16), name, 14, bold=True)
            room.take(_LEFT + 6 + width / 2, y + 8, width + 12, 16)

    def papers(self, room: Room) -> dict[str, Any]:
        boxes = {}
        for key, paper in self.job.papers():
            place = self.job.place(key)
            colour = self.job.layout.bands[place.band].colour_index
            x, y = place.x_pixel, self.top + place.y_pixel
            box = self.box(
                "ROUNDED_RECTANGLE",
                (x - place.width / 2, y - place.height / 2, place.width, place.height),
                self.palette.tint(colour, 0.2),
                self.palette.family(colour),
            )
            box.name = _clean(key)
            self.words(box.text_frame, place.label, place.font_size, centred=True)
            _describe(box, text_of(paper, "title"))
            boxes[key] = box
            room.take(x, y, place.width, place.height)
        return boxes

    def relations(self, boxes: Mapping[str, Any], room: Room) -> None:
        """Connectors behind all boxes, and what changed where there is room for it."""
        from pptx.enum.shapes import MSO_CONNECTOR

        ways: dict[Edge, _Way] = {}
        lowest: Any = next(iter(boxes.values()))._element if boxes else None
        for tail, head, data in self.job.arrows():
            way = ways[tail, head] = self._way(tail, head, room)
            kind = MSO_CONNECTOR.CURVE if way.curved else MSO_CONNECTOR.STRAIGHT
            line = self.shapes.add_connector(kind, 0, 0, 0, 0)
            line.begin_connect(boxes[tail], way.sites[0])
            line.end_connect(boxes[head], way.sites[1])
            _stroke(line, kind_of(data), self.palette)
            language = self.job.language
            reason = perhaps(text_of(data, "reason") or "", data, language)
            told = filter(None, (reason, sure_words(data, language)))
            _describe(line, phrase("reason.and", language).join(told))
            lowest.addprevious(line._element)
        texts = labels_of(self.job)
        for label in placed_labels(
            self.job, texts, lambda edge, share: ways[edge].point(share), room, _SLACK
        ):
            x, y = label.centre
            wide = _SLACK * text_width(label.text, LABEL) + 2
            place = (x - wide / 2, y - LABEL * 0.6, wide, LABEL * 1.2)
            self.text(place, label.text, LABEL, centred=True, ground=self.palette.background)

    def _way(self, tail: str, head: str, room: Room) -> _Way:
        """The connector that runs behind the fewest other boxes: a line, else a curve."""
        places = self.job.place(tail), self.job.place(head)
        tried: list[tuple[float, int, _Way]] = []
        for number, sites in enumerate(_PAIRS):
            ends = [
                (
                    place.x_pixel + dx * place.width / 2,
                    self.top + place.y_pixel + dy * place.height / 2,
                )
                for place, (dx, dy) in zip(places, (_AT[site] for site in sites), strict=True)
            ]
            tried.append((0.4 * number, len(tried), _Way(sites, ends[0], ends[1])))
            if number == 0 and ends[1][0] - ends[0][0] > _ROOM_TO_BEND:
                tried.append((0.3, len(tried), _Way(sites, ends[0], ends[1], curved=True)))

        def cost(one: tuple[float, int, _Way]) -> tuple[float, int]:
            hidden = sum(room.covers(*one[2].point(step / 40)) for step in range(1, 40))
            return hidden / 2 + one[0], one[1]

        return min(tried, key=cost)[2]

    def box(
        self,
        kind: str,
        place: tuple[float, float, float, float],
        fill: str,
        border: str | None = None,
    ) -> Any:
        from pptx.enum.shapes import MSO_SHAPE

        shape = self.shapes.add_shape(getattr(MSO_SHAPE, kind), *map(self.length, place))
        _plain(shape)
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(fill)
        if border is None:
            shape.line.fill.background()
        else:
            shape.line.color.rgb = _rgb(border)
            shape.line.width = self.length(1.3)
        return shape

    def text(
        self,
        place: tuple[float, float, float, float],
        text: str,
        size: float,
        *,
        bold: bool = False,
        centred: bool = False,
        ground: str | None = None,
    ) -> None:
        shape = self.shapes.add_textbox(*map(self.length, place))
        if ground is not None:
            shape.fill.solid()
            shape.fill.fore_color.rgb = _rgb(ground)
        self.words(shape.text_frame, text, size, bold=bold, centred=centred)

    def words(
        self, frame: Any, text: str, size: float, *, bold: bool = False, centred: bool = False
    ) -> None:
        """Text of a size in pixels; it is as wide as was reckoned only in this font."""
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN

        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        # Unwrapped text would be centred on its own width, which programs reckon differently.
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.text = _clean(text)
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.CENTER if centred else PP_ALIGN.LEFT
            # The text shrinks with the slide; 12,700 EMU are a point, and the smallest there is.
            paragraph.font.size = max(self.length(size) // 100 * 100, 12_700)
            paragraph.font.name = "Arial"
            paragraph.font.bold = bold
            paragraph.font.color.rgb = _rgb(self.palette.text)


@dataclass(frozen=True, slots=True)
class _Way:
    """A connector: a line, or a curve from side to side.

    The curve rises or falls half-way: LibreOffice draws no other.
    """

    sites: tuple[int, int]
    begin: Point
    end: Point
    curved: bool = False

    def point(self, share: float) -> Point:
        (x0, y0), (x1, y1) = self.begin, self.end
        middle, centre = (x0 + x1) / 2, (y0 + y1) / 2
        if not self.curved:
            return (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
        if share > 0.5:  # the other half is the same, turned
            x, y = self.point(1 - share)
            return (x0 + x1 - x, y0 + y1 - y)
        bend = (x0 + middle) / 2, (y0 + centre) / 2
        return along((self.begin, (bend[0], y0), (middle, bend[1]), (middle, centre)), 2 * share)


def _rgb(colour: str) -> Any:
    from pptx.dml import color

    return color.RGBColor(*channels(colour))  # type: ignore[no-untyped-call]


def _plain(shape: Any) -> None:
    """Take off the style of the theme, which has shadows."""
    for style in shape._element.xpath("./p:style"):
        shape._element.remove(style)


_LINES: Mapping[ArrowKind, str] = {
    "A": "arrow.thick",
    "B": "arrow.thin",
    "C": "arrow.dashed",
    "name only": "arrow.dash and dot",
    "proposal": "arrow.dotted and pale",
    "name only proposal": "arrow.dash and dots, pale",
}
"""How the line of a kind of arrow looks, in words."""


def _stroke(line: Any, kind: ArrowKind, palette: Palette) -> None:
    from pptx.enum.dml import MSO_LINE

    _plain(line)
    line.line.color.rgb = _rgb(palette.arrow(kind))
    line.line.width = round(12_700 * STROKES[kind].width)
    line.line.dash_style = {
        "C": MSO_LINE.DASH,
        "name only": MSO_LINE.DASH_DOT,
        "proposal": MSO_LINE.ROUND_DOT,
        "name only proposal": MSO_LINE.DASH_DOT_DOT,
    }.get(kind, MSO_LINE.SOLID)
    # python-pptx has no arrow heads: the element goes behind the dash style.
    properties = line.line._get_or_add_ln()
    head = properties.makeelement(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tailEnd", {"type": "triangle"}
    )
    properties.append(head)


def _describe(shape: Any, text: str | None) -> None:
    """Alternative text, for screen readers."""
    if text:
        shape._element._nvXxPr.cNvPr.set("descr", _clean(text))


def _property(text: str) -> str:
    """A property of the file: Office takes 255 characters; the slide has them all."""
    whole = _clean(text)
    return whole if len(whole) <= _LONGEST_PROPERTY else whole[: _LONGEST_PROPERTY - 1] + "…"


def _clean(text: str) -> str:
    return xml_valid(text).replace("\r", "").replace("\x0b", "")
