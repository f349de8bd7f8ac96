"""From a graph to the drawing on the screen: what is drawn, where, and how it looks."""

from ptm_graph.dashboard.drawing.chart import Picked, Style, chart_options, picked
from ptm_graph.layout.screen import Placement, place
from ptm_graph.layout.timescale import TimeScale

__all__ = ["Picked", "Placement", "Style", "TimeScale", "chart_options", "picked", "place"]
