"""Records in XML from anybody: joined files, parts of files and broken ones are read, too."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.entities import html5
from typing import cast

from lxml import etree

from ptm_graph.reading_lists.bibliography import Record, collected
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words.model import Problem
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said
from ptm_graph.words.xml import Element, tree_of

_DOCTYPE_END = re.compile(r"[^\[>]*(?:\[[^\]]*\]\s*)?>")
_INSTRUCTION_END = re.compile(r".*?\?>", re.DOTALL)
_AMPERSAND = re.compile(r"&(?:#(?:x([0-9a-f]{1,6})|(\d{1,7}));|(\w{1,31});)?", re.IGNORECASE)
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))


def read_records(
    text: str, file: str | None, names: tuple[str, ...], record_of: Callable[[Element], Record]
) -> ReadingList:
    """Read the elements of some names as records; broken XML is told, and read nevertheless."""
    elements, problems = elements_of(text, file, names)
    entries, found = collected(map(record_of, elements), file)
    return ReadingList(entries, (), (*problems, *found))


def elements_of(
    text: str, file: str | None, names: tuple[str, ...]
) -> tuple[list[Element], list[Problem]]:
    """The elements of some names, in their order, and what is wrong with the XML."""
    # one root for all, however many files were joined and whichever part of one was copied
    root, error = tree_of(
        f'<all xmlns:mml="mml" xmlns:xlink="xlink">{_safe(text)}</all>'.encode(), "utf-8"
    )
    elements = [] if root is None else list(root.iter(*names))
    if error is None:
        return elements, []
    reason = Said("unused.broken xml", {"error": clean(str(error.msg))[:120]})
    return elements, [unusable(file or "XML", reason, file, error.lineno)]


def _safe(text: str) -> str:
    """The text without declarations, and with characters for all entities that have one."""
    text = _without(text, "<?", _INSTRUCTION_END)
    text = _without(text, "<!DOCTYPE", _DOCTYPE_END)
    return _AMPERSAND.sub(_character, _NO_XML.sub(" ", text))


def _without(text: str, beginning: str, ending: re.Pattern[str]) -> str:
    """The text without what stands between two signs, all lines where they were."""
    kept: list[str] = []
    done = 0
    while (start := text.find(beginning, done)) >= 0:
        end = ending.match(text, start + len(beginning))
        if end is None:
            break
        kept += [text[done:start], "\n" * text.count("\n", start, end.end())]
        done = end.end()
    return "".join((*kept, text[done:]))


def _character(found: re.Match[str]) -> str:
    hexadecimal, digits, name = found.groups()
    if name is not None:
        if name in _OF_XML:
            return found[0]
        meant = html5.get(f"{name};")
        return f"&amp;{name};" if meant is None else meant
    if not (hexadecimal or digits):
        return "&amp;"
    code = int(hexadecimal, 16) if hexadecimal else int(digits)
    legal = code in (9, 10, 13) or (32 <= code < 0xD800) or (0xE000 <= code < 0xFFFE)
    return found[0] if legal or 0x10000 <= code < 0x110000 else " "


def markup(element: Element | None) -> str:
    """What stands in an element, with the tags in it; empty without one."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    return whole[whole.index(">") + 1 : whole.rindex("<")]


def line_of(element: Element) -> int | None:
    """The line on which an element begins."""
    return cast("int | None", element.sourceline)
