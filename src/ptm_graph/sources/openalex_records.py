"""From the works of OpenAlex to records; nothing in them is taken on trust."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ptm_graph.errors import IdentifierError
from ptm_graph.sources.json_values import line, listed, mapping
from ptm_graph.sources.notices import marked
from ptm_graph.words import titles
from ptm_graph.words.dois import normal_doi
from ptm_graph.words.doors import LONGEST_LIST
from ptm_graph.words.identifiers import Identifier, canonical, find_identifier
from ptm_graph.words.model import Notice
from ptm_graph.words.records import SOURCES, PaperRecord, ReferenceRecord

SOURCE = SOURCES["openalex"]
FIELDS = (
    *("id", "doi", "ids", "title", "publication_year", "publication_date", "type"),
    *("authorships", "primary_location", "cited_by_count", "is_retracted", "is_xpac"),
)
"""What is asked of a work that is cited."""
NOTICE_FIELDS = ("id", "doi", "ids", "title", "is_retracted", "is_xpac")
"""What is asked of works of which only the notices are wanted."""
_TYPES = {
    "article": "JournalArticle",
    "review": "Review",
    "book": "Book",
    "book-chapter": "BookSection",
    "dataset": "Dataset",
}
_OF_PLACES = ("arxiv", "acl", "openreview", "pmid", "pmcid")
"""Kinds that the address of the one place of a work may name."""


def work_id(value: Any) -> str | None:
    """The id of a work, ``W…``, of whatever the service writes for it."""
    try:
        return canonical("openalex", value).value if isinstance(value, str) else None
    except IdentifierError:
        return None


def is_work(item: Any) -> bool:
    """Whether an object is a work with an id.

    Those of the extension (``is_xpac``), which nobody has looked through, are none.
    """
    told = mapping(item)
    return work_id(told.get("id")) is not None and told.get("is_xpac") is not True


def is_about_itself(item: Mapping[str, Any]) -> bool:
    """Whether a work is one of its own: no review, or notice of another one."""
    return line(item.get("type")) not in ("retraction", "erratum", "peer-review", "paratext")


def identifiers(item: Mapping[str, Any]) -> dict[str, str]:
    """The identifiers of a work."""
    ids = mapping(item.get("ids"))
    told = [("doi", item.get("doi"))]
    told += [(kind, ids.get(kind)) for kind in ("doi", "pmid", "pmcid", "mag")]
    found: dict[str, str] = {}
    for kind, value in told:
        if value is not None and (one := _identifier(kind, value)) is not None:
            found.setdefault(one.kind, one.value)
    place = line(mapping(item.get("primary_location")).get("landing_page_url"))
    there = find_identifier(place) if place else None
    if there is not None and there.kind in _OF_PLACES:
        found.setdefault(there.kind, there.value)
    own = work_id(item.get("id"))
    return found if own is None else {**found, "openalex": own}


def _identifier(kind: str, value: Any) -> Identifier | None:
    text = str(value)
    if kind == "doi":  # arXiv's own DOIs name an arXiv paper
        return find_identifier(text)
    if kind == "pmcid":  # …/pmc/articles/5815332
        text = text.rstrip("/").rpartition("/")[2]
    try:
        return canonical(kind, text)
    except IdentifierError:
        return None  # the service's own slips; the other identifiers still name the work


def names_of(item: Mapping[str, Any]) -> set[str]:
    """What the service may have been asked for to give this work."""
    found = {f"{kind}:{value}" for kind, value in identifiers(item).items()}
    doi = line(item.get("doi"))
    if doi:
        found.add(f"doi:{normal_doi(re.sub(r'^https?://(?:dx[.])?doi[.]org/', '', doi))}")
    return found | {own for own in [work_id(item.get("id"))] if own is not None}


def record(item: Mapping[str, Any]) -> PaperRecord:
    """Turn a work of the service into a record.

    It says nothing of how many references there are: the service counts those it knows.
    """
    types = _TYPES.get(line(item.get("type")) or "")
    title, notices = marked(item.get("title") or item.get("display_name"), SOURCE.name)
    if item.get("is_retracted") is True:
        notices = (Notice("retraction", SOURCE.name),)
    return PaperRecord(
        source=SOURCE.name,
        identifiers=identifiers(item),
        title=title,
        authors=_authors(item.get("authorships")),
        year=item.get("publication_year"),
        published=_published(item.get("publication_date")),
        venue=_venue(item),
        abstract=_abstract(item.get("abstract_inverted_index")),
        publication_types=(types,) if types else None,
        citation_count=item.get("cited_by_count"),
        notices=notices if notices or item.get("is_retracted") is False else None,
    )


def _published(date: Any) -> Any:
    """The date as exactly as it is known: the first day stands for one that is not.

    A first of January made up from a year would be the earliest date of all.
    """
    if not isinstance(date, str):
        return date
    text = date.strip()[:10]
    return text.removesuffix("-01").removesuffix("-01") if text.count("-") == 2 else text or None


def _authors(told: Any) -> Any:
    """Names as the work prints them where the service takes one for somebody else."""
    if told is None or (isinstance(told, list) and not told):
        return None
    if not isinstance(told, list):
        return told
    return [_author(one) for one in told]


def _author(told: Any) -> Any:
    known = line(mapping(mapping(told).get("author")).get("display_name"))
    printed = line(mapping(told).get("raw_author_name"))
    if known and printed and titles.surname(known) not in titles.normal(printed).split():
        return printed
    return known or printed


def _venue(item: Mapping[str, Any]) -> Any:
    place = mapping(mapping(item.get("primary_location")).get("source"))
    place = place or mapping(item.get("host_venue"))
    return None if place.get("type") == "repository" else place.get("display_name")


def _abstract(index: Any) -> str | None:
    """Put a text together that is given as word → its places."""
    found = [
        (place, word)
        for word, places in mapping(index).items()
        for place in listed(places)
        if type(place) is int
    ]
    if not found or len(found) > LONGEST_LIST:
        return None
    return " ".join(word for _, word in sorted(found))


def cited(item: Mapping[str, Any] | None) -> ReferenceRecord:
    """Turn a work that is cited into a reference; None for one the service gave no record of."""
    if item is None:
        return ReferenceRecord(None, reason=f"{SOURCE.title} has no record of it")
    known = record(item)
    return ReferenceRecord(known, known.title, known.year, known.authors)


def referenced(item: Mapping[str, Any]) -> list[str | None]:
    """Ids of the works that a work cites, each once; None for what is no id."""
    return list(dict.fromkeys(work_id(one) for one in listed(item.get("referenced_works"))))
