"""A record in the JSON of Crossref, OpenAlex, Semantic Scholar, arXiv and others, by its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from ptm_graph.reading_lists.bibliography import Record, given_first, split_authors
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, find_identifier

_TITLES = ("title", "papertitle", "articletitle", "displayname", "fulltitle", "titles")
_AUTHORS = (
    *("authorsparsed", "author", "authors", "creators", "authorships", "authornames"),
    *("authorstring", "authorlist"),
)
_DATES = (
    *("issued", "published", "publishedprint", "publishedonline", "eventdate", "year"),
    *("publicationyear", "pubyear", "date", "publicationdate", "publisheddate", "versions"),
    *("created", "earliestdate"),
)
_VENUES = (
    *("containertitle", "eventtitle", "venue", "publicationtitle", "proceedingstitle"),
    *("booktitle", "journal", "journalname", "journaltitle", "proceeding", "conference"),
    *("conferencename", "journalref", "publicationvenue", "hostvenue", "journalinfo"),
    *("publicationinfo", "parent"),
)
_ADDRESSES = (
    *("url", "paperurl", "urlabs", "absurl", "urlpdf", "pdfurl", "pdf", "arxivurl", "link"),
    *("ee", "openaccesspdf", "paperpage"),
)
_TEXTS = ("note", "extra", "number", "archivelocation", "archiveid", "journalref", "comments")
_INNER = ("citedpaper", "citingpaper", "paper", "work", "info", "metadata", "source")
_LISTS = (
    *("message", "items", "entries", "references", "papers", "data", "results", "works", "records"),
    *("recommendedpapers", "articles", "publications", "hits", "hit", "result", "resultlist"),
    *("docs", "response", "matches", "library", "bibliography"),
)
_SURE = (
    "doi",
    "paperid",
    "itemtype",
    "externalids",
    "authorships",
    "corpusid",
    "citedpaper",
    "citingpaper",
)
_DEEPEST = 6


def _name(key: str) -> str:
    return re.sub(r"[\W_]+", "", key).lower()


def named(item: Mapping[str, Any]) -> dict[str, Any]:
    """What an item says, by names without marks and capitals; empty values are left out.

    >>> named({"container-title": ["Nature"], "externalIds": {}})
    {'containertitle': ['Nature']}
    """
    found: dict[str, Any] = {}
    for key, value in item.items():
        if value not in (None, "", [], {}):
            found.setdefault(_name(str(key)), value)
    return found


def items_in(top: Any, depth: int = 0) -> list[Any] | None:
    """The items of an answer, however it wraps them; None if it is none.

    Several answers in a list are put together.
    """
    if isinstance(top, list):
        parts = (items_in(one, depth + 1) if _is_wrapper(one) else None for one in top)
        found = [part if part is not None else [one] for one, part in zip(top, parts, strict=True)]
        usable = any(isinstance(one, (Mapping, str)) for one in top)
        return list(chain.from_iterable(found)) if usable or not top else None
    if not isinstance(top, Mapping) or depth > _DEEPEST:
        return None
    fields = named(top)
    if not set(_SURE) & set(fields):
        for name in _LISTS:
            inner = fields.get(name)
            items = items_in(inner, depth + 1) if isinstance(inner, (list, Mapping)) else None
            if items is not None:
                return items
        if any(isinstance(top.get(key), list) for key in ("items", "results", "data", "papers")):
            return []
    return [top] if set(_SURE) & set(fields) or set(_TITLES) & set(fields) else None


def _is_wrapper(item: Any) -> bool:
    if not isinstance(item, Mapping) or "itemType" in item or "data" in item:
        return False
    return bool({_name(str(key)) for key in item} & {"message", "results"})


def is_paper(item: Mapping[str, Any]) -> bool:
    """Whether an item may be a paper: no author, journal or collection."""
    number = text_of(item.get("id"))
    inner = item.get("data")
    is_collection = isinstance(inner, Mapping) and "name" in inner and "title" not in inner
    return not is_collection and ("openalex.org/" not in number or _is_known(number))


def _is_known(text: str) -> bool:
    return find_identifier(text) is not None


def record_of(item: Mapping[str, Any], line: int | None) -> Record:
    """What an item says, whatever names its program gives the fields."""
    fields = named(item)
    for name in _INNER:
        inner = fields.get(name)
        if isinstance(inner, Mapping) and not set(_TITLES) & set(fields):
            fields = named(inner)
    own = fields.get("custom")
    own = own if isinstance(own, Mapping) else {}
    venue = next(filter(None, (_name_of(fields.get(name)) for name in _VENUES)), "")
    venue = venue or _name_of(_within(fields, "primary_location", "source"))
    archive = f"{text_of(fields.get('archive'))}:{text_of(fields.get('archivelocation'))}"
    report = f"{text_of(fields.get('publisher'))}:{text_of(fields.get('number'))}"
    return Record(
        title=str(own.get("title") or "") or _title(fields),
        aliases=strings(own.get("aliases")),
        short_title=text_of(fields.get("titleshort") or fields.get("shorttitle")),
        authors=_authors(fields),
        year=next(filter(None, (_year(fields.get(name)) for name in _DATES)), ""),
        venue=venue,
        identifiers=(*_identifiers(fields), *strings(own.get("identifiers"))),
        texts=(*(text_of(fields.get(name)) for name in _TEXTS), archive, venue, report),
        urls=(*_urls(fields), *strings(own.get("links"))),
        tags=strings([own.get("family")]),
        keywords=strings(own.get("tags")) if own else tuple(_keywords(fields)),
        properties=_properties(own.get("properties")),
        note=text_of(fields.get("annote")),
        line=line,
    )


def _properties(value: Any) -> dict[str, str]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    return {name: text for name, text in pairs if isinstance(text, str)}


def _keywords(fields: Mapping[str, Any]) -> Iterator[str]:
    """The owner's tags; those of type 1 came with the record."""
    tags = fields.get("tags")
    for one in tags if isinstance(tags, list) else ():
        if isinstance(one, Mapping) and one.get("type") != 1:
            yield text_of(one.get("tag"))
    yield from re.split(r"\s*[,;]\s*", text_of(fields.get("keyword")))


