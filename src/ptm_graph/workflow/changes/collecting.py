"""From the raw history to what a reader wants to know."""

from __future__ import annotations

import datetime
import itertools
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ptm_graph.errors import InputError, QueryError
from ptm_graph.library import Library
from ptm_graph.library.history import Change, ChangeKind, Refresh
from ptm_graph.words.identifiers import KIND_NAMED
from ptm_graph.words.model import Paper, says_withdrawn
from ptm_graph.words.notices import ordered

ItemKind = Literal[
    "withdrawn",
    "notice",
    "published",
    "relation gained",
    "relation lost",
    "relation changed",
    "new paper",
    "new citation",
    "new reference",
    "citation gone",
    "metadata",
    "filled",
    "citation count",
    "merged",
]

HEADINGS: Mapping[ItemKind, str] = {
    "withdrawn": "Withdrawn",
    "notice": "Retracted, withdrawn, corrected",
    "published": "Published",
    "relation gained": "New in the lineage",
    "relation lost": "Gone from the lineage",
    "relation changed": "Changed in the lineage",
    "new paper": "New papers",
    "new citation": "New citations of the reading list",
    "new reference": "New references of the reading list",
    "citation gone": "References that are gone",
    "metadata": "Changed metadata",
    "filled": "Known now, unknown before",
    "citation count": "Cited more or less often",
    "merged": "Merged into one paper",
}
"""Kind of item → heading, in the order in which they are told."""

