"""CSL-JSON to entries: Zotero's, Better BibTeX's, Mendeley's – and S2's own JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.bibliography import Record, collected, split_authors, tags_of
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, find_identifier
from ptm_graph.words.wording import Said


def read(text: str, file: str | None = None) -> ReadingList:
    """Read CSL-JSON: a list of items, one item, or an object that holds ``items``."""
    top = _parsed(text, file)
    items = _items(top)
    if items is None:
        raise ReadingListError(Said("list.not CSL"), file)
    lines = _lines_of_items(text, len(items))
    records, problems = [], []
    for item, line in zip(items, lines, strict=True):
        if isinstance(item, Mapping):
            records.append(record_of(item, line))
        elif isinstance(item, str) and item.strip():
            records.append(_short_record(item, line))
        else:
            problems.append(unusable(str(item)[:80], Said("unused.not an item"), file, line))
    entries, found = collected(records, file)
    return ReadingList(entries, (), (*problems, *found))


def _parsed(text: str, file: str | None) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadingListError(
            Said("list.not JSON", {"error": error.msg}), file, error.lineno
        ) from error
    except RecursionError as error:
        raise ReadingListError(Said("list.nested"), file) from error
    except ValueError as error:  # a number of more digits than Python converts
        raise ReadingListError(Said("list.not JSON", {"error": str(error)}), file) from error


def _items(top: Any) -> list[Any] | None:
    if isinstance(top, Mapping):
        for name in ("items", "entries", "references", "papers", "data", "results"):
            if isinstance(top.get(name), list):
                return list(top[name])
        return [top] if top.get("title") or top.get("DOI") else None
    if isinstance(top, list):
        usable = [item for item in top if isinstance(item, (Mapping, str))]
        return top if usable or not top else None
    return None


def _lines_of_items(text: str, count: int) -> list[int | None]:
    """Line on which each item begins, by the braces; None if they do not match."""
    starts: list[int] = []
    depth, line, base = 0, 1, None
    for token in re.finditer(r"\"(?:[^\"\\]|\\.)*\"|[{}\[\]]|\n", text):
        piece = token.group()
        if piece == "\n":
            line += 1
        elif piece in "{[":
            depth += 1
            if piece == "{" and (base is None or depth == base):
                if base is None and text.lstrip()[:1] != "[" and depth == 1 and count > 1:
                    continue
                base = depth
                starts.append(line)
        elif piece in "}]":
            depth -= 1
        else:
            line += piece.count("\n")
    return [*starts] if len(starts) == count else [None] * count


def _text(value: Any) -> str:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and value:
        return _text(value[0])
    return ""


def record_of(item: Mapping[str, Any], line: int | None) -> Record:
    """The fields of an item, whatever names its program gives them."""
    external = item.get("externalIds")
    ids = (
        [f"{kind}:{_text(value)}" for kind, value in external.items() if _text(value)]
        if isinstance(external, Mapping)
        else []
    )
    known = [text for text in ids if find_identifier(text) is not None]
    doi = _text(item.get("DOI") or item.get("doi"))
    note = _text(item.get("note"))
    extra = _text(item.get("extra"))
    paper_id = _text(item.get("paperId"))
    named = (
        f"{kind}:{_text(item.get(kind.upper()) or item.get(kind))}" for kind in IDENTIFIER_KINDS
    )
    known += [text for text in named if find_identifier(text) is not None and text not in known]
    venue = _text(
        item.get("container-title")
        or item.get("event-title")
        or item.get("venue")
        or item.get("publicationTitle")
        or item.get("proceedingsTitle")
    )
    texts = (
        note,
        extra,
        _text(item.get("number")),
        _text(item.get("archive_location")),
        _text(item.get("archive")) + ":" + _text(item.get("archive_location")),
        venue,
        _text(item.get("publisher")) + ":" + _text(item.get("number")),
        _text(item.get("archiveID")),
    )
    own = item.get("custom")
    own = own if isinstance(own, Mapping) else {}
    return Record(
        title=str(own.get("title") or "") or _text(item.get("title")),
        aliases=_strings(own.get("aliases")),
        short_title=_text(item.get("title-short") or item.get("shortTitle")),
        authors=_authors(item),
        year=_year(item),
        venue=venue,
        identifiers=tuple(
            filter(
                None,
                [
                    doi,
                    *known,
                    paper_id if len(paper_id) == 40 else "",
                    *_strings(own.get("identifiers")),
                ],
            )
        ),
        texts=texts,
        urls=tuple(
            filter(None, [_text(item.get("URL") or item.get("url")), *_strings(own.get("links"))])
        ),
        tags=_strings([own.get("family")]),
        keywords=_keywords(item, own),
        properties=_properties(own.get("properties")),
        note=_text(item.get("annote")),
        line=line,
    )


def _keywords(item: Mapping[str, Any], own: Mapping[str, Any]) -> tuple[str, ...]:
    """Our own tags, a manager's keywords, Zotero's tags: each tag an object there."""
    if own:
        return _strings(own.get("tags"))
    told = item.get("tags") or item.get("keywords")
    tags = told if isinstance(told, list) else []
    named = (one.get("tag") if isinstance(one, Mapping) else one for one in tags)
    found = tags_of(_text(item.get("keyword")))
    return (*found, *(one for one in named if isinstance(one, str)))


def _properties(value: Any) -> dict[str, str]:
    pairs = value.items() if isinstance(value, Mapping) else ()
    return {name: text for name, text in pairs if isinstance(text, str)}


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _short_record(text: str, line: int | None) -> Record:
    found = find_identifier(text)
    return Record(identifiers=(text,), line=line) if found else Record(title=text, line=line)


def _authors(item: Mapping[str, Any]) -> tuple[str, ...]:
    names = item.get("author") or item.get("authors") or item.get("creators") or ()
    if isinstance(names, str):
        return split_authors(names)
    found: list[str] = []
    for name in names if isinstance(names, list) else ():
        if isinstance(name, str):
            found.append(name)
        elif isinstance(name, Mapping) and name.get("creatorType", "author") == "author":
            parts = [
                _text(name.get("given") or name.get("firstName")),
                _text(name.get("non-dropping-particle")),
                _text(
                    name.get("family")
                    or name.get("lastName")
                    or name.get("literal")
                    or name.get("name")
                ),
                _text(name.get("suffix")),
            ]
            found.append(" ".join(filter(None, parts)))
    return tuple(found)


def _year(item: Mapping[str, Any]) -> str:
    for name in ("issued", "published", "event-date"):
        issued = item.get(name)
        if isinstance(issued, Mapping):
            parts = issued.get("date-parts")
            if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
                return _text(parts[0][0])
            return _text(issued.get("raw") or issued.get("literal"))
        if isinstance(issued, (str, int)):
            return _text(issued)
    return _text(item.get("year") or item.get("date"))
