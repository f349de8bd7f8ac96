"""CSL-JSON, and what services and Zotero answer in JSON, to entries."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists import zotero_json
from ptm_graph.reading_lists.bibliography import Record, collected
from ptm_graph.reading_lists.json_records import is_paper, items_in, record_of
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.reading_lists.zotero_json import is_item
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.model import Problem
from ptm_graph.words.wording import Said


class _Located(dict[str, Any]):
    """An object of JSON that knows how many objects ended before it did."""

    number = 0


def read(text: str, file: str | None = None) -> ReadingList:
    """Read CSL-JSON or an answer of Zotero, Crossref, OpenAlex or Semantic Scholar.

    That is a list of items, one item, or an object that holds them.
    """
    try:
        top = parsed(text, file)
    except ReadingListError as error:
        cause = error.__cause__
        if isinstance(cause, json.JSONDecodeError) and cause.msg == "Extra data":
            from ptm_graph.reading_lists.json_lines import read as read_lines

            return read_lines(text, file)
        raise
    items = items_in(top)
    if items is None:
        raise ReadingListError(Said("list.not CSL"), file)
    lines = _lines_of_objects(text)
    located = [(item, lines[item.number] if isinstance(item, _Located) else None) for item in items]
    return entries_of(located, top, file)


def entries_of(
    items: list[tuple[Any, int | None]],
    top: Any,
    file: str | None,
    problems: tuple[Problem, ...] = (),
) -> ReadingList:
    """Items with their lines as entries.

    Parameters
    ----------
    items : list
        Each with the line on which it begins.
    top : object
        All the JSON, for what stands beside the items.
    file : str or None
        Where it comes from.
    problems : tuple of Problem
        What is known to be unusable already.
    """
    zotero = zotero_json.read((one for one in items if is_item(one[0])), top, file)
    records: list[Record] = []
    unused = [*problems, *zotero.unused]
    for item, line in items:
        if is_item(item):
            continue
        found: Record | None = None
        if isinstance(item, Mapping) and is_paper(item):
            found = record_of(item, line)
        elif isinstance(item, str) and item.strip():
            found = _short_record(item, line)
        if found is None:
            unused.append(unusable(_shown(item), Said("unused.not an item"), file, line))
        elif not (found.title or found.identifiers or found.urls or any(found.texts)):
            unused.append(unusable(_shown(item), Said("unused.no title"), file, line))
        else:
            records.append(found)
    entries, told = collected(records, file)
    unused = sorted((*unused, *told), key=lambda problem: problem.line or 0)
    return ReadingList((*zotero.entries, *entries), (), tuple(unused))


def _shown(item: Any) -> str:
    if isinstance(item, Mapping):
        inner = item.get("data")
        data = inner if isinstance(inner, Mapping) else item
        names = ("title", "display_name", "name", "note", "id", "key")
        item = next((data[name] for name in names if data.get(name)), item)
    return re.sub(r"<[^<>]{0,200}>|\s+", " ", str(item)[:2_000]).strip()[:80]


def parsed(text: str, file: str | None) -> Any:
    """Parse JSON; a ReadingListError says what is wrong with it, and where."""
    count = 0

    def located(pairs: list[tuple[str, Any]]) -> _Located:
        nonlocal count
        found = _Located(pairs)
        found.number = count
        count += 1
        return found

    try:
        return json.loads(text, object_pairs_hook=located)
    except json.JSONDecodeError as error:
        raise ReadingListError(
            Said("list.not JSON", {"error": error.msg}), file, error.lineno
        ) from error
    except RecursionError as error:
        raise ReadingListError(Said("list.nested"), file) from error
    except ValueError as error:  # a number of more digits than Python converts
        raise ReadingListError(Said("list.not JSON", {"error": str(error)}), file) from error


def _lines_of_objects(text: str) -> list[int]:
    """Line on which each object of valid JSON begins, in the order in which they end."""
    lines: list[int] = []
    open_objects: list[int] = []
    line = 1
    for token in re.finditer(r"\"(?:[^\"\\]|\\.)*\"|[{}\n]", text):
        piece = token.group()
        if piece == "\n":
            line += 1
        elif piece == "{":
            open_objects.append(line)
        elif piece == "}":
            lines.append(open_objects.pop())
    return lines


def _short_record(text: str, line: int | None) -> Record:
    found = find_identifier(text)
    return Record(identifiers=(text,), line=line) if found else Record(title=text, line=line)
