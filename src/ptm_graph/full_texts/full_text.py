"""The one value that every full-text format is read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SectionKind = Literal[
    "introduction",
    "related work",
    "method",
    "experiments",
    "discussion",
    "caption",
    "footnote",
    "appendix",
]
"""What a part of a paper is for, whatever its heading says."""


@dataclass(frozen=True, slots=True)
class ListedReference:
    """One entry of a paper's reference list. A field that could not be read is None."""

    key: str
    """As the paper names it: a BibTeX key, ``b12``, a number."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    """Empty: none was read."""
    year: int | None = None
    venue: str | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)
    """Kind (:data:`ptm_graph.words.identifiers.KINDS`) → canonical value."""
    raw: str | None = None
    """The entry as it is printed, where it was not parsed into fields."""


@dataclass(frozen=True, slots=True)
class CitingSentence:
    """One sentence that cites, or that names a reference without citing it."""

    text: str
    """Citations stand in it as ``[key]``; several at one place as ``[key1; key2]``."""
    references: tuple[str, ...]
    """Keys of the reference list in the order of the text, each once."""
    section: str | None = None
    """Path of headings joined by `` > ``; None before the first heading."""
    kind: SectionKind | None = None
    """None where neither heading nor place tells."""
    place: float | None = None
    """Where it stands in the text, 0 the beginning, 1 the end."""
    paragraph: int | None = None
    """Number of the paragraph, counted from 0 over the whole text."""
    named: tuple[str, ...] = ()
    """Keys of references that the sentence names (``BERT``) and does not cite."""


@dataclass(frozen=True, slots=True)
class Unused:
    """Something of the input that could not be used."""

    what: str
    """The citation key, file or entry."""
    reason: str


@dataclass(frozen=True, slots=True)
class FullText:
    """What one paper says of itself and of what it cites."""

    title: str | None
    abstract: str | None
    headings: tuple[str, ...]
    """Paths of headings joined by `` > ``, in order."""
    references: tuple[ListedReference, ...]
    sentences: tuple[CitingSentence, ...]
    sentence_count: int
    """How many sentences the body has, citing or not."""
    own_statements: tuple[str, ...] = ()
    """Sentences in which the authors say what the paper itself does, in order."""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    """The paper's own, as its header gives them."""
    authors: tuple[str, ...] = ()
    year: int | None = None
    unused: tuple[Unused, ...] = ()

    @property
    def is_unread(self) -> bool:
        """Whether it is a file of which nothing but the reason is known."""
        said = (self.title, self.identifiers, self.references, self.sentences)
        return bool(self.unused) and not any(said)
