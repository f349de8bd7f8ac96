"""Zotero's own JSON – its API's and Better BibTeX's – with the collections of its items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ptm_graph.reading_lists.json_records import text_of
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.reading_lists.zotero_items import read_items
from ptm_graph.words.titles import clean


def is_item(item: Any) -> bool:
    """Whether something in JSON is an item of Zotero."""
    return isinstance(item, Mapping) and isinstance(_data(item).get("itemType"), str)


def _data(item: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = item.get("data")
    return inner if isinstance(inner, Mapping) else item


def read(items: Iterable[tuple[Any, int | None]], top: Any, file: str | None) -> ReadingList:
    """Read items with their lines; ``top`` may tell the names of their collections."""
    known = _collections(top)
    holders: dict[str, list[str]] = {}
    for key, one in known.items():
        held = one.get("items")
        for number in held if isinstance(held, list) else ():
            holders.setdefault(text_of(number), []).append(key)
    found, lines = [], []
    for item, line in items:
        keys = holders.get(text_of(item.get("itemID")), [])
        found.append({**item, "collections": keys} if keys else item)
        lines.append(line)
    return read_items(found, file, lines=lines, families={key: _path(key, known) for key in known})


def _collections(top: Any) -> dict[str, Mapping[str, Any]]:
    """Key → collection, as Better BibTeX puts them beside the items, or the API among them."""
    told = top.get("collections") if isinstance(top, Mapping) else None
    if isinstance(told, Mapping):
        return {str(key): one for key, one in told.items() if isinstance(one, Mapping)}
    listed = told if told is not None else top
    found = (
        (_data(one) for one in listed if isinstance(one, Mapping))
        if isinstance(listed, list)
        else ()
    )
    return {text_of(one.get("key")): one for one in found if "name" in one and "key" in one}


def _path(key: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    names: list[str] = []
    seen: set[str] = set()
    while key in known and key not in seen and len(names) < 20:
        seen.add(key)
        names.append(clean(text_of(known[key].get("name"))))
        key = text_of(known[key].get("parent") or known[key].get("parentCollection"))
    return " / ".join(filter(None, reversed(names)))
