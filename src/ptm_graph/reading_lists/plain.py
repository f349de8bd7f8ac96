"""Plain text: one identifier, link or title a line."""

from __future__ import annotations

import re

from ptm_graph.identifiers import find_identifier
from ptm_graph.reading_lists.blocks import Block, Span, TreeBuilder
from ptm_graph.reading_lists.inline import with_bare_links
from ptm_graph.reading_lists.limits import refuse_too_much
from ptm_graph.reading_lists.result import ReadingList

_BULLET = re.compile(r"^\s*(?:[-*+•·–]\s+)")
_HEADING = re.compile(r"^(#{1,6})\s+(\S.*)$")
_UNDERLINE = re.compile(r"^[=~^-]{3,}$")


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a plain text; a line that is nothing else is taken as a title.

    Raises
    ------
    ReadingListError
        If the text is too large (see :mod:`ptm_graph.reading_lists.limits`).
    """
    from ptm_graph.reading_lists.understanding import understood

    refuse_too_much(text, file)
    return understood(tree(text), file, each_line_a_title=True)


def tree(text: str) -> Block:
    """The lines as blocks: ``# …`` and underlined lines are headings."""
    builder = TreeBuilder()
    lines = text.replace("\0", "\ufffd").split("\n")
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        heading = _HEADING.match(bare)
        following = lines[number].strip() if number < len(lines) else ""
        if heading is not None:
            builder.heading(len(heading.group(1)), [Span(heading.group(2), number)], number)
        elif not bare or _UNDERLINE.match(bare):
            continue
        elif _UNDERLINE.match(following) and len(bare) < 80:
            builder.heading(1 if following[0] == "=" else 2, [Span(bare, number)], number)
        else:
            builder.text(_spans(_BULLET.sub("", bare), number), number)
    return builder.root


def _spans(line: str, number: int) -> list[Span]:
    identifier = find_identifier(line) if " " not in line else None
    if identifier is not None and "://" not in line:
        return [Span(line, number, f"{identifier.kind}:{identifier.value}", bare=True)]
    return with_bare_links([Span(line, number)])
