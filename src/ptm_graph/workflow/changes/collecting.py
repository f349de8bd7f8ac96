"""From the raw history to what a reader wants to know."""

from __future__ import annotations

import datetime
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ptm_graph.errors import InputError, QueryError
from ptm_graph.library import Library
from ptm_graph.library.history import Change, Refresh
from ptm_graph.words.identifiers import KIND_NAMED
from ptm_graph.words.model import Paper, says_withdrawn

ItemKind = Literal[
    "withdrawn",
    "published",
    "relation gained",
    "relation lost",
    "relation changed",
    "new paper",
    "new citation",
    "new reference",
    "citation gone",
    "metadata",
    "citation count",
    "merged",
]

HEADINGS: Mapping[ItemKind, str] = {
    "withdrawn": "Withdrawn",
    "published": "Published",
    "relation gained": "New in the lineage",
    "relation lost": "Gone from the lineage",
    "relation changed": "Changed in the lineage",
    "new paper": "New papers",
    "new citation": "New citations of the reading list",
    "new reference": "New references of the reading list",
    "citation gone": "References that are gone",
    "metadata": "Changed metadata",
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
    refreshes = _since(library.history.refreshes(), since)
    if not refreshes:
        return []
    names = _Names(library)
    counts = _count_items(library, names)
    changes = library.history.changes(refreshes[0].number)
    return [
        News(
            refresh,
            (
                *_items([one for one in changes if one.refresh == refresh.number], names),
                *counts.get(refresh.number, ()),
            ),
        )
        for refresh in refreshes
    ]


def _since(refreshes: Sequence[Refresh], since: str | None) -> list[Refresh]:
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


class _Names:
    """What to call a paper whose key may be a former one."""

    def __init__(self, library: Library):
        self._library = library
        self.merged = {one.key: one.title for one in library.merges()}
        """Key of an absorbed paper → the title it had."""
        self._papers: dict[str, Paper] = {paper.key: paper for paper in library.iter_papers()}

    def paper(self, key: str) -> Paper | None:
        if key not in self._papers:
            try:
                self._papers[key] = self._library.paper(key)
            except QueryError:
                return None
        return self._papers[key]

    def name(self, key: str) -> str:
        paper = self.paper(key)
        return key if paper is None else paper.name

    def seed(self, key: str) -> bool:
        paper = self.paper(key)
        return paper is not None and paper.seed


def _items(changes: Sequence[Change], names: _Names) -> Iterator[Item]:
    new = {_current(one.paper, names) for one in changes if one.kind == "paper"}
    for key in sorted(new):
        yield Item("new paper", key, names.name(key))
        paper = names.paper(key)
        if paper is not None and paper.withdrawn:
            yield Item("withdrawn", key, names.name(key), field="comment", new=_said(paper.comment))
    yield from _citation_items(changes, names)
    yield from _field_items(changes, names, new)
    for one in changes:
        if one.kind in ("relation gained", "relation lost", "relation changed", "merged"):
            yield _pair_item(one, names)


def _current(key: str, names: _Names) -> str:
    paper = names.paper(key)
    return key if paper is None else paper.key


def _pair_item(change: Change, names: _Names) -> Item:
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
    )


def _citation_items(changes: Iterable[Change], names: _Names) -> Iterator[Item]:
    balance: dict[tuple[str, str], int] = {}
    for one in changes:
        if one.kind in ("citation", "citation gone"):
            pair = (_current(one.paper, names), _current(one.other or "", names))
            balance[pair] = balance.get(pair, 0) + (1 if one.kind == "citation" else -1)
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
            yield Item(kind, citing, names.name(citing), cited, names.name(cited))


def _field_items(changes: Iterable[Change], names: _Names, new: set[str]) -> Iterator[Item]:
    told: dict[tuple[str, str], tuple[str | None, str | None]] = {}
    for one in changes:
        if one.kind in ("field", "identifier") and one.field is not None:
            place = (_current(one.paper, names), one.field)
            old = told[place][0] if place in told else one.old
            told[place] = (old, one.new)
    published: set[str] = set()
    for (key, field), (old, value) in sorted(told.items()):
        if key in new or old == value:
            continue
        item = Item("metadata", key, names.name(key), None, None, field, _said(old), _said(value))
        if field == "comment" and says_withdrawn(value) and not says_withdrawn(old):
            yield _as(item, "withdrawn")
        elif _is_publication(field, old, value):
            if key not in published:
                yield _as(item, "published")
            published.add(key)
        elif not _is_record_number(field):
            yield item


def _is_record_number(field: str) -> bool:
    return field in KIND_NAMED and KIND_NAMED[field].record_number


def _as(item: Item, kind: ItemKind) -> Item:
    return Item(
        kind, item.key, item.name, item.other, item.other_name, item.field, item.old, item.new
    )


def _is_publication(field: str, old: str | None, new: str | None) -> bool:
    if field == "venue":
        return bool(new and not _says(_PREPRINT, new) and (not old or _says(_PREPRINT, old)))
    return field == "acl" or (field == "doi" and not str(new).startswith("10.48550/"))


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


def _count_items(library: Library, names: _Names) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    for key, counted in library.history.citation_counts().items():
        for before, after in itertools.pairwise(counted):
            if before.citation_count != after.citation_count:
                found.setdefault(after.refresh, []).append(
                    Item(
                        "citation count",
                        key,
                        names.name(key),
                        old=_number(before.citation_count),
                        new=_number(after.citation_count),
                    )
                )
    return found


def _number(count: int | None) -> str | None:
    return None if count is None else str(count)
