"""The words of the field as plain, frozen data.

Two directions are never mixed: a :class:`Citation` points *citing → cited*, a
:class:`Relation` points *parent → child*. ``None`` always means "no source gave
a value"; an empty tuple means "a source said that there is none".
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, get_args

from ptm_graph.words.characters import one_line
from ptm_graph.words.identifiers import IDENTIFIER_KINDS as IDENTIFIER_KINDS  # noqa: PLC0414
from ptm_graph.words.replies import ReplyCode

if TYPE_CHECKING:
    from ptm_graph.words.wording import Said

ReferencesState = Literal["complete", "partial", "unknown"]

RelationTier = Literal["A", "B", "C", "name only"]
"""What a relation rests on. A: words of the authors about this reference, or its name in
their title; B: how often and where the text cites it; C: structure alone; ``name only``: the
title or abstract names a paper of the reading list, but no reference to it is known."""

TIER_NAMES: Mapping[str, str] = {
    "A": "the authors' words",
    "B": "counts and names",
    "C": "structure alone",
    "name only": "name only",
}
"""What a relation of each tier rests on, for people. The letters are kept in data alone: read
as grades they would promise a certainty that was not found when it was measured."""


def tier_in_words(tier: str | None) -> str:
    """Say what a relation rests on.

    >>> tier_in_words("A"), tier_in_words(None)
    ("the authors' words", 'unknown evidence')
    """
    return TIER_NAMES.get(tier, tier) if tier else "unknown evidence"


_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def percent(confidence: float) -> str:
    """A confidence or strength (0 to 1) for people; rounded, but never to certainty.

    >>> [percent(value) for value in (0.0004, 0.5, 0.91, 0.9996)]
    ['1%', '50%', '91%', '99%']
    """
    return f"{min(0.99, max(0.01, confidence)):.0%}"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, the month or only the year."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str | None) -> PartialDate | None:
        """Read ``2019``, ``2019-06`` or ``2019-06-19`` (a time behind it is ignored).

        Returns None for anything else, impossible dates included.
        """
        match = _PARTIAL_DATE.match(text.strip()) if text else None
        if match is None:
            return None
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            return cls(year or 0, month, day)
        except ValueError:
            return None

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """How much of the date is known."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def first_day(self) -> datetime.date:
        """Earliest day the date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """Latest day the date may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def middle_day(self) -> datetime.date:
        """Half-way between first and last day: where a drawing puts the paper."""
        return self.first_day + (self.last_day - self.first_day) / 2

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Resource:
    """A link that belongs to a paper but is not the paper: code, article, video …"""

    kind: str
    """``code``, ``article``, ``video``, ``course``, ``practice``, ``tool``, ``dataset``,
    ``model``, ``slides``, ``paper`` (a PDF no identifier is known of), ``file`` (a PDF on its
    owner's disk) or ``other``."""
    url: str
    """Its address; of a ``file`` its path, or the link by which Zotero opens it."""
    title: str | None = None
    language: str | None = None
    """Language of the linked page as an ISO 639-1 code, for example ``en`` or ``zh``."""


@dataclass(frozen=True, slots=True)
class Note:
    """What the owner of a list says about a paper, one line or paragraph in her own words."""

    text: str
    language: str | None = None
    """ISO 639-1 code; None where it cannot be told."""
    file: str | None = None
    line: int | None = None
    """1-based line in ``file``."""


NoticeKind = Literal["retraction", "withdrawal", "correction", "concern"]
NOTICE_KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)


@dataclass(frozen=True, slots=True)
class Notice:
    """What was published about a paper after it: that it does not stand, or not as it was."""

    kind: NoticeKind
    source: str
    """Who says so, as the provenance of a value names it."""
    date: PartialDate | None = None
    link: str | None = None
    """Where the notice itself is to be read."""


@dataclass(frozen=True, slots=True)
class SeedEntry:
    """One entry of a reading list, as its author wrote it."""

    title: str | None = None
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    """Kind (see :data:`IDENTIFIER_KINDS`) → canonical value."""
    family: str | None = None
    resources: tuple[Resource, ...] = ()
    notes: tuple[Note, ...] = ()
    """What the list says about it, in its order."""
    tags: tuple[str, ...] = ()
    """Groups it belongs to beside its family."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """What the list states of it as name and value: ``{"layers": "24"}``."""
    authors: tuple[str, ...] | None = None
    year: int | None = None
    venue: str | None = None
    file: str | None = None
    """The file it was read from, as given."""
    line: int | None = None
    """1-based line of the entry in ``file``."""
    apart_from: tuple[str, ...] = ()
    """Identifiers, as ``kind:value``, of works this one must never be merged with."""

    @property
    def note(self) -> str | None:
        """All notes as one text, a line each."""
        return "\n".join(one.text for one in self.notes) or None

    @property
    def name(self) -> str:
        """How to call the entry in a message: first alias, title, or identifier."""
        if self.aliases:
            return self.aliases[0]
        if self.title:
            return self.title
        return next((f"{kind}:{value}" for kind, value in self.identifiers.items()), "entry")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a stage could not use, kept with its reason."""

    stage: str
    """``reading list``, ``resolve``, ``metadata``, ``references`` …"""
    subject: str
    """The line, paper or reference concerned, in words a person can find again."""
    reason: str
    file: str | None = None
    line: int | None = None
    code: ReplyCode | None = field(default=None, compare=False)
    """What is the matter, where it is one of the things a service may answer."""


