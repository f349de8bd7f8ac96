"""Zotero: the running program by its local API, or a library at zotero.org with a key.

`pyzotero` speaks the same language, but wants an older bibtexparser than reading lists do, and
brings a client of its own; four kinds of requests need neither.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from rapidfuzz import fuzz, process

from ptm_graph.errors import (
    InputError,
    NotFoundError,
    RefusedError,
    UnavailableError,
)
from ptm_graph.settings import Settings
from ptm_graph.sources.rate_limit import SharedPace
from ptm_graph.sources.transport import Answer, Transport
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said, said_by
from ptm_graph.words.zotero import Collection, Place, named, paths_of, within

LOCAL_URL = "http://127.0.0.1:23119/api"
WEB_URL = "https://api.zotero.org"
PAGE = 100
"""Items in one answer; zotero.org gives no more."""
LOCAL_PAGE = 1000
MOST_ITEMS = 50_000
"""Items, notes and files of the largest list that is read."""
READINGS = 3
"""How often a list is read that changes while it is read."""
_KEY = re.compile(r"[A-Za-z0-9]{1,32}")
_NEAR = 60.0
"""Likeness, of 100, from which a name may be the one that was meant."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list that Zotero keeps."""

    items: tuple[Mapping[str, Any], ...]
    """As the API tells them, each once, notes and files among them."""
    families: Mapping[str, str] = field(default_factory=dict)
    """Key of a collection → what its papers have in common."""
    version: str | None = None
    """Which library at zotero.org this is, and of which version; None for the running program,
    whose version does not tell what was changed since it last synchronised."""


class _ChangedError(Exception):
    """The library changed between two answers."""


class _UnchangedError(Exception):
    """The library is as it was."""


