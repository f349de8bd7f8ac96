"""Which sentences are quoted of a citation: two at most, short, the most telling first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ptm_graph.enrich.full_texts import keeps_words
from ptm_graph.library import Library
from ptm_graph.lineage.judging import telling
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, url_of
from ptm_graph.words.model import HERE, OTHERS, Paper, Passage

MOST = 2
LONGEST = 300
"""Characters of a quote."""
_BEFORE = 150
"""Characters before the citation in a quote that has to be cut."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in which a paper cites or names another."""

    text: str
    section: str | None = None
    """Path of headings; None: a service told the sentence, or it stands before any heading."""
    link: str | None = None
    """To the paper that says it."""


def quotes_of(
    library: Library, child: str, parent: str, told: Sequence[str] = ()
) -> tuple[Quote, ...]:
    """Quote how a paper speaks of another: in its own words, otherwise as services tell.

    Parameters
    ----------
    library : Library
        Open for reading; of one that is to quote nothing there are no quotes.
    child, parent : str
        Keys of the citing and of the cited paper.
    told : sequence of str, optional
        The sentences that services tell, the most telling first.
    """
    if not keeps_words(library):
        return ()
    paper = library.paper(child)
    link = _link(paper)
    passages = [one for one in library.passages(child).get(parent, ()) if one.text]
    if not passages:
        return tuple(Quote(_short(" ".join(one.split())), None, link) for one in told[:MOST])
    name = f"[{library.paper(parent).name}]"
    best = sorted(passages, key=_worth)[:MOST]
    return tuple(Quote(_said(one, name), one.section, link) for one in best)


def _worth(passage: Passage) -> tuple[bool, int, int, float]:
    text = passage.text or ""
    return passage.named, telling(text), passage.beside, passage.place or 0.0


def _said(passage: Passage, name: str) -> str:
    text = " ".join((passage.text or "").split())
    return _short(text, text.find(HERE)).replace(HERE, name).replace(OTHERS, "[…]")


def _short(text: str, at: int = 0) -> str:
    """At most :data:`LONGEST` characters, cut between words, with what matters in them."""
    if len(text) <= LONGEST:
        return text
    begin = max(0, min(at - _BEFORE, len(text) - LONGEST))
    cut = text[begin : begin + LONGEST - 2]
    if begin:
        cut = "…" + cut.partition(" ")[2]
    return cut if begin + LONGEST - 2 >= len(text) else cut.rpartition(" ")[0] + "…"


def _link(paper: Paper) -> str | None:
    links = (url_of(kind, paper.identifiers.get(kind, "")) for kind in IDENTIFIER_KINDS)
    kept = zip(IDENTIFIER_KINDS, links, strict=True)
    return next((link for kind, link in kept if link and kind in paper.identifiers), None)
