"""The same work named by several lists becomes one entry; everything they say is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ptm_graph.reading_lists.headline import is_name
from ptm_graph.reading_lists.links import address_key
from ptm_graph.reading_lists.result import Mention
from ptm_graph.words.identifiers import KIND_NAMED, with_implied
from ptm_graph.words.model import IDENTIFIER_KINDS, SeedEntry
from ptm_graph.words.titles import normal, same_work


@dataclass(frozen=True, slots=True)
class Merged:
    """One work after merging."""

    entry: SeedEntry
    sources: tuple[SeedEntry, ...]
    """The entries it was made of, the first named first; each knows file and line."""


def merged(entries: Iterable[SeedEntry]) -> tuple[Merged, ...]:
    """Merge entries that name one work, in the order in which each work comes first.

    Two entries are one work if they share an identifier (those that others imply
    included), or if their titles do under the guards of
    :func:`ptm_graph.words.titles.same_work` while no identifier contradicts. An entry
    that knows a name only joins the one entry that bears this name.

    Notes
    -----
    Linear in the number of entries: titles are compared only with those that begin
    or end alike.
    """
    index = _Index()
    for entry in entries:
        place = index.find(entry)
        if place is None:
            index.add(entry)
        else:
            index.extend(place, entry)
    return tuple(
        Merged(entry, tuple(sources))
        for entry, sources in zip(index.entries, index.sources, strict=True)
    )


def united(first: SeedEntry, other: SeedEntry) -> SeedEntry:
    """Everything two entries of one work say; where both speak, the first is right."""
    keys = {_key(alias) for alias in first.aliases}
    aliases = [alias for alias in other.aliases if _key(alias) not in keys]
    identifiers = {
        str(kind): value
        for kind in IDENTIFIER_KINDS
        if (value := first.identifiers.get(kind) or other.identifiers.get(kind))
    }
    known = {address_key(resource.url) for resource in first.resources}
    resources = [resource for resource in other.resources if address_key(resource.url) not in known]
    said = {note.text for note in first.notes}
    return replace(
        first,
        title=_better_title(first.title, other.title),
        aliases=(*first.aliases, *aliases),
        identifiers=identifiers,
        family=first.family or other.family,
        resources=(*first.resources, *resources),
        notes=(*first.notes, *(note for note in other.notes if note.text not in said)),
        tags=tuple(dict.fromkeys((*first.tags, *other.tags))),
        properties={**first.properties, **other.properties, **first.properties},
        authors=first.authors if first.authors is not None else other.authors,
        year=first.year if first.year is not None else other.year,
        venue=first.venue or other.venue,
    )


def noted(entries: Iterable[SeedEntry], mentions: Iterable[Mention]) -> tuple[SeedEntry, ...]:
    """Give what one list says of a name to the entry of another that bears it.

    A name of several works tells none of them.
    """
    found = list(entries)
    owners: dict[str, list[int]] = {}
    for number, entry in enumerate(found):
        for alias in entry.aliases:
            owners.setdefault(_key(alias), []).append(number)
    for one in mentions:
        numbers = owners.get(_key(one.text), []) if one.notes or one.properties else []
        if len(merged(found[number] for number in numbers)) == 1:
            told = SeedEntry(notes=one.notes, tags=one.tags, properties=one.properties)
            found[numbers[0]] = united(found[numbers[0]], told)
    return tuple(found)


def _better_title(first: str | None, other: str | None) -> str | None:
    """The first title, unless it is only a name and the other is a title."""
    if first and other and is_name(first) and not is_name(other):
        return other
    return first or other


def _key(name: str) -> str:
    return normal(name).replace(" ", "")


def _is_name_only(entry: SeedEntry) -> bool:
    """Whether an entry knows nothing but what the paper is called."""
    if entry.identifiers or not entry.title:
        return False
    return _key(entry.title) in map(_key, entry.aliases) and len(entry.title.split()) <= 3


def contradicts(one: SeedEntry, other: SeedEntry) -> bool:
    """Whether two entries bear different identifiers of a kind of which a work has one."""
    theirs = with_implied(other.identifiers)
    return any(
        theirs.get(kind, value) != value and not KIND_NAMED[kind].one_per_version
        for kind, value in with_implied(one.identifiers).items()
    )


def _same(one: SeedEntry, other: SeedEntry) -> bool:
    return not contradicts(one, other) and same_work(
        one.title or "",
        other.title or "",
        year=one.year,
        other_year=other.year,
        authors=one.authors,
        other_authors=other.authors,
    )


class _Index:
    """Entries so far, found by identifier, by title and by name."""

    def __init__(self) -> None:
        self.entries: list[SeedEntry] = []
        self.sources: list[list[SeedEntry]] = []
        self._identifiers: dict[tuple[str, str], int] = {}
        self._titles: dict[str, list[int]] = {}
        self._names: dict[str, list[int]] = {}

    def find(self, entry: SeedEntry) -> int | None:
        for pair in with_implied(entry.identifiers).items():
            if pair in self._identifiers:
                return self._identifiers[pair]
        for place in self._alike(entry):
            if _same(self.entries[place], entry):
                return place
        return self._by_name(entry)

    def _alike(self, entry: SeedEntry) -> list[int]:
        places: dict[int, None] = {}
        for key in _title_keys(entry.title):
            places.update(dict.fromkeys(self._titles.get(key, ())[:50]))
        return list(places)

    def _by_name(self, entry: SeedEntry) -> int | None:
        if _is_name_only(entry):
            owners = self._names.get(_key(entry.title or ""), [])
            return owners[0] if len(owners) == 1 else None
        owners = [
            place
            for alias in entry.aliases
            for place in self._names.get(_key(alias), [])
            if _is_name_only(self.entries[place])
        ]
        return owners[0] if len(set(owners)) == 1 else None

    def add(self, entry: SeedEntry) -> None:
        self.entries.append(entry)
        self.sources.append([entry])
        self._remember(len(self.entries) - 1)

    def extend(self, place: int, entry: SeedEntry) -> None:
        self.entries[place] = united(self.entries[place], entry)
        self.sources[place].append(entry)
        self._remember(place)

    def _remember(self, place: int) -> None:
        entry = self.entries[place]
        for pair in with_implied(entry.identifiers).items():
            self._identifiers.setdefault(pair, place)
        for key in _title_keys(entry.title):
            known = self._titles.setdefault(key, [])
            if place not in known[-50:]:
                known.append(place)
        for alias in entry.aliases:
            owners = self._names.setdefault(_key(alias), [])
            if place not in owners:
                owners.append(place)


def _title_keys(title: str | None) -> Sequence[str]:
    """What titles of one work have in common: beginning, end, or all letters."""
    words = normal(title or "").split()
    if not words:
        return ()
    return ("^" + " ".join(words[:3]), "$" + " ".join(words[-3:]), "=" + "".join(words))
