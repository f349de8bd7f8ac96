"""reStructuredText to entries; nothing is included, run or fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.blocks import Block, Span, TreeBuilder
from ptm_graph.reading_lists.inline import with_bare_links
from ptm_graph.reading_lists.limits import refuse_too_much
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words.wording import Said

if TYPE_CHECKING:
    from docutils import nodes

MOST_LINKS = 20_000
"""Links of the longest text that is read; docutils needs a millisecond for each."""
LONGEST_PARAGRAPH = 10_000
"""Characters of the longest paragraph that is read."""
MOST_MARKS = 400
"""Stars, backticks and bars of one paragraph."""
DEEPEST = 30
"""Levels of indentation that are read."""

# substitutions that hold substitutions grow a small text without bounds: they become comments
_SUBSTITUTION = re.compile(r"^([ \t]*\.\.[ \t]+)\|", re.MULTILINE)

_SETTINGS: dict[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 6,
    "line_length_limit": 200_000,
    "warning_stream": False,
    "pep_references": False,
    "rfc_references": False,
    "smart_quotes": False,
    "doctitle_xform": False,
    "sectsubtitle_xform": False,
    "docinfo_xform": False,
    "syntax_highlight": "none",
    "auto_id_prefix": "id",
}


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a reStructuredText."""
    from ptm_graph.reading_lists.understanding import understood

    return understood(tree(text, file), file)


def tree(text: str, file: str | None = None) -> Block:
    """The tree of blocks of a reStructuredText."""
    refuse_too_much(text, file)
    if text.count("://") > MOST_LINKS:
        raise ReadingListError(Said("list.too many links", {"most": MOST_LINKS}), file)
    _refuse_deep_nesting(text, file)
    _refuse_long_paragraphs(text, file)
    try:
        document = _parsed(_SUBSTITUTION.sub(r"\1\\|", text.replace("\0", "\ufffd")))
    except RecursionError as error:
        raise ReadingListError(Said("list.nested"), file) from error
    except Exception as error:  # docutils raises whatever its parts raise
        raise ReadingListError(
            Said("list.not reStructuredText", {"error": str(error)}), file
        ) from error
    return _Walker(text).walk(document).root