_WITHDRAWN = re.compile(
    r"(?:^|[.;:!(]\s*|\b(?:paper|article|manuscript|submission|work|preprint|version|it)\s+|"
    r"\b(?:is|was|has been|have been|been)\s+)(?:temporarily\s+)?(?:being\s+)?"
    r"(?:withdrawn|retracted|withdrawal|retraction)\b",
    re.IGNORECASE,
)


def says_withdrawn(comment: str | None) -> bool:
    """Whether a comment on arXiv says that the paper itself was withdrawn or retracted."""
    return comment is not None and _WITHDRAWN.search(comment) is not None


@dataclass(frozen=True, slots=True)
class Paper:
    """One work: preprint, proceedings paper and duplicate records are one Paper.

    Its ``repr`` is one line; :func:`dataclasses.asdict` gives everything.
    """

    key: str
    """Name of the paper inside the library: its best identifier as ``kind:value``,
    for example ``arxiv:1810.04805``; ``title:…`` where none is known."""
    title: str
    aliases: tuple[str, ...] = ()
    """Names people use for it, the usual one first."""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] | None = None
    year: int | None = None
    """Year of publication as the sources give it; may be later than ``published``."""
    published: PartialDate | None = None
    """Earliest known date of the work (arXiv v1 beats the proceedings)."""
    venue: str | None = None
    abstract: str | None = None
    comment: str | None = None
    """The authors' comment on arXiv."""
    categories: tuple[str, ...] | None = None
    """arXiv categories, the primary one first."""
    fields_of_study: tuple[str, ...] | None = None
    publication_types: tuple[str, ...] | None = None
    """As Semantic Scholar names them, for example ``Review`` or ``JournalArticle``."""
    citation_count: int | None = None
    """Citations in the whole world as the service counts them."""
    influential_citation_count: int | None = None
    reference_count: int | None = None
    """Length of the reference list as the service states it."""
    references_known: int | None = None
    """References in the library, unresolved ones included; None: never asked."""
    references_state: ReferencesState = "unknown"
    seed: bool = False
    """True if a reading list names it."""
    family: str | None = None
    notes: tuple[Note, ...] = ()
    """What the reading lists say about it; tags and properties likewise."""
    tags: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    resources: tuple[Resource, ...] = ()
    key_phrases: tuple[str, ...] | None = None
    """Terms from title and abstract, most distinctive first; labels are made of them."""
    derived_names: tuple[str, ...] | None = None
    """Coined names that the abstract says it derives from (see ``facts.derivation``);
    None: nobody has read the abstract."""
    short_names: tuple[str, ...] | None = None
    """Names people use for it, the one to show first (see ``facts.short_names``);
    None: nobody has looked for them."""
    contributions: tuple[str, ...] | None = None
    """What its authors say they made, as phrases (see ``facts.own_words``)."""
    notices: tuple[Notice, ...] | None = None
    """What was published about it since, by source; None: nobody was asked."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    """Field name → where its value came from (``arxiv``, ``semantic scholar``,
    ``reading list``, ``snapshot`` …)."""

    def __repr__(self) -> str:
        return f"<Paper {_short(self.name)} ({self.published or self.year or '?'}) {self.key}>"

    @property
    def withdrawn(self) -> bool:
        """Whether its authors or arXiv say that it was withdrawn."""
        return says_withdrawn(self.comment)

    @property
    def name(self) -> str:
        """Short name for drawings and tables: an alias, the name people use, or the title."""
        return next(iter((*self.aliases, *(self.short_names or ()))), self.title)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the paper itself in which it cites, or names, one reference."""

    text: str | None = None
    """The reference stands in it as :data:`HERE`, other citations as :data:`OTHERS`; None:
    the library keeps no texts."""
    section: str | None = None
    """Path of headings joined by `` > ``."""
    kind: str | None = None
    """What the section is for: ``method``, ``related work`` …"""
    place: float | None = None
    """Where it stands in the paper, 0 the beginning, 1 the end."""
    paragraph: int | None = None
    beside: int = 1
    """How many works the sentence cites, this one included."""
    named: bool = False
    """Whether it only names the reference and does not cite it."""


