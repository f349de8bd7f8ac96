"""What a published site tells of a library: everything that is read of it, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from ptm_graph.analysis import reading_order
from ptm_graph.analysis.reading_order import ReadingOrder
from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.library import Library
from ptm_graph.words import terms
from ptm_graph.words.model import HERE, OTHERS, Paper
from ptm_graph.workflow import quoting
from ptm_graph.workflow.changes import Digest, digests
from ptm_graph.workflow.decisions import Decision
from ptm_graph.workflow.opening import lineage_of


@dataclass(frozen=True, slots=True)
class Published:
    """A library as it is published: no text of others that was not asked for."""

    graph: nx.DiGraph[str]
    """The lineage, parent → child, with all papers of the list; abstracts and sentences only
    as far as they are published."""
    papers: Mapping[str, Paper]
    order: ReadingOrder
    news: tuple[Digest, ...]
    """What each refresh brought, oldest first."""
    former: Mapping[str, str]
    """Keys that papers had before → the keys they have now."""
    name: str
    """What the library is called."""
    born: str | None
    """When its history begins; None: it was never refreshed."""
    checked: str | None
    """The day the services were last asked; None: never."""
    unused: tuple[Decision, ...]
    """Decisions that do not apply."""


def published(
    library: Library,
    decisions_file: Path | None = None,
    *,
    quotes: bool = False,
    abstracts: bool = False,
    progress: Progress | None = None,
) -> Published:
    """Collect what a site tells of a library.

    Parameters
    ----------
    library : Library
        Open for reading.
    decisions_file : Path, optional
        Default: as :func:`ptm_graph.workflow.opening.decisions_path` says.
    quotes : bool, default False
        Publish one sentence of each relation, of 300 characters at most.
    abstracts : bool, default False
        Publish abstracts whose source lets them be published.
    progress : Progress, optional
        Told how far the work is.
    """
    (progress or Silent()).stage("lineage", 0)
    decided = lineage_of(library, decisions_file)
    graph = decided.graph.copy()
    papers = {paper.key: paper for paper in library.iter_papers(seeds_only=True)}
    for key in sorted(papers):
        if key not in graph:
            graph.add_node(key, **decided.citations.nodes.get(key, {"title": papers[key].title}))
    papers |= {key: library.paper(key) for key in graph if key not in papers}
    _without_texts(graph, abstracts=abstracts)
    _quoted(library, graph, quotes=quotes)
    (progress or Silent()).stage("news", 0)
    refreshes = library.history.refreshes()
    held = (decided.graph, decided.citations)
    last = refreshes[-1] if refreshes else None
    return Published(
        graph=graph,
        papers=papers,
        order=reading_order(decided.graph, citations=decided.citations),
        news=tuple(digests(library, "1", lambda: held)) if refreshes else (),
        former={old: new for old, new in library.former_keys().items() if new in papers},
        name=library.path.stem if library.path else "library",
        born=refreshes[0].started if refreshes else None,
        checked=(last.ended or last.started)[:10] if last else None,
        unused=decided.unused,
    )


def _without_texts(graph: nx.DiGraph[str], *, abstracts: bool) -> None:
    for _, data in graph.nodes(data=True):
        if not (abstracts and terms.publishable(data.get("abstract_from"))):
            data.pop("abstract", None)


def _quoted(library: Library, graph: nx.DiGraph[str], *, quotes: bool) -> None:
    """Give each relation one sentence, the paper's own if it was read, or none."""
    for child in sorted(graph):
        told = {
            parent: str(data.pop("sentences", None) or "").splitlines()
            for parent, _, data in graph.in_edges(child, data=True)
        }
        found = quoting.said(library, child, told) if quotes and told else {}
        for parent, some in found.items():
            best = next((one.text for one in some if not one.noted), None)
            if best:
                name = str(graph.nodes[parent].get("name") or "…")
                text = best.replace(HERE, f"[{name}]").replace(OTHERS, "[…]")
                graph.edges[parent, child]["sentences"] = terms.short(" ".join(text.split()))
