"""What the answers of services look like, as our readers understand them.

A reader takes what it knows and passes over the rest; so only a comparison shows that a
service has begun to answer otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ptm_graph.words.records import SourceName

_Kinds = tuple[type, ...]
_TEXT: _Kinds = (str,)
_COUNT: _Kinds = (int,)
_LIST: _Kinds = (list,)
_MAP: _Kinds = (dict,)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the records of an answer are, and what they hold."""

    records: Callable[[bytes], Sequence[Any]]
    """Finds them; a ValueError, KeyError or TypeError where there are none."""
    fields: Mapping[str, _Kinds]
    """What we read → what it may be; null is always allowed."""
    always: frozenset[str]
    """Those without which a record is of no use."""
    passed_over: frozenset[str] = frozenset()
    """What is known to be there, and not read."""


@dataclass(frozen=True, slots=True)
class Difference:
    """In what an answer differs from its shape."""

    unread: bool = False
    """Whether no record was found in it at all."""
    missing: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    """Fields of another type than we read."""
    new: tuple[str, ...] = ()
    """Fields we never heard of; they do no harm."""

    @property
    def harmful(self) -> bool:
        """Whether our readers lose something by it."""
        return self.unread or bool(self.missing or self.odd)


def compared(service: SourceName, body: bytes) -> Difference | None:
    """Compare an answer about papers with its shape; None for a service without one."""
    shape = SHAPES.get(service)
    if shape is None:
        return None
    try:
        records = [one for one in shape.records(body) if one is not None]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Difference(unread=True)
    if not records or not all(isinstance(one, dict) for one in records):
        return Difference(unread=True)
    told: dict[str, list[Any]] = {}
    for record in records:
        for name, value in record.items():
            told.setdefault(name, []).append(value)
    odd = (
        name
        for name, kinds in shape.fields.items()
        if any(not _fits(value, kinds) for value in told.get(name, ()))
    )
    return Difference(
        missing=tuple(sorted(shape.always - {*_held(told)})),
        odd=tuple(sorted(odd)),
        new=tuple(sorted(told.keys() - shape.fields.keys() - shape.passed_over)),
    )


def _held(told: Mapping[str, Sequence[Any]]) -> Iterator[str]:
    return (name for name, values in told.items() if any(one is not None for one in values))


def _fits(value: Any, kinds: _Kinds) -> bool:
    if isinstance(value, bool):
        return bool in kinds
    return value is None or isinstance(value, kinds)


