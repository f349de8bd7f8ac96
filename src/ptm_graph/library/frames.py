"""Papers, citations and relations as pandas data frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from ptm_graph.model import Citation, Paper

_PAPER_TYPES = {
    "year": "Int64",
    "citation_count": "Int64",
    "influential_citation_count": "Int64",
    "reference_count": "Int64",
    "references_known": "Int64",
    "seed": "bool",
}


def papers_frame(papers: Iterable[Paper]) -> pd.DataFrame:
    """One row a paper, indexed by ``key``; unknown values are missing (``<NA>``, ``None``).

    Returns
    -------
    pandas.DataFrame
        Columns ``name title authors year published venue family seed citation_count
        influential_citation_count reference_count references_known references_state
        aliases`` and one for each kind of identifier.
    """
    rows: list[dict[str, Any]] = [
        {
            "key": paper.key,
            "name": paper.name,
            "title": paper.title,
            "authors": None if paper.authors is None else "; ".join(paper.authors),
            "year": paper.year,
            "published": None if paper.published is None else str(paper.published),
            "venue": paper.venue,
            "family": paper.family,
            "seed": paper.seed,
            "citation_count": paper.citation_count,
            "influential_citation_count": paper.influential_citation_count,
            "reference_count": paper.reference_count,
            "references_known": paper.references_known,
            "references_state": paper.references_state,
            "aliases": "; ".join(paper.aliases),
            **{
                kind: paper.identifiers.get(kind)
                for kind in ("arxiv", "doi", "acl", "openreview", "s2")
            },
        }
        for paper in papers
    ]
    columns = list(rows[0]) if rows else ["key", *_PAPER_TYPES]
    return pd.DataFrame(rows, columns=columns).astype(_PAPER_TYPES).set_index("key")


def citations_frame(citations: Iterable[Citation]) -> pd.DataFrame:
    """One row a citation: ``citing cited influential intents mentions source``."""
    rows = [
        {
            "citing": citation.citing,
            "cited": citation.cited,
            "influential": citation.influential,
            "intents": None if citation.intents is None else "; ".join(citation.intents),
            "mentions": _mentions(citation),
            "source": citation.source,
        }
        for citation in citations
    ]
    columns = ["citing", "cited", "influential", "intents", "mentions", "source"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"influential": "boolean", "mentions": "Int64"})


def _mentions(citation: Citation) -> int | None:
    if citation.sentences is not None:
        return len(set(citation.sentences))
    return None if citation.sentence_numbers is None else len(citation.sentence_numbers)
