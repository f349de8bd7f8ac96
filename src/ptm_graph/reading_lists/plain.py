"""Plain text: one identifier, link or title a line."""

from __future__ import annotations

import re
from itertools import pairwise

from ptm_graph.reading_lists.blocks import Block, Span, TreeBuilder
from ptm_graph.reading_lists.inline import with_bare_links
from ptm_graph.reading_lists.limits import refuse_too_much
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words.identifiers import find_identifier

_BULLET = re.compile(r"^\s*(?:[-*+•·–]\s+)")
_HEADING = re.compile(r"^(#{1,6})\s+(\S.*)$")
_UNDERLINE = re.compile(r"^[=~^-]{3,}$")


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a plain text; a line that is nothing else is taken as a title."""
    from ptm_graph.reading_lists.understanding import understood

    refuse_too_much(text, file)
    return understood(tree(text), file, each_line_a_title=True)


def tree(text: str) -> Block:
    """The lines as blocks: ``# …`` and underlined lines are headings.

    Where titles and links alternate, each pair is one block.
    """
    builder = TreeBuilder()
    lines = text.replace("\0", "\ufffd").split("\n")
    group: list[list[Span]] = []
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        heading = _HEADING.match(bare)
        following = lines[number].strip() if number < len(lines) else ""
        underlined = bool(bare) and len(bare) < 80 and _UNDERLINE.match(following) is not None
        if bare and not heading and not underlined and not _UNDERLINE.match(bare):
            group.append(_spans(_BULLET.sub("", bare), number))
            continue
        _add_group(builder, group)
        group = []
        if heading is not None:
            builder.heading(len(heading.group(1)), [Span(heading.group(2), number)], number)
        elif underlined:
            builder.heading(1 if following[0] == "=" else 2, [Span(bare, number)], number)
    _add_group(builder, group)
    return builder.root


def _add_group(builder: TreeBuilder, group: list[list[Span]]) -> None:
    """Lines without an empty one between them: single, or titles and links in turn."""
    group = [spans for spans in group if spans]  # a line may hold nothing but an image
    links = [len(spans) == 1 and spans[0].bare for spans in group]
    in_turn = len(group) % 2 == 0 and all(one != other for one, other in pairwise(links))
    if not in_turn:
        for spans in group:
            builder.text(spans, spans[0].line)
        return
    for first, second in zip(group[::2], group[1::2], strict=True):
        title, link = (second, first) if first[0].bare else (first, second)
        builder.text([*title, Span("\n", link[0].line), *link], first[0].line)


def _spans(line: str, number: int) -> list[Span]:
    identifier = find_identifier(line) if " " not in line else None
    if identifier is not None and "://" not in line:
        return [Span(line, number, f"{identifier.kind}:{identifier.value}", bare=True)]
    return with_bare_links([Span(line, number)])