def wordless(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Passages without their texts."""
    return tuple(replace(one, text=None) for one in passages)


HERE, OTHERS = "[*]", "[…]"
"""Citation marks in the text of a passage."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One reference: ``citing`` names ``cited`` in its reference list."""

    citing: str
    """Key of the citing paper."""
    cited: str
    """Key of the cited paper."""
    influential: bool | None = None
    intents: tuple[str, ...] | None = None
    """``background``, ``methodology``, ``result`` – as Semantic Scholar classifies."""
    sentences: tuple[str, ...] | None = None
    """The citing sentences; None where unknown or not carried (facts-only snapshot)."""
    facts: Mapping[str, float] | None = None
    """Numbers computed from texts that are not carried (see ``citation_facts``)."""
    sentence_numbers: tuple[int, ...] | None = None
    """Which of the citing paper's distinct citing sentences name this reference;
    two references that share a number are cited in the same sentence."""
    source: str | None = None
    """The source of which the word counts most among those that state the citation."""
    givers: tuple[str, ...] = ()
    """All sources that state it."""
    rests_on: Mapping[str, str] = field(default_factory=dict)
    """Of the facts: ``abstract``, ``sentences`` or ``full text`` → the source of these
    texts; a ``snapshot`` brings facts without them."""
    passages: tuple[Passage, ...] | None = None
    """Where the paper itself cites or names it; None: its full text was not read."""


@dataclass(frozen=True, slots=True)
class UnresolvedReference:
    """A reference whose paper no service knows: kept by its title."""

    citing: str
    title: str | None = None
    year: int | None = None
    reason: str = "the service has no record of it"
    givers: tuple[str, ...] = ()
    """All sources that list it."""
    authors: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ScoreTerm:
    """One addend of a relation's score."""

    name: str
    """Name of the signal, for example ``mentions``."""
    value: float
    """Value of the signal."""
    weight: float
    """Log-odds the signal adds for each unit of value."""
    explanation: str
    """The term in words: “cited in 7 sentences”."""
    filled: bool = False
    """Whether the value is not known, and that of the middle of the list was taken."""

    @property
    def points(self) -> float:
        """What the term adds to the score: ``value × weight``."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Label:
    """What the child changed, as words for a drawing."""

    text: str
    """For example ``longer training`` or ``cross-lingual``."""
    rule: str
    """Name of the rule that fired; ``key phrases`` for the open vocabulary, ``decision`` for a
    person's own words."""
    quote: str | None = None
    """The sentence behind it, where the library has one."""
    noted: bool = False
    """Whether it is the owner of the reading list who says so, and the quote is hers."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything behind one relation."""

    terms: tuple[ScoreTerm, ...] = ()
    """All terms of the score, largest in absolute value first."""
    sentences: tuple[str, ...] = ()
    """Citing sentences, most informative first; empty where the library has none."""
    intents: tuple[str, ...] | None = None
    mentions: int | None = None
    """Number of citing sentences; None: unknown."""
    notes: tuple[Said, ...] = ()
    """What weakens it: gaps in the data, a broken cycle, an ambiguous name."""


@dataclass(frozen=True, slots=True)
class Relation:
    """An inferred or decided descent: ``child`` comes from ``parent``.

    Its ``repr`` is one line; :func:`dataclasses.asdict` gives everything.
    """

    parent: str
    """Key of the parent paper."""
    child: str
    """Key of the child paper."""
    score: float
    """Sum of the terms, in log-odds."""
    confidence: float
    """Probability that this is a parent, given all references of the child and that it
    may descend from none of them; between 0 and 1."""
    tier: RelationTier
    """What the relation rests on; see :data:`RelationTier`."""
    rank: int = 1
    """1 for the best parent of the child."""
    labels: tuple[Label, ...] = ()
    reason: str = ""
    """The relation in one readable line."""
    evidence: Evidence = field(default_factory=Evidence)
    decision: Literal["accepted", "rejected", "set"] | None = None
    """A person's decision, if there is one."""
    relation_type: Label | None = None
    """How the child relates to the parent (extends it, replaces a part of it …), where its
    authors say so; the rule is the name of the type."""
    knowledge: str | None = None
    """What of the child's references the confidence rests on: ``full text``, ``sentences`` or
    ``structure``; None where nothing was scored."""
    field_measured: bool | None = None
    """Whether confidences were measured in the child's field; None: its field is not known."""
    recalibrated: int | None = None
    """How many decisions of the person moved the confidence; None: it is as shipped."""
    names: tuple[str, str] | None = field(default=None, compare=False)
    """What parent and child are called, for people; None: nobody said."""

    def __repr__(self) -> str:
        sure = f"{self.decision} by a person" if self.decision else percent(self.confidence)
        parent, child = map(_short, self.called)
        return f"<Relation {parent} → {child}, {sure}, {tier_in_words(self.tier)}>"

    @property
    def called(self) -> tuple[str, str]:
        """Names of parent and child, their keys where they have none."""
        return self.names or (self.parent, self.child)

    @property
    def proposal(self) -> bool:
        """Whether it is a guess to confirm: below :data:`EVEN_ODDS`, and nobody decided."""
        return self.confidence < EVEN_ODDS and self.decision is None


def _short(name: str) -> str:
    line = one_line(name)
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"


_LONGEST_NAME = 60
"""Characters of a name in a ``repr``."""


EVEN_ODDS = 0.5
"""Confidence below which an inferred relation is a proposal and does not count as descent."""
