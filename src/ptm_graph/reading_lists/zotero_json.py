"""Zotero's own JSON – its API's and Better BibTeX's – to records: notes, links, collections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ptm_graph.reading_lists.bibliography import Record
from ptm_graph.reading_lists.json_records import text_of, whole_name
from ptm_graph.words.titles import clean

_BESIDE = ("attachment", "note", "annotation")
_VENUES = (
    *("publicationTitle", "proceedingsTitle", "bookTitle", "conferenceName", "encyclopediaTitle"),
    *("dictionaryTitle", "websiteTitle", "blogTitle", "repository", "university", "institution"),
    "journalAbbreviation",
)
_TAG = re.compile(r"<[^<>]{0,500}>")


def is_item(item: Any) -> bool:
    """Whether something in JSON is an item of Zotero."""
    return isinstance(item, Mapping) and isinstance(_data(item).get("itemType"), str)


def _data(item: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = item.get("data")
    return inner if isinstance(inner, Mapping) else item


class Library:
    """What stands beside the items: their notes and attachments, and the collections."""

    def __init__(self, top: Any, items: Iterable[Any]) -> None:
        self._beside: dict[str, list[Mapping[str, Any]]] = {}
        keys = set()
        for item in filter(is_item, items):
            data = _data(item)
            keys.add(text_of(data.get("key")))
            if data.get("itemType") in _BESIDE:
                self._beside.setdefault(text_of(data.get("parentItem")), []).append(data)
        self._keys = keys
        self._collections = _collections(top)

    def belongs(self, item: Mapping[str, Any]) -> bool:
        """Whether an item is only the note or attachment of another one of the list."""
        parent = text_of(_data(item).get("parentItem"))
        return bool(parent) and parent in self._keys and _data(item)["itemType"] in _BESIDE

    def record(self, item: Mapping[str, Any], line: int | None) -> Record | None:
        """What an item says; None for a note or a file without a paper."""
        data = _data(item)
        if data.get("itemType") in _BESIDE:
            return None
        key = text_of(data.get("key"))
        children = [*self._beside.get(key, ())] if key else []
        for name in ("notes", "attachments"):
            inner = data.get(name)
            children += (
                [one if isinstance(one, Mapping) else {"note": one} for one in inner]
                if isinstance(inner, list)
                else []
            )
        extra = text_of(data.get("extra"))
        venue = next(filter(None, (text_of(data.get(name)) for name in _VENUES)), "")
        doi = text_of(data.get("DOI"))
        archive = text_of(data.get("archiveID"))
        notes = (_plain(text_of(child.get("note"))) for child in children)
        return Record(
            title=text_of(data.get("title") or data.get("caseName") or data.get("nameOfAct")),
            short_title=text_of(data.get("shortTitle")),
            authors=_authors(data),
            year=text_of(data.get("date") or data.get("dateDecided") or data.get("dateEnacted")),
            venue=venue,
            identifiers=(doi,) if doi else (),
            texts=(
                extra,
                archive,
                text_of(data.get("archiveLocation")),
                venue,
                text_of(data.get("reportNumber")),
                text_of(data.get("number")),
            ),
            urls=tuple(
                address
                for one in (data, *children)
                if "://" in (address := text_of(one.get("url")))
            ),
            tags=self._family(data),
            note=" – ".join(filter(None, notes)),
            line=line,
        )

    def _family(self, data: Mapping[str, Any]) -> tuple[str, ...]:
        listed = data.get("collections")
        known = map(text_of, listed) if isinstance(listed, list) else ()
        keys = (*known, text_of(data.get("itemID")))
        return tuple(self._collections[key] for key in keys if key in self._collections)[:1]


def _collections(top: Any) -> dict[str, str]:
    """Key of a collection, or number of an item in it → path of its name."""
    found = top.get("collections") if isinstance(top, Mapping) else None
    if isinstance(found, Mapping):
        known = {str(key): one for key, one in found.items() if isinstance(one, Mapping)}
    else:
        listed = (
            (_data(one) for one in found or top if isinstance(one, Mapping))
            if isinstance(found or top, list)
            else ()
        )
        known = {text_of(one.get("key")): one for one in listed if "name" in one and "key" in one}
    paths: dict[str, str] = {}
    for key, one in known.items():
        path = _path(key, known)
        paths.setdefault(key, path)
        items = one.get("items")
        for number in items if isinstance(items, list) else ():
            paths.setdefault(text_of(number), path)
    return paths


def _path(key: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    names: list[str] = []
    seen: set[str] = set()
    while key in known and key not in seen and len(names) < 20:
        seen.add(key)
        names.append(clean(text_of(known[key].get("name"))))
        key = text_of(known[key].get("parent") or known[key].get("parentCollection"))
    return " / ".join(filter(None, reversed(names)))


def _plain(note: str) -> str:
    from html import unescape

    return clean(unescape(_TAG.sub(" ", note[:20_000])))


def _authors(data: Mapping[str, Any]) -> tuple[str, ...]:
    creators = data.get("creators")
    people = (
        [one for one in creators if isinstance(one, Mapping)] if isinstance(creators, list) else []
    )
    authors = [one for one in people if one.get("creatorType") == "author"]
    names = (
        whole_name(text_of(one.get("firstName")), text_of(one.get("lastName") or one.get("name")))
        for one in authors
    )
    return tuple(filter(None, names))
