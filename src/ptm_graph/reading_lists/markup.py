"""Other light markup as Markdown, line by line, so that one reader understands them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ptm_graph.reading_lists.markdown import read
from ptm_graph.reading_lists.result import ReadingList

Lines = list[tuple[str, int]]
"""Lines of Markdown, each with the line it was made of."""

_SPECIAL = re.compile(r"([\\*`\[\]<]|(?<!\w)_|_(?!\w))")
_ADDRESS = re.compile(r"https?://[^\s<>\[\]|]+")


def read_lines(lines: Lines, file: str | None = None) -> ReadingList:
    """Read lines of Markdown; what is found stands where the lines were made of."""
    found = read("\n".join(text for text, _ in lines), file)
    numbers = [number for _, number in lines]

    def there(line: int | None) -> int | None:
        return numbers[line - 1] if line is not None and 0 < line <= len(numbers) else line

    entries = (
        replace(
            entry,
            line=there(entry.line),
            notes=tuple(replace(note, line=there(note.line)) for note in entry.notes),
        )
        for entry in found.entries
    )
    return ReadingList(
        tuple(entries),
        tuple(replace(mention, line=there(mention.line)) for mention in found.mentions),
        tuple(replace(problem, line=there(problem.line)) for problem in found.unused),
    )


def escaped(text: str) -> str:
    """A text in which nothing means anything in Markdown, but for addresses."""
    pieces = []
    place = 0
    for found in _ADDRESS.finditer(text):
        pieces += [_SPECIAL.sub(r"\\\1", text[place : found.start()]), found.group()]
        place = found.end()
    return "".join([*pieces, _SPECIAL.sub(r"\\\1", text[place:])])


def link(label: str, target: str) -> str:
    """A link; one without a label is its address."""
    address = re.sub(r"[\s<>]+", "%20", target.strip())
    if not label.strip():
        return f"<{address}>"
    bracketed = f"<{address}>" if re.search(r"[()\\&]", address) else address
    return f"[{escaped(' '.join(label.split()))}]({bracketed})"


def table(rows: Iterable[tuple[Sequence[str], int]], *, header: bool) -> Lines:
    """Rows of cells in Markdown; a table without names of its columns gets empty ones."""
    listed = list(rows)
    if not listed:
        return []
    width = max(len(cells) for cells, _ in listed)
    line = listed[0][1]
    named = [*listed[:1], ((["---"] * width), line), *listed[1:]]
    bare = [([""] * width, line), (["---"] * width, line), *listed]
    made = [
        (f"| {' | '.join([*cells, *[''] * (width - len(cells))])} |", number)
        for cells, number in (named if header else bare)
    ]
    return [("", line), *made, ("", listed[-1][1])]


class Folders:
    """Lines under folders, which become headings wherever others were told last."""

    def __init__(self) -> None:
        self.lines: Lines = []
        self._told: list[tuple[str, int]] | None = None

    def add(self, text: str, line: int, folders: Sequence[tuple[str, int]]) -> None:
        """Add a line of Markdown; ``folders`` are those it lies in, with their lines."""
        named = [(name, number) for name, number in folders if name]
        if len(named) > 6:  # Markdown has six levels
            below = named[5:][-5:]
            named[5:] = [(" / ".join(name for name, _ in below), below[-1][1])]
        if named != self._told:
            self._told = named
            self.lines.append(("", line))
            for level, (name, number) in enumerate(named or [("…", line)], 1):
                self.lines.append((f"{'#' * min(6, level)} {escaped(name)}", number))
        self.lines.append((text, line))