def _refuse_deep_nesting(text: str, file: str | None) -> None:
    indents = [0]
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.lstrip(" \t")
        if not bare:
            continue
        indent = len(line) - len(bare)
        while indents and indents[-1] >= indent and len(indents) > 1:
            indents.pop()
        if indent > indents[-1]:
            indents.append(indent)
        marks = re.match(r"(?:[-*+] ){2,}", bare)
        if len(indents) + (len(marks.group()) // 2 if marks else 0) > DEEPEST:
            raise ReadingListError(Said("list.nested deeper", {"levels": DEEPEST}), file, number)


def _refuse_long_paragraphs(text: str, file: str | None) -> None:
    """Spare docutils what takes it time in the square of a paragraph's length and of its markup."""
    length = marks = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or re.match(r"\s*(?:[-*+•]|\w{1,4}[.)])\s", line) is not None:
            length = marks = 0
        length += len(line)
        if not re.fullmatch(r"\W*", line):  # no line of a table or under a heading
            marks += sum(map(line.count, "*`|"))
        if length > LONGEST_PARAGRAPH or marks > MOST_MARKS:
            raise ReadingListError(
                Said("list.long paragraph", {"characters": LONGEST_PARAGRAPH, "marks": MOST_MARKS}),
                file,
                number,
            )


def _parsed(text: str) -> nodes.document:
    from docutils.core import publish_doctree

    return publish_doctree(text, settings_overrides=_SETTINGS)


class _Walker:
    """Turns the nodes of docutils into blocks."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.builder = TreeBuilder()
        self.line = 1
        self.level = 0

    def walk(self, document: nodes.document) -> TreeBuilder:
        self._children(document)
        return self.builder

    def _children(self, node: nodes.Node) -> None:
        for child in node.children:
            self._node(child)

    def _node(self, node: nodes.Node) -> None:
        kind = node.__class__.__name__
        if kind == "section":
            self.level += 1
            self._children(node)
            self.level -= 1
        elif kind == "title":
            self.builder.heading(max(1, self.level), self._spans(node), self._locate(node))
        elif kind in ("list_item", "definition_list_item", "option_list_item"):
            self.builder.open_item(self._locate(node))
            self._children(node)
            self.builder.close_item()
        elif kind in ("paragraph", "term", "line", "rubric", "subtitle", "attribution", "caption"):
            self._text(node)
        elif kind == "field":
            self._field(node)
        elif kind == "table":
            self._table(node)
        elif kind == "literal_block":
            line = self._locate(node)
            self.builder.code(node.astext(), str(node.get("classes", "")), line)
        elif kind in ("footnote", "citation"):
            self.builder.open_item(self._locate(node))
            self._children(node)
            self.builder.close_item()
        elif kind == "system_message":
            self._unknown_directive(node)
        elif kind not in ("comment", "substitution_definition", "target", "image", "label"):
            self._children(node)

    def _text(self, node: nodes.Node) -> None:
        line = self._locate(node)
        spans = self._spans(node, line)
        if any(span.text.strip() or span.url for span in spans):
            self.builder.text(spans, line)

    def _field(self, node: nodes.Node) -> None:
        name, body = node.children[0], node.children[1]
        line = self._locate(node)
        spans = [Span(f"{name.astext()}: ", line)]
        for child in body.children:
            if child.__class__.__name__ == "paragraph":
                spans.extend(self._spans(child, line))
        self.builder.text(with_bare_links(spans), line)

    def _unknown_directive(self, node: nodes.Node) -> None:
        """A directive docutils does not know (Sphinx has many): its lines as plain text."""
        for child in node.children:
            if child.__class__.__name__ == "literal_block":
                first = self._locate(child)
                for number, text in enumerate(child.astext().split("\n")):
                    bare = re.sub(r"^\s*(?:[-*+]\s+|\.\. \S+::)", "", text).strip()
                    if "://" in bare:
                        line = first + number
                        self.builder.text(with_bare_links([Span(bare, line)]), line)

    def _table(self, node: nodes.Node) -> None:
        header: tuple[str, ...] = ()
        for row in node.findall(lambda found: found.__class__.__name__ == "row"):
            line = self._locate(row)
            cells = []
            for entry in row.children:
                spans: list[Span] = []
                for paragraph in entry.children:
                    if spans:
                        spans.append(Span("\n", line))
                    spans.extend(self._spans(paragraph, line))
                cells.append(spans)
            if row.parent.__class__.__name__ == "thead":
                header = tuple("".join(span.text for span in cell).strip() for cell in cells)
            else:
                self.builder.row(cells, header, line)

    # --- lines ------------------------------------------------------------------------------

    def _locate(self, node: nodes.Node) -> int:
        """Line of a node: docutils' own where it is right, else where its first words stand."""
        near = self._known_line(node)
        words = node.astext().strip().split("\n", 1)[0].strip()[:25]
        probe = re.split(r"[`*_<>|\\]", words)[0].strip() or words
        if probe:
            start = max(self.line, 1)
            for number in range(start, min(start + 400, len(self.lines) + 1)):
                if probe in self.lines[number - 1]:
                    if near is None or number <= near + 3:
                        self.line = number
                        return number
                    break
        if near is not None:
            self.line = max(self.line, min(near, len(self.lines)))
        return self.line

    @staticmethod
    def _known_line(node: nodes.Node) -> int | None:
        found: nodes.Node | None = node
        while found is not None:
            line = getattr(found, "line", None)
            if isinstance(line, int) and line > 0:
                return line
            found = found.parent
        return None

    # --- inline -----------------------------------------------------------------------------

    def _spans(self, node: nodes.Node, line: int | None = None) -> list[Span]:
        spans: list[Span] = []
        self._inline(node, spans, _Inline(line or self._locate(node)))
        return with_bare_links(spans)

    def _inline(self, node: nodes.Node, spans: list[Span], style: _Inline) -> None:
        for child in node.children:
            kind = child.__class__.__name__
            if kind == "Text":
                style.line = _add_text(child.astext(), spans, style)
            elif kind in ("image", "system_message", "target", "footnote_reference", "raw"):
                continue
            elif kind == "reference":
                uri = str(child.get("refuri", "")) or "#"
                text = " ".join(child.astext().split())
                bare = text == uri or uri in (f"http://{text}", f"mailto:{text}")
                spans.append(Span(text, style.line, uri, style.bold, style.italic, bare=bare))
            elif kind in ("strong", "emphasis", "title_reference", "literal"):
                inner = _Inline(
                    style.line,
                    style.bold or kind == "strong",
                    style.italic or kind in ("emphasis", "title_reference"),
                    kind == "literal",
                )
                self._inline(child, spans, inner)
                style.line = inner.line
            else:
                self._inline(child, spans, style)


class _Inline:
    def __init__(
        self, line: int, bold: bool = False, italic: bool = False, code: bool = False
    ) -> None:
        self.line = line
        self.bold = bold
        self.italic = italic
        self.code = code


def _add_text(text: str, spans: list[Span], style: _Inline) -> int:
    """Add text; its line breaks stay, because they separate the lines of a list."""
    line = style.line
    for number, part in enumerate(text.replace("\x00", "").split("\n")):
        if number:
            line += 1
            spans.append(Span("\n", line))
        if part:
            spans.append(Span(part, line, None, style.bold, style.italic, style.code))
    return line
