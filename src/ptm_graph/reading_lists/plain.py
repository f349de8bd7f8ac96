"""Plain text: one identifier, link or title a line."""

from __future__ import annotations

import re

from ptm_graph.reading_lists.blocks import Block, Span, TreeBuilder
from ptm_graph.reading_lists.inline import with_bare_links
from ptm_graph.reading_lists.limits import refuse_too_much
from ptm_graph.reading_lists.lines import in_one, kind_of, papers_of
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words.identifiers import find_identifier

_BULLET = re.compile(r"^\s*(?:[-*+•·–]\s+)")
_HEADING = re.compile(r"^(#{1,6})\s+(\S.*)$")
_NUMBERED = re.compile(r"^\s*(?:\[(\d{1,4})\]|(\d{1,4})[.)])\s")
_SECTION = re.compile(
    r"(?:(?:selected|key|further|recommended|suggested|additional|my|the) )*"
    r"(?:references?|bibliography|literature(?: cited)?|works cited|publications|papers|reading list"
    r"|readings?|参考文献)\s*[:：]?",
    re.I,
)
"""Lines that only say that papers follow."""
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
        says_so = _SECTION.fullmatch(bare) is not None
        underlined = bool(bare) and len(bare) < 80 and _UNDERLINE.match(following) is not None
        if bare and not (heading or underlined or says_so or _UNDERLINE.match(bare)):
            group.append(_spans(_BULLET.sub("", bare), number))
            continue
        _add_group(builder, group)
        group = []
        if heading is not None:
            builder.heading(len(heading.group(1)), [Span(heading.group(2), number)], number)
        elif says_so and not underlined:
            builder.heading(2, [Span(bare, number)], number)
        elif underlined:
            builder.heading(1 if following[0] == "=" else 2, [Span(bare, number)], number)
    _add_group(builder, group)
    return builder.root


def _add_group(builder: TreeBuilder, group: list[list[Span]]) -> None:
    """Lines without an empty one between them: each a paper, or several lines for each."""
    group = [spans for spans in group if spans]  # a line may hold nothing but an image
    kinds = _numbered(group) or [
        "title" if (kind := kind_of(spans)) == "prose" else kind for spans in group
    ]
    for unit in papers_of(group, kinds):
        over = len(unit) > 1 and unit[0][0].bare  # the address stands over the title
        spans = in_one([*unit[1:], unit[0]] if over else unit)
        builder.text(spans, min(span.line for span in spans))


def _numbered(group: list[list[Span]]) -> list[str]:
    """What lines are where those that begin a paper are numbered; empty where they are not."""
    found = [_NUMBERED.match(spans[0].text) for spans in group]
    numbers = [int(match.group(1) or match.group(2)) for match in found if match]
    if (
        len(numbers) < 2
        or not found[0]
        or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
    ):
        return []
    return ["title" if match else "label" for match in found]


def _spans(line: str, number: int) -> list[Span]:
    identifier = find_identifier(line) if " " not in line else None
    if identifier is not None and "://" not in line:
        return [Span(line, number, f"{identifier.kind}:{identifier.value}", bare=True)]
    return with_bare_links([Span(line, number)])
