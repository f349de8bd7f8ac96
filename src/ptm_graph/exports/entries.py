"""Papers as bibliographic entries: what BibTeX, RIS and CSL are written from."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ptm_graph.exports.about_paper import links
from ptm_graph.exports.job import Job
from ptm_graph.exports.values import Scalar, shown_name, text_of
from ptm_graph.words.model import PartialDate
from ptm_graph.words.titles import surname

_PARTICLES = frozenset(
    (
        *("van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du"),
        *("la", "le", "ter", "ten", "bin", "ibn", "al"),
    )
)
_PREPRINT = re.compile(r"(?i)\b(arxiv|corr|ssrn|biorxiv)\b")


@dataclass(frozen=True, slots=True)
class Name:
    """An author's name, divided as bibliographies want it."""

    family: str
    given: str = ""
    """Empty for a name that cannot be divided, for example a Chinese one or a group's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper; None where nothing is known."""

    key: str
    """Citation key: it depends on this paper only, not on the selection."""
    kind: Literal["preprint", "conference", "journal"]
    title: str
    authors: tuple[Name, ...]
    date: PartialDate | None
    venue: str | None
    doi: str | None
    arxiv: str | None
    arxiv_category: str | None
    url: str | None
    abstract: str | None
    family: str | None


def entries(job: Job) -> Iterator[Entry]:
    """All papers of the graph, by key."""
    for key, paper in job.papers():
        yield _entry(key, paper)


def _entry(key: str, paper: Mapping[str, Scalar]) -> Entry:
    authors = tuple(map(divided, _listed(text_of(paper, "authors"))))
    venue = text_of(paper, "venue")
    pages = links(paper)
    return Entry(
        key=citation_key(key, authors),
        kind=_kind(paper, venue),
        title=text_of(paper, "title") or shown_name(key, paper),
        authors=authors,
        date=_date(paper),
        venue=venue,
        doi=text_of(paper, "doi"),
        arxiv=text_of(paper, "arxiv"),
        arxiv_category=next(iter(_listed(text_of(paper, "categories"))), None),
        url=pages[0][1] if pages else None,
        abstract=text_of(paper, "abstract"),
        family=text_of(paper, "family"),
    )


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def _date(paper: Mapping[str, Scalar]) -> PartialDate | None:
    """Date of publication where it is in the first date's year; else the year alone."""
    first = PartialDate.parse(text_of(paper, "date"))
    year = PartialDate.parse(text_of(paper, "year"))
    return first if year is None or (first is not None and first.year == year.year) else year


def _kind(
    paper: Mapping[str, Scalar], venue: str | None
) -> Literal["preprint", "conference", "journal"]:
    if venue is None or _PREPRINT.search(venue):
        return "preprint"
    types = text_of(paper, "publication_types") or ""
    if "acl" in paper or "openreview" in paper or "Conference" in types:
        return "conference"
    return "journal" if "Journal" in types or "Review" in types else "conference"


def divided(name: str) -> Name:
    """Divide a name into family and given names.

    >>> divided("Laurens van der Maaten")
    Name(family='van der Maaten', given='Laurens')
    >>> divided("Devlin, Jacob")
    Name(family='Devlin', given='Jacob')
    """
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and last:
        return Name(last, first)
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]))


def citation_key(key: str, authors: tuple[Name, ...]) -> str:
    """A citation key of ASCII letters, digits, ``-`` and ``.``.

    >>> citation_key("arxiv:1810.04805", (Name("Devlin", "Jacob"),))
    'devlin-arxiv-1810.04805'
    """
    kind, _, value = key.partition(":")
    plain = re.sub(r"[^A-Za-z0-9.]+", "-", f"{kind}-{value}").strip("-.")
    if plain != f"{kind}-{value}" or len(plain) > 60:
        plain = f"{plain[:60]}-{hashlib.sha256(key.encode()).hexdigest()[:8]}".strip("-")
    decomposed = unicodedata.normalize("NFKD", surname(authors[0].family) if authors else "")
    first = re.sub(r"[^a-z0-9]", "", decomposed.casefold())[:20]
    return f"{first}-{plain}" if first else plain
