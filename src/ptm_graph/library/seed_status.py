"""How surely each entry of the reading list is tied to a paper of the services."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ptm_graph.library import rows
from ptm_graph.words.model import SeedEntry

SeedState = Literal["resolved", "doubtful", "unresolved", "not asked yet"]

_SNAPSHOT = "by the snapshot; “ptm-graph refresh” brings what is newer"
_ASKED_BY = ("s2", "arxiv", "doi", "acl", "corpus", "mag")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the paper of an entry."""

    title: str | None
    year: int | None
    authors: tuple[str, ...] | None
    identifiers: Mapping[str, str]
    source: str
    """Which service offered it."""


@dataclass(frozen=True, slots=True)
class SeedStatus:
    """One entry of the reading list and what came of it."""

    entry: SeedEntry
    key: str
    """Key of the entry's paper in the library."""
    state: SeedState
    reason: str | None = None
    """Why it is not resolved, and what to do."""
    candidates: tuple[Candidate, ...] = ()
    """What it may be, nearest first."""


def seed_status(connection: sqlite3.Connection) -> tuple[SeedStatus, ...]:
    """Status of every entry, in the order of the reading list."""
    candidates = _candidates(connection)
    outcomes = _outcomes(connection)
    identifiers = _identifier_kinds(connection)
    cursor = connection.execute(
        "SELECT seed.*, paper.key AS paper_key, paper.provenance AS provenance "
        "FROM seed JOIN paper ON paper.id = seed.paper "
        "ORDER BY position"
    )
    found = []
    for row in cursor.fetchall():
        number = row["paper"]
        state, reason = _state(outcomes.get(number, {}), identifiers.get(number, frozenset()))
        if state == "not asked yet" and "snapshot" in json.loads(row["provenance"]).values():
            state, reason = "resolved", _SNAPSHOT
        found.append(
            SeedStatus(
                entry=rows.seed_entry(row),
                key=row["paper_key"],
                state=state,
                reason=reason,
                candidates=() if state == "resolved" else tuple(candidates.get(number, ())),
            )
        )
    return tuple(found)


def _state(outcomes: Mapping[str, str], kinds: frozenset[str]) -> tuple[SeedState, str | None]:
    metadata, resolve = outcomes.get("metadata"), outcomes.get("resolve")
    if metadata == "ok":
        return "resolved", None
    if metadata is not None:
        if "not this title" in metadata:
            return "doubtful", metadata
        # one service may know what the other does not
        known = outcomes.get("arxiv") == "ok"
        return ("resolved", None) if known else ("unresolved", metadata)
    if kinds.isdisjoint(_ASKED_BY) and resolve not in (None, "ok"):
        return "unresolved", resolve
    if outcomes.get("arxiv") == "ok":
        return "resolved", None
    return "not asked yet", "“ptm-graph refresh” asks the services"


def _candidates(connection: sqlite3.Connection) -> dict[int, list[Candidate]]:
    found: dict[int, list[Candidate]] = defaultdict(list)
    for row in connection.execute("SELECT * FROM candidate ORDER BY paper, position"):
        found[row["paper"]].append(
            Candidate(
                title=row["title"],
                year=row["year"],
                authors=rows.strings(row["authors"]),
                identifiers=json.loads(row["identifiers"]),
                source=row["source"],
            )
        )
    return found


def _outcomes(connection: sqlite3.Connection) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row in connection.execute("SELECT paper, what, outcome FROM checked"):
        found[row["paper"]][row["what"]] = row["outcome"]
    return found


def _identifier_kinds(connection: sqlite3.Connection) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute("SELECT paper, kind FROM identifier"):
        found[row["paper"]].add(row["kind"])
    return {number: frozenset(kinds) for number, kinds in found.items()}
