"""PNG: a picture of the PDF."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from ptm_graph.exports.figure import figure
from ptm_graph.exports.job import Job
from ptm_graph.exports.pdf import drawn_page
from ptm_graph.exports.shapes import INCH

if TYPE_CHECKING:
    from PIL.Image import Image

_DOTS = 192
_PRINTED = 400
"""Dots in an inch of a figure for a paper."""
_LARGEST = 100_000_000
"""Dots of a picture."""
_ONE_AT_A_TIME = threading.Lock()
"""pdfium is not made for threads."""


def write(job: Job, out: BinaryIO) -> None:
    """Write a picture.

    Options are those of :func:`ptm_graph.exports.figure.figure`, and:

    Options
    -------
    dpi : int, default 192
        Dots in an inch, 400 for a figure of a paper's width; 96 make one pixel of the layout.
        Fewer for a drawing that would have more than a hundred million dots.
    """
    from PIL.PngImagePlugin import PngInfo

    drawn = figure(job)
    inches = [side * drawn.scale / INCH for side in (drawn.width, drawn.height)]
    wished = float(job.option("dpi", _DOTS if drawn.scale == 1.0 else _PRINTED))
    dots = min(max(wished, 1.0), math.sqrt(_LARGEST / math.prod(inches)))
    told = PngInfo()
    for name, text in (
        ("Title", drawn.title),
        ("Description", drawn.description),
        ("Software", job.about.made_by),
    ):
        told.add_text(name, text.encode("latin-1", "replace"))  # PNG keeps its texts in Latin-1
    (picture,) = pictures(drawn_page(drawn, job.about.made_by), dots)
    picture.save(out, format="PNG", pnginfo=told, dpi=(round(dots), round(dots)))


def pictures(pdf: bytes, dots: float) -> Iterator[Image]:
    """A picture of each page of a PDF, with so many dots in an inch."""
    import pypdfium2

    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            for page in document:
                yield page.render(scale=dots / 72.0).to_pil().convert("RGB")
                page.close()
        finally:
            document.close()
