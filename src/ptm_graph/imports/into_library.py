"""An imported graph into a library: papers and citations, never less than was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ptm_graph.library import Library
from ptm_graph.words import lists
from ptm_graph.words.model import IDENTIFIER_KINDS, PartialDate, Problem
from ptm_graph.words.records import PaperRecord

SOURCE = "import"


@dataclass(frozen=True, slots=True)
class Stored:
    """What an import brought."""

    papers: int
    """Papers of the file."""
    new_papers: int
    citations: int
    """Citations of the file; 0 for a lineage."""
    new_citations: int
    keys: Mapping[Any, str]
    """Node of the imported graph → key of its paper in the library."""
    refused: tuple[Problem, ...] = ()
    """Values that no paper can have, taken as unknown."""


def store(library: Library, graph: nx.DiGraph[Any]) -> Stored:
    """Merge the papers of a graph, and its citations where it has any, into a library.

    What a service said is never replaced by an import. The edges of a lineage (graph
    attribute ``direction``) are not citations.
    """
    before = library.paper_count(), library.citation_count()
    is_citations = graph.graph.get("direction") != "parent-child"
    with library.writing() as writer:
        numbers = {
            node: writer.store_paper(_record(node, data)) for node, data in graph.nodes(data=True)
        }
        pairs = [(numbers[citing], numbers[cited]) for citing, cited in graph.edges]
        if is_citations:
            writer.store_citing_pairs(pairs, SOURCE)
        keys = {node: writer.key(number) for node, number in numbers.items()}
    return Stored(
        papers=graph.number_of_nodes(),
        new_papers=library.paper_count() - before[0],
        citations=len(pairs) if is_citations else 0,
        new_citations=library.citation_count() - before[1],
        keys=keys,
        refused=library.refused.problems(),
    )


def _record(node: Any, data: Mapping[str, Any]) -> PaperRecord:
    return PaperRecord(
        source="import",
        identifiers={kind: str(data[kind]) for kind in IDENTIFIER_KINDS if data.get(kind)},
        title=str(data.get("title") or data.get("name") or node),
        authors=lists.split(data.get("authors")) or None,
        year=data.get("year"),
        published=PartialDate.parse(str(data.get("date") or "")),
        venue=str(data["venue"]) if data.get("venue") else None,
        citation_count=data.get("citation_count"),
        reference_count=data.get("reference_count"),
    )
