"""Plain text: one identifier, link or title a line."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from ptm_graph.reading_lists.blocks import Block, Span, TreeBuilder
from ptm_graph.reading_lists.headline import is_name, plain
from ptm_graph.reading_lists.inline import with_bare_links
from ptm_graph.reading_lists.limits import refuse_too_much
from ptm_graph.reading_lists.lines import in_one, kind_of, papers_of
from ptm_graph.reading_lists.references import people, reference
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words.identifiers import find_identifier

_BULLET = re.compile(r"^\s*(?:[-*+•·–]\s+)")
_HEADING = re.compile(r"^(#{1,6})\s+(\S.*)$")
_NUMBERED = re.compile(r"^\s*(?:\[(\d{1,4})\]|(\d{1,4})[.)])\s")
_SECTION = re.compile(
    r"(?:(?:selected|required|optional|core|key|further|recommended|suggested|additional|my|the) )*"
    r"(?:references?|bibliography|literature(?: cited)?|works cited|publications|papers"
    r"|reading list|readings?|参考文献)\s*[:：]?",
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
    formal = _is_formal(lines)
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
        _add_group(builder, group, formal)
        group = []
        if heading is not None:
            builder.heading(len(heading.group(1)), [Span(heading.group(2), number)], number)
        elif says_so and not underlined:
            builder.heading(2, [Span(bare, number)], number)
        elif underlined:
            builder.heading(1 if following[0] == "=" else 2, [Span(bare, number)], number)
    _add_group(builder, group, formal)
    return builder.root


def _add_group(builder: TreeBuilder, group: list[list[Span]], formal: bool) -> None:
    """Lines without an empty one between them: each a paper, or several lines for each."""
    group = [spans for spans in group if spans]  # a line may hold nothing but an image
    group = _without_headings(builder, group, formal)
    if _labelled(builder, group):
        return
    kinds = _numbered(group) or [
        "title" if (kind := kind_of(spans)) == "prose" else kind for spans in group
    ]
    for unit in papers_of(group, kinds):
        over = len(unit) > 1 and unit[0][0].bare  # the address stands over the title
        spans = in_one([*unit[1:], unit[0]] if over else unit)
        builder.text(spans, min(span.line for span in spans))


_OF_A_COURSE = re.compile(
    r"(?:week|lecture|session|part|chapter|section|module|day|unit|topic|class)\s+"
    r"(?:\d{1,2}|[IVX]{1,4})\b.{0,80}",
    re.I,
)
_OF_ALL = re.compile(
    r"\b(?:reading list|bibliography|syllabus|publications|literature|papers|readings|articles)\b",
    re.I,
)


def _is_formal(lines: list[str]) -> bool:
    """Whether most of the first lines are whole references, so that bare words are none."""
    said = [line for line in lines[:200] if line.strip()]
    found = [_is_certain([Span(_BULLET.sub("", line.strip()), 1)]) for line in said]
    return sum(found) >= max(3, 0.5 * len(said))


def _without_headings(
    builder: TreeBuilder, group: list[list[Span]], formal: bool
) -> list[list[Span]]:
    """Lines behind one that only says what they are: “Week 2. Networks”, “Optional”."""
    text = plain("".join(span.text for span in group[0][:3])) if group else ""
    if not text or any(span.url is not None for span in group[0]) or reference(text).certain:
        return group
    of_all = not builder.root.children and len(group) == 1 and len(text.split()) <= 10
    short = len(text.split()) < 3 and not is_name(text) and not people(text)
    above = len(group) > 1 and short and kind_of(group[1]) == "title"
    above = above or (len(group) > 1 and formal and _is_certain(group[1]))
    of_all = of_all or (formal and not builder.root.children and not any(map(_is_certain, group)))
    if not (_OF_A_COURSE.fullmatch(text) or above or (of_all and (formal or _OF_ALL.search(text)))):
        return group
    builder.heading(1 if of_all else 2, group[0], group[0][0].line)
    if of_all and formal and len(group) > 1:
        for spans in group[1:]:
            builder.heading(2, spans, spans[0].line)
        return []
    return group[1:]


def _is_certain(spans: list[Span]) -> bool:
    """Whether a line has the form of a reference with its authors."""
    found = reference(plain("".join(span.text for span in spans if span.url is None)[:2_000]))
    return found.certain and found.authors is not None


_LABEL = re.compile(r"\s*(title|authors?|[A-Za-z][\w-]{2,14})\s*[:：]\s*", re.I)


def _labelled(builder: TreeBuilder, group: list[list[Span]]) -> bool:
    """Read records of lines “Title: …”, “Authors: …”; an address may stand over them."""
    labels = [
        match.group(1).casefold() if (match := _LABEL.match(spans[0].text)) else ""
        for spans in group
    ]
    starts = [
        place - (place > 0 and not labels[place - 1] and kind_of(group[place - 1]) != "title")
        for place, label in enumerate(labels)
        if label == "title"
    ]
    if not starts or starts[0] != 0:
        return False
    for start, end in pairwise([*starts, len(group)]):
        place = labels.index("title", start, end)
        named = [index for index in range(start, end) if labels[index].startswith("author")]
        others = [index for index in range(start, end) if index not in (place, *named)]
        for index in (place, *named):
            first = group[index][0]
            group[index][0] = replace(first, text=_LABEL.sub("", first.text, count=1))
        unit = in_one([group[index] for index in (place, *named, *others)])
        builder.text(unit, group[start][0].line)
    return True


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
