"""Items as Zotero tells them – its API, or Better BibTeX – as entries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from ptm_graph.reading_lists.bibliography import Record, entry_of
from ptm_graph.reading_lists.json_records import record_of
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words.addresses import without_sessions
from ptm_graph.words.model import Problem, Resource, SeedEntry
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said

LONGEST_NOTE = 200_000
"""Characters of a note's HTML that are read."""

_BELONGINGS = ("attachment", "note", "annotation")
"""Types of items that belong to another one, or lie about by themselves."""
_TITLES = ("title", "caseName", "nameOfAct", "subject")
_VENUES = ("bookTitle", "conferenceName", "seriesTitle", "websiteTitle", "blogTitle")
_BREAKS = re.compile(r"p|div|br|li|ul|ol|tr|table|pre|blockquote|h[1-6]")
_OWN_PATH = re.compile(r"/|[A-Za-z]:[\\/]")


def read_items(
    items: Iterable[Any],
    file: str | None = None,
    *,
    lines: Sequence[int | None] = (),
    families: Mapping[str, str] | None = None,
) -> ReadingList:
    """Read items of any order; notes and attachments go to the items they belong to.

    What lies in the bin is passed over.

    Parameters
    ----------
    items : iterable
        Objects as the API gives them (fields under ``data``), or as Better BibTeX writes them
        (fields, notes and attachments in one).
    file : str, optional
        Where they come from, for messages and for the entries.
    lines : sequence of int or None, optional
        Line of each item.
    families : mapping, optional
        Key of a collection → family of the papers in it.
    """
    parents: list[tuple[Mapping[str, Any], int | None]] = []
    children: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    unused: list[Problem] = []
    for number, item in enumerate(items):
        line = lines[number] if number < len(lines) else None
        fields = _fields(item)
        if fields is None:
            unused.append(unusable(str(item)[:80], Said("unused.not an item"), file, line))
        elif fields.get("deleted"):
            continue
        elif isinstance(parent := fields.get("parentItem"), str):
            children[parent].append(fields)
        elif fields.get("itemType") in _BELONGINGS:
            subject = _text(fields.get("title")) or text_of_note(fields.get("note")) or "item"
            unused.append(unusable(clean(subject)[:80], Said("unused.no parent"), file, line))
        else:
            parents.append((fields, line))
    entries: list[SeedEntry] = []
    for fields, line in parents:
        belongings = [*children[_text(fields.get("key"))], *_nested(fields)]
        record = _record(fields, belongings, families or {}, line)
        entry, problems = entry_of(record, file)
        unused += problems
        if entry is not None:
            files = tuple(filter(None, map(_file, belongings)))
            entries.append(replace(entry, resources=(*entry.resources, *files)))
    return ReadingList(tuple(entries), (), tuple(unused))


def _fields(item: Any) -> Mapping[str, Any] | None:
    """The fields of an item, with what the API tells beside them."""
    if not isinstance(item, Mapping):
        return None
    data = item.get("data")
    if not isinstance(data, Mapping):
        return item if item.get("itemType") else None
    beside = {name: item[name] for name in ("key", "links", "library") if name in item}
    return {**beside, **data}


def _nested(fields: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Notes and attachments that stand in the item itself."""
    found: list[Mapping[str, Any]] = []
    for name, kind in (("notes", "note"), ("attachments", "attachment")):
        told = fields.get(name)
        for one in told if isinstance(told, list) else ():
            own = one if isinstance(one, Mapping) else {"note": one}
            found.append({**own, "itemType": kind})
    return found


def _record(
    fields: Mapping[str, Any],
    belongings: Sequence[Mapping[str, Any]],
    families: Mapping[str, str],
    line: int | None,
) -> Record:
    told = {**fields, "title": _first(fields, _TITLES)}
    record = record_of(told, line)
    notes = (text_of_note(one.get("note")) for one in belongings if one.get("itemType") == "note")
    family = _family(fields.get("collections"), families)
    return replace(
        record,
        venue=record.venue or _first(fields, _VENUES),
        urls=tuple(map(without_sessions, (*record.urls, *filter(None, map(_address, belongings))))),
        tags=(family,) if family else (),
        note=without_sessions("\n".join(filter(None, notes))),
    )


def _family(collections: Any, families: Mapping[str, str]) -> str | None:
    """The family of the innermost of an item's collections."""
    keys = collections if isinstance(collections, list) else []
    found = [families[key] for key in keys if isinstance(key, str) and key in families]
    return min(found, key=lambda path: (-path.count(" / "), path), default=None) or None


def _is_pdf(attachment: Mapping[str, Any]) -> bool:
    name = _text(attachment.get("filename")) or _text(attachment.get("path"))
    return attachment.get("itemType") == "attachment" and (
        attachment.get("contentType") == "application/pdf" or name.lower().endswith(".pdf")
    )


def _address(attachment: Mapping[str, Any]) -> str:
    """Where a PDF was fetched from, or what a link leads to; no page that was only saved."""
    linked = attachment.get("linkMode") == "linked_url"
    return _text(attachment.get("url")) if linked or _is_pdf(attachment) else ""


def _file(attachment: Mapping[str, Any]) -> Resource | None:
    """The PDF itself: where it lies, else the link by which Zotero opens it."""
    if not _is_pdf(attachment) or attachment.get("linkMode") == "linked_url":
        return None
    title = clean(_text(attachment.get("title"))) or None
    links = attachment.get("links")
    enclosure = links.get("enclosure") if isinstance(links, Mapping) else None
    href = _text(enclosure.get("href")) if isinstance(enclosure, Mapping) else ""
    path = _path_in(href) if href.startswith("file:") else _text(attachment.get("path"))
    if path and _OWN_PATH.match(path) and "\n" not in path:
        return Resource("file", path, title)
    key = _text(attachment.get("key"))
    if not re.fullmatch(r"[A-Z0-9]{8}", key):
        return None
    library = attachment.get("library")
    group = library.get("id") if isinstance(library, Mapping) else None
    is_group = isinstance(library, Mapping) and library.get("type") == "group"
    place = f"groups/{group}" if is_group and isinstance(group, int) else "library"
    return Resource("file", f"zotero://open-pdf/{place}/items/{key}", title)


def _path_in(address: str) -> str:
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    return path[1:] if re.match(r"/[A-Za-z]:/", path) else path


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((text for name in names if (text := _text(fields.get(name)))), "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def text_of_note(note: Any) -> str:
    """The text of a note, a line a paragraph."""
    text = _text(note)[:LONGEST_NOTE]
    if "<" not in text and "&" not in text:
        return text
    try:
        tree = html.fromstring(f"<div>{text}</div>")
    except (etree.LxmlError, ValueError):  # NUL and its like, which no note contains
        return ""
    etree.strip_elements(tree, "script", "style", etree.Comment, with_tail=False)
    pieces: list[str] = []
    for event, one in etree.iterwalk(tree, events=("start", "end")):
        is_break = _BREAKS.fullmatch(str(one.tag)) is not None
        if event == "start":
            pieces += ["\n" if is_break else "", one.text or ""]
        else:
            pieces += ["\n" if is_break else "", one.tail or ""]
    return "\n".join(filter(None, map(clean, "".join(pieces).splitlines())))
