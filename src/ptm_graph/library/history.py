"""The history of refreshes: one row each, and what each of them changed."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from ptm_graph.library.naming import former_keys
from ptm_graph.words.model import EVEN_ODDS, percent

ChangeKind = Literal[
    "paper",
    "field",
    "identifier",
    "citation",
    "citation gone",
    "merged",
    "notice",
    "relation gained",
    "relation lost",
    "relation changed",
]
"""``paper``: new; ``field``: metadata, old → new; ``citation``: paper cites other.
``notice``: ``field`` is its kind, ``new`` (gone: ``old``) the source that says so."""

Outcome = Literal["done", "some failed", "refused", "error", "cut off"]

_NOTICEABLE = 0.05
"""Difference of confidence from which on a relation counts as changed."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """One refresh of the library."""

    number: int
    started: str
    """ISO time, UTC."""
    ended: str | None = None
    seconds: float | None = None
    outcome: Outcome | None = None
    """None while it runs; ``cut off`` where its process was ended from outside, or
    its budget was spent."""
    first_fill: bool = False
    """Whether it filled an empty library: everything was new then, and is only counted."""
    requests: Mapping[str, int] = field(default_factory=dict)
    """Service → requests sent."""
    papers: int | None = None
    new_papers: int | None = None
    citations: int | None = None
    new_citations: int | None = None
    failures: tuple[str, ...] = ()
    """What a service failed for, one line each."""
    message: str | None = None
    """Why it ended early."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a refresh changed."""

    refresh: int
    kind: ChangeKind
    paper: str
    """Key of the paper; of a citation the citing one, of a relation the child."""
    other: str | None = None
    """Key of the other paper: the cited one, the parent, the one merged into ``paper``."""
    field: str | None = None
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a paper was cited in the whole world at the time of a refresh."""

    refresh: int
    at: str
    citation_count: int | None
    influential_citation_count: int | None


@dataclass(frozen=True, slots=True)
class RelationRow:
    """What the history remembers of a relation."""

    parent: str
    child: str
    rank: int
    tier: str
    confidence: float
    label: str
    decided: bool = False
    """Whether a person decided; not remembered, so False for relations of an older refresh."""

    @property
    def proposal(self) -> bool:
        """Whether it is a guess to confirm, as far as is known."""
        return self.confidence < EVEN_ODDS and not self.decided


class Journal:
    """Notes changes under the open refresh, in the transaction of the change itself.

    Without a refresh nothing is noted; in a ``first_fill`` no single additions, as everything
    is new. ``at`` is when the refresh began.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        refresh: int | None = None,
        *,
        first_fill: bool = False,
        at: str | None = None,
    ):
        self._connection = connection
        self.refresh = refresh
        self.at = at
        self.open = refresh is not None and not first_fill

    def note(
        self,
        kind: ChangeKind,
        paper: str,
        other: str | None = None,
        *,
        field: str | None = None,
        old: object = None,
        new: object = None,
    ) -> None:
        """Remember one change."""
        if self.open:
            self._connection.execute(
                "INSERT INTO change (refresh, kind, paper, other, field, old, new) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self.refresh, kind, paper, other, field, _text(old), _text(new)),
            )

    def count(self, number: int) -> None:
        """Remember how often a paper is cited now, if that differs from the last time."""
        if self.refresh is None:
            return
        self._connection.execute(
            "INSERT OR REPLACE INTO count_history SELECT :refresh, id, citation_count, "
            "influential_citation_count FROM paper WHERE id = :paper "
            "AND citation_count IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM count_history h WHERE h.paper = :paper AND h.refresh = "
            "(SELECT max(refresh) FROM count_history WHERE paper = :paper) AND "
            "h.citation_count IS paper.citation_count AND "
            "h.influential_citation_count IS paper.influential_citation_count)",
            {"refresh": self.refresh, "paper": number},
        )

    def relations(self, relations: Iterable[RelationRow]) -> None:
        """Replace the remembered lineage, and note what was gained, lost or changed."""
        execute = self._connection.execute
        known = {(row.parent, row.child): row for row in self._remembered()}
        baseline = execute("SELECT 1 FROM meta WHERE name = 'lineage remembered'").fetchone()
        now = {(row.parent, row.child): row for row in relations}
        if baseline is not None:
            for pair in sorted({*known, *now}):
                self._note_relation(known.get(pair), now.get(pair))
        execute("DELETE FROM relation")
        self._connection.executemany(
            "INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?)",
            [
                (row.parent, row.child, row.rank, row.tier, row.confidence, row.label)
                for _, row in sorted(now.items())
            ],
        )
        execute("INSERT OR REPLACE INTO meta VALUES ('lineage remembered', 'yes')")

    def _remembered(self) -> Iterator[RelationRow]:
        """The lineage of the last refresh, under the keys that the papers have now."""
        execute = self._connection.execute
        now = former_keys(self._connection)
        for values in execute("SELECT * FROM relation ORDER BY parent, child").fetchall():
            row = RelationRow(*values)
            row = replace(
                row, parent=now.get(row.parent, row.parent), child=now.get(row.child, row.child)
            )
            if row.parent != row.child:  # both have become one paper
                yield row

    def _note_relation(self, old: RelationRow | None, new: RelationRow | None) -> None:
        row = new or old
        if row is None or (old is not None and new is not None and _alike(old, new)):
            return
        kind: ChangeKind = "relation changed"
        if old is None:
            kind = "relation gained"
        elif new is None:
            kind = "relation lost"
        self.note(kind, row.child, row.parent, old=description(old), new=description(new))


