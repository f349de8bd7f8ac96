"""What a list states of a paper in so many words, below it: ``title::``, ``doi::``, ``year::``."""

from __future__ import annotations

import re

from ptm_graph.reading_lists.bibliography import split_authors
from ptm_graph.reading_lists.blocks import Block
from ptm_graph.reading_lists.drafts import Draft, Facts
from ptm_graph.reading_lists.headline import LONGEST_TITLE, headline
from ptm_graph.words.identifiers import KIND_NAMED, PREFIXES, find_identifier
from ptm_graph.words.titles import clean

_FIELDS = ("title", "authors", "author", "year", "venue", "identifiers")
_STATED = re.compile(rf"({'|'.join((*_FIELDS, *PREFIXES))})::\s+(\S.*)", re.IGNORECASE)
UNKNOWN = "unknown"


def stated(block: Block) -> tuple[str, str] | None:
    """Name and value of a line below an item that states a field of its paper.

    Two colons mark it, as Logseq and Dataview write properties.
    """
    if block.kind not in ("item", "text") or block.parent is None or block.parent.kind != "item":
        return None
    found = _STATED.match(clean(block.text[:4_000]))
    return (found[1].lower(), found[2].strip()) if found else None


def take_stated(block: Block, facts: Facts) -> None:
    """Let what is stated below an item count more than what its text was taken for."""
    pairs = dict(pair for child in block.children[:40] if (pair := stated(child)) is not None)
    if not pairs or ("title" not in pairs and len(facts.drafts) != 1):
        return
    draft = facts.drafts[0] if facts.drafts else Draft(block.line, block)
    for other in facts.drafts[1:]:
        draft.take(other)
    facts.drafts[:] = [draft]
    if "title" in pairs:
        draft.title = None if pairs["title"] == UNKNOWN else pairs["title"]
        names = headline(pairs["title"]).aliases if len(pairs["title"]) <= LONGEST_TITLE else ()
        draft.aliases[:] = dict.fromkeys((*names, *draft.aliases))
    _identify(draft, pairs)
    authors = pairs.get("authors") or pairs.get("author")
    if authors is not None:
        draft.authors = None if authors == UNKNOWN else split_authors(authors) or None
    if "year" in pairs:
        year = re.match(r"(\d{4})\b", pairs["year"])
        draft.year = int(year[1]) if year else None
    if "venue" in pairs:
        draft.venue = None if pairs["venue"] == UNKNOWN else pairs["venue"]


def _identify(draft: Draft, pairs: dict[str, str]) -> None:
    if "identifiers" in pairs:
        draft.identifiers.clear()
    texts = pairs.get("identifiers", "").split()
    for prefix in pairs.keys() & PREFIXES.keys():
        kind, value = KIND_NAMED[PREFIXES[prefix]].name, pairs[prefix]
        texts.append(value if find_identifier(value) else f"{kind}:{value}")
    for text in texts:
        found = find_identifier(text)
        if found is not None:
            draft.identifiers[found.kind] = found.value
            draft.linked = True
