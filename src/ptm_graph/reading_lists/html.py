"""HTML inside Markdown: tables, links, headings and lists; everything else is text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ptm_graph.reading_lists.blocks import Span, TreeBuilder
from ptm_graph.reading_lists.inline import with_bare_links
from ptm_graph.reading_lists.vocabulary import LINE_BREAKS

LONGEST = 200_000
"""Characters of one piece of HTML that is parsed; of a longer one only links are read."""

_UNSEEN = frozenset(("style", "script", "title"))
"""Elements whose text no reader of the page sees in it."""

MOST_UNENDED = 100
"""Tags without an end that are still taken for tags."""
_UNENDED = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


def tag_of(html: str) -> tuple[str, bool, dict[str, str]]:
    """Name of a single tag, whether it closes, and its attributes."""
    match = _TAG.match(html)
    if match is None:
        return "", False, {}
    attributes = {
        name.lower(): double or single or bare
        for name, double, single, bare in _ATTRIBUTE.findall(html)
    }
    return match.group(2).lower(), bool(match.group(1)), attributes


def _without_comments(html: str) -> str:
    """Without comments, their line breaks kept; one that is never closed ends the text."""
    parts: list[str] = []
    position = 0
    while True:
        start = html.find("<!--", position)
        if start < 0:
            return "".join([*parts, html[position:]])
        parts.append(html[position:start])
        end = html.find("-->", start + 4)
        if end < 0:
            return "".join(parts)
        parts.append("\n" * html.count("\n", start, end))
        position = end + 3


class Tags(HTMLParser):
    """The parser of Python; a declaration that it gives up at is as good as a comment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def feed(self, data: str) -> None:
        """Parse a text; where many tags never end, what begins them is text."""
        if sum(1 for _ in _UNENDED.finditer(data)) > MOST_UNENDED:
            data = _UNENDED.sub("&lt;", data)  # the parser looks for each end in all that follows
        super().feed(data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Pass over ``<![…]>``."""
        return self.parse_bogus_comment(i, bool(report))


class HtmlReader:
    """Reads pieces of HTML, which may be parts of one table, into the tree."""

    def __init__(self, builder: TreeBuilder):
        self.builder = builder
        self.spans: list[Span] = []
        self.cells: list[list[Span]] | None = None
        self.header: tuple[str, ...] = ()
        self.heads = False
        self.row_line = 0
        self.url: str | None = None
        self.bold = 0
        self.italic = 0
        self.open_items = 0
        self.unseen = False
        self.level = 0
        self.line = 1

    def feed(self, html: str, line: int) -> None:
        """Read one piece that begins at ``line``."""
        self.line = line
        if len(html) > LONGEST:
            self.builder.text(with_bare_links([Span(html, line)]), line)
            return
        parser = _Parser(self, line)
        parser.feed(_without_comments(html))
        parser.close()
        if self.cells is None:
            self.flush()

    def close(self) -> None:
        """End what is still open."""
        if self.cells is not None:
            self._end_row()
        self.flush()
        while self.open_items:
            self._end_item()

    def flush(self) -> None:
        """Turn the text gathered so far into a block."""
        if not any(span.text.strip() or span.url for span in self.spans):
            self.spans = []
            return
        spans, self.spans = with_bare_links(self.spans), []
        line = next(span.line for span in spans if span.text.strip() or span.url)
        if self.level:
            self.builder.heading(self.level, spans, line)
        else:
            self.builder.text(spans, line)

    def text(self, text: str, line: int) -> None:
        """Take a piece of text."""
        text = re.sub(r"\s+", " ", text)
        if not text or self.unseen or (text == " " and not self.spans):
            return
        last = self.spans[-1] if self.spans else None
        if last is not None and self.url is not None and last.url is self.url:
            last.text += text
        else:
            self.spans.append(Span(text, line, self.url, self.bold > 0, self.italic > 0))

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        """Take an opening tag."""
        if tag in _UNSEEN:
            self.unseen = True
        elif tag == "a":
            self.url = attributes.get("href")
            if self.url is not None:
                self.spans.append(Span("", line, self.url, self.bold > 0, self.italic > 0))
        elif tag == "img" and self.url is not None:
            self.text(attributes.get("alt", ""), line)
        elif tag in ("b", "strong", "u"):
            self.bold += 1
        elif tag in ("i", "em"):
            self.italic += 1
        elif tag == "tr":
            self._end_row()
            self.flush()
            self.cells, self.heads, self.row_line = [], False, line
        elif tag in ("td", "th"):
            self._end_cell()
            self.heads = self.heads or tag == "th"
        elif tag == "table":
            self._end_row()
            self.header = ()
        elif tag == "li":
            self.flush()
            self.builder.open_item(line)
            self.open_items += 1
        elif re.fullmatch(r"h[1-6]", tag):
            self.flush()
            self.level = int(tag[1])
        elif tag in LINE_BREAKS:
            self._break(tag, line)

    def end(self, tag: str, line: int) -> None:
        """Take a closing tag."""
        if tag in _UNSEEN:
            self.unseen = False
        elif tag == "a":
            self.url = None
        elif tag in ("b", "strong", "u"):
            self.bold = max(0, self.bold - 1)
        elif tag in ("i", "em"):
            self.italic = max(0, self.italic - 1)
        elif tag in ("tr", "table", "tbody", "thead"):
            self._end_row()
        elif tag == "li":
            self.flush()
            self._end_item()
        elif re.fullmatch(r"h[1-6]", tag):
            self.flush()
            self.level = 0
        elif tag in LINE_BREAKS:
            self._break(tag, line)

    def _break(self, tag: str, line: int) -> None:
        if self.cells is not None or self.level:
            self.spans.append(Span("\n", line))
        elif tag == "br":
            if self.spans:
                self.spans.append(Span("\n", line))
        else:
            self.flush()

    def _end_item(self) -> None:
        if self.open_items:
            self.open_items -= 1
            self.builder.close_item()

    def _end_cell(self) -> None:
        if self.cells is None:
            self.cells, self.row_line = [], self.line
        elif self.spans:
            self.cells.append(with_bare_links(self.spans))
        self.spans = []

    def _end_row(self) -> None:
        if self.cells is None:
            return
        self._end_cell()
        cells, self.cells = self.cells, None
        if not cells:
            return
        if self.heads and not self.header:
            self.header = tuple("".join(span.text for span in cell).strip() for cell in cells)
        else:
            # a cell that spans rows is missing in the next ones: names fit only a full row
            header = self.header if len(cells) == len(self.header) else ()
            self.builder.row(cells, header, self.row_line)


class _Parser(Tags):
    def __init__(self, reader: HtmlReader, line: int):
        super().__init__()
        self.reader = reader
        self.first = line

    @property
    def line(self) -> int:
        return self.first + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.reader.line = self.line
        self.reader.start(tag, {name: value or "" for name, value in attrs}, self.line)

    def handle_endtag(self, tag: str) -> None:
        self.reader.end(tag, self.line)

    def handle_data(self, data: str) -> None:
        self.reader.text(data, self.line)