def _entries(body: bytes) -> list[dict[str, str]]:
    """The entries of an Atom feed, each as its elements by name."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body, parser=parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("no feed") from error
    return [
        {etree.QName(one).localname: one.text or "" for one in entry if isinstance(one.tag, str)}
        for entry in root.findall("{http://www.w3.org/2005/Atom}entry")
    ]


_S2_FIELDS: Mapping[str, _Kinds] = {
    "paperId": _TEXT,
    "corpusId": _COUNT,
    "externalIds": _MAP,
    "title": _TEXT,
    "abstract": _TEXT,
    "venue": _TEXT,
    "year": _COUNT,
    "publicationDate": _TEXT,
    "publicationTypes": _LIST,
    "fieldsOfStudy": _LIST,
    "authors": _LIST,
    "citationCount": _COUNT,
    "influentialCitationCount": _COUNT,
    "referenceCount": _COUNT,
}

_OPENALEX_FIELDS: Mapping[str, _Kinds] = {
    **dict.fromkeys(("id", "doi", "title", "publication_date", "type"), _TEXT),
    **dict.fromkeys(("publication_year", "cited_by_count", "referenced_works_count"), _COUNT),
    **dict.fromkeys(("ids", "primary_location", "abstract_inverted_index"), _MAP),
    **dict.fromkeys(("authorships", "referenced_works"), _LIST),
    **dict.fromkeys(("is_retracted", "is_xpac"), (bool,)),
}
_CROSSREF_FIELDS: Mapping[str, _Kinds] = {
    **dict.fromkeys(("DOI", "type", "abstract"), _TEXT),
    **dict.fromkeys(("references-count", "is-referenced-by-count"), _COUNT),
    **dict.fromkeys(("title", "subtitle", "container-title"), (list, str)),
    **dict.fromkeys(("author", "update-to", "updated-by", "reference"), _LIST),
    **dict.fromkeys(("issued", "published", "published-online", "published-print"), _MAP),
    **dict.fromkeys(("posted", "event", "relation"), _MAP),
}


def _works(body: bytes) -> list[Any]:
    """Works of OpenAlex: a list of them, or a single one."""
    data = json.loads(body)
    return list(data["results"]) if "results" in data else [data] if "id" in data else []


def _messages(body: bytes) -> list[Any]:
    """Works of Crossref: a list of them, or a single one."""
    data = json.loads(body)["message"]
    return list(data["items"]) if "items" in data else [data] if "DOI" in data else []


SHAPES: Mapping[SourceName, Shape] = {
    "semantic scholar": Shape(
        json.loads,
        _S2_FIELDS,
        # the abstract may be withheld, a date or a type unknown
        frozenset({"paperId", "externalIds", "title", "authors", "citationCount"}),
    ),
    "arxiv": Shape(
        _entries,
        dict.fromkeys(
            (
                *("id", "title", "summary", "published", "updated", "author", "category"),
                *("primary_category", "comment", "doi"),
            ),
            _TEXT,
        ),
        frozenset({"id", "title", "summary", "published", "author", "primary_category"}),
        frozenset({"link", "journal_ref"}),
    ),
    "openalex": Shape(
        _works,
        _OPENALEX_FIELDS,
        frozenset({"id", "ids", "title", "authorships", "publication_year", "is_retracted"}),
        frozenset(
            (
                *("abstract_inverted_index_v3", "apc_list", "apc_paid", "awards", "biblio"),
                *("best_oa_location", "citation_normalized_percentile", "cited_by_api_url"),
                *("cited_by_percentile_year", "concepts", "content_urls", "counts_by_year"),
                *("corresponding_author_ids", "corresponding_institution_ids", "created_date"),
                *("countries_distinct_count", "datasets", "display_name", "fulltext_origin"),
                *("funders", "fwci", "grants", "has_content", "has_fulltext", "indexed_in"),
                *("institution_assertions", "institutions", "institutions_distinct_count"),
                *(
                    "is_paratext",
                    "keywords",
                    "relevance_score",
                    "language",
                    "locations",
                    "locations_count",
                    "mesh",
                ),
                *("ngrams_url", "open_access", "primary_topic", "related_works", "topics"),
                *("sustainable_development_goals", "type_crossref", "updated_date", "versions"),
            )
        ),
    ),
    "crossref": Shape(
        _messages,
        _CROSSREF_FIELDS,
        frozenset({"DOI", "title", "type", "issued", "references-count"}),
        frozenset(
            (
                *("ISBN", "ISSN", "URL", "accepted", "alternative-id", "archive", "assertion"),
                *("article-number", "content-created", "content-domain", "content-updated"),
                *("created", "deposited", "description", "edition-number", "editor", "funder"),
                *("group-title", "indexed", "institution", "isbn-type", "issn-type", "issue"),
                *("journal-issue", "language", "license", "link", "member", "original-title"),
                *("page", "prefix", "published-other", "publisher", "publisher-location"),
                *("reference-count", "resource", "score", "short-container-title", "subject"),
                *("short-title", "source", "special_numbering", "subtype", "update-policy"),
                *("version", "volume", "clinical-trial-number", "degree", "free-to-read"),
                *("part-number", "review", "translator", "chair", "approved", "status"),
            )
        ),
    ),
}
"""How each service that is asked for papers answers."""
