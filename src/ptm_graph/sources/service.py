"""What a metadata service is asked and what it gives: the one form all of them have.

To add a service, write a class of this form in a module of its own and name it in
:data:`ptm_graph.sources.services.SERVICES`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ptm_graph.sources.batches import Looked
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, IdentifierKind, written_for
from ptm_graph.words.records import CitingRecord, PaperRecord, ReferenceList, Source

Capability = Literal[
    "titles", "records", "references", "full texts", "citations", "cited ids", "notices"
]
"""What a service can be asked: which records have a title; the records of papers; the
reference list of a paper; its LaTeX source; who cites a paper; whom several papers cite, as
identifiers; which of several papers were retracted or corrected."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a service can be asked, and in what portions."""

    what: str
    """Under what the library notes when it was asked; no other offer may have the same."""
    title: str
    """What is shown to a person who waits for it."""
    batch: int = 1
    """Most papers in one request."""
    nested: int | None = None
    """Most references of all papers in one request."""
    page: int | None = None
    """Entries of a list in one request; None: all of them."""
    most: int | None = None
    """Entries of a list that are given at all; None: all of them."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The source of a paper as a service sent it, whatever that is."""

    data: bytes
    version: str | None = None
    """Which version of the paper it is, as the service calls it."""


class Service(Protocol):
    """A metadata service.

    A class that inherits from this one writes only the methods of what it offers, beside
    :attr:`requests` and :meth:`close`.
    """

    source: Source
    """Its name in provenance, its name for people, and how much its word counts."""
    own_kind: IdentifierKind
    """Kind of the identifiers its records have; lists are asked for by them."""
    understands: Mapping[IdentifierKind, str]
    """Kinds it can be asked by → the form it wants them in, see
    :attr:`ptm_graph.words.identifiers.Kind.asked_as`."""
    offers: Mapping[Capability, Offer]
    """What it can be asked."""
    interval: float
    """Seconds between two requests."""
    complement: bool = False
    """Whether it is asked only for what the others leave open, and missed only there."""
    local: bool = False
    """Whether it is on this machine: it sends no requests, is asked before all others, by any
    identifier and for many lists at once, and the others only for what it lacks."""

    @property
    def requests(self) -> int:
        """Requests sent so far, repetitions included."""
        raise NotImplementedError

    def asked_as(self, identifiers: Mapping[str, str]) -> str | None:
        """Give the identifier to ask by; None if it understands none of these kinds."""
        for kind in (self.own_kind, *IDENTIFIER_KINDS):
            if identifiers.get(kind) and kind in self.understands:
                return written_for(self.understands[kind], identifiers[kind])
        return None

    def titled(self, title: str) -> Sequence[PaperRecord]:
        """Records whose titles are near, nearest first; none of them need be the paper."""
        raise _not_offered(self, "titles")

    def papers(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Look papers up, by what :meth:`asked_as` gives of them.

        Raises SourceError if the service fails for all of them, or refuses the key.
        """
        raise _not_offered(self, "records")

    def ahead(self, capability: Capability, ids: Sequence[str]) -> None:
        """Be told whose lists are asked for next, one by one; it may look them up together."""
        return None  # noqa: RET501

    def references(self, paper_id: str, stated_count: int | None = None) -> ReferenceList:
        """Read the reference list of a paper of which the service states the length.

        Raises NotFoundError if the service does not know the paper.
        """
        raise _not_offered(self, "references")

    def full_text(self, paper_id: str) -> SourceText:
        """Fetch the LaTeX source of a paper.

        Raises NotFoundError if there is none, RejectedError if it is too large.
        """
        raise _not_offered(self, "full texts")

    def citations(self, paper_id: str) -> Sequence[CitingRecord]:
        """Read who cites a paper.

        Raises NotFoundError if the service does not know the paper.
        """
        raise _not_offered(self, "citations")

    def cited_ids(self, ids: Sequence[str]) -> Looked[tuple[str, ...] | None]:
        """Whom several papers cite, as identifiers of its own kind of 40 hexadecimal digits.

        Found is None where the service has a list but does not give it. Raises SourceError
        if the service fails for all of them, or refuses the key.
        """
        raise _not_offered(self, "cited ids")

    def notices(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Which of several papers were retracted, withdrawn or corrected.

        The records found have their ``notices``, an empty tuple for none. Raises SourceError
        if the service fails for all of them, or refuses the key.
        """
        raise _not_offered(self, "notices")

    def close(self) -> None:
        """Close the connections."""
        raise NotImplementedError


def _not_offered(service: Service, capability: Capability) -> NotImplementedError:
    return NotImplementedError(f"{service.source.title} cannot be asked for {capability}")
