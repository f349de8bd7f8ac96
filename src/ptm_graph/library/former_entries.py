"""The papers of the last run's entries, found again by entries that no identifier tells apart.

A short title (“Fast R-CNN”, 图神经网络) or one of signs only names no work for sure, so that
nothing is merged by it. The entry that bears it is the same entry at the next run, though,
and means the paper it meant.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ptm_graph.library import rows
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.titles import clean

_LONE = """
SELECT * FROM paper p WHERE {which}
AND NOT EXISTS (SELECT 1 FROM seed WHERE paper = p.id)
AND NOT EXISTS (SELECT 1 FROM citation WHERE citing = p.id)
AND NOT EXISTS (SELECT 1 FROM citation WHERE cited = p.id)
AND NOT EXISTS (SELECT 1 FROM unresolved_reference WHERE citing = p.id)
AND NOT EXISTS (SELECT 1 FROM full_text WHERE paper = p.id)
ORDER BY id
"""
_UNNAMED = """key >= 'title:' AND key < 'title;'
AND NOT EXISTS (SELECT 1 FROM identifier WHERE paper = p.id)"""
"""Papers of which nothing is known but what an entry of an earlier list said."""

UNTITLED = "untitled"


def called(entry: SeedEntry) -> str | None:
    """What an entry calls its paper; None where it has only identifiers."""
    return entry.title or (entry.aliases[0] if entry.aliases else None)


@dataclass(frozen=True, slots=True)
class _Former:
    paper: int
    identifiers: Mapping[str, str]
    authors: Sequence[str] | None
    year: int | None

    def is_of(self, entry: SeedEntry) -> bool:
        """Whether an entry of this name says nothing else than the former one."""
        return (
            self.identifiers.items() <= entry.identifiers.items()
            and (None in (self.year, entry.year) or self.year == entry.year)
            and (not self.authors or not entry.authors or [*self.authors] == [*entry.authors])
        )

    def unlikeness(self, entry: SeedEntry) -> int:
        authors = None if entry.authors is None else [*entry.authors]
        held = None if self.authors is None else [*self.authors]
        return (self.year != entry.year) + (held != authors)


class FormerEntries:
    """The entries that a library holds, before others take their place."""

    def __init__(self, connection: sqlite3.Connection):
        self._by_name: dict[str, list[_Former]] = defaultdict(list)
        for row in connection.execute("SELECT * FROM seed ORDER BY position"):
            entry = rows.seed_entry(row)
            name = called(entry)
            if name is not None:
                former = _Former(row["paper"], entry.identifiers, entry.authors, entry.year)
                self._by_name[_key(name)].append(former)

    def taken(self, entry: SeedEntry) -> int | None:
        """Row number of the paper that an entry had; each is given once."""
        name = called(entry)
        found = self._by_name.get(_key(name), []) if name else []
        fitting = [one for one in found if one.is_of(entry)]
        if not fitting:
            return None
        best = min(fitting, key=lambda one: one.unlikeness(entry))
        found.remove(best)
        return best.paper


def _key(name: str) -> str:
    return clean(name).casefold()


def doubles(
    connection: sqlite3.Connection, entries: Sequence[SeedEntry], numbers: Sequence[int]
) -> tuple[list[tuple[int, int]], list[int]]:
    """What earlier versions made anew of an entry at every run.

    Returns
    -------
    list of (int, int)
        Row numbers: the paper of an entry, and a lone one that is the same.
    list of int
        Lone papers that have not even a title.
    """
    found = connection.execute(_LONE.format(which=_UNNAMED))
    lone = [row for row in found if _only_listed(row)]
    if not lone:
        return [], []
    owners: dict[str, list[tuple[SeedEntry, int]]] = defaultdict(list)
    for entry, number in zip(entries, numbers, strict=True):
        name = called(entry)
        if name is not None:
            owners[_key(name)].append((entry, number))
    pairs, empty = [], []
    for row in lone:
        former = _Former(row["id"], {}, rows.strings(row["authors"]), row["year"])
        owner = next(
            (number for entry, number in owners[_key(row["title"])] if former.is_of(entry)), None
        )
        if owner is not None:
            pairs.append((owner, int(row["id"])))
        elif row["title"] == UNTITLED and row["provenance"] == "{}":
            empty.append(int(row["id"]))
    return pairs, empty


def lone_after(
    connection: sqlite3.Connection, newest: int, identifiers: Mapping[str, str]
) -> list[int]:
    """Papers that only an entry named which is gone: with higher row numbers, or so named."""
    named = json.dumps([f"{kind}:{value}" for kind, value in identifiers.items()])
    which = (
        "(id > ? OR id IN (SELECT paper FROM identifier "
        "WHERE kind || ':' || value IN (SELECT value FROM json_each(?))))"
    )
    found = connection.execute(_LONE.format(which=which), (newest, named))
    return [int(row["id"]) for row in found if _only_listed(row)]


def _only_listed(row: sqlite3.Row) -> bool:
    told = set(json.loads(row["provenance"]).values())
    return told <= {"reading list", "reading list, year", "arxiv id"}
