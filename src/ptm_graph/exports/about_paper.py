"""What a reader wants to know about a paper, in words."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from ptm_graph.exports.job import Job
from ptm_graph.exports.values import Scalar, list_of, text_of
from ptm_graph.lineage.in_words import ENGLISH
from ptm_graph.words import lists
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, label_of, url_of
from ptm_graph.words.notices import GRAVITY, in_words, kind_in, source_title, word
from ptm_graph.words.wording import phrase, sentences


def facts(paper: Mapping[str, Scalar], language: str = ENGLISH) -> list[tuple[str, str]]:
    """Name and value of what is known, in reading order; unknown things are named so."""
    date = text_of(paper, "date") or text_of(paper, "year")
    told = [
        ("export.notice", notice_words(paper, language)),
        (
            "export.date of paper",
            phrase("export.year", language, year=date) if date and len(date) == 4 else date,
        ),
        ("compare.authors", list_of(paper, "authors")),
        ("compare.venue", text_of(paper, "venue")),
        ("export.citation_count", text_of(paper, "citation_count")),
        ("export.their references", references_known(paper, language)),
        ("export.aliases", list_of(paper, "aliases")),
        *lists.split_pairs(text_of(paper, "properties")).items(),
        ("compare.tags", list_of(paper, "tags")),
    ]
    unknown = phrase("export.unknown", language)
    return [
        (phrase(name, language) if name in sentences() else name, value or unknown)
        for name, value in told
        if value is not None or name in _ALWAYS
    ]


def notice_words(paper: Mapping[str, Scalar], language: str) -> str | None:
    """What became of a paper; None where nothing is known."""
    kind = kind_in(paper)
    if kind is None or language == ENGLISH:
        return in_words(paper)
    what, source = word(kind, language), text_of(paper, "notice_from")
    if source is None:
        return what
    date = text_of(paper, "notice_date")
    values = {"what": what, "source": source_title(source), "date": date or ""}
    said = phrase("notice.said, dated" if date else "notice.said", language, **values)
    return " ".join(filter(None, (said, text_of(paper, "notice_link"))))


def notices_told(job: Job) -> str:
    """What became of papers, as far as it occurs, the gravest first."""
    kinds = {kind_in(paper) for _, paper in job.papers()}
    told = [word(kind, job.language) for kind in GRAVITY if kind in kinds]
    return phrase("reason.comma", job.language).join(told)


_ALWAYS = (
    *("export.date of paper", "compare.authors", "export.citation_count"),
    "export.their references",
)
"""What is named even where it is unknown."""


def references_known(paper: Mapping[str, Scalar], language: str = ENGLISH) -> str | None:
    """“12 of 63 known” – the completeness badge; None where nothing is known."""
    known, count = text_of(paper, "references_known"), text_of(paper, "reference_count")
    if known is None:
        return phrase("export.none known", language, stated=count) if count else None
    if count is None:
        return phrase("export.known, of unknown", language, known=known)
    return phrase("export.known", language, known=known, stated=count)


def links(paper: Mapping[str, Scalar]) -> list[tuple[str, str]]:
    """Name and address of the pages its identifiers lead to."""
    found = []
    for kind in IDENTIFIER_KINDS:
        value = text_of(paper, kind)
        url = url_of(kind, quote(value, safe="/:;().-_+,=@")) if value else None
        if url is not None:
            found.append((label_of(kind), url))
    return found