class Zotero:
    """Reads lists; asks zotero.org where there is a key, else the program on this machine."""

    def __init__(self, settings: Settings):
        endpoint = settings.endpoint("zotero")
        self._web = endpoint.key is not None
        self._url = endpoint.url or (WEB_URL if self._web else LOCAL_URL)
        headers = {"Zotero-API-Version": "3"}
        if endpoint.key is not None:
            headers["Zotero-API-Key"] = endpoint.key
        self._transport = Transport(
            "Zotero",
            SharedPace(self._url, endpoint.interval or 0.0),
            headers=headers,
            key_name="ZOTERO_API_KEY" if self._web else None,
            backoff=settings.backoff if self._web else min(settings.backoff, 0.2),
            deadline=settings.deadline,
            # what does not run on this machine does not begin to by waiting
            tries=None if self._web else 2,
        )
        self._version: int | None = None

    def read(self, place: Place, since: str | None = None) -> Shelf | None:
        """Read a list; None if nothing changed in its library since a version of it.

        Raises
        ------
        InputError
            If Zotero does not run, or has no such group, collection or tag.
        SourceError
            If it gave no usable answer.
        """
        for _ in range(READINGS):
            self._version = None
            try:
                return self._read(place, since)
            except _ChangedError:
                continue
            except _UnchangedError:
                return None
            except RefusedError as error:
                raise (error if self._web else InputError(Said("zotero.not allowed"))) from error
            except UnavailableError as error:
                if self._web:
                    raise
                values = {"url": self._url, "error": said_by(error.__cause__ or error)}
                raise InputError(Said("zotero.not running", values)) from error
        raise UnavailableError(Said("zotero.changing"))

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def _read(self, place: Place, since: str | None) -> Shelf:
        library = self._library(place)
        name = hashlib.sha256(f"{self._url}/{library}".encode()).hexdigest()[:16]
        which, _, version = (since or "").partition(":")
        known = int(version) if self._web and which == name else None
        try:
            told = self._all(f"{library}/collections", since=known)
        except NotFoundError as error:
            raise InputError(self._no_group(place.group or "")) from error
        collections = dict(filter(None, map(_collection, told)))
        chosen = list(collections)
        if place.collection is not None:
            chosen = within(_only(place.collection, collections), collections)
        if place.tag is not None:
            items = self._tagged(library, place.tag)
        elif place.collection is not None:
            items = [
                one for key in chosen for one in self._all(f"{library}/collections/{key}/items")
            ]
        else:
            items = self._all(f"{library}/items")
        paths = paths_of(collections)
        above = len(paths[chosen[0]]) - 1 if place.collection is not None else 0
        families = {key: " / ".join(paths[key][above:]) for key in chosen}
        by_key = {one["key"]: one for one in items}
        told_version = f"{name}:{self._version}" if self._web and self._version else None
        return Shelf(tuple(by_key.values()), families, told_version)

    def _library(self, place: Place) -> str:
        if place.group is None:
            return self._own()
        if place.group.isascii() and place.group.isdigit():
            return f"groups/{place.group}"
        wanted = place.group.strip().casefold()
        for group, name in self._groups().items():
            if name.casefold() == wanted:
                return f"groups/{group}"
        raise InputError(self._no_group(place.group))

    def _own(self) -> str:
        if not self._web:
            return "users/0"
        user = self._transport.request(
            "GET", f"{self._url}/keys/current", check=lambda answer: _object(answer).get("userID")
        )
        if not isinstance(user, int):
            raise UnavailableError(Said("answer.no object"))
        return f"users/{user}"

    def _groups(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for one in self._all(f"{self._own()}/groups", keyed=False):
            data = one.get("data")
            name = data.get("name") if isinstance(data, Mapping) else None
            if isinstance(one.get("id"), int) and isinstance(name, str):
                found[one["id"]] = clean(name)
        return found

    def _no_group(self, asked: str) -> Said:
        groups = self._groups()
        choices = [f"{number} ({name})" for number, name in groups.items()]
        return Said("zotero.no group", {"name": asked, "hint": _hint(asked, choices)})

    def _tagged(self, library: str, tag: str) -> list[Mapping[str, Any]]:
        # a minus in front would mean all items without the tag
        asked = f"\\{tag}" if tag.startswith("-") else tag
        found = self._all(f"{library}/items", {"tag": asked})
        if not found:
            tags = (one.get("tag") for one in self._all(f"{library}/tags", keyed=False))
            names = [clean(one) for one in tags if isinstance(one, str)]
            raise InputError(Said("zotero.no tag", {"name": tag, "hint": _hint(tag, names)}))
        have = {one["key"] for one in found}
        parents = {one["key"] for one in found if _number_of_children(one)}
        known = {str(_data(one).get("parentItem")) for one in found}
        if parents - known:
            # one walk through the notes and files of the library, or a request for each paper
            kinds = {"itemType": "note || attachment"}
            below = (
                self._all(f"{library}/items", kinds)
                if len(parents) > PAGE
                else [
                    one
                    for key in sorted(parents)
                    for one in self._all(f"{library}/items/{key}/children")
                ]
            )
            found += [
                one
                for one in below
                if one["key"] not in have and _data(one).get("parentItem") in parents
            ]
        return found

    def _all(
        self,
        path: str,
        parameters: Mapping[str, str] | None = None,
        *,
        since: int | None = None,
        keyed: bool = True,
    ) -> list[Mapping[str, Any]]:
        """All pages of a list."""
        found: list[Mapping[str, Any]] = []
        limit = PAGE if self._web else LOCAL_PAGE
        order = (
            {"sort": "dateAdded", "direction": "asc"}
            if path.endswith(("items", "children"))
            else {}
        )
        while True:
            query = {**(parameters or {}), **order, "limit": limit, "start": len(found)}
            # the next page is counted, not followed: an address in an answer could lead anywhere
            answer = self._transport.request(
                "GET",
                f"{self._url}/{quote(path)}?{urlencode(query)}",
                check=_whole,
                headers={} if since is None else {"If-Modified-Since-Version": str(since)},
                also=() if since is None else (304, 412),
            )
            if answer.status == 304:
                raise _UnchangedError
            if answer.status == 412:  # what is known is of another library
                since = None
                continue
            page = _entries(answer, keyed=keyed)
            if keyed:
                self._compare(answer)
            found += page
            total = answer.headers.get("total-results", "")
            if not page or len(found) >= (int(total) if total.isdecimal() else len(found)):
                return found
            if len(found) > MOST_ITEMS:
                raise InputError(Said("zotero.too many", {"most": MOST_ITEMS}))

    def _compare(self, answer: Answer) -> None:
        """Notice if the library is another one than a page before."""
        told = answer.headers.get("last-modified-version", "")
        if not told.isdecimal():
            return
        if self._version not in (None, int(told)):
            raise _ChangedError
        self._version = int(told)


def _whole(answer: Answer) -> Answer:
    if answer.status == 200:
        _parsed(answer)
    return answer


def _parsed(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise UnavailableError(Said("answer.not JSON")) from error


def _object(answer: Answer) -> Mapping[str, Any]:
    told = _parsed(answer)
    if not isinstance(told, Mapping):
        raise UnavailableError(Said("answer.no object"))
    return told


def _entries(answer: Answer, *, keyed: bool) -> list[Mapping[str, Any]]:
    told = _parsed(answer)
    entries = [one for one in told if isinstance(one, Mapping)] if isinstance(told, list) else None
    keys = [one.get("key") for one in entries or ()] if keyed else []
    if entries is None or not all(isinstance(one, str) and _KEY.fullmatch(one) for one in keys):
        raise UnavailableError(Said("answer.no object"))
    return entries


def _data(item: Mapping[str, Any]) -> Mapping[str, Any]:
    data = item.get("data")
    return data if isinstance(data, Mapping) else {}


def _number_of_children(item: Mapping[str, Any]) -> int:
    meta = item.get("meta")
    count = meta.get("numChildren") if isinstance(meta, Mapping) else None
    return count if isinstance(count, int) else 0


def _collection(told: Mapping[str, Any]) -> tuple[str, Collection] | None:
    data = _data(told)
    name, parent = data.get("name"), data.get("parentCollection")
    if data.get("deleted") or not isinstance(name, str):
        return None
    key = str(told["key"])
    return key, Collection(key, clean(name) or key, parent if isinstance(parent, str) else None)


def _only(asked: str, collections: Mapping[str, Collection]) -> str:
    found = named(asked, collections)
    if len(found) == 1:
        return found[0]
    paths = {key: "/".join(path) for key, path in paths_of(collections).items()}
    if not found:
        hint = _hint(asked, list(paths.values()))
        raise InputError(Said("zotero.no collection", {"name": asked, "hint": hint}))
    # two of one path are told apart by their keys
    choices = [key if list(paths.values()).count(paths[key]) > 1 else paths[key] for key in found]
    raise InputError(
        Said("zotero.several collections", {"name": asked, "choices": _quoted(choices)})
    )


def _hint(asked: str, choices: Sequence[str]) -> Said:
    near = process.extract(asked, choices, scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR)
    if near:
        return Said("zotero.near", {"choices": _quoted(name for name, _, _ in near)})
    if not choices:
        return Said("zotero.none")
    return Said("zotero.there are", {"choices": _quoted(sorted(choices)[:5])})


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name[:80]}”" for name in names)