def _alike(old: RelationRow, new: RelationRow) -> bool:
    old = replace(old, decided=new.decided)
    kept = all(getattr(old, one) == getattr(new, one) for one in _TOLD)
    return kept and abs(old.confidence - new.confidence) < _NOTICEABLE


_TOLD = ("rank", "tier", "label", "proposal")
"""What of a relation is a change whenever it differs."""


DECIDED = "decided"
"""In place of the confidence of a relation that a person decided."""


def description(row: RelationRow | None) -> str | None:
    """A relation as the history describes it; :func:`described` reads it."""
    if row is None:
        return None
    perhaps = "perhaps " if row.proposal else ""
    tier = row.tier if row.tier == "name only" else f"tier {row.tier}"
    held = DECIDED if row.decided else percent(row.confidence)
    words = f"{perhaps}{held}, {tier}, rank {row.rank}"
    return f"{words}, {row.label}" if row.label else words


class Described(NamedTuple):
    """A relation as a change describes it, before or after."""

    proposal: bool
    confidence: str
    """A percentage, or :data:`DECIDED`."""
    tier: str
    rank: int
    label: str | None


_DESCRIBED = re.compile(
    r"(perhaps )?(\d+%|decided), (?:tier )?([ABC]|name only), rank (\d+)(?:, (.+))?", re.DOTALL
)


def described(text: str) -> Described | None:
    """Read how a change describes a relation; None for any other text."""
    found = _DESCRIBED.fullmatch(text)
    if found is None:
        return None
    return Described(found[1] is not None, found[2], found[3], int(found[4]), found[5])


def _text(value: object) -> str | None:
    return None if value is None else str(value)


# --- rows of refreshes ------------------------------------------------------------------------


def begin(connection: sqlite3.Connection, at: str) -> Refresh:
    """Open a refresh; one that was left open was cut off, whatever ended it."""
    execute = connection.execute
    execute(
        "UPDATE refresh SET outcome = 'cut off', "
        "message = 'its process ended before it did' WHERE outcome IS NULL"
    )
    done = execute("SELECT 1 FROM refresh WHERE outcome IN ('done', 'some failed')").fetchone()
    filled = execute("SELECT 1 FROM meta WHERE name = 'snapshot'").fetchone()
    before = execute("SELECT first_fill FROM refresh ORDER BY id DESC LIMIT 1").fetchone()
    # one that filled an empty library and was cut off is gone on with
    first_fill = done is None and (filled is None if before is None else bool(before[0]))
    cursor = execute(
        "INSERT INTO refresh (started, first_fill, papers, citations) VALUES (?, ?, "
        "(SELECT count(*) FROM paper), (SELECT count(*) FROM citation))",
        (at, int(first_fill)),
    )
    return Refresh(number=int(cursor.lastrowid or 0), started=at, first_fill=first_fill)


def end(
    connection: sqlite3.Connection,
    number: int,
    *,
    at: str,
    seconds: float,
    outcome: Outcome,
    requests: Mapping[str, int],
    failures: Sequence[str],
    message: str | None,
) -> None:
    """Close a refresh."""
    connection.execute(
        "UPDATE refresh SET ended = ?, seconds = ?, outcome = ?, requests = ?, failures = ?, "
        "message = ?, new_papers = (SELECT count(*) FROM paper) - papers, "
        "new_citations = (SELECT count(*) FROM citation) - citations, "
        "papers = (SELECT count(*) FROM paper), citations = (SELECT count(*) FROM citation) "
        "WHERE id = ?",
        (
            at,
            round(seconds, 3),
            outcome,
            json.dumps(dict(requests), sort_keys=True),
            json.dumps(list(failures), ensure_ascii=False),
            message,
            number,
        ),
    )


class History:
    """Reads the refreshes of a library and what they changed."""

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection

    def refreshes(self) -> tuple[Refresh, ...]:
        """All refreshes, oldest first."""
        cursor = self._connection.execute("SELECT * FROM refresh ORDER BY id")
        return tuple(_refresh(row) for row in cursor)

    def changes(self, first: int = 1, last: int | None = None) -> tuple[Change, ...]:
        """What the refreshes from ``first`` to ``last`` changed, as it happened."""
        cursor = self._connection.execute(
            "SELECT refresh, kind, paper, other, field, old, new FROM change "
            "WHERE refresh >= ? AND refresh <= ? ORDER BY id",
            (first, 2**62 if last is None else last),
        )
        return tuple(Change(*row) for row in cursor)

    def citation_counts(self) -> dict[str, tuple[Counted, ...]]:
        """Key → how often the paper was cited, over time; only papers of reading lists."""
        found: dict[str, list[Counted]] = {}
        cursor = self._connection.execute(
            "SELECT key, h.refresh, started, h.citation_count, h.influential_citation_count "
            "FROM count_history h JOIN paper ON paper.id = h.paper "
            "JOIN refresh ON refresh.id = h.refresh ORDER BY key, h.refresh"
        )
        for key, *values in cursor:
            found.setdefault(key, []).append(Counted(*values))
        return {key: tuple(values) for key, values in found.items()}


def _refresh(row: sqlite3.Row) -> Refresh:
    values = dict(row)
    values["number"] = values.pop("id")
    values["first_fill"] = bool(values["first_fill"])
    values["requests"] = json.loads(values["requests"] or "{}")
    values["failures"] = tuple(json.loads(values["failures"] or "[]"))
    return Refresh(**values)
