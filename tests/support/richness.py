"""What a library holds less of than it did: nothing, whatever the services answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass, fields
from typing import Any

from ptm_graph.errors import QueryError
from ptm_graph.library import Library
from ptm_graph.words.model import Citation, Paper, SeedEntry, UnresolvedReference

_STATES = ("unknown", "partial", "complete")
_COMPUTED = ("key_phrases", "derived_names", "provenance", "name")
_MORE = {"sentences", "authors", "abstract", "identifiers", "facts", "rests_on"}
"""Of which longer is more."""


@dataclass(frozen=True)
class Held:
    """Everything a library holds."""

    papers: Mapping[str, Paper]
    citations: tuple[Citation, ...]
    unresolved: tuple[UnresolvedReference, ...]
    entries: tuple[tuple[SeedEntry, str], ...]


def held(library: Library) -> Held:
    """Read all that a library holds."""
    return Held(
        {paper.key: paper for paper in library.iter_papers()},
        tuple(library.iter_citations()),
        library.unresolved_references(),
        library.seed_entries(),
    )


def poorer(before: Held, library: Library) -> Iterator[str]:
    """What was there before and is not, or is less, a line each."""
    after = held(library)
    keys = {}
    for key, paper in before.papers.items():
        try:
            keys[key] = library.paper(key).key
        except QueryError:
            yield f"{key} is gone"
            continue
        yield from _less(key, paper, after.papers[keys[key]])
    pairs = {(one.citing, one.cited): one for one in after.citations}
    for one in before.citations:
        ends = keys.get(one.citing, ""), keys.get(one.cited, "")
        if ends not in pairs and ends[0] != ends[1]:
            yield f"{one.citing} → {one.cited} is gone"
        elif ends in pairs:
            yield from _less(f"{one.citing} → {one.cited}", one, pairs[ends])
    titles = {(one.citing, one.title) for one in after.unresolved}
    named = {(one.citing, after.papers[one.cited].title) for one in after.citations}
    for left in before.unresolved:
        if not (titles | named) & {(keys.get(left.citing), left.title)}:
            yield f"{left.citing} → “{left.title}” is gone"
    listed = [(one.title, one.identifiers) for one, _ in after.entries]
    for entry, key in before.entries:
        if (entry.title, entry.identifiers) not in listed:
            yield f"the entry {entry.name} of {key} is gone"


def _less(what: str, old: Any, new: Any) -> Iterator[str]:
    for one in fields(old):
        was, has = getattr(old, one.name), getattr(new, one.name)
        if was is None or one.name in _COMPUTED or was == has:
            continue
        if has is None:
            yield f"{what}: {one.name} {was!r} is gone"
        elif one.name == "references_state" and _STATES.index(has) < _STATES.index(was):
            yield f"{what}: its list was {was} and is {has}"
        elif one.name in _MORE and isinstance(was, Sized) and len(has) < len(was):
            yield f"{what}: {one.name} was {was!r} and is {has!r}"
        elif one.name == "seed" and was:
            yield f"{what}: no longer in the list"


def difference(right: str, other: str) -> str:
    """Where two texts that should be equal begin to differ, for a message."""
    for one, two in itertools.zip_longest(right.splitlines(), other.splitlines(), fillvalue=""):
        if one != two:
            same = itertools.takewhile(lambda both: both[0] == both[1], zip(one, two, strict=False))
            at = max(0, sum(1 for _ in same) - 60)
            return f"{one[:40]} … {one[at : at + 120]!r} but {two[at : at + 120]!r}"
    return ""
