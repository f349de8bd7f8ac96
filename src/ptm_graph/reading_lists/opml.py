"""Outlines (OPML) to entries: what has a link is an item, what has none is a folder."""

from __future__ import annotations

from ptm_graph.reading_lists.markup import Folders, escaped, link, read_lines
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.reading_lists.xml_records import elements_of, line_of
from ptm_graph.words.titles import clean
from ptm_graph.words.xml import Element

_ADDRESSES = ("url", "htmlUrl", "href", "xmlUrl")


def read(text: str, file: str | None = None) -> ReadingList:
    """Read an outline; notes (``_note``) stand under their item."""
    elements, problems = elements_of(text, file, ("outline",))
    found = Folders()
    for one in elements:
        said = _said(one)
        address = next((one.get(name, "") for name in _ADDRESSES if one.get(name)), "")
        if address or (said and not len(one)):
            line = line_of(one) or 1
            above = list(one.iterancestors("outline"))[::-1]
            folders = [(_said(folder), line_of(folder) or 1) for folder in above]
            shown = link(said, address) if address else escaped(said)
            found.add(f"- {shown}", line, folders)
            for note in clean(one.get("_note", "")), clean(one.get("description", "")):
                if note:
                    found.add(f"  {escaped(note)}", line, folders)
    result = read_lines(found.lines, file)
    return ReadingList(result.entries, result.mentions, (*problems, *result.unused))


def _said(outline: Element) -> str:
    return clean(outline.get("text") or outline.get("title") or "")
