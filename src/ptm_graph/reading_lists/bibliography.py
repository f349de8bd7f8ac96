"""A record of a reference manager, whatever its format, as an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ptm_graph.reading_lists.blocks import Span
from ptm_graph.reading_lists.headline import LONGEST_TITLE, headline
from ptm_graph.reading_lists.inline import with_bare_links
from ptm_graph.reading_lists.links import language_of, resource_kind, use_of
from ptm_graph.reading_lists.notes import notes_of
from ptm_graph.reading_lists.result import unusable
from ptm_graph.words import lists
from ptm_graph.words.addresses import without_sessions
from ptm_graph.words.identifiers import PREFIXES, find_identifier
from ptm_graph.words.model import IDENTIFIER_KINDS, Problem, Resource, SeedEntry
from ptm_graph.words.titles import clean, is_suffix
from ptm_graph.words.typeset import untagged
from ptm_graph.words.wording import Said

_PREFIXED = re.compile(
    # links and what stands bare are found elsewhere
    rf"\b(?:{'|'.join(prefix for prefix in PREFIXES if prefix not in ('arxiv', 'doi'))})"
    r"\s*:\s*[\w.-]+(?:/[\w./+-]*\w)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_AHEAD = re.compile(r"\be-?pub\b[^\d;,]{0,20}\d{4}", re.IGNORECASE)
"""When it was to be had before it was published: ``2019 Epub 2018 Dec 3``."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the fields of a record say, before it is judged."""

    title: str = ""
    short_title: str = ""
    aliases: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    year: str = ""
    venue: str = ""
    identifiers: tuple[str, ...] = ()
    """Texts that may be identifiers or links to the paper, the surest first."""
    texts: tuple[str, ...] = ()
    """Texts in which identifiers may stand (``extra``, ``note``, a journal's name)."""
    urls: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Its tags; ``tags`` are the folders it lies in."""
    properties: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    """What its owner says, a line a note."""
    line: int | None = None


def entry_of(record: Record, file: str | None) -> tuple[SeedEntry | None, list[Problem]]:
    """Turn a record into an entry, and say what of it could not be used.

    The entry is None if the record has neither title nor identifier.
    """
    problems: list[Problem] = []
    identifiers: dict[str, str] = {}
    for text in record.identifiers:
        found = find_identifier(text)
        if found is not None:
            identifiers.setdefault(found.kind, found.value)
        elif clean(text):
            problems.append(unusable(clean(text), Said("unused.identifier"), file, record.line))
    resources = _links(record, identifiers, file, problems)
    for text in record.texts:
        for written in _PREFIXED.findall(text[:2_000]):
            found = find_identifier(written)
            if found is not None:
                identifiers.setdefault(found.kind, found.value)
        for span in with_bare_links([Span(text[:2_000], 1)]):
            found = find_identifier(span.url) if span.url else None
            if found is not None:
                identifiers.setdefault(found.kind, found.value)
    title = untagged(record.title)[:2_000].rstrip(".")
    if not title and not identifiers:
        subject = clean(record.note or " ".join(record.authors) or "record")
        problems.append(unusable(subject, Said("unused.no title"), file, record.line))
        return None, problems
    return _entry(record, title, identifiers, resources, file), problems


def _entry(
    record: Record,
    title: str,
    identifiers: dict[str, str],
    resources: tuple[Resource, ...],
    file: str | None,
) -> SeedEntry:
    aliases = headline(title).aliases if 0 < len(title) <= LONGEST_TITLE else ()
    for short in (clean(record.short_title), *map(clean, record.aliases)):
        if short and short != title and len(short) <= 60 and short not in aliases:
            aliases = (*aliases, short)
    year = _YEAR.search(_AHEAD.sub("", record.year)) or _YEAR.search(record.year)
    return SeedEntry(
        title=title or None,
        aliases=aliases,
        identifiers={
            str(kind): identifiers[kind] for kind in IDENTIFIER_KINDS if kind in identifiers
        },
        family=" / ".join(filter(None, map(clean, record.tags[:1]))) or None,
        resources=resources,
        notes=notes_of(record.note, file, record.line),
        tags=tuple(dict.fromkeys(filter(None, map(clean, record.keywords)))),
        properties=dict(record.properties),
        authors=tuple(filter(None, map(clean, record.authors))) or None,
        year=int(year.group(1)) if year else None,
        venue=untagged(record.venue) or None,
        file=file,
        line=record.line,
    )


def _links(
    record: Record, identifiers: dict[str, str], file: str | None, problems: list[Problem]
) -> tuple[Resource, ...]:
    resources: dict[str, Resource] = {}
    for url in dict.fromkeys(clean(without_sessions(url)) for url in record.urls):
        use = use_of(url)
        if use.identifier is not None:
            identifiers.setdefault(use.identifier.kind, use.identifier.value)
        elif use.role == "paper":
            resources.setdefault(url, Resource("paper", url))
        elif use.role == "resource":
            kind = resource_kind(use, "", None)
            resources.setdefault(url, Resource(kind, url, None, language_of(url, "")))
        elif use.reason and url and use.role != "local":
            problems.append(unusable(url, use.reason, file, record.line))
    return tuple(resources.values())


def split_authors(text: str) -> tuple[str, ...]:
    """Authors of a field that holds them all: ``A; B``, ``A and B``, ``A, B, C``."""
    bare = clean(text)
    if ";" in bare:
        parts: Sequence[str] = lists.split(bare)
    elif re.search(r"\s+and\s+", bare):
        parts = re.split(r",?\s+and\s+", bare)
        if len(parts) == 2 and parts[0].count(",") > 1:
            parts = [*parts[0].split(","), parts[1]]
    elif bare.count(",") == 1 and not re.search(r"\S \S.*, *\S+ \S", bare):
        parts = [bare]
    else:
        parts = bare.split(",")
    names = (part.strip() for part in parts)
    return tuple(person(name) for name in names if name and name != "others")


def person(written: str) -> str:
    """A name as people say it, from how a field has it; two commas belong to a group's name.

    >>> person("Devlin, Jacob"), person("Owls,, Inc.")
    ('Jacob Devlin', 'Owls, Inc.')
    """
    if ",," in written:
        return written.replace(",,", ",").rstrip(", ")
    return given_first(*written.split(",", 2))


def given_first(*parts: str) -> str:
    """A name as people say it, from its parts between commas.

    >>> given_first("Devlin", "Jacob"), given_first("Connick", "Jr.", "Harry")
    ('Jacob Devlin', 'Harry Connick Jr.')
    """
    family, *others = (part.strip() for part in parts)
    suffixes = [part for part in others if is_suffix(part)]
    given = [part for part in others if not is_suffix(part)]
    return " ".join(filter(None, (*given, family, *suffixes)))


def collected(
    records: Iterable[Record], file: str | None
) -> tuple[tuple[SeedEntry, ...], list[Problem]]:
    """All records as entries, with everything that could not be used."""
    entries: list[SeedEntry] = []
    problems: list[Problem] = []
    for record in records:
        entry, found = entry_of(record, file)
        problems.extend(found)
        if entry is not None:
            entries.append(entry)
    return tuple(entries), problems
