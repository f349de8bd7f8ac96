"""Doubts of identity: a record bears an identifier of a paper and contradicts that paper."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ptm_graph.library import rows
from ptm_graph.library.naming import key_of
from ptm_graph.words.model import Problem
from ptm_graph.words.records import PaperRecord

STAGE = "identity"
"""Stage of the problems that tell of doubts."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a paper: enough to see whether two are one."""

    key: str | None
    """None: the record was not taken."""
    title: str | None
    year: int | None
    authors: tuple[str, ...] | None

    def __str__(self) -> str:
        who = (
            f"{self.authors[0]}{' et al.' if len(self.authors) > 1 else ''}, "
            if (self.authors)
            else ""
        )
        return f"“{self.title}” ({who}{self.year or 'year unknown'})"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A record that bears an identifier of a paper and contradicts it."""

    paper: Told
    """The paper in the library."""
    record: Told
    """What the source said."""
    identifier: str
    source: str
    at: str | None
    """Start of the refresh in which it was said, ISO time."""

    @property
    def reason(self) -> str:
        """What is the matter and what to do, in words."""
        one, two = self.paper.key, self.record.key
        said = f"{self.source} says {self.identifier} is {self.record}"
        if two is None:
            return f"{said}; the answer was not taken, check the identifier"
        return f"{said}; they were kept as two papers, “ptm-graph merge {two} {one}” makes them one"

    @property
    def problem(self) -> Problem:
        """The doubt among the other problems of a library."""
        return Problem(STAGE, f"{self.paper} ({self.paper.key})", self.reason)


def note(
    connection: sqlite3.Connection,
    ends: tuple[int, int | None],
    identifier: tuple[str, str],
    record: PaperRecord,
    at: str | None,
) -> None:
    """Remember a doubt, once.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    ends : (int, int or None)
        The paper that has the identifier, and the one that the record was stored as; None: it
        was not taken.
    identifier : (str, str)
        Kind and value.
    record : PaperRecord
        What was said.
    at : str or None
        When.
    """
    told = (*ends, ":".join(identifier), record.source)
    connection.execute(
        "INSERT INTO doubt (paper, other, identifier, source, title, year, authors, at) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM doubt WHERE "
        "paper = ? AND other IS ? AND identifier = ? AND source = ?)",
        (
            *told,
            record.title,
            record.year or (record.published.year if record.published else None),
            rows.to_json(None if record.authors is None else list(record.authors)),
            at,
            *told,
        ),
    )


def forget(connection: sqlite3.Connection, one: int, other: int) -> None:
    """Forget the doubts whether two papers are one."""
    connection.execute(
        "DELETE FROM doubt WHERE (paper, other) IN (VALUES (?, ?), (?, ?))",
        (one, other, other, one),
    )


def settle(connection: sqlite3.Connection, numbers: Sequence[int], source: str) -> None:
    """Forget what a source said of papers about which it says now what fits."""
    connection.executemany(
        "DELETE FROM doubt WHERE source = :source AND (other = :paper OR "
        "(paper = :paper AND other IS NULL))",
        [{"source": source, "paper": number} for number in numbers],
    )


def listed(connection: sqlite3.Connection) -> tuple[Doubt, ...]:
    """All doubts, oldest first."""
    cursor = connection.execute(
        "SELECT doubt.*, paper.title AS own_title, paper.year AS own_year, "
        "paper.authors AS own_authors, paper.key AS own_key FROM doubt "
        "JOIN paper ON paper.id = doubt.paper ORDER BY doubt.id"
    )
    return tuple(
        Doubt(
            Told(
                row["own_key"], row["own_title"], row["own_year"], rows.strings(row["own_authors"])
            ),
            Told(
                None if row["other"] is None else key_of(connection, row["other"]),
                row["title"],
                row["year"],
                rows.strings(row["authors"]),
            ),
            row["identifier"],
            row["source"],
            row["at"],
        )
        for row in cursor.fetchall()
    )
