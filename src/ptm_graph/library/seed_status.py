"""How surely each entry of the reading list is tied to a paper of the services."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ptm_graph.library import codes, rows, standing
from ptm_graph.words.identifiers import KINDS
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import Source
from ptm_graph.words.replies import OK, Reply, ReplyCode

SeedState = Literal["resolved", "doubtful", "unresolved", "not asked yet"]

_SNAPSHOT = "from the snapshot; “ptm-graph refresh” fetches newer data"
_ASKED_BY = frozenset(kind.name for kind in KINDS if kind.asked_as)


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
    code: ReplyCode | None = None
    """The same as a code; None where a service has said nothing about it."""
    candidates: tuple[Candidate, ...] = ()
    """What it may be, nearest first."""


def seed_status(connection: sqlite3.Connection) -> tuple[SeedStatus, ...]:
    """Status of every entry, in the order of the reading list."""
    candidates = _candidates(connection)
    replies = _replies(connection)
    asked = _asked(standing.sources(connection).values())
    identifiers = _identifier_kinds(connection)
    cursor = connection.execute(
        "SELECT seed.*, paper.key AS paper_key, paper.provenance AS provenance "
        "FROM seed JOIN paper ON paper.id = seed.paper "
        "ORDER BY position"
    )
    found = []
    for row in cursor.fetchall():
        number = row["paper"]
        told = replies.get(number, {})
        state, reply = _state(told, asked, identifiers.get(number, frozenset()))
        reason = reply.reason
        if state == "not asked yet" and "snapshot" in json.loads(row["provenance"]).values():
            state, reason = "resolved", _SNAPSHOT
        found.append(
            SeedStatus(
                entry=rows.seed_entry(row),
                key=row["paper_key"],
                state=state,
                reason=reason,
                code=None if state == "resolved" else reply.code,
                candidates=() if state == "resolved" else tuple(candidates.get(number, ())),
            )
        )
    return tuple(found)


def _asked(sources: Iterable[Source]) -> list[str]:
    """What the services are asked for records as, the service that counts most first."""
    ranked = sorted(sources, key=lambda source: (-source.rank, source.name))
    return [source.asked for source in ranked if source.asked is not None]


def _state(
    replies: Mapping[str, Reply], asked: Sequence[str], kinds: frozenset[str]
) -> tuple[SeedState, Reply]:
    """State of an entry by what the services said of its paper."""
    told = [replies[what] for what in asked if what in replies]
    best = next(iter(told), None)
    doubted = next((reply for reply in told if reply.code == "another title"), None)
    if doubted is not None:
        return "doubtful", doubted
    resolve = replies.get("resolve", OK)
    if best is None and kinds.isdisjoint(_ASKED_BY) and not resolve.ok:
        return "unresolved", resolve
    # one service may know what the others do not
    if any(reply.ok for reply in told):
        return "resolved", OK
    if best is not None:
        return "unresolved", best
    return "not asked yet", Reply(None, "“ptm-graph refresh” asks the services")


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


def _replies(connection: sqlite3.Connection) -> dict[int, dict[str, Reply]]:
    found: dict[int, dict[str, Reply]] = defaultdict(dict)
    for row in connection.execute("SELECT paper, what, outcome FROM checked"):
        found[row["paper"]][row["what"]] = codes.reply_in(row["outcome"])
    return found


def _identifier_kinds(connection: sqlite3.Connection) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute("SELECT paper, kind FROM identifier"):
        found[row["paper"]].add(row["kind"])
    return {number: frozenset(kinds) for number, kinds in found.items()}
