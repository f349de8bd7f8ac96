"""Exports: a graph that opens elsewhere, one module for each format.

:func:`export` writes a file, :func:`to_bytes` gives its content. Both know the
formats of :data:`FORMATS`; heavy libraries are imported only for the format that
needs them.
"""

from ptm_graph.exports.formats import FORMATS, Format, format_of
from ptm_graph.exports.job import About, Job
from ptm_graph.exports.writing import export, to_bytes

__all__ = ["FORMATS", "About", "Format", "Job", "export", "format_of", "to_bytes"]
