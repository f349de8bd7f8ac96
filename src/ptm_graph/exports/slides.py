"""PowerPoint: the family diagram with real connectors (extra ``slides``)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from ptm_graph.errors import ExportError
from ptm_graph.exports.job import Job
from ptm_graph.exports.values import text_of
from ptm_graph.exports.zipped import write_zip
from ptm_graph.layout import shortened
from ptm_graph.layout.palette import LIGHT, channels
from ptm_graph.words.characters import xml_valid

BUDGET = 400
"""Papers drawn at most: a slide with more can no longer be edited."""

_PIXEL = 9525
"""EMU in a pixel at 96 dots an inch."""
_LARGEST = 51_206_400
"""Side of the largest slide that PowerPoint allows (56 inches)."""
_LONGEST_PROPERTY = 255
_TOP = 60.0
_FOOT = 90.0
# Connection sites of a rounded rectangle, counted as PowerPoint does.
_SITE_TOP, _SITE_LEFT, _SITE_BOTTOM, _SITE_RIGHT = 0, 1, 2, 3


def write(job: Job, out: BinaryIO) -> None:
    """Write one slide: papers are boxes, relations connectors that stay attached.

    Options
    -------
    budget : int, default 400
        Papers drawn at most; the slide says how many are hidden.
    """
    whole, job = job, job.within(int(job.option("budget", BUDGET)))
    presentation = _presentation()
    slide = _Slide(presentation, job)
    slide.heading(len(whole.keys) - len(job.keys))
    slide.bands()
    boxes = slide.papers()
    slide.relations(boxes)
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
    def __init__(self, presentation: Any, job: Job) -> None:
        self.job = job
        width, height = job.layout.width, job.layout.height + _TOP + _FOOT
        self.scale = min(_PIXEL, _LARGEST / max(width, height))
        presentation.slide_width = self.length(width)
        presentation.slide_height = self.length(height)
        blank = presentation.slide_layouts[6]
        self.shapes = presentation.slides.add_slide(blank).shapes

    def length(self, pixels: float) -> int:
        return round(pixels * self.scale)

    def heading(self, hidden: int) -> None:
        about, width = self.job.about, self.job.layout.width
        self.text((24, 12, width - 48, 30), about.title, 18, bold=True)
        noun = "relations" if about.direction == "parent-child" else "citations"
        told = f"{len(self.job.keys)} papers, {self.job.graph.number_of_edges()} {noun}"
        told += f"; {hidden} papers are hidden" if hidden else ""
        lines = [f"{told}. An arrow points {about.edge_meaning}.", *about.lines]
        top = self.job.layout.height + _TOP
        self.text((24, top, width - 48, _FOOT), "\n".join(lines), 9)
        for tick in self.job.layout.ticks:
            self.text((tick.x_pixel - 30, _TOP, 60, 20), tick.label, 9, centred=True)

    def bands(self) -> None:
        from pptx.enum.shapes import MSO_SHAPE

        for band in self.job.layout.bands:
            height = band.bottom_pixel - band.top_pixel
            shape = self.shapes.add_shape(
                MSO_SHAPE.RECTANGLE,
                self.length(16),
                self.length(_TOP + band.top_pixel),
                self.length(self.job.layout.width - 32),
                self.length(height),
            )
            shape.name = _clean(f"Family {band.name}")
            _fill(shape, LIGHT.tint(band.colour_index, 0.1), None)
            self.text(
                (22, _TOP + band.top_pixel, 400, 22), shortened(band.name, 300, 12), 11, bold=True
            )

    def papers(self) -> dict[str, Any]:
        from pptx.enum.shapes import MSO_SHAPE

        boxes = {}
        for key, paper in self.job.papers():
            place = self.job.place(key)
            colour = self.job.layout.bands[place.band].colour_index
            box = self.shapes.add_shape(
                MSO_SHAPE.ROUNDED_RECTANGLE,
                self.length(place.x_pixel - place.width / 2),
                self.length(_TOP + place.y_pixel - place.height / 2),
                self.length(place.width),
                self.length(place.height),
            )
            box.name = _clean(key)
            _fill(box, LIGHT.tint(colour, 0.2), LIGHT.family(colour))
            self.words(box.text_frame, place.label, place.font_size * 0.75, centred=True)
            _describe(box, text_of(paper, "title"))
            boxes[key] = box
        return boxes

    def relations(self, boxes: Mapping[str, Any]) -> None:
        from pptx.enum.shapes import MSO_CONNECTOR

        labelled = set()
        for tail, head, data in self.job.edges():
            line = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
            begin, end = self._sites(tail, head)
            line.begin_connect(boxes[tail], begin)
            line.end_connect(boxes[head], end)
            _stroke(line, text_of(data, "tier"))
            _describe(line, text_of(data, "reason"))
            label = text_of(data, "label")
            if label and (tail, label) not in labelled:
                labelled.add((tail, label))
                one, other = self.job.place(tail), self.job.place(head)
                x, y = (one.x_pixel + other.x_pixel) / 2, (one.y_pixel + other.y_pixel) / 2
                self.text((x - 60, _TOP + y - 8, 120, 16), label[:60], 7, centred=True)

    def _sites(self, tail: str, head: str) -> tuple[int, int]:
        one, other = self.job.place(tail), self.job.place(head)
        room = abs(one.x_pixel - other.x_pixel) - (one.width + other.width) / 2
        if room >= 8:
            right = other.x_pixel > one.x_pixel
            return (_SITE_RIGHT, _SITE_LEFT) if right else (_SITE_LEFT, _SITE_RIGHT)
        down = other.y_pixel > one.y_pixel
        return (_SITE_BOTTOM, _SITE_TOP) if down else (_SITE_TOP, _SITE_BOTTOM)

    def text(
        self,
        place: tuple[float, float, float, float],
        text: str,
        points: float,
        *,
        bold: bool = False,
        centred: bool = False,
    ) -> None:
        frame = self.shapes.add_textbox(*map(self.length, place)).text_frame
        self.words(frame, text, points, bold=bold, centred=centred)

    def words(
        self, frame: Any, text: str, points: float, *, bold: bool = False, centred: bool = False
    ) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = False
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.text = _clean(text)
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.CENTER if centred else PP_ALIGN.LEFT
            # 12,700 EMU are a point: the text shrinks with the slide.
            paragraph.font.size = max(round(points * 12_700 * self.scale / _PIXEL), 12_700)
            paragraph.font.bold = bold
            paragraph.font.color.rgb = _rgb(LIGHT.text)


def _rgb(colour: str) -> Any:
    from pptx.dml import color

    return color.RGBColor(*channels(colour))  # type: ignore[no-untyped-call]


def _fill(shape: Any, fill: str, border: str | None) -> None:

    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(fill)
    if border is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = _rgb(border)
        shape.line.width = 12_700


def _stroke(line: Any, tier: str | None) -> None:
    from pptx.enum.dml import MSO_LINE

    line.line.color.rgb = _rgb(LIGHT.relation)
    line.line.width = 12_700
    line.line.dash_style = {"B": MSO_LINE.DASH, "C": MSO_LINE.ROUND_DOT}.get(
        tier or "", MSO_LINE.SOLID
    )
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
