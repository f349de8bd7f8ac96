"""What one source says about a paper or a reference list, before it is merged.

Sources produce records, the library merges them into papers. A field that the
source did not give is None, and so is one that no paper can have (see
:mod:`ptm_graph.words.doors`): what was refused is in ``refused``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ptm_graph.words.doors import Refusal, admit
from ptm_graph.words.model import Notice, PartialDate, Passage

SourceName = str
"""As the provenance of a value names its source, for example ``semantic scholar``."""


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who says something about papers, and how much that counts."""

    name: SourceName
    title: str
    """What people call it."""
    rank: float
    """A value is replaced by another source's only if that ranks no lower."""
    best_at: frozenset[str] = frozenset()
    """Fields for which it outranks all others."""
    asked: str | None = None
    """Under what the library notes when it was asked for records of papers; None: never is."""


FULL_TEXT: SourceName = "full text"
"""The source of what a paper itself says of its references."""

SOURCES: Mapping[SourceName, Source] = {
    source.name: source
    for source in (
        Source("reading list", "reading list", 0),
        Source("import", "import", 0),
        Source("snapshot", "snapshot", 1),
        # below the services: read by a machine, it completes their records and overrules none
        Source(FULL_TEXT, "the paper itself", 1.5),
        Source("openalex", "OpenAlex", 1.6, asked="openalex"),
        Source("crossref", "Crossref", 1.7, asked="crossref"),
        Source("arxiv", "arXiv", 2, frozenset({"comment", "categories"}), "arxiv"),
        Source("semantic scholar", "Semantic Scholar", 3, asked="metadata"),
    )
}
"""Sources that every library knows; other services are recorded when they are asked."""


_OF_PAPERS = (
    *("identifiers", "title", "authors", "year", "published", "venue", "abstract", "comment"),
    *("categories", "fields_of_study", "publication_types", "citation_count"),
    *("influential_citation_count", "reference_count", "key_phrases", "derived_names"),
    *("short_names", "contributions", "notices"),
)
_OF_CITATIONS = ("influential", "intents", "sentences")


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """One source's view of one paper; title and venue lose the markup of their publisher."""

    source: SourceName
    identifiers: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None
    authors: tuple[str, ...] | None = None
    year: int | None = None
    published: PartialDate | None = None
    venue: str | None = None
    abstract: str | None = None
    comment: str | None = None
    categories: tuple[str, ...] | None = None
    fields_of_study: tuple[str, ...] | None = None
    publication_types: tuple[str, ...] | None = None
    citation_count: int | None = None
    influential_citation_count: int | None = None
    reference_count: int | None = None
    key_phrases: tuple[str, ...] | None = None
    derived_names: tuple[str, ...] | None = None
    short_names: tuple[str, ...] | None = None
    contributions: tuple[str, ...] | None = None
    notices: tuple[Notice, ...] | None = None
    """What was published about it since; empty: the source was asked and knows of none."""
    refused: tuple[Refusal, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        admit(self, _OF_PAPERS)


@dataclass(frozen=True, slots=True)
class ReferenceRecord:
    """One line of a reference list as a source gives it."""

    cited: PaperRecord | None
    """None where the source has no record of the cited paper."""
    title: str | None = None
    """Title as given, also where there is no record."""
    year: int | None = None
    authors: tuple[str, ...] | None = None
    """As given, also where there is no record; often the first one's surname alone."""
    influential: bool | None = None
    intents: tuple[str, ...] | None = None
    sentences: tuple[str, ...] | None = None
    facts: Mapping[str, float] | None = None
    sentence_numbers: tuple[int, ...] | None = None
    passages: tuple[Passage, ...] | None = None
    reason: str | None = None
    """Why there is no record, where there is none."""
    printed: str | None = None
    """The reference as it is printed, where that is how it is given."""
    refused: tuple[Refusal, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        told = ("title", "year", "authors", "reason", "printed", "facts", "sentence_numbers")
        admit(self, (*told, *_OF_CITATIONS))


@dataclass(frozen=True, slots=True)
class CitingRecord:
    """One paper that cites a known one, as a source gives it."""

    citing: PaperRecord
    influential: bool | None = None
    intents: tuple[str, ...] | None = None
    sentences: tuple[str, ...] | None = None
    refused: tuple[Refusal, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        admit(self, _OF_CITATIONS)


_LONG = 20
"""References of which one may be missing."""


def as_good_as_complete(known: int, stated: int | None) -> bool:
    """Whether so little is missing of a stated number that a list can be judged as a whole.

    Of twenty references one, of a hundred or more one in fifty: sources count a work twice, or a
    line that is none.
    """
    return stated is not None and stated - known <= max(int(stated >= _LONG), stated // 50)


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The reference list of one paper as one source gives it."""

    source: SourceName
    references: tuple[ReferenceRecord, ...]
    stated_count: int | None = None
    """How many references the source says there are."""
    elided: bool = False
    """True if the publisher withholds the list: the source has none to give."""

    @property
    def complete(self) -> bool:
        """Whether nothing the source counts is missing from the list."""
        if self.elided:
            return False
        return self.missing == 0

    @property
    def missing(self) -> int | None:
        """How many of the references that the source counts it does not give."""
        if self.stated_count is None:
            return None
        return max(0, self.stated_count - len(self.references))

    @property
    def as_good_as_complete(self) -> bool:
        """Whether so little is missing that the list can be judged as a whole."""
        return not self.elided and as_good_as_complete(len(self.references), self.stated_count)


@dataclass(frozen=True, slots=True)
class FullTextReading:
    """That the full text of a paper was read, and what was found in it."""

    source: SourceName
    """Where the text is from."""
    format: str
    """``latex``, ``jats``, ``tei`` …"""
    version: str | None
    """Of the text, as the source calls it."""
    read: str
    """When, ISO date or time."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What was counted in it: ``references``, ``sentences`` …"""
