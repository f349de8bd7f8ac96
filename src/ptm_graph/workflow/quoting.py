"""What a paper itself says of its references, to be quoted: short, and the best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ptm_graph.enrich.full_texts import keeps_words
from ptm_graph.facts.naming_notes import naming
from ptm_graph.library import Library
from ptm_graph.lineage.judging import telling
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, url_of
from ptm_graph.words.model import HERE, Paper, Passage, Relation
from ptm_graph.words.terms import LONGEST_QUOTE as LONGEST_QUOTE  # noqa: PLC0414
from ptm_graph.words.terms import MOST_QUOTES as MOST_QUOTES  # noqa: PLC0414
from ptm_graph.words.terms import begun
from ptm_graph.words.wording import Said

_KINDS = ("method", "introduction", "experiments")
"""Where the authors say what they took, the surest first."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in which a paper cites, or names, a reference."""

    text: str
    """The reference stands in it as :data:`ptm_graph.words.model.HERE`."""
    section: str | None = None
    """The heading it stands under."""
    noted: bool = False
    """Whether it is a note of the list's owner, and no sentence of the paper."""


def said(
    library: Library, citing: str, told: Mapping[str, Sequence[str]]
) -> dict[str, tuple[Quote, ...]]:
    """What is quoted of each reference: the owner's notes that name it, then the paper itself.

    ``told`` has the sentences of services, which are quoted where the paper was not read.
    """
    own = quotes(library, citing)
    notes = [one.text for one in library.paper(citing).notes]
    return {
        cited: (
            *(_noted(library, notes, cited) if notes else ()),
            *(own.get(cited) or of_services(library, sentences)),
        )
        for cited, sentences in told.items()
    }


def _noted(library: Library, notes: Sequence[str], cited: str) -> tuple[Quote, ...]:
    paper = library.paper(cited)
    found = naming(notes, (*paper.aliases, *(paper.short_names or ()), paper.title))
    return tuple(Quote(_short(note), noted=True) for note in found[:MOST_QUOTES])


def quotes(library: Library, citing: str) -> dict[str, tuple[Quote, ...]]:
    """Key of each reference → what the paper itself says of it; no words, no quote."""
    found: dict[str, tuple[Quote, ...]] = {}
    for cited, passages in library.passages(citing).items():
        best = sorted((one for one in passages if one.text), key=_rank)[:MOST_QUOTES]
        if best:
            found[cited] = tuple(Quote(_short(one.text or ""), _heading(one)) for one in best)
    return found


def of_services(library: Library, sentences: Sequence[str]) -> tuple[Quote, ...]:
    """What services tell, the most telling first; nothing of a library that is to quote nothing."""
    if not keeps_words(library):
        return ()
    return tuple(Quote(_short(" ".join(one.split()))) for one in sentences[:MOST_QUOTES])


def link_of(paper: Paper) -> str | None:
    """The page of a paper that is quoted, by its best identifier that has one."""
    held = ((kind, paper.identifiers.get(kind)) for kind in IDENTIFIER_KINDS)
    links = (url_of(kind, value) for kind, value in held if value)
    return next((link for link in links if link), None)


def notes(relation: Relation, quoted: Sequence[Quote]) -> list[Said]:
    """What is weak about a relation; that no sentence is at hand only where none is quoted."""
    is_quoted = any(not quote.noted for quote in quoted)
    without = ("note.counts only", "note.no sentences") if is_quoted else ()
    return [note for note in relation.evidence.notes if note.code not in without]


def _rank(passage: Passage) -> tuple[float, ...]:
    kind = _KINDS.index(passage.kind) if passage.kind in _KINDS else len(_KINDS)
    return (telling(passage.text or ""), passage.named, kind, passage.beside)


def _short(text: str) -> str:
    text = begun(text)
    if len(text) <= LONGEST_QUOTE:
        return text
    begin = max(0, min(text.find(HERE) - LONGEST_QUOTE // 2, len(text) - LONGEST_QUOTE + 2))
    end = begin + LONGEST_QUOTE - 2
    return ("…" if begin else "") + text[begin:end].strip() + ("…" if end < len(text) else "")


def _heading(passage: Passage) -> str | None:
    return passage.section.rsplit(" > ", 1)[-1] if passage.section else None
