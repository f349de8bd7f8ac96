"""Jupyter notebooks to entries: their cells of Markdown, as one document; nothing is run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.csl_json import parsed
from ptm_graph.reading_lists.markup import Lines, read_lines
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words.wording import Said

_MOST_MISSES = 20
"""Lines that may be written otherwise than notebooks write them, until no line is looked for."""


def read(text: str, file: str | None = None) -> ReadingList:
    """Read the Markdown of a notebook of any version; lines are those of the file."""
    top = parsed(text, file)
    if not isinstance(top, Mapping):
        raise ReadingListError(Said("list.no notebook"), file)
    sheets = top.get("worksheets")
    parts = sheets if isinstance(sheets, list) else [top]
    cells = [
        cell
        for part in parts
        if isinstance(part, Mapping) and isinstance(part.get("cells"), list)
        for cell in part["cells"]
        if isinstance(cell, Mapping)
    ]
    if not cells and not isinstance(top.get("cells"), list):
        raise ReadingListError(Said("list.no notebook"), file)
    return read_lines(list(_located(text, _lines(cells))), file)


def _lines(cells: list[Mapping[str, Any]]) -> Iterator[str]:
    for cell in cells:
        source = cell.get("source")
        written = (
            "".join(one for one in source if isinstance(one, str))
            if isinstance(source, list)
            else source
        )
        if not isinstance(written, str):
            continue
        kind, level = cell.get("cell_type"), cell.get("level")
        if kind == "heading":  # as notebooks had them until 2014
            mark = "#" * max(1, min(6, level if isinstance(level, int) else 1))
            written = f"{mark} {' '.join(written.split())}"
        if kind in ("markdown", "heading"):
            yield from written.splitlines()
            yield ""


def _located(text: str, lines: Iterator[str]) -> Lines:
    """Lines with those of the file; where each stands on its own, as notebooks are saved."""
    found: Lines = []
    number, place, misses = 1, 0, 0
    for line in lines:
        if line.strip() and misses < _MOST_MISSES:
            for written in (json.dumps(line, ensure_ascii=False), json.dumps(line)):
                start = text.find(written[:-1], place)
                if start >= 0:
                    number += text.count("\n", place, start)
                    place = start
                    break
            else:
                misses += 1
        found.append((line, number))
    return found
