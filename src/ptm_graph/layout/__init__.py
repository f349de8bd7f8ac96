"""Where each paper is drawn: time runs to the right, families are named bands."""

from ptm_graph.layout.placement import Band, Layout, PlacedPaper, Tick, lay_out
from ptm_graph.layout.text import shortened, text_width

__all__ = ["Band", "Layout", "PlacedPaper", "Tick", "lay_out", "shortened", "text_width"]
