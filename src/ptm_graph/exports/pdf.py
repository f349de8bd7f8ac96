"""PDF with real text (extra ``figures``)."""

from __future__ import annotations

from typing import BinaryIO

from ptm_graph.exports.figure import figure
from ptm_graph.exports.job import Job
from ptm_graph.exports.plotted import save
from ptm_graph.layout.palette import DARK, LIGHT


def write(job: Job, out: BinaryIO) -> None:
    """Write a figure for a paper.

    Options
    -------
    dark : bool, default False
        Use the dark palette.
    budget : int, default 3000
        Papers drawn at most.
    """
    drawn = figure(job, DARK if job.option("dark", False) else LIGHT)
    told = {
        "Title": drawn.title,
        "Subject": drawn.description,
        "Creator": job.about.made_by,
        "CreationDate": None,
    }
    save(drawn, out, "pdf", told)
