"""The library as a NetworkX graph; its attributes are described in ``docs/data-model.md``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx

from ptm_graph import citation_facts
from ptm_graph.key_phrases import key_phrases
from ptm_graph.library import Library
from ptm_graph.model import IDENTIFIER_KINDS, Citation, Paper
from ptm_graph.sources.snapshot import CREDITS


def citation_graph(library: Library) -> nx.DiGraph[str]:
    """Give the papers and citations of a library as a graph, citing → cited.

    Parameters
    ----------
    library : Library
        Open for reading.

    Returns
    -------
    networkx.DiGraph
        Nodes are paper keys, ordered; all attributes are scalars, an unknown value is
        an absent attribute (see ``docs/data-model.md``).

    Notes
    -----
    O(papers + citations + length of the texts).
    """
    papers = {paper.key: paper for paper in library.iter_papers()}
    phrases = key_phrases(
        paper for paper in papers.values() if paper.abstract and paper.key_phrases is None
    )
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.graph.update(_graph_attributes(library))
    for key, paper in papers.items():
        graph.add_node(key, **node_attributes(paper, phrases.get(key)))
    for citing, citations in _reference_lists(library.iter_citations()):
        facts = reference_facts(papers[citing], citations, papers)
        for citation, numbers in zip(citations, facts, strict=True):
            graph.add_edge(citing, citation.cited, **edge_attributes(citation, numbers))
    return graph


def reference_facts(
    citing: Paper, citations: Sequence[Citation], papers: Mapping[str, Paper]
) -> list[citation_facts.CitationFacts]:
    """What the texts say about each reference of one paper, as numbers.

    The stored facts where there are any; else they are computed from the texts.
    """
    if any(one.facts or one.sentence_numbers is not None for one in citations) or (
        citing.abstract is None and all(one.sentences is None for one in citations)
    ):
        return [_stored(citation) for citation in citations]
    return citation_facts.for_reference_list(
        citing, [(papers[citation.cited], citation) for citation in citations]
    )


def _stored(citation: Citation) -> citation_facts.CitationFacts:
    numbers = citation.sentence_numbers
    return citation_facts.CitationFacts(
        facts=citation.facts or {},
        sentence_numbers=numbers,
        mentions=None if numbers is None else len(numbers),
    )


def node_attributes(paper: Paper, key_phrases: Sequence[str] | None = None) -> dict[str, Any]:
    """Scalar attributes of a paper; unknown ones are absent."""
    phrases = paper.key_phrases if paper.key_phrases else key_phrases
    values: dict[str, Any] = {
        "title": paper.title,
        "name": paper.name,
        "aliases": _joined(paper.aliases),
        **{kind: paper.identifiers.get(kind) for kind in IDENTIFIER_KINDS},
        "authors": _joined(paper.authors),
        "year": paper.year,
        "date": None if paper.published is None else str(paper.published),
        "date_precision": None if paper.published is None else paper.published.precision,
        "venue": paper.venue,
        "abstract": paper.abstract,
        "comment": paper.comment,
        "categories": _joined(paper.categories),
        "fields_of_study": _joined(paper.fields_of_study),
        "publication_types": _joined(paper.publication_types),
        "citation_count": paper.citation_count,
        "influential_citation_count": paper.influential_citation_count,
        "reference_count": paper.reference_count,
        "references_known": paper.references_known,
        "references_state": paper.references_state,
        "seed": paper.seed,
        "family": paper.family,
        "key_phrases": _joined(phrases),
    }
    return {name: value for name, value in values.items() if value is not None}


def edge_attributes(citation: Citation, facts: citation_facts.CitationFacts) -> dict[str, Any]:
    """Scalar attributes of a citation; unknown ones are absent."""
    numbers = facts.sentence_numbers
    values: dict[str, Any] = {
        "influential": citation.influential,
        "intents": _joined(citation.intents),
        "mentions": facts.mentions,
        "sentence_numbers": None if numbers is None else " ".join(map(str, numbers)),
        "sentences": _lines(citation.sentences),
        "given_by": citation.source,
        **{f"fact_{name}": float(value) for name, value in facts.facts.items()},
    }
    return {name: value for name, value in values.items() if value is not None}


def _reference_lists(citations: Iterable[Citation]) -> Iterable[tuple[str, list[Citation]]]:
    lists: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        lists[citation.citing].append(citation)
    return lists.items()


def _graph_attributes(library: Library) -> dict[str, str]:
    values = {
        "fetched": library.meta("fetched"),
        "source": library.meta("snapshot"),
        "credits": "; ".join(CREDITS),
        "kind": "citations",
        "direction": "citing-cited",
    }
    return {name: value for name, value in values.items() if value}


def _lines(sentences: Sequence[str] | None) -> str | None:
    if sentences is None:
        return None
    return "\n".join(" ".join(sentence.split()) for sentence in sentences)


def _joined(values: Sequence[str] | None) -> str | None:
    return "; ".join(values) if values else None
