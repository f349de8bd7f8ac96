"""What a line of text is, by its form: a title, authors, where and when it appeared, or prose."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from ptm_graph.facts.coined_names import is_coined
from ptm_graph.reading_lists.blocks import Block
from ptm_graph.reading_lists.headline import headline, is_title, is_venue_mark, plain
from ptm_graph.reading_lists.links import is_venue, label_role
from ptm_graph.reading_lists.references import people, reference, surely_people
from ptm_graph.reading_lists.vocabulary import (
    NO_PAPERS,
    PAPERS,
    PARTICIPLES,
    PARTICLES,
    PROSE,
    REMARK_OPENERS,
    SMALL_WORDS,
)

LineKind = Literal["title", "authors", "venue", "label", "prose"]

MOST_WORDS = 32
"""Words of the longest title without a link."""

_WORD = re.compile(r"[^\W\d_][\w'’+-]*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBERED = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_LABEL = re.compile(
    r"[:：]\s*$|^(?:note|todo|update|source|see|cf)\b"
    r"|^(?:an? |the |my |our )?(?:[\w-]+ )?(?:list|collection|overview|compilation)s? of\b",
    re.I,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d ?(?:[ap]\.?m\b|[–-] ?\d|Uhr\b|h\b)|\b\d{1,2} ?[ap]m\b", re.I
)
_JOURNAL = re.compile(
    r"(?:19[5-9]|20[0-4])\d\b|\bin press\b|\bpreprint\b|\bproceedings\b|\bjournal\b|\bvol\.|\bpp\.",
    re.I,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_PLACE = re.compile(r"\d+\s*\(\d+\)|\d+\s*:\s*\d+|\d+\s*[-–]\s*\d+")
_SENTENCES = re.compile(r"[a-z)][.!?]\s+(?=[A-Z])")


@lru_cache(maxsize=4096)
def looks_titled(text: str) -> bool:
    """Whether a text that no link calls a paper reads like a title and not like a sentence.

    >>> [looks_titled(text) for text in (
    ...     "Deep Residual Learning for Image Recognition",
    ...     "Highly accurate protein structure prediction with AlphaFold",
    ...     "It shares its layers with the decoder",
    ...     "Widgets are great.",
    ... )]
    [True, True, False, False]
    """
    bare = text.strip()
    if not is_title(bare) or _LABEL.search(bare) or bare[-1:] in "!…" or _CLOCK.search(bare):
        return False
    words: list[str] = _WORD.findall(bare)
    if len(words) > MOST_WORDS or _HAN.search(bare) or len(_NUMBERED.findall(bare)) > 2:
        return False
    first = words[0]
    small = any(word.casefold() in SMALL_WORDS for word in words)
    if (
        len(_WORD.findall(_BRACKETS.sub(" ", bare))) < 4
        and not small
        and not re.search(r"\w[:?]", bare)
    ):  # a topic, a method
        return False
    if first[0].islower() and not is_coined(first):
        return False
    if first.casefold() in PARTICIPLES and words[1] in ("by", "from", "on", "in", "with", "for"):
        return False
    content = [word for word in words[1:] if word.casefold() not in SMALL_WORDS]
    capitals = sum(word[0].isupper() for word in content)
    if content and capitals >= 0.6 * len(content):
        return True
    if first.casefold() in REMARK_OPENERS:
        return False
    prose = sum(word.casefold() in PROSE for word in words)
    asked = bare.endswith("?")
    return (
        prose == 0 or (prose <= 2 and asked) or (prose == 1 and bare[-1] != "." and len(words) > 5)
    )


@lru_cache(maxsize=16_384)
def line_kind(text: str) -> LineKind:
    """What a whole line of text is.

    >>> [line_kind(text) for text in (
    ...     "Jane Doe, Max Muster and Ann Example.",
    ...     "J. Widgets 2019; 12(3): 45-67",
    ...     "Widgets in rivers. J Doe, A Roe. J Widg. 2019;12(3):45-67.",
    ... )]
    ['authors', 'venue', 'title']
    """
    bare = plain(text[:2_000]).strip()
    if not bare or label_role(bare) is not None:
        return "label"
    if authors_of(bare):
        return "authors"
    bracketless = _BRACKETS.sub("", bare).strip(" .")
    dated = bracketless != bare.strip(" .") and looks_titled(bracketless)  # “Title (Doe 2019)”
    found = reference(bare)
    if found.certain and found.authors and re.match(re.escape(found.authors[0][:6]), bare):
        return "title"
    if is_venue_line(bare) and (not dated or is_venue_line(bracketless)):
        return "venue"
    if _LABEL.search(bare):
        return "label"
    if found.certain and found.title and is_title(headline(found.title).title or ""):
        return "title"
    title = headline(found.title).title if found.title else None
    rest = bare.partition(found.title)[2] if found.title else ""
    if title and looks_titled(title + "." if rest.startswith(".") else title):
        rest = rest.strip(" .,;:()")
        words = {word.casefold() for word in _WORD.findall(rest)}
        short = len(words) <= 3 and words.isdisjoint(PROSE | REMARK_OPENERS)
        if not rest or is_venue_line(rest) or short:
            return "title"
    return "prose"


def authors_of(text: str, sure: bool = True) -> tuple[str, ...] | None:
    """The authors that a whole line lists; if ``sure``, only what may not be a title."""
    bare = re.sub(r"^(?:by|authors?\s*[:：])\s*", "", text.strip(), flags=re.I)
    return people(bare) if bare != text.strip() or not sure else surely_people(bare)


@lru_cache(maxsize=4096)
def is_venue_line(text: str) -> bool:
    """Whether a whole line says where and when something appeared, or on which pages."""
    bare = text.strip(" .,;:*_()[]")
    if not bare or len(bare) > 160:
        return not bare
    if is_venue(bare) or is_venue_mark(bare):
        return True
    words: list[str] = _WORD.findall(bare)
    if len(words) > 12:
        return False
    told = bool(_JOURNAL.search(bare) or _PLACE.search(bare))
    small = sum(word[0].islower() and word.casefold() not in SMALL_WORDS for word in words)
    return told and small <= max(1, len(words) // 4)


_OF_LISTS = re.compile(r"\bpapers? (?:collections?|lists?)\b|\breading (?:groups?|clubs?)\b", re.I)


def may_hold_papers(block: Block) -> bool:
    """Whether the headings over a block leave room for papers: “Tutorials” does not."""
    for above in block.ancestors():
        words = re.findall(r"[^\W\d_]+", above.text.casefold()) if above.kind == "heading" else []
        if _OF_LISTS.search(above.text):
            return False
        if not PAPERS.isdisjoint(words):
            return True
        leads = words[:1] and (len(words) == 1 or words[1] in ("and", "for", "of", "on", "in"))
        if NO_PAPERS.intersection(words[-1:]) or (leads and words[0] in NO_PAPERS):
            return False
    return True


def is_running_text(text: str) -> bool:
    """Whether what stands behind a link goes on as a sentence does."""
    words: list[str] = _WORD.findall(_BRACKETS.sub(" ", text[:600]))
    known = (*PARTICLES, "et", "al", "and", "in", "of", "the", "for")
    return sum(word[0].islower() and word not in known for word in words) >= 3
