"""What a reader wants to know about a paper, in words."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from ptm_graph.exports.values import Scalar, list_of, text_of
from ptm_graph.words import lists
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, label_of, url_of
from ptm_graph.words.notices import in_words


def facts(paper: Mapping[str, Scalar]) -> list[tuple[str, str]]:
    """Name and value of what is known, in reading order; unknown things are named so."""
    date = text_of(paper, "date") or text_of(paper, "year")
    told = [
        ("Notice", in_words(paper)),
        ("Date", f"{date} (only the year is known)" if date and len(date) == 4 else date),
        ("Authors", list_of(paper, "authors")),
        ("Venue", text_of(paper, "venue")),
        ("Citations", text_of(paper, "citation_count")),
        ("References", references_known(paper)),
        ("Also called", list_of(paper, "aliases")),
        *lists.split_pairs(text_of(paper, "properties")).items(),
        ("Tags", list_of(paper, "tags")),
    ]
    always = {"Date", "Authors", "Citations", "References"}
    return [
        (name, value or "unknown") for name, value in told if value is not None or name in always
    ]


def references_known(paper: Mapping[str, Scalar]) -> str | None:
    """“12 of 63 known” – the completeness badge; None where nothing is known."""
    known, count = text_of(paper, "references_known"), text_of(paper, "reference_count")
    if known is None:
        return f"{count} stated, none known here" if count else None
    return f"{known} of {count or 'an unknown number'} known"


def links(paper: Mapping[str, Scalar]) -> list[tuple[str, str]]:
    """Name and address of the pages its identifiers lead to."""
    found = []
    for kind in IDENTIFIER_KINDS:
        value = text_of(paper, kind)
        url = url_of(kind, quote(value, safe="/:;().-_+,=@")) if value else None
        if url is not None:
            found.append((label_of(kind), url))
    return found