_PREPRINT = re.compile(r"\b(?:arxiv|corr|biorxiv|preprint|openreview)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news."""

    kind: ItemKind
    key: str
    """Key of the paper; of a citation the citing one, of a relation the child."""
    name: str
    other: str | None = None
    """Key of the other paper: the cited one, the parent."""
    other_name: str | None = None
    field: str | None = None
    old: str | None = None
    new: str | None = None
    refresh: int = 0
    """The refresh that changed it last."""


@dataclass(frozen=True, slots=True)
class News:
    """What one refresh changed."""

    refresh: Refresh
    items: tuple[Item, ...]

    def by_kind(self) -> dict[ItemKind, list[Item]]:
        """The items under their kinds, in the order of :data:`HEADINGS`."""
        grouped = {kind: [one for one in self.items if one.kind == kind] for kind in HEADINGS}
        return {kind: items for kind, items in grouped.items() if items}


def collect(library: Library, since: str | None = None) -> list[News]:
    """Collect what changed, one entry for each refresh, oldest first.

    Parameters
    ----------
    library : Library
        Open for reading.
    since : str, optional
        Number of a refresh, or a date (``2026-01-31``, a time may follow): that refresh
        and all later ones. Default: the last one.

    Raises
    ------
    InputError
        If ``since`` is neither.
    """
    refreshes = refreshes_since(library, since)
    if not refreshes:
        return []
    changes = library.history.changes(refreshes[0].number)
    names = Names(library, len(changes))
    counts = count_items(library, names, {one.number for one in refreshes})
    return [
        News(
            refresh,
            (
                *items_of([one for one in changes if one.refresh == refresh.number], names),
                *(one for one in counts if one.refresh == refresh.number),
            ),
        )
        for refresh in refreshes
    ]


def refreshes_since(library: Library, since: str | None) -> list[Refresh]:
    """The refreshes from a date or a number on, oldest first; by default the last one."""
    refreshes = library.history.refreshes()
    if since is None:
        return list(refreshes[-1:])
    if since.isascii() and since.isdigit():
        return [one for one in refreshes if one.number >= int(since)]
    try:
        moment = datetime.datetime.fromisoformat(since)
    except ValueError as error:
        raise InputError(
            f"“{since}” is neither the number of a refresh nor a date such as 2026-01-31"
        ) from error
    if moment.tzinfo is None:
        moment = moment.astimezone()  # a date means the user's day, the history counts in UTC
    return [one for one in refreshes if datetime.datetime.fromisoformat(one.started) >= moment]


class Names:
    """What to call a paper whose key may be a former one."""

    def __init__(self, library: Library, changes: int):
        self._library = library
        self.merged = {one.key: one.title for one in library.merges()}
        """Key of an absorbed paper → the title it had."""
        many = library.iter_papers() if changes > _MANY else ()
        self._papers: dict[str, Paper | None] = {paper.key: paper for paper in many}

    def paper(self, key: str) -> Paper | None:
        """The paper of a key; None where the library has none."""
        if key not in self._papers:
            try:
                self._papers[key] = self._library.paper(key)
            except QueryError:
                self._papers[key] = None
        return self._papers[key]

    def name(self, key: str) -> str:
        """What a paper is called."""
        paper = self.paper(key)
        return key if paper is None else paper.name

    def current(self, key: str) -> str:
        """The key that a paper has now."""
        paper = self.paper(key)
        return key if paper is None else paper.key

    def seed(self, key: str) -> bool:
        """Whether a paper is on the reading list."""
        paper = self.paper(key)
        return paper is not None and paper.seed


_MANY = 2000
"""Changes from which on all papers are read at once."""


def items_of(changes: Sequence[Change], names: Names) -> Iterator[Item]:
    """Items of one refresh or of several; what went to and fro among them is nothing."""
    new = {names.current(one.paper): one.refresh for one in changes if one.kind == "paper"}
    for key in sorted(new):
        yield Item("new paper", key, names.name(key), refresh=new[key])
        paper = names.paper(key)
        if paper is not None and paper.withdrawn:
            said = _said(paper.comment)
            yield Item(
                "withdrawn", key, names.name(key), field="comment", new=said, refresh=new[key]
            )
        if paper is not None and not paper.withdrawn:
            for told in ordered(paper.notices or ())[:1]:
                noticed = Item("notice", key, names.name(key), field=told.kind, new=told.source)
                yield replace(noticed, refresh=new[key])
    yield from _notice_items(changes, names, new)
    yield from _citation_items(changes, names)
    yield from _field_items(changes, names, new)
    yield from _relation_items(changes, names)
    for one in changes:
        if one.kind == "merged":
            yield _pair_item(one, names)


def _notice_items(changes: Iterable[Change], names: Names, new: Collection[str]) -> Iterator[Item]:
    """What became of papers, once for each kind; what a comment tells is told with the comment."""
    told: dict[tuple[str, str], dict[str, int]] = {}
    last: dict[tuple[str, str], int] = {}
    commented = set()
    for one in changes:
        key = names.current(one.paper)
        if one.field == "comment" and says_withdrawn(one.new) and not says_withdrawn(one.old):
            commented.add(key)
        if one.kind == "notice" and one.field is not None and key not in new:
            place, source = (key, one.field), one.new or one.old or ""
            balance = told.setdefault(place, {})
            balance[source] = balance.get(source, 0) + (1 if one.new else -1)
            last[place] = one.refresh
    for (key, kind), balance in sorted(told.items()):
        if kind == "withdrawal" and key in commented:
            continue
        came = next((one for one in sorted(balance) if balance[one] > 0), None)
        went = next((one for one in sorted(balance) if balance[one] < 0), None)
        paper = names.paper(key)
        held = {one.source for one in (paper.notices if paper else None) or () if one.kind == kind}
        # others who said so before, or say so still, leave nothing to tell
        if (came or went) and not held - {one for one in balance if balance[one] > 0}:
            old = None if came else went
            name = names.name(key)
            yield Item("notice", key, name, field=kind, old=old, new=came, refresh=last[key, kind])


def _relation_items(changes: Sequence[Change], names: Names) -> Iterator[Item]:
    """Each relation once: what it was before the first change, and is after the last."""
    found: dict[tuple[str, str], Change] = {}
    for one in changes:
        if one.kind in ("relation gained", "relation lost", "relation changed"):
            pair = (names.current(one.other or ""), names.current(one.paper))
            before = found.get(pair)
            found[pair] = one if before is None else replace(one, old=before.old)
    for one in found.values():
        if one.old == one.new:
            continue
        kind: ChangeKind = "relation changed"
        if one.old is None or one.new is None:
            kind = "relation gained" if one.old is None else "relation lost"
        yield _pair_item(replace(one, kind=kind), names)


def _pair_item(change: Change, names: Names) -> Item:
    other = change.other or ""
    merged = change.kind == "merged"
    return Item(
        change.kind,  # type: ignore[arg-type]
        change.paper,
        names.name(change.paper),
        other,
        # the absorbed paper's key finds the kept one now
        names.merged.get(other, other) if merged else names.name(other),
        None,
        change.old,
        change.new,
        change.refresh,
    )


def _citation_items(changes: Iterable[Change], names: Names) -> Iterator[Item]:
    balance: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    for one in changes:
        if one.kind in ("citation", "citation gone"):
            pair = (names.current(one.paper), names.current(one.other or ""))
            balance[pair] = balance.get(pair, 0) + (1 if one.kind == "citation" else -1)
            last[pair] = one.refresh
    for (citing, cited), count in sorted(balance.items()):
        # citations among papers that are only neighbours are counted in the refresh, not told
        kind: ItemKind | None = None
        if count < 0 and (names.seed(citing) or names.seed(cited)):
            kind = "citation gone"
        elif count > 0 and names.seed(cited):
            kind = "new citation"
        elif count > 0 and names.seed(citing):
            kind = "new reference"
        if kind is not None:
            ends = (citing, names.name(citing), cited, names.name(cited))
            yield Item(kind, *ends, refresh=last[citing, cited])


def _field_items(changes: Iterable[Change], names: Names, new: Collection[str]) -> Iterator[Item]:
    told: dict[tuple[str, str], tuple[str | None, str | None, int]] = {}
    for one in changes:
        if one.kind in ("field", "identifier") and one.field is not None:
            place = (names.current(one.paper), one.field)
            old = told[place][0] if place in told else one.old
            told[place] = (old, one.new, one.refresh)
    published: set[str] = set()
    for (key, field), (old, value, at) in sorted(told.items()):
        if key in new or old == value:
            continue
        kind: ItemKind = "filled" if old is None else "metadata"
        item = Item(kind, key, names.name(key), None, None, field, _said(old), _said(value), at)
        if field == "comment" and says_withdrawn(value) and not says_withdrawn(old):
            yield replace(item, kind="withdrawn")
        elif _is_publication(field, old, value):
            if key not in published:
                yield replace(item, kind="published")
            published.add(key)
        elif not _is_record_number(field):
            yield item


def _is_record_number(field: str) -> bool:
    return field in KIND_NAMED and KIND_NAMED[field].record_number


def _is_publication(field: str, old: str | None, new: str | None) -> bool:
    """Whether a venue takes the place of a preprint server; one that was unknown says nothing."""
    return field == "venue" and bool(
        new and old and not _says(_PREPRINT, new) and _says(_PREPRINT, old)
    )


def _says(pattern: re.Pattern[str], text: str | None) -> bool:
    return text is not None and pattern.search(text) is not None


def _said(value: str | None) -> str | None:
    """A value as a person writes it: lists are stored as JSON."""
    if value is not None and value.startswith("["):
        try:
            return "; ".join(map(str, json.loads(value)))
        except (ValueError, TypeError):
            return value
    return value


def count_items(library: Library, names: Names, refreshes: Collection[int]) -> list[Item]:
    """How often papers are cited, where these refreshes found another number."""
    return [
        Item(
            "citation count",
            key,
            names.name(key),
            old=_number(before.citation_count),
            new=_number(after.citation_count),
            refresh=after.refresh,
        )
        for key, counted in library.history.citation_counts().items()
        for before, after in itertools.pairwise(counted)
        if before.citation_count != after.citation_count and after.refresh in refreshes
    ]


def _number(count: int | None) -> str | None:
    return None if count is None else str(count)
