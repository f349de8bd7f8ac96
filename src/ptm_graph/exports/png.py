"""PNG (extra ``figures``)."""

from __future__ import annotations

from typing import BinaryIO

from ptm_graph.exports.figure import figure
from ptm_graph.exports.job import Job
from ptm_graph.exports.plotted import INCH, save
from ptm_graph.layout.palette import DARK, LIGHT

_LARGEST = 30_000
"""Dots of a side that are still drawn; matplotlib stops at 65,536."""


def write(job: Job, out: BinaryIO) -> None:
    """Write a picture.

    Options
    -------
    dpi : int, default 192
        Dots in an inch; 96 make one pixel of the layout. Fewer for a drawing that
        would be wider or higher than 30,000 dots.
    dark : bool, default False
        Use the dark palette.
    budget : int, default 3000
        Papers drawn at most.
    """
    drawn = figure(job, DARK if job.option("dark", False) else LIGHT)
    most = int(_LARGEST * INCH / max(drawn.width, drawn.height))
    told = {"Title": _latin(drawn.title), "Description": _latin(drawn.description)}
    dots = min(int(job.option("dpi", 192)), most)
    save(drawn, out, "png", told | {"Software": _latin(job.about.made_by)}, dots)


def _latin(text: str) -> str:
    """PNG keeps its texts in Latin-1."""
    return text.encode("latin-1", "replace").decode("latin-1")
