"""Tagged lines as records: how PubMed, Web of Science and EndNote write a list."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from ptm_graph.reading_lists.bibliography import Record, collected
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said


@dataclass(frozen=True, slots=True)
class Tagged:
    """The lines of one record."""

    line: int
    """1-based, of its first tag."""
    fields: list[tuple[str, str]]
    """Tags with their values in the order of the file; a wrapped value keeps its lines."""

    def all(self, *tags: str) -> list[str]:
        """Values of any of the tags, in the order of the file."""
        return [value for tag, value in self.fields if tag in tags and value.strip()]

    def first(self, *tags: str) -> str:
        """The first value on one line, tags tried in turn; empty without one."""
        return next((clean(value) for tag in tags for value in self.all(tag)), "")

    def lines(self, *tags: str) -> list[str]:
        """Values of tags that hold one thing a line: authors, keywords."""
        return [clean(line) for value in self.all(*tags) for line in value.split("\n")]


@dataclass(frozen=True, slots=True)
class Style:
    """How the lines of a format are told apart."""

    tag: re.Pattern[str]
    """A line with a tag; its groups are tag and value. Any other line continues a value."""
    starts: str
    """The tag that begins a record."""
    titles: tuple[str, ...]
    """Tags of titles: a second title is a second record, even where nothing begins it."""
    ends: str = ""
    around: re.Pattern[str] = re.compile(r"\s*$")
    """Lines that may stand outside of records."""


def read_tagged(
    text: str, file: str | None, style: Style, record_of: Callable[[Tagged], Record]
) -> ReadingList:
    """Read a text of tagged lines; lines outside of records are listed in ``unused``."""
    records, stray = _divided(text, style)
    entries, problems = collected(map(record_of, _whole(records, style)), file)
    problems += [unusable(clean(line), Said("unused.no record"), file, at) for at, line in stray]
    problems.sort(key=lambda problem: problem.line or 0)
    return ReadingList(entries, (), tuple(problems))


def _divided(text: str, style: Style) -> tuple[list[Tagged], list[tuple[int, str]]]:
    """Records, and lines of none: a record ends at its last tag, an empty line or the next."""
    records: list[Tagged] = []
    stray: list[tuple[int, str]] = []
    current: Tagged | None = None
    wrapped: list[str] = []
    empty = begun = False
    for number, line in enumerate(textwrap.dedent(text).split("\n"), 1):
        match = style.tag.match(line)
        if match is None:
            if not line.strip():
                empty = True
            elif current is not None:
                wrapped.append(line)
                empty = False
            elif not style.around.match(line):
                stray.append((number, line))
            continue
        _close(current, wrapped)
        name, value = match[1].strip(), match[2] or ""
        if current is None or empty or (name == style.starts and begun):
            current, begun = Tagged(number, []), False
            records.append(current)
        empty, begun = False, begun or name == style.starts
        if name == style.ends:
            current = None
        else:
            current.fields.append((name, value))
    _close(current, wrapped)
    return records, stray


def _close(record: Tagged | None, wrapped: list[str]) -> None:
    """Give the lines that went on to the last value of a record."""
    if wrapped and record is not None and record.fields:
        name, value = record.fields[-1]
        record.fields[-1] = (name, "\n".join((value, *wrapped)))
    wrapped.clear()


def _whole(records: list[Tagged], style: Style) -> list[Tagged]:
    """The records, where an empty line within one divides it no more."""
    whole: list[Tagged] = []
    titled = False
    for record in records:
        has_title = bool(record.first(*style.titles))
        begins = any(name == style.starts for name, _ in record.fields)
        if not whole or begins or (titled and has_title):
            whole.append(record)
            titled = has_title
        else:
            whole[-1].fields.extend(record.fields)
            titled = titled or has_title
    return [record for record in whole if record.fields]
