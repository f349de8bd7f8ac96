"""What the terms of each source allow to publish, and whom to name; see ``docs/sources.md``.

Facts are published whoever gave them. Of texts, an abstract is published only where its
source allows it, and of citing sentences a few are quoted, shortly.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ptm_graph.words.records import FULL_TEXT, SourceName

LONGEST_QUOTE = 300
"""Characters of one quote."""
MOST_QUOTES = 2
"""Quotes of one citation."""

QUOTED = "quote"
"""Attribute ``terms`` of a graph with texts of others, which are published as quotes alone."""
WHOLE = "keep"
"""The same of a file with whole texts, which is for whoever made it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one source, as far as they concern what is published."""

    credit: str | None = None
    """Who is to be named wherever the data are shown; None: nobody else's data."""
    brief: str | None = None
    """The same where there is little room."""
    abstracts: bool = False
    """Whether its abstracts may be published."""


_S2 = "Semantic Scholar (https://www.semanticscholar.org), licensed ODC-BY 1.0"
_ARXIV = "arXiv (https://arxiv.org): thank you to arXiv for use of its open access interoperability"

TERMS: Mapping[SourceName, Terms] = {
    "reading list": Terms(abstracts=True),
    "import": Terms(abstracts=True),
    FULL_TEXT: Terms(),
    "arxiv id": Terms(),
    "semantic scholar": Terms(_S2, "Semantic Scholar (ODC-BY)"),
    "arxiv": Terms(_ARXIV, "arXiv", abstracts=True),
    "openalex": Terms("OpenAlex (https://openalex.org), CC0 1.0", "OpenAlex (CC0)"),
    "crossref": Terms("Crossref (https://www.crossref.org)", "Crossref"),
}
"""Source → its terms; of one that is not named, nothing but facts is published."""

CORPUS = "corpus: "
"""Begins the name of a corpus as a source; whom to credit for it follows."""

BUNDLED: tuple[SourceName, ...] = ("semantic scholar", "arxiv")
"""Whose data a snapshot has."""


def credits_of(sources: Collection[SourceName]) -> tuple[str, ...]:
    """Whom to name for data of some sources, always in the same order."""
    used = {*sources, *(BUNDLED if "snapshot" in sources else ())}
    known = [terms.credit for name, terms in TERMS.items() if name in used and terms.credit]
    others = used - TERMS.keys() - {"snapshot"}
    return (*known, *sorted({one.removeprefix(CORPUS) for one in others}))


def named_in(credit: object) -> list[str]:
    """Those whom a graph's ``credits`` names, as shortly as can be."""
    brief = {one.credit: one.brief for one in TERMS.values() if one.credit}
    return [brief.get(one) or one for one in str(credit or "").split("; ") if one]


def publishable(abstract_from: object) -> bool:
    """Whether an abstract may be published; not where nobody knows who gave it."""
    return isinstance(abstract_from, str) and TERMS.get(abstract_from, Terms()).abstracts


def quoted(sentences: str) -> str:
    """Of citing sentences, a line each, those that are quoted, and each as a short one."""
    lines = [line for line in sentences.split("\n") if line.strip()]
    return "\n".join(short(line) for line in lines[:MOST_QUOTES])


_CUT_OFF = " \t,;:.!?)]}、，。；：！？）】"
"""What no sentence begins with."""


def begun(text: str) -> str:
    """A sentence without the marks that a cut before them left over.

    >>> begun(", which we extend [1]."), begun(". Then we train."), begun("Then we train.")
    ('… which we extend [1].', 'Then we train.', 'Then we train.')
    """
    rest = text.lstrip(_CUT_OFF)
    return f"… {rest}" if rest != text.lstrip() and rest[:1].islower() else rest


def short(sentence: str) -> str:
    """A sentence as it is quoted."""
    sentence = begun(sentence)
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    return sentence[: LONGEST_QUOTE - 1].rstrip() + "…"
