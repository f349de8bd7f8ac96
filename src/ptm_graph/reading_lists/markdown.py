"""Markdown (GitHub flavour, with front matter and HTML) to entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ptm_graph.reading_lists.blocks import Block, Span, TreeBuilder
from ptm_graph.reading_lists.html import HtmlReader, tag_of
from ptm_graph.reading_lists.inline import with_bare_links
from ptm_graph.reading_lists.limits import refuse_too_much
from ptm_graph.reading_lists.note_heads import head_of, paper_of
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.reading_lists.vocabulary import LINE_BREAKS
from ptm_graph.words.dois import shielded
from ptm_graph.words.wording import Said

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LONGEST_PARAGRAPH = 8_000
"""Longer paragraphs are read as plain text: links are still found, emphasis is not."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
_INLINE_MARKUP = re.compile(r"[\[\]<>*_`!&\\~]")


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a Markdown text."""
    from ptm_graph.reading_lists.understanding import understood

    refuse_too_much(text, file)
    head = head_of(text, file)
    builder = _Reader().read(text)
    headings = (block.text for block in builder.root.walk() if block.kind == "heading")
    note = paper_of(head, file, next(headings, None))
    result = understood(builder.root, file, note=note)
    deep = builder.too_deep
    problems = () if deep is None else (unusable("list", Said("list.nested"), file, deep),)
    return replace(
        result,
        entries=(*head.references, *result.entries),
        unused=(*result.unused, *problems),
    )


def tree(text: str) -> Block:
    """The tree of blocks of a Markdown text."""
    return _Reader().read(text).root


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 60}).enable(["table", "strikethrough"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    # the targets are judged, never fetched nor shown: keep them as written
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.inline.ruler.before("text", "plain_markup", _plain_markup)
    return parser


_PLAIN_MARKUP = re.compile(
    r"""
    (?P<text>[^\[\]*<>_`!&\\\n~]+)
    | \[(?P<label>[^\[\]\\`*_<>&!\n]+|\[[^\[\]\\`*_<>&!\n]+\])\]\((?P<url>https?://[^\s()<>\\&]*)\)
    | (?P<open>\[)(?=(?:\[[^\[\]\n]*\]\([^()\s]*\))+\][^(\[])
    | \*\*(?=[^\s*])(?P<bold>[^*\[\]`<>&\\\n]+?)(?<=\S)\*\*(?!\*)
    | \*(?=[^\s*])(?P<italic>[^*_\[\]`<>&\\\n]+?)(?<=\S)\*(?!\*)
    """,
    re.VERBOSE,
)


def _plainly_styled(content: str, line: int) -> list[Span] | None:
    """Spans of a paragraph that holds only the plainest markup; None for any other.

    Nine of ten lines of a list are such, and ten times as fast this way as through
    the parser, which gives the same for them.
    """
    spans: list[Span] = []
    position, end = 0, len(content)
    while position < end:
        match = _PLAIN_MARKUP.match(content, position)
        if match is not None:
            position = match.end()
            plain = match["text"] or match["open"]
            if plain is not None:
                spans.append(Span(plain, line))
            elif match["label"] is not None:
                spans.append(Span(match["label"], line, match["url"]))
            else:
                text = match["bold"] or match["italic"]
                spans.append(Span(text, line, None, match["bold"] is not None, not match["bold"]))
            continue
        mark, following = content[position], content[position + 1 : position + 2]
        if mark == "\n":
            line += 1
            spans.append(Span("\n", line))
            position += 1 + len(following) - len(following.lstrip(" "))
        elif (mark == "]" and following not in "([:") or (mark == "!" and following != "["):
            spans.append(Span(mark, line))
            position += 1
        else:
            return None
    return _one_span_a_link(spans)


def _plain_markup(state: StateInline, silent: bool) -> bool:
    """Rule of the parser for the plainest links and emphasis, which most are.

    It gives the same tokens as the general rules at a third of their time, and
    sees emphasis that Chinese punctuation hides from them: ``**（ACL）**模型``.
    """
    if state.pos and state.src[state.pos] == "*" and state.src[state.pos - 1] == "*":
        return False
    match = _PLAIN_MARKUP.match(state.src, state.pos)
    if match is None or (match["url"] is not None and state.linkLevel > 0):
        return False
    state.pos = match.end()
    if silent:
        return True
    plain = match["text"] or match["open"]
    if plain is not None:
        state.pending += plain
    elif match["label"] is not None:
        state.push("link_open", "a", 1).attrs = {"href": match["url"]}
        state.pending += match["label"]
        state.push("link_close", "a", -1)
    else:
        kind, tag = ("strong", "strong") if match["bold"] is not None else ("em", "em")
        state.push(f"{kind}_open", tag, 1)
        state.pending += match["bold"] or match["italic"]
        state.push(f"{kind}_close", tag, -1)
    return True


class _Reader:
    def __init__(self) -> None:
        self.parser = _parser()
        self.builder = TreeBuilder()
        self.html = HtmlReader(self.builder)
        self.environment: dict[str, object] = {}
        self.shift = 0

    def read(self, text: str) -> TreeBuilder:
        self.shift = head_of(text).lines
        text = "\n".join(text.split("\n")[self.shift :])
        tokens = self.parser.parse(shielded(text).replace("\0", "\ufffd"), self.environment)
        self._blocks(tokens)
        self.html.close()
        return self.builder

    def _line(self, token: Token) -> int:
        return (token.map[0] if token.map else 0) + 1 + self.shift

    def _blocks(self, tokens: list[Token]) -> None:
        iterator = iter(tokens)
        for token in iterator:
            if token.type == "heading_open":
                inline = next(iterator)
                line = self._line(token)
                self.builder.heading(int(token.tag[1]), self._inline(inline, line), line)
            elif token.type == "list_item_open":
                self.builder.open_item(self._line(token))
            elif token.type == "list_item_close":
                self.builder.close_item()
            elif token.type == "inline":
                line = self._line(token)
                spans = self._inline(token, line)
                if spans:
                    self.builder.text(spans, line)
            elif token.type == "table_open":
                self._table(iterator)
            elif token.type == "html_block":
                self.html.feed(token.content, self._line(token))
            elif token.type == "fence":
                line = self._line(token) + 1
                self.builder.code(token.content, token.info.strip(), line)
            elif token.type == "code_block":  # indented too far by mistake, more often than code
                self._indented(token)

    def _indented(self, token: Token) -> None:
        first = self._line(token)
        for number, text in enumerate(token.content.split("\n")):
            line = first + number
            bare = re.sub(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+", "", text)
            spans = self._spans(bare.strip(), line)
            if bare != text and spans:
                self.builder.open_item(line)
                self.builder.text(spans, line)
                self.builder.close_item()
            elif spans:
                self.builder.text(spans, line)

    def _table(self, iterator: Iterator[Token]) -> None:
        header: tuple[str, ...] = ()
        cells: list[list[Span]] = []
        line = 1
        for token in iterator:
            if token.type == "table_close":
                return
            if token.type == "tr_open":
                cells, line = [], self._line(token)
            elif token.type == "inline":
                cells.append(self._inline(token, line))
            elif token.type == "thead_close":
                header = tuple("".join(span.text for span in cell).strip() for cell in cells)
            elif token.type == "tr_close" and (header or cells):
                if not header:
                    continue
                self.builder.row(cells, header, line)

    def _inline(self, token: Token, line: int) -> list[Span]:
        return self._spans(token.content, line)

    def _spans(self, content: str, line: int) -> list[Span]:
        if len(content) > LONGEST_PARAGRAPH or not _INLINE_MARKUP.search(content):
            return with_bare_links(_plain(content, line))
        spans = _plainly_styled(content, line)
        if spans is None:
            children: list[Token] = []
            self.parser.inline.parse(content, self.parser, self.environment, children)
            spans = _styled(children, line)
        return with_bare_links(spans)


def _plain(content: str, line: int) -> list[Span]:
    spans: list[Span] = []
    for number, text in enumerate(content.split("\n")):
        if number:
            spans.append(Span("\n", line + number))
        if text:
            spans.append(Span(text, line + number))
    return spans


class _Style:
    """Spans made so far, and the emphasis and link that are open."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.spans: list[Span] = []
        self.bold = 0
        self.italic = 0
        self.url: str | None = None
        self.labelled = False

    def text(self, text: str, code: bool = False, image: bool = False) -> None:
        if text or image:
            style = (self.url, self.bold > 0, self.italic > 0, code)
            self.spans.append(Span(text, self.line, *style, image=image))
            self.labelled = True

    def line_break(self, lines: int) -> None:
        self.line += lines
        self.spans.append(Span("\n", self.line))

    def badge(self, words: str) -> None:
        """An image is nothing; one that is a link keeps its words as label."""
        if self.url is not None:
            self.text(words.replace("\n", " "), image=True)

    def open_link(self, url: str | None) -> None:
        self.url, self.labelled = url, False

    def close_link(self) -> None:
        if not self.labelled and self.url is not None:
            self.spans.append(Span("", self.line, self.url, self.bold > 0, self.italic > 0))
        self.url = None

    def tag(self, html: str) -> None:
        """Take an HTML tag within a paragraph."""
        name, closing, attributes = tag_of(html)
        step = -1 if closing else 1
        if name == "a" and closing:
            self.close_link()
        elif name == "a":
            self.open_link(attributes.get("href"))
        elif name in ("b", "strong", "u"):
            self.bold = max(0, self.bold + step)
        elif name in ("i", "em"):
            self.italic = max(0, self.italic + step)
        elif name in LINE_BREAKS:
            self.line_break(0)


def _styled(children: list[Token], line: int) -> list[Span]:
    style = _Style(line)
    for token in children:
        kind = token.type
        if kind in ("text", "text_special", "code_inline"):
            style.text(token.content, code=kind == "code_inline")
        elif kind in ("softbreak", "hardbreak"):
            style.line_break(1)
        elif kind == "image":
            style.badge(token.content)
        elif kind == "html_inline":
            style.tag(token.content)
        elif kind == "link_open":
            style.open_link(str(token.attrs.get("href", "")))
        elif kind == "link_close":
            style.close_link()
        elif kind in ("strong_open", "strong_close"):
            style.bold += 1 if kind == "strong_open" else -1
        elif kind in ("em_open", "em_close"):
            style.italic += 1 if kind == "em_open" else -1
    return _one_span_a_link(style.spans)


def _one_span_a_link(spans: list[Span]) -> list[Span]:
    """Join the pieces of a link's label; an address as label makes the link bare."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and span.url is not None and span.url is last.url:
            last.text += span.text
            last.bold = last.bold or span.bold
            last.image = last.image and span.image
        elif (
            last is not None and last.url is not None and span.text == "\n" and last.url is span.url
        ):
            last.text += " "
        else:
            found.append(span)
    for span in found:
        if span.url is not None and _ADDRESS.match(span.text.strip()):
            span.bare = True
    return found
