"""What can be asked of a graph of papers: paths, routes, orders, ranks, neighbours.

Every function takes a ``networkx.DiGraph`` as ``docs/data-model.md`` describes it and
gives plain frozen data, in an order that depends on the graph's content only. Those that
are called often on one graph also take :class:`GraphArrays`, which are made once.
"""

from ptm_graph.analysis.arrays import Direction, GraphArrays, listed
from ptm_graph.analysis.communities import Community, communities
from ptm_graph.analysis.generations import ancestors, descendants
from ptm_graph.analysis.main_path import MainPath, main_path, main_path_graph
from ptm_graph.analysis.neighbours import Neighbour, similar
from ptm_graph.analysis.ranks import Rank, pagerank, ranks
from ptm_graph.analysis.reading_order import (
    ReadingOrder,
    ReadingStep,
    Reason,
    papers_of_family,
    reading_order,
)
from ptm_graph.analysis.reduction import Reduction, reduced_graph, transitive_reduction
from ptm_graph.analysis.routes import Route, Routes, RouteStep, routes
from ptm_graph.analysis.search_paths import SearchPathCounts, search_path_counts
from ptm_graph.analysis.time_travel import as_of

__all__ = [
    "Community",
    "Direction",
    "GraphArrays",
    "MainPath",
    "Neighbour",
    "Rank",
    "ReadingOrder",
    "ReadingStep",
    "Reason",
    "Reduction",
    "Route",
    "RouteStep",
    "Routes",
    "SearchPathCounts",
    "ancestors",
    "as_of",
    "communities",
    "descendants",
    "listed",
    "main_path",
    "main_path_graph",
    "pagerank",
    "papers_of_family",
    "ranks",
    "reading_order",
    "reduced_graph",
    "routes",
    "search_path_counts",
    "similar",
    "transitive_reduction",
]
