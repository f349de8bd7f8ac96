"""How a list that Zotero keeps is named: ``zotero:``, ``zotero:collection/Owls`` …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

BEGINNING = "zotero:"
DEEPEST = 40
"""Collections within one another whose names are told."""


@dataclass(frozen=True, slots=True)
class Place:
    """What part of which library of Zotero is meant."""

    group: str | None = None
    """Number or name of a group; None: the person's own library."""
    collection: str | None = None
    """Key, name or path (``Birds/Owls``) of a collection; None: all of them."""
    tag: str | None = None


def address_of(name: str | Path) -> str | None:
    """The name of a list that Zotero keeps; None for a file or folder.

    >>> address_of("zotero:tag/to read"), address_of(Path("zotero.bib"))
    ('zotero:tag/to read', None)
    """
    written = name.as_posix() if isinstance(name, Path) else name
    return written if written.startswith(BEGINNING) else None


def place_in(address: str) -> Place | None:
    """Read an address; None if it is none. ``%2F`` is a slash within a name.

    >>> place_in("zotero:group/42/collection/Birds/Owls")
    Place(group='42', collection='Birds/Owls', tag=None)
    """
    rest = address.removeprefix(BEGINNING).strip("/")
    found: dict[str, str] = {}
    if rest.startswith("group/"):
        found["group"], _, rest = rest.removeprefix("group/").partition("/")
    for kind in ("collection", "tag"):
        if rest.startswith(f"{kind}/"):
            found[kind], rest = rest.removeprefix(f"{kind}/"), ""
    if rest or not all(name.strip() for name in found.values()):
        return None
    # a path of collections is divided before its names are decoded
    decoded = {kind: unquote(name) for kind, name in found.items() if kind != "collection"}
    return Place(collection=found.get("collection"), **decoded)


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection as its library tells it."""

    key: str
    name: str
    parent: str | None = None
    """Key of the collection it lies in."""


def paths_of(collections: Mapping[str, Collection]) -> dict[str, tuple[str, ...]]:
    """Key → names from the outermost collection to this one; a circle is left where it closes."""
    return {
        key: tuple(reversed([one.name for one in _upward(key, collections)])) for key in collections
    }


def _upward(key: str | None, collections: Mapping[str, Collection]) -> Iterator[Collection]:
    seen: set[str] = set()
    while key is not None and key in collections and key not in seen and len(seen) < DEEPEST:
        seen.add(key)
        yield collections[key]
        key = collections[key].parent


def within(key: str, collections: Mapping[str, Collection]) -> list[str]:
    """A collection and all below it, each once, however they lie in one another."""
    below: dict[str | None, list[str]] = {}
    for one in collections.values():
        below.setdefault(one.parent, []).append(one.key)
    found = {key: None}
    waiting = [key]
    while waiting:
        for child in below.get(waiting.pop(), ()):
            if child not in found:
                found[child] = None
                waiting.append(child)
    return list(found)


def named(asked: str, collections: Mapping[str, Collection]) -> list[str]:
    """Keys of the collections that are called so: by key, else by path, else by name."""
    if asked in collections:
        return [asked]
    paths = paths_of(collections)
    wanted = [unquote(part).strip().casefold() for part in asked.split("/")]
    whole = unquote(asked).strip().casefold()
    by_path = [key for key, path in paths.items() if [one.casefold() for one in path] == wanted]
    ends = [
        key
        for key, path in paths.items()
        if [one.casefold() for one in path[-len(wanted) :]] == wanted
        or path[-1].casefold() == whole
    ]
    return by_path or ends
