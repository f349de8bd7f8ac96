"""Papers, citations and relations as pandas data frames."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd

from ptm_graph.library.columns import Columns, Listed, dated, joined
from ptm_graph.words import lists
from ptm_graph.words.identifiers import IDENTIFIER_KINDS
from ptm_graph.words.model import Citation, Notice

_PAPER_COLUMNS = (
    *("key", "name", "title", "authors", "year", "published", "venue", "family", "seed"),
    *("citation_count", "influential_citation_count", "reference_count", "references_known"),
    *("references_state", "aliases", "note", "tags", "properties", "notices", *IDENTIFIER_KINDS),
)
_PAPER_TYPES = {
    "year": "Int64",
    "citation_count": "Int64",
    "influential_citation_count": "Int64",
    "reference_count": "Int64",
    "references_known": "Int64",
    "seed": "bool",
}


def papers_frame(columns: Columns, numbers: Collection[int] | None = None) -> pd.DataFrame:
    """One row a paper, indexed by ``key``; unknown values are missing (``<NA>``, ``None``).

    Columns ``name title authors year published venue family seed citation_count
    influential_citation_count reference_count references_known references_state aliases note
    tags properties notices`` and one for each kind of identifier.
    """
    listed, identifiers = columns.entries(), columns.identifiers(numbers)
    known, notices = columns.references_known(numbers), columns.notices(numbers)
    nobody = Listed()
    rows = []
    for row in columns.papers(numbers):
        entry = listed.get(row.id, nobody)
        own = identifiers.get(row.id, {})
        rows.append(
            (
                row.key,
                entry.aliases[0] if entry.aliases else row.short_name or row.title,
                row.title,
                None if row.authors is None else joined(row.authors) or "",
                row.year,
                dated(row.published)[0],
                row.venue,
                entry.family,
                row.id in listed,
                row.citation_count,
                row.influential_citation_count,
                row.reference_count,
                known.get(row.id, None if row.references_state == "unknown" else 0),
                row.references_state,
                lists.joined(entry.aliases) or "",
                entry.note,
                lists.joined(entry.tags) or "",
                lists.joined_pairs(entry.properties) or "",
                _kinds(notices.get(row.id)),
                *(own.get(kind) for kind in IDENTIFIER_KINDS),
            )
        )
    return pd.DataFrame(rows, columns=_PAPER_COLUMNS).astype(_PAPER_TYPES).set_index("key")


def _kinds(notices: Iterable[Notice] | None) -> str | None:
    """``retraction; correction``, empty for none, None where nobody was asked."""
    if notices is None:
        return None
    return lists.joined(tuple(dict.fromkeys(one.kind for one in notices))) or ""


def citations_frame(citations: Iterable[Citation]) -> pd.DataFrame:
    """One row a citation: ``citing cited influential intents mentions source``."""
    rows = [
        (
            *(one.citing, one.cited, one.influential),
            None if one.intents is None else lists.joined(one.intents) or "",
            _mentions(one),
            one.source,
        )
        for one in citations
    ]
    columns = ["citing", "cited", "influential", "intents", "mentions", "source"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"influential": "boolean", "mentions": "Int64"})


def _mentions(citation: Citation) -> int | None:
    if citation.sentences is not None:
        return len(set(citation.sentences))
    return None if citation.sentence_numbers is None else len(citation.sentence_numbers)
