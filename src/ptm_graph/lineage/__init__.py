"""Lineage: who descends from whom, why, and how sure that is.

The graph goes in as citations (citing → cited) and comes out as descent (parent →
child). See ``docs/lineage.md`` for the method and its figures.
"""

from ptm_graph.lineage.confirming import ToConfirm, to_confirm
from ptm_graph.lineage.explanation import relations_of, why
from ptm_graph.lineage.graph import edge_attributes, lineage_graph, relations, to_graph
from ptm_graph.lineage.infer import infer
from ptm_graph.lineage.parentless import Parentless, Suggestion, parentless
from ptm_graph.lineage.results import (
    Abstention,
    Candidate,
    ConcurrentPair,
    Explanation,
    Gap,
    Lineage,
    MissingParent,
)
from ptm_graph.lineage.time_order import BrokenCycle
from ptm_graph.lineage.weights import Weights, default_weights

__all__ = [
    "Abstention",
    "BrokenCycle",
    "Candidate",
    "ConcurrentPair",
    "Explanation",
    "Gap",
    "Lineage",
    "MissingParent",
    "Parentless",
    "Suggestion",
    "ToConfirm",
    "Weights",
    "default_weights",
    "edge_attributes",
    "infer",
    "lineage_graph",
    "parentless",
    "relations",
    "relations_of",
    "to_confirm",
    "to_graph",
    "why",
]
