"""Papers as bibliographic entries: what BibTeX, RIS, CSL and lists of seeds are written from."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from ptm_graph.exports.about_paper import links
from ptm_graph.exports.job import Job
from ptm_graph.exports.values import Scalar, notes_in, shown_name, text_of
from ptm_graph.graph.dates import publication_date
from ptm_graph.words import lists
from ptm_graph.words.identifiers import paper_key, url_of
from ptm_graph.words.model import IDENTIFIER_KINDS, PartialDate, Resource, SeedEntry
from ptm_graph.words.notices import in_words, kind_in, word
from ptm_graph.words.titles import clean, is_suffix, surname

_PARTICLES = frozenset(
    (
        *("van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du"),
        *("la", "le", "ter", "ten", "bin", "ibn", "al"),
    )
)
_GROUP = re.compile(
    r"(?i)\b(?:collaborations?|consortium|consortia|committee|network|initiative|investigators"
    r"|(?:working|study|research) group|project|society|association|institute|university|foundation"
    r"|organi[sz]ation|task force|team)\b|^the\s|\s(?:&|and|for|of|on)\s"
    r"|,?\s(?:inc|ltd|llc|corp|gmbh|s\.a)\.?$"
)
"""Words in the name of a group of people, which has no family name."""
_PREPRINT = re.compile(r"(?i)\b(arxiv|corr|ssrn|biorxiv)\b")

Kind = Literal["preprint", "conference", "journal"]


@dataclass(frozen=True, slots=True)
class Name:
    """An author's name, divided as bibliographies want it."""

    family: str
    given: str = ""
    """Empty for a name that cannot be divided, for example a Chinese one or a group's."""
    suffix: str = ""
    """``Jr.``, ``III``; empty for most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper; None or empty where nothing is known. Every text is on one line."""

    key: str
    """Citation key: it depends on this paper only, not on the selection."""
    kind: Kind
    title: str | None = None
    aliases: tuple[str, ...] = ()
    authors: tuple[Name, ...] = ()
    date: PartialDate | None = None
    venue: str | None = None
    identifiers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Kind → value, in the order of preference."""
    pages: tuple[str, ...] = ()
    """Addresses of the pages that the identifiers lead to, in their order."""
    resources: tuple[Resource, ...] = ()
    """Links that belong to the paper: code, articles …"""
    arxiv_category: str | None = None
    abstract: str | None = None
    family: str | None = None
    notes: tuple[str, ...] = ()
    standing: str | None = None
    """What became of it: ``retracted``, ``corrected`` …; a keyword."""
    tags: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def arxiv(self) -> str | None:
        """The arXiv id, bare."""
        return self.identifiers.get("arxiv")

    @property
    def doi(self) -> str | None:
        """The DOI, bare."""
        return self.identifiers.get("doi")

    @property
    def keywords(self) -> tuple[str, ...]:
        """Family, tags, and what became of the paper."""
        return tuple(dict.fromkeys(filter(None, (self.family, *self.tags, self.standing))))

    @property
    def others(self) -> tuple[str, ...]:
        """The identifiers that no format has a field for, as ``kind:value``."""
        return tuple(
            f"{kind}:{value}"
            for kind, value in self.identifiers.items()
            if kind not in ("arxiv", "doi", "pmid", "pmcid")
        )

    @property
    def pageless(self) -> tuple[str, ...]:
        """The identifiers that no page stands for, as ``kind:value``."""
        return tuple(
            f"{kind}:{value}"
            for kind, value in self.identifiers.items()
            if url_of(kind, value) is None
        )


def entries(job: Job) -> Iterator[Entry]:
    """All papers of the graph, by key."""
    for key, paper in job.papers():
        yield _of_node(key, paper)


def _of_node(key: str, paper: Mapping[str, Scalar]) -> Entry:
    authors = tuple(map(divided, _list(paper, "authors")))
    venue = text_of(paper, "venue")
    known = {str(kind): text_of(paper, kind) for kind in IDENTIFIER_KINDS}
    identifiers = {kind: value for kind, value in known.items() if value}
    return Entry(
        key=citation_key(key, authors),
        kind=_kind(identifiers, venue, text_of(paper, "publication_types") or ""),
        title=text_of(paper, "title") or shown_name(key, paper),
        aliases=_list(paper, "aliases"),
        authors=authors,
        date=publication_date(paper),
        venue=venue,
        identifiers=identifiers,
        pages=tuple(url for _, url in links(paper)),
        arxiv_category=next(iter(_list(paper, "categories")), None),
        abstract=text_of(paper, "abstract"),
        family=text_of(paper, "family"),
        notes=(*filter(None, [in_words(paper)]), *notes_in(paper)),
        tags=_list(paper, "tags"),
        standing=word(kind) if (kind := kind_in(paper)) else None,
        properties=lists.split_pairs(text_of(paper, "properties")),
    )


def _list(paper: Mapping[str, Scalar], name: str) -> tuple[str, ...]:
    return lists.split(text_of(paper, name))


def entries_of_seeds(seeds: Iterable[SeedEntry]) -> Iterator[Entry]:
    """The entries of reading lists, in their order; a key that repeats gets a number."""
    used: set[str] = set()
    for entry in map(_of_seed, seeds):
        key, number = entry.key, 2
        while key in used:
            key, number = f"{entry.key}-{number}", number + 1
        used.add(key)
        yield entry if key == entry.key else replace(entry, key=key)


def _of_seed(seed: SeedEntry) -> Entry:
    authors = tuple(divided(name) for name in map(clean, seed.authors or ()) if name)
    identifiers = {
        str(kind): seed.identifiers[kind] for kind in IDENTIFIER_KINDS if kind in seed.identifiers
    }
    venue = _cleaned(seed.venue)
    return Entry(
        key=citation_key(paper_key(identifiers, seed.title or seed.name), authors),
        kind=_kind(identifiers, venue, ""),
        title=_cleaned(seed.title),
        aliases=tuple(filter(None, map(clean, seed.aliases))),
        authors=authors,
        date=None if seed.year is None else PartialDate(seed.year),
        venue=venue,
        identifiers=identifiers,
        pages=tuple(url for _, url in links(identifiers)),
        resources=seed.resources,
        family=_cleaned(seed.family),
        notes=tuple(filter(None, (clean(one.text) for one in seed.notes))),
        tags=tuple(filter(None, map(clean, seed.tags))),
        properties={clean(name): clean(value) for name, value in seed.properties.items()},
    )


def _cleaned(text: str | None) -> str | None:
    return clean(text or "") or None


def _kind(identifiers: Mapping[str, str], venue: str | None, types: str) -> Kind:
    if venue is None or _PREPRINT.search(venue):
        return "preprint"
    if "acl" in identifiers or "openreview" in identifiers or "Conference" in types:
        return "conference"
    return "journal" if "Journal" in types or "Review" in types else "conference"


def divided(name: str) -> Name:
    """Divide a name into family and given names.

    >>> divided("Laurens van der Maaten")
    Name(family='van der Maaten', given='Laurens', suffix='')
    >>> divided("Harry Connick Jr.")
    Name(family='Connick', given='Harry', suffix='Jr.')
    """
    parts = [part.strip() for part in name.split(",")]
    suffix = next((part for part in parts[1:] if is_suffix(part)), "")
    last, *others = (part for part in parts if part != suffix)
    if last and others and not _GROUP.search(name):
        return Name(last, ", ".join(others), suffix)
    words = last.split()
    if _GROUP.search(name) or len(words) < 2:
        return Name(name.strip())
    if not suffix and len(words) > 2 and is_suffix(words[-1]):
        suffix = words.pop()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]), suffix)


def undivided(name: Name) -> str:
    """The family name; a comma in the name of a group is doubled, as EndNote wants it."""
    return name.family if name.given else name.family.replace(",", ",,", 1)


def listed_authors(names: Iterable[str]) -> str | None:
    """Authors in one text, which :func:`.bibliography.split_authors` divides again."""
    written = [
        undivided(one) if not one.given else name for name in names for one in [divided(name)]
    ]
    text = lists.joined(map(clean, written))
    if (
        text is not None
        and len(written) == 1
        and any(mark in text for mark in (",", " and ", "\\", "|"))
    ):
        return f"{text};"  # in a single name others see a list
    return text


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
