"""What is known of a paper's references, and which of them another list means by its lines."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ptm_graph.facts.keeping import CARRIED
from ptm_graph.library.merging import title_key
from ptm_graph.library.rows import strings
from ptm_graph.words.records import FULL_TEXT, ReferenceRecord
from ptm_graph.words.works import LONG, AmongFew, Work, described


class Cited(NamedTuple):
    """A citation."""

    work: Work
    givers: tuple[str, ...]
    placed: bool
    """Whether it stands in a list; False for one that is known as a pair."""


class Line(NamedTuple):
    """A reference without a record."""

    position: int
    work: Work
    givers: tuple[str, ...]


@dataclass(slots=True)
class Found:
    """What the references of a list are among those that are known."""

    numbers: list[int | None]
    """The cited paper of each; None: still nobody has a record of it."""
    lines: dict[int, int] = field(default_factory=dict)
    """Place in the list → position of the known line without a record that it is."""
    turned: dict[int, int] = field(default_factory=dict)
    """Position of a known line → the paper that it turns out to be."""


class KnownReferences:
    """The references of one paper, as the library has them now."""

    def __init__(self, connection: sqlite3.Connection, citing: int):
        self.cited = {
            number: Cited(_work(number, title, authors, year), tuple(json.loads(givers)), placed)
            for number, givers, placed, title, authors, year in connection.execute(
                "SELECT cited, givers, position IS NOT NULL, title, authors, year FROM citation "
                "JOIN paper ON paper.id = cited WHERE citing = ? ORDER BY cited",
                (citing,),
            )
        }
        self.lines = {
            position: Line(position, _work(None, title, authors, year), tuple(json.loads(givers)))
            for position, title, authors, year, givers in connection.execute(
                "SELECT position, title, authors, year, givers FROM unresolved_reference "
                "WHERE citing = ? ORDER BY position",
                (citing,),
            )
        }

    def stated_by(self, source: str) -> tuple[int, int]:
        """References a source has listed: with a record, and in all; a snapshot's are anyone's."""
        cited = sum(one.placed and is_of(source, one.givers) for one in self.cited.values())
        # once each: an earlier version added those of a snapshot a second time
        lines = {
            one.work.title or str(one.position)
            for one in self.lines.values()
            if is_of(source, one.givers)
        }
        return cited, cited + len(lines)

    def match(self, references: Sequence[ReferenceRecord], numbers: Sequence[int | None]) -> Found:
        """Find which known references those of a list are."""
        found = Found(list(numbers))
        lines = list(self.lines.values())
        open_ones = [at for at, number in enumerate(numbers) if number is None]
        cited = list(self.cited)
        few = [one.work for one in self.cited.values()] + [one.work for one in lines]
        wanted = [(_of(references[at]), references[at].printed) for at in open_ones]
        same = {
            (title_key(one.work.title), one.work.year): len(cited) + at
            for at, one in reversed(list(enumerate(lines)))
            if one.work.normal
        }
        places = AmongFew(few).find(wanted) if few else [None] * len(wanted)
        for at, like, (own, _) in zip(open_ones, places, wanted, strict=True):
            equal = same.get((title_key(own.title), own.year)) if own.normal else None
            place = equal if like is None else like
            if place is not None and place < len(cited):
                found.numbers[at] = cited[place]
            elif place is not None:
                found.lines[at] = lines[place - len(cited)].position
        self._turn(found, references, lines)
        return found

    def likely(self, references: Sequence[ReferenceRecord]) -> dict[int, tuple[int, bool]]:
        """Place of a reference with a record → the cited paper it is by its title.

        The second value tells whether long titles are equal and an author is shared: then other
        identifiers, which preprint and print have each, do not speak against it.
        """
        records = [at for at, one in enumerate(references) if one.cited is not None]
        works = [_of(references[at]) for at in records]
        cited = list(self.cited.items())
        places = AmongFew([one.work for _, one in cited]).find([(one, None) for one in works])
        found: dict[int, tuple[int, bool]] = {}
        for at, own, place in zip(records, works, places, strict=True):
            if place is not None:
                number, known = cited[place]
                long = own.letters == known.work.letters and len(own.letters) >= LONG
                found[at] = number, long and bool(known.work.shares_author(own.authors))
        return found

    def _turn(
        self, found: Found, references: Sequence[ReferenceRecord], lines: Sequence[Line]
    ) -> None:
        """Find which lines without a record are papers that the list has a record of."""
        told = [one for one in lines if one.work.normal]
        records = [at for at, number in enumerate(found.numbers) if number is not None]
        if not told or not records:
            return
        works = [_of(references[at], found.numbers[at]) for at in records]
        for line, at in zip(
            told, AmongFew(works).find([(o.work, None) for o in told]), strict=True
        ):
            number = None if at is None else works[at].number
            if number is not None:
                found.turned[line.position] = number


def is_of(source: str, givers: Sequence[str]) -> bool:
    """Whether a source may take a statement back: its own, or one that only a snapshot carries."""
    alone = set(givers) <= {CARRIED} and source != FULL_TEXT
    return source in givers or alone


def _of(reference: ReferenceRecord, number: int | None = None) -> Work:
    record = reference.cited
    if record is None:
        return described(number, reference.title, reference.authors, reference.year)
    year = record.year or reference.year
    return described(number, record.title or reference.title, record.authors, year)


def _work(number: int | None, title: str | None, authors: str | None, year: int | None) -> Work:
    return described(number, title, strings(authors), year)