def text_of(value: Any) -> str:
    """The text of a value, or of the first one of a list."""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and value:
        return text_of(value[0])
    return ""


def strings(value: Any) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _within(fields: Mapping[str, Any], *path: str) -> Any:
    found: Any = fields
    for name in path:
        found = named(found).get(_name(name)) if isinstance(found, Mapping) else None
    return found


def _name_of(value: Any) -> str:
    """A name that is written out, or the one of a record (a journal, an author)."""
    if isinstance(value, list):
        return _name_of(value[0]) if value else ""
    if not isinstance(value, Mapping):
        return text_of(value)
    fields = named(value)
    names = ("name", "displayname", "title", "journaltitle", "pubinfofreetext", "text", "value")
    return next(
        filter(None, (text_of(fields.get(name)) for name in names)),
        _name_of(fields.get("journal")) if "journal" in fields else "",
    )


def _title(fields: Mapping[str, Any]) -> str:
    for name in _TITLES:
        found = _name_of(fields.get(name))
        if found:
            return found
    return ""


def _identifiers(fields: Mapping[str, Any]) -> list[str]:
    found = list(filter(None, [text_of(fields.get("doi")) or _value_of(fields.get("dois"))]))
    for name in ("externalids", "ids", "serialnumber"):
        external = fields.get(name)
        if isinstance(external, Mapping):
            found += _known((kind, text_of(value)) for kind, value in external.items())
    named_so = (
        (kind, text_of(fields.get(kind)) or text_of(fields.get(f"{kind}id")))
        for kind in IDENTIFIER_KINDS
        if kind != "doi"
    )
    found += _known(named_so)
    found += _known([("arxiv", _value_of(fields.get("arxiveprints")))])
    for name in ("paperid", "id", "key"):
        value = text_of(fields.get(name))
        if (name != "paperid" or len(value) == 40) and find_identifier(value) is not None:
            found.append(value)
    if "key" in fields and "ee" in fields:
        found += _known([("dblp", text_of(fields["key"]))])
    places = fields.get("locations")
    for place in places if isinstance(places, list) else ():
        address = text_of(_within(place, "landing_page_url")) if isinstance(place, Mapping) else ""
        known = find_identifier(address)
        # other addresses are those of other versions, with DOIs of their own
        if known is not None and known.kind in ("arxiv", "pmid", "pmcid"):
            found.append(address)
    return found


