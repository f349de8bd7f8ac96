"""A paper, its links, and what one block says, while a document is being read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ptm_graph.reading_lists.blocks import Block
from ptm_graph.reading_lists.headline import Headline
from ptm_graph.reading_lists.links import (
    LinkUse,
    address_key,
    label_role,
    language_of,
    resource_kind,
    role_in_text,
)
from ptm_graph.words.model import Note, Resource


@dataclass(slots=True, eq=False)
class Draft:
    """A paper while the document is still being read."""

    line: int
    block: Block
    title: str | None = None
    aliases: list[str] = field(default_factory=list)
    identifiers: dict[str, str] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    authors: tuple[str, ...] | None = None
    year: int | None = None
    venue: str | None = None
    family: str | None = None
    """Where something better than the headings above says it."""
    notes: list[Note] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    linked: bool = False
    """True if the document links to the paper itself."""
    _addresses: set[str] = field(default_factory=set)

    def name_it(self, found: Headline) -> None:
        """Take title, names, year and venue where they are not known yet."""
        self.title = self.title or found.title
        self.add_aliases(found.aliases)
        self.year = self.year or found.year
        self.venue = self.venue or found.venue

    def add_aliases(self, names: Sequence[str]) -> None:
        """Add names that are not there yet."""
        self.aliases.extend(name for name in names if name and name not in self.aliases)

    def add_resource(self, resource: Resource) -> None:
        """Add a resource unless its address is there already."""
        key = address_key(resource.url)
        if key not in self._addresses:
            self._addresses.add(key)
            self.resources.append(resource)

    def fits(self, other: Draft) -> bool:
        """Whether no identifier of the two contradicts."""
        return all(
            self.identifiers.get(kind, value) == value for kind, value in other.identifiers.items()
        )

    def take(self, other: Draft) -> None:
        """Take over everything another draft of the same paper says."""
        self.title = self.title or other.title
        self.add_aliases(other.aliases)
        for kind, value in other.identifiers.items():
            self.identifiers.setdefault(kind, value)
        for resource in other.resources:
            self.add_resource(resource)
        self.authors = self.authors or other.authors
        self.year = self.year or other.year
        self.venue = self.venue or other.venue
        self.linked = self.linked or other.linked


@dataclass(slots=True)
class Link:
    """A link with what it is good for."""

    url: str
    label: str
    """Empty for a bare address."""
    line: int
    use: LinkUse
    position: int
    """Index of its span in the block."""
    prefix: str = ""
    """The words before a colon in front of it (``代码：``, ``GPT1:``)."""


@dataclass(slots=True)
class Facts:
    """What one block says."""

    drafts: list[Draft] = field(default_factory=list)
    loose: list[Link] = field(default_factory=list)
    """Resources that belong to no draft of the block."""
    failed: list[Link] = field(default_factory=list)
    """Links that cannot be used, with their reason in ``use``."""
    name: Headline | None = None
    """Title or name that the block states while it links to no paper."""
    certain: bool = False
    """True where ``name`` has the form of a reference."""
    authors: tuple[str, ...] | None = None
    """Authors of ``name``."""
    people: tuple[str, ...] | None = None
    """Authors that are all the block says: of the paper beside or above it."""
    given: bool = False
    """True where a link of the block became one of a paper elsewhere."""
    merged: bool = False
    """True where the paper of the block was added to an entry elsewhere."""
    _known: set[tuple[str, str]] = field(default_factory=set)
    _looked_at: int = 0

    def knows(self, identifier: tuple[str, str]) -> bool:
        """Whether a draft of the block has an identifier."""
        for draft in self.drafts[self._looked_at :]:
            self._known.update(draft.identifiers.items())
        self._looked_at = len(self.drafts)
        return identifier in self._known

    def identify(self, draft: Draft, link: Link) -> None:
        """Take a further link to one of the drafts."""
        identify(draft, link)
        self._known.update([link.use.identifier] if link.use.identifier else [])


def resource_of(link: Link, context: str | None) -> Resource:
    """The resource a link is; ``context`` is the role of its section, if any."""
    said = role_in_text(link.prefix) if link.prefix else None
    kind = (
        "paper"
        if link.use.role == "paper"
        else resource_kind(link.use, link.label, said or context)
    )
    title = link.label if link.label and label_role(link.label) is None else None
    return Resource(kind, link.url.strip(), title, language_of(link.url, link.label))


def identify(draft: Draft, link: Link) -> None:
    """Take a link to the paper: its identifier, or its address where it has none."""
    draft.linked = True
    if link.use.identifier is not None:
        draft.identifiers.setdefault(*link.use.identifier)
    else:
        draft.add_resource(resource_of(link, "paper"))


_PREPRINTS = re.compile(
    r"10\.(?:1101|64898|26434|31234|31219|31235|2139|20944|36227|21203|22541|12688|48550)/"
)


def _is_preprint(link: Link) -> bool:
    found = link.use.identifier
    return found is not None and found.kind == "doi" and _PREPRINTS.match(found.value) is not None


def published_first(links: list[Link]) -> list[Link]:
    """The links of one titled paper, its preprints last: the published form names it."""
    return sorted(links, key=_is_preprint)


def add_or_split(facts: Facts, draft: Draft, link: Link, block: Block) -> None:
    """Add a further link to a paper; another id of the same kind is another paper.

    A preprint and what was published of it have a DOI each, and are one.
    """
    found = link.use.identifier
    if draft.title and "doi" in draft.identifiers and _is_preprint(link):
        if found is not None and draft.identifiers["doi"] != found.value:
            draft.add_resource(resource_of(link, "paper"))
        return
    if found is not None and draft.identifiers.get(found.kind, found.value) != found.value:
        if facts.knows(found):
            return
        other = Draft(link.line, block)
        identify(other, link)
        facts.drafts.append(other)
    else:
        facts.identify(draft, link)
