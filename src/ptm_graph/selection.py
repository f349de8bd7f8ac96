"""The first place of :mod:`ptm_graph.graph.selection`, for programs that import from it."""

from ptm_graph.graph.selection import select

__all__ = ["select"]