def _known(pairs: Any) -> list[str]:
    written = (f"{kind}:{value}" for kind, value in pairs if value)
    whole = (text.partition(":")[2] if "://" in text else text for text in written)
    return [text for text in whole if find_identifier(text) is not None]


def _value_of(value: Any) -> str:
    """INSPIRE's way to write an identifier: ``[{"value": …}]``."""
    first = value[0] if isinstance(value, list) and value else value
    return text_of(first.get("value")) if isinstance(first, Mapping) else text_of(first)


def _urls(fields: Mapping[str, Any]) -> Iterator[str]:
    for name in _ADDRESSES:
        value = fields.get(name)
        address = text_of(value.get("url")) if isinstance(value, Mapping) else text_of(value)
        if "://" in address or address.startswith("10."):
            yield address


def _authors(fields: Mapping[str, Any]) -> tuple[str, ...]:
    for name in _AUTHORS:
        names = fields.get(name)
        if isinstance(names, Mapping):  # DBLP's {"author": [{"text": …}]}, Europe PMC's
            names = names.get("author") or [names]
        if isinstance(names, str):
            return split_authors(names)
        found = tuple(filter(None, map(_author, names if isinstance(names, list) else ())))
        if found:
            return found
    return ()


def _author(name: Any) -> str:
    if isinstance(name, str):
        return given_first(*name.split(",", 2))
    if isinstance(name, list):  # arXiv's data set: family, given, suffix
        return given_first(name[0], *name[2:3], *name[1:2]) if all_texts(name) else ""
    if not isinstance(name, Mapping) or name.get("creatorType", "author") != "author":
        return ""
    fields = named(name)
    inner = fields.get("author")
    if isinstance(inner, Mapping):
        return _name_of(inner)
    family = text_of(
        next(
            (fields[one] for one in ("family", "lastname", "literal", "last") if one in fields), ""
        )
    )
    given = text_of(fields.get("given") or fields.get("firstname") or fields.get("first"))
    if not family:
        full = text_of(fields.get("fullname"))
        return given_first(*full.split(",", 2)) if full else _name_of(name)
    if "lastname" in fields:
        return _zotero_name(given, family)
    particle, suffix = (text_of(fields.get(name)) for name in ("nondroppingparticle", "suffix"))
    return " ".join(filter(None, (given, particle, family, suffix)))


def _zotero_name(given: str, family: str) -> str:
    """A name whose suffix may stand behind a comma (``Cuba, Jr.``) and whose quotes only bind."""
    first, *others = (part.strip(" !") for part in given.split(","))
    return given_first(family.strip('"'), *others, first)


def all_texts(values: Sequence[Any]) -> bool:
    """Whether all values are texts, and there is one."""
    return bool(values) and all(isinstance(value, str) for value in values)


def _year(value: Any) -> str:
    if isinstance(value, Mapping):
        parts = value.get("date-parts")
        while isinstance(parts, list) and parts:
            parts = parts[0]
        return text_of(parts) or next(
            filter(None, (text_of(value.get(one)) for one in ("raw", "literal", "created"))), ""
        )
    if isinstance(value, list):
        return _year(value[0]) if value else ""
    return text_of(value)
