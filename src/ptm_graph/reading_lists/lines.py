"""Paragraphs that are lists: a paper a line, though the parsers see one text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ptm_graph.facts.coined_names import is_coined
from ptm_graph.reading_lists.blocks import Block, Span
from ptm_graph.reading_lists.evidence import MOST_WORDS, line_kind
from ptm_graph.reading_lists.headline import plain
from ptm_graph.reading_lists.links import is_title_label
from ptm_graph.reading_lists.references import people, reference, without_lead_to_link
from ptm_graph.reading_lists.vocabulary import SMALL_WORDS

Line = list[Span]

_OPEN_END = re.compile(
    r"(?:\b(?:of|the|a|an|for|and|with|in|on|to|by|from|via|using)|[-–—,])$", re.I
)

_HEADING_WORDS = 4
"""Words of the longest line that is a heading by its place alone."""


def part_paragraphs(root: Block) -> set[Block]:
    """Make a block of each paper of a paragraph that holds one a line; these are returned."""
    made: set[Block] = set()
    for parent in root.walk():
        if parent.kind not in ("root", "heading"):
            continue
        children: list[Block] = []
        for child in parent.children:
            parts = _parted(child) if child.kind == "text" else [child]
            children.extend(parts)
            made.update(parts if len(parts) > 1 else ())
        parent.children = children
    return made


def _parted(block: Block) -> list[Block]:
    lines = _joined(_lines(block.spans))
    if len(lines) < 2:
        return [block]
    kinds = _among_titles(lines, _kinds(lines))
    headed = kinds[0] == "prose" and _says_what_follows(_text(lines[0]))
    head, lines, kinds = lines[:headed], lines[headed:], kinds[headed:]
    titles = kinds.count("title")
    if "prose" in kinds or titles < 2 or titles + kinds.count("address") < 2:
        return [block]
    parts = map(in_one, [head, *papers_of(lines, kinds)] if head else papers_of(lines, kinds))
    return [Block("text", spans[0].line, spans, parent=block.parent) for spans in parts]


def _kinds(lines: list[Line]) -> list[str]:
    """What each line is; two words under a title, and over none, are names."""
    kinds = [kind_of(line) for line in lines]
    for place in range(1, len(lines)):
        doubtful = kinds[place - 1] == "title" and kinds[place] in ("title", "prose")
        followed = kinds[place + 1 : place + 2] == ["title"]
        if doubtful and not followed and people(_text(lines[place])):
            kinds[place] = "authors"
    return kinds


def _among_titles(lines: list[Line], kinds: list[str]) -> list[str]:
    """The same, but a few words in title case (“Wide Residual Networks”) among titles are one."""
    if kinds.count("title") < max(2, kinds.count("prose")):
        return kinds
    return [
        "title" if kind == "prose" and _is_in_title_case(_text(line)) else kind
        for line, kind in zip(lines, kinds, strict=True)
    ]


def _is_in_title_case(text: str) -> bool:
    words = [word for word in text.split() if word.casefold() not in SMALL_WORDS]
    ends = text[-1:] in ".!?:;"
    return 1 < len(words) <= MOST_WORDS and not ends and all(word[0].isupper() for word in words)


def _says_what_follows(text: str) -> bool:
    """Whether the first line of a paragraph reads as a heading: “Transformers”."""
    return text[:1].isupper() and text[-1:] not in ".!?;," and len(text.split()) <= _HEADING_WORDS


def bare_titles(block: Block) -> Iterator[tuple[int, str]]:
    """The lines of a paragraph without links that read as titles or names, not as sentences."""
    lines = _joined(_lines(block.spans)) if block.kind == "text" else []
    if len(lines) < 2 or any(span.url is not None for span in block.spans):
        return
    for line in lines:
        text = _text(line)
        if kind_of(line) == "title" or (text and (_is_in_title_case(text) or is_coined(text))):
            yield line[0].line, text


def papers_in_cells(row: Block) -> list[Block]:
    """The papers of cells that hold whole references, or several papers, a line for each."""
    parts: list[Block] = []
    for cell in row.cells:
        lines = _lines(cell)
        kinds = _kinds(lines)
        whole = len(lines) == 1 and reference(_text(lines[0]))
        if (whole and whole.authors and whole.year and whole.certain) or (
            kinds.count("title") > 1 and "prose" not in kinds
        ):
            parts += [Block("text", row.line, in_one(unit)) for unit in papers_of(lines, kinds)]
    return parts


def papers_of(lines: list[Line], kinds: list[str]) -> list[list[Line]]:
    """Lines of one paper: a title with what is under it; authors that come first lead theirs."""
    led = kinds[:1] == ["authors"]
    units: list[list[Line]] = []
    shapes: list[str] = []
    for line, kind in zip(lines, kinds, strict=True):
        begins = kind in ("authors", "address") if led else kind in ("title", "address")
        if begins or not units or (shapes[-1] == "address" and kind != "label"):
            units.append([line])
            shapes.append("address" if kind == "address" else "title")
        else:
            units[-1].append(line)
    addresses = [shape == "address" for shape in shapes]
    if len(units) % 2 == 0 and all(one != other for one, other in pairwise(addresses)):
        units = [first + second for first, second in zip(units[::2], units[1::2], strict=True)]
    return units


def _lines(spans: list[Span]) -> list[Line]:
    lines: list[Line] = [[]]
    for span in spans:
        if span.text == "\n":
            lines.append([])
        else:
            lines[-1].append(span)
    return [line for line in lines if any(span.text.strip() or span.url for span in line)]


def _joined(lines: list[Line]) -> list[Line]:
    """Lines as they were before they were wrapped."""
    found: list[Line] = []
    for line in lines:
        text = _text(line)
        first = text.split(" ", 1)[0]
        goes_on = first[:1].islower() and not is_coined(first.strip(":,")) and "://" not in first
        if found and (goes_on or _OPEN_END.search(_text(found[-1]))):
            found[-1] = [*found[-1], Span("\n", line[0].line), *line]
        else:
            found.append(line)
    return found


def _text(line: Line) -> str:
    return plain("".join(span.text if span.text != "\n" else " " for span in line)[:2_000])


def kind_of(line: Line) -> str:
    """What a line of a paragraph is: an ``address``, or as :func:`.evidence.line_kind` says."""
    links = [span for span in line if span.url is not None]
    words = plain("".join(span.text for span in line if span.url is None)[:2_000])
    if links:
        words = without_lead_to_link(words)
    if words.startswith(":"):  # as Markdown writes what is said of a term
        return "label"
    words = words.strip(" []()|,.;" if links else " |,;")
    if links and not words:
        if all(span.bare for span in links):
            return "address"
        return "title" if any(is_title_label(plain(span.text)) for span in links) else "label"
    if any(is_title_label(plain(span.text)) and not span.bare for span in links):
        return "title"
    if links and line_kind(words) in ("venue", "label"):
        return "label"
    return line_kind(words)


def in_one(unit: list[Line]) -> list[Span]:
    """The lines of a paper as one text."""
    spans: list[Span] = []
    for line in unit:
        if spans:
            spans.append(Span("\n", line[0].line))
        spans.extend(line)
    return spans
