"""What reading a list gives: entries, mentions, and what could not be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ptm_graph.errors import ReadingListError
from ptm_graph.words.model import Note, Problem, SeedEntry
from ptm_graph.words.wording import Said

STAGE = "reading list"


@dataclass(frozen=True, slots=True)
class Mention:
    """A paper or model that a list names in its text, without a link to it."""

    text: str
    """The name or title as written, for example ``RoBerta``."""
    file: str | None = None
    line: int | None = None
    """1-based."""
    family: str | None = None
    """Path of headings above it, joined with `` / ``."""
    notes: tuple[Note, ...] = ()
    """What the list says about it; tags and properties likewise."""
    tags: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Everything that was understood of one or several reading lists."""

    entries: tuple[SeedEntry, ...] = ()
    """In the order of the files and of their lines."""
    mentions: tuple[Mention, ...] = ()
    """Offered as unresolved: the same name is given once a file."""
    unused: tuple[Problem, ...] = ()
    """Every link, line or record that could not be used, with line and reason."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """What became of each line that is not blank (:data:`USES`) → how many; empty for formats
    that are not read line by line."""
    family_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Family → language (``en``, ``zh``) → its name there, for those that have more than one."""


USES = ("entries", "mentions", "notes", "families", "unused", "markup")
"""What a line is used for; together they are all lines. ``markup`` holds no words of the list:
rulers, badges, links within the document, code fences, front matter."""


def refuse_nothing(listed: ReadingList, name: str | Path | None) -> None:
    """Refuse lists of which no paper was understood.

    Raises
    ------
    ReadingListError
        Which names the first of them.
    """
    if not listed.entries:
        told = {"named": len(listed.mentions), "unused": len(listed.unused)}
        raise ReadingListError(Said("list.nothing", told), name)


def unusable(subject: str, reason: Said | str, file: str | None, line: int | None) -> Problem:
    """Record a piece of a reading list that cannot be used."""
    shown = subject if len(subject) <= 200 else subject[:199] + "…"
    return Problem(STAGE, shown, str(reason), file, line)


def joined(lists: Iterable[ReadingList]) -> ReadingList:
    """Put several reading lists one after the other, nothing merged."""
    parts = tuple(lists)
    return ReadingList(
        tuple(entry for part in parts for entry in part.entries),
        tuple(mention for part in parts for mention in part.mentions),
        tuple(problem for part in parts for problem in part.unused),
        dict(sum((Counter(part.lines) for part in parts), Counter())),
        {name: told for part in reversed(parts) for name, told in part.family_names.items()},
    )
