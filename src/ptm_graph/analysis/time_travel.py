"""The citation graph as it stood at a date, using nothing later."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import networkx as nx

from ptm_graph.graph.dates import days_of

COUNTS_OF_TODAY = ("citation_count", "influential_citation_count")
"""Attributes that count what happened until today."""


def as_of(
    citations: nx.DiGraph[str],
    date: datetime.date,
    *,
    citation_counts: Mapping[str, int] | None = None,
) -> nx.DiGraph[str]:
    """The citation graph as it stood at the end of a day.

    Parameters
    ----------
    citations : networkx.DiGraph
        Edges point citing → cited.
    date : datetime.date
        Only papers that certainly were out on this day are left: of a paper known to be
        of 2019, only from 31 December 2019 on.
    citation_counts : mapping of str to int, optional
        World-wide citations known for this day, for example from the history of a
        library. The counts of today are removed, not kept.

    Returns
    -------
    networkx.DiGraph
        A new graph with the papers, the citations between them, and the attributes.
        Year and venue are removed where the publication is of a later year than the date
        of the work. Graph attributes: ``as_of``; ``later_papers`` and ``undated_papers``,
        how many papers are left out because they came later (or may have), and because
        nobody knows when.

    Notes
    -----
    For the lineage at a date, infer it from this graph. Not known, hence not undone: at
    which version of a paper a reference was added, and that key phrases were chosen for
    how rare they are among all papers of the library. O(V + E).
    """
    counts = citation_counts or {}
    graph: nx.DiGraph[str] = nx.DiGraph(**citations.graph)
    undated = 0
    for key, data in citations.nodes(data=True):
        days = days_of(data)
        if days is None:
            undated += 1
        elif days[1] <= date:
            graph.add_node(key, **_attributes(data, date, counts.get(key)))
    graph.add_edges_from(
        (citing, cited, dict(data))
        for citing, cited, data in citations.edges(data=True)
        if citing in graph and cited in graph
    )
    graph.graph.update(
        as_of=date.isoformat(),
        undated_papers=undated,
        later_papers=len(citations) - len(graph) - undated,
    )
    return graph


def _attributes(
    data: Mapping[str, Any], date: datetime.date, citation_count: int | None
) -> dict[str, Any]:
    """What was known of a paper at a date."""
    later = ("year", "venue") if data.get("year", date.year) > date.year else ()
    kept = {
        name: value
        for name, value in data.items()
        if name not in COUNTS_OF_TODAY and name not in later
    }
    if citation_count is not None:
        kept["citation_count"] = citation_count
    return kept
