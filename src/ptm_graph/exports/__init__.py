"""Exports: a graph that opens elsewhere, one module for each format.

:func:`export` writes a file, :func:`to_bytes` gives its content. Both know the
formats of :func:`known_formats`; heavy libraries are imported only for the format that
needs them. :func:`export_seeds` writes a reading list.
"""

from ptm_graph.exports.formats import FORMATS, Format, SeedWriter, format_of, known_formats
from ptm_graph.exports.job import About, Job
from ptm_graph.exports.seeds import export_seeds, seeds_to_bytes
from ptm_graph.exports.writing import export, to_bytes

__all__ = [
    "FORMATS",
    "About",
    "Format",
    "Job",
    "SeedWriter",
    "export",
    "export_seeds",
    "format_of",
    "known_formats",
    "seeds_to_bytes",
    "to_bytes",
]
