"""A document as a tree of blocks: what every text format is turned into first.

The parsers only say what stands where – headings, items, lines, rows, links and
emphasis, with line numbers. What it means is judged in one place for all formats
(:mod:`ptm_graph.reading_lists.understanding`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

BlockKind = Literal["root", "heading", "item", "text", "row", "code"]

DEEPEST_ITEM = 40
"""Items nested deeper than this are read as if they stood at this depth."""


@dataclass(slots=True)
class Span:
    """A run of text in one style; a line break is a span of its own."""

    text: str
    line: int
    url: str | None = None
    """Target of a link, as written; the empty text for a link without target."""
    bold: bool = False
    italic: bool = False
    code: bool = False
    bare: bool = False
    """True where the link is an address or identifier standing in the text."""
    image: bool = False
    """True where the words are those of an image (a badge that is a link)."""


@dataclass(slots=True, eq=False)
class Block:
    """One heading, list item, paragraph, table row or code block."""

    kind: BlockKind
    line: int
    spans: list[Span] = field(default_factory=list)
    level: int = 0
    """Level of a heading, 1 the highest; 0 for the root and everything else."""
    cells: list[list[Span]] = field(default_factory=list)
    """Cells of a row."""
    header: tuple[str, ...] = ()
    """Names of the columns of a row, where the table has them."""
    language: str = ""
    """Language of a code block, as named."""
    parent: Block | None = None
    children: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text of the block, links and emphasis flattened, without words of images."""
        return "".join(span.text for span in self.spans if not span.image)

    def ancestors(self) -> Iterator[Block]:
        """The enclosing items and headings, nearest first."""
        block = self.parent
        while block is not None:
            yield block
            block = block.parent

    def walk(self) -> Iterator[Block]:
        """The block and everything below it, in the order of the document."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))

    @property
    def section(self) -> Block:
        """The heading above it (itself for a heading), or the root."""
        block = self
        while block.kind not in ("heading", "root") and block.parent is not None:
            block = block.parent
        return block


class TreeBuilder:
    """Builds the tree from the events of a parser, in the order of the document."""

    def __init__(self) -> None:
        self.root = Block("root", 1)
        self._section = self.root
        self._items: list[Block] = []
        self.too_deep: int | None = None
        """Line of the first item that was nested too deeply."""

    @property
    def _parent(self) -> Block:
        return self._items[-1] if self._items else self._section

    def _add(self, block: Block, parent: Block) -> Block:
        block.parent = parent
        parent.children.append(block)
        return block

    def heading(self, level: int, spans: list[Span], line: int) -> None:
        """Open a section; inside a list item a heading is a line of that item."""
        if self._items:
            self.text([replace(span, bold=True) for span in spans], line)
            return
        while self._section.level >= level and self._section.parent is not None:
            self._section = self._section.parent
        self._section = self._add(Block("heading", line, spans, level), self._section)

    def open_item(self, line: int) -> None:
        """Begin a list item; its first text becomes its own."""
        if len(self._items) >= DEEPEST_ITEM:
            self.too_deep = self.too_deep or line
            self._items.append(self._items[-1])
            return
        self._items.append(self._add(Block("item", line), self._parent))

    def close_item(self) -> None:
        """End the list item opened last."""
        if self._items:
            self._items.pop()

    def text(self, spans: list[Span], line: int) -> None:
        """Add a paragraph."""
        parent = self._parent
        if parent.kind == "item" and not parent.spans and not parent.children:
            parent.spans = spans
        else:
            self._add(Block("text", line, spans), parent)

    def row(self, cells: list[list[Span]], header: tuple[str, ...], line: int) -> None:
        """Add a row of a table."""
        spans = [span for cell in cells for span in cell]
        self._add(Block("row", line, spans, cells=cells, header=header), self._parent)

    def code(self, text: str, language: str, line: int) -> None:
        """Add a block of code; ``line`` is that of its first line of text."""
        self._add(Block("code", line, [Span(text, line)], language=language), self._parent)
