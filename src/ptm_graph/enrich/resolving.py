"""Which paper an entry without identifiers means: a guarded search in the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ptm_graph.errors import SourceError
from ptm_graph.sources.service import Service
from ptm_graph.words import titles
from ptm_graph.words.identifiers import paper_key
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord
from ptm_graph.words.replies import OK, Reply, ReplyCode
from ptm_graph.words.wording import Said, said_by

KEPT_CANDIDATES = 5
"""Candidates kept for an entry that is not resolved."""

_SHORT_TITLE = 15
"""Below so many letters a title names no work without an author or a year."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came of looking an entry's title up."""

    found: PaperRecord | None
    """The paper, if it is sure."""
    candidates: tuple[PaperRecord, ...] = ()
    """What it may be otherwise, nearest first."""
    reply: Reply = OK
    """Why it is not sure, and what to do."""


class NotReachedError(SourceError):
    """A service that only completes what others say did not answer."""

    def __init__(self, service: Service, error: SourceError):
        super().__init__(said_by(error))
        self.service = service


def resolve(
    entry: SeedEntry, *services: Service, gone: Mapping[Service, SourceError] | None = None
) -> Resolution:
    """Find the paper an entry names by its title, asking the services one after the other.

    A record is taken only if it is the same work under the guards of
    :func:`ptm_graph.words.titles.same_work`, the title is long enough to name one work (or
    author or year agree), and no second work fits as well. Nothing is guessed. The next
    service is asked only where nothing fits yet. One that only completes the others and fails
    or is ``gone`` costs what it alone knows: its error is raised where nothing fits without it.
    """
    if entry.title is None:
        return _open("nothing to ask by", Said("reply.nothing to ask by"))
    listed: list[PaperRecord] = []
    fitting: list[PaperRecord] = []
    missing: SourceError | None = None
    for service in services:
        try:
            if gone and service in gone:
                raise gone[service]
            listed += service.titled(entry.title)
        except SourceError as error:
            if not service.complement:
                raise
            missing = NotReachedError(service, error)
        fitting = [record for record in listed if _fits(entry, record)]
        if fitting:
            break
    candidates = tuple(_by_likeness(entry.title, listed)[:KEPT_CANDIDATES])
    if not fitting and missing is not None:
        raise missing
    if not fitting:
        return _open("no such title", _nothing_sure(candidates), candidates)
    if too_short(entry):
        return _open(
            "title too short",
            Said("reply.short title", {"choices": _words(candidates)}),
            candidates,
        )
    if len({record.identifiers.get("arxiv") for record in fitting}) > 1:
        return _open(
            "several works",
            Said("reply.several works", {"choices": _words(candidates)}),
            candidates,
        )
    return Resolution(fitting[0])


def _open(code: ReplyCode, reason: Said, candidates: tuple[PaperRecord, ...] = ()) -> Resolution:
    return Resolution(None, candidates, Reply(code, str(reason)))


def _fits(entry: SeedEntry, record: PaperRecord) -> bool:
    return titles.same_work(
        entry.title or "",
        record.title or "",
        year=entry.year,
        other_year=record.year or (record.published.year if record.published else None),
        authors=entry.authors,
        other_authors=record.authors,
    )


def too_short(entry: SeedEntry) -> bool:
    """Whether the title of an entry names no work by itself, and nothing else is told."""
    letters = titles.normal(entry.title or "").replace(" ", "")
    return len(letters) < _SHORT_TITLE and entry.authors is None and entry.year is None


def _by_likeness(title: str, records: Sequence[PaperRecord]) -> list[PaperRecord]:
    seen: dict[tuple[str, str], PaperRecord] = {}
    for record in records:
        seen.setdefault((record.title or "", _best_identifier(record)), record)
    return sorted(
        seen.values(), key=lambda one: (-titles.similarity(title, one.title or ""), one.title or "")
    )


def _nothing_sure(candidates: Sequence[PaperRecord]) -> Said:
    if not candidates:
        return Said("reply.no title")
    return Said("reply.near titles", {"choices": _words(candidates)})


def _words(candidates: Sequence[PaperRecord]) -> str:
    return "; ".join(
        f"“{one.title}” ({_best_identifier(one)})" for one in candidates[:3] if one.title
    )


def _best_identifier(record: PaperRecord) -> str:
    return paper_key(record.identifiers, None) if record.identifiers else "no identifier"
