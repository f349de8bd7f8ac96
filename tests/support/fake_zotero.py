"""A loopback stand-in for Zotero: its local API, and the web API it is modelled on.

Written after the documentation of version 3 (paging, versions, back-off) and the shapes of
recorded answers of the web API; what the local API does otherwise (no key, no limit, user 0,
refusal while it is switched off) is there, too.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

USER, GROUP = 7, 42
WEB_LIMIT = 100


@dataclass
class Shelves:
    """One library: its collections and items, each change a version."""

    version: int = 1
    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)

    def collection(self, key: str, name: str, parent: str | None = None) -> str:
        """Add a collection."""
        data = {"key": key, "name": name, "parentCollection": parent or False}
        self.collections[key] = data
        self.version += 1
        return key

    def item(self, key: str, kind: str = "journalArticle", **data: Any) -> str:
        """Add an item, or change one."""
        self.version += 1
        told = {"key": key, "itemType": kind, "version": self.version, "tags": [], **data}
        self.items[key] = {**self.items.get(key, {}), **told}
        return key

    def remove(self, key: str) -> None:
        """Delete an item and what belongs to it."""
        self.version += 1
        self.items = {
            name: one
            for name, one in self.items.items()
            if key not in (name, one.get("parentItem"))
        }

    def below(self) -> dict[str, list[dict[str, Any]]]:
        """Notes and files of each item."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in self.items.values():
            found[one.get("parentItem", "")].append(one)
        return found


@dataclass
class FakeZotero:
    """Libraries, and what was asked of them."""

    url: str = ""
    key: str | None = None
    """Of the web API; None: this is the program on the machine."""
    allowed: bool = True
    """Whether the program lets others read."""
    own: Shelves = field(default_factory=Shelves)
    group: Shelves = field(default_factory=Shelves)
    asked: list[str] = field(default_factory=list)
    """Paths with their queries, in the order in which they came."""
    faults: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    """Status and headers with which the next requests are answered; 200 only adds headers."""
    before: Callable[[str], None] = lambda path: None
    """Called with the path of each request before it is answered."""

    def environment(self) -> dict[str, str | None]:
        """Settings that lead here."""
        return {
            "PTM_GRAPH_ZOTERO_URL": self.url,
            "ZOTERO_API_KEY": self.key,
            "PTM_GRAPH_ZOTERO_API_KEY": None,
            "PTM_GRAPH_BACKOFF": "0",
        }

    def answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        self.asked.append(path)
        self.before(path)
        status, more = self.faults.pop(0) if self.faults else (200, {})
        if status != 200:
            return status, dict(more), b"out of order"
        status, told, body = self._answer(path, headers)
        return status, {**told, **more}, body

    def _answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        steps = [unquote(step) for step in parts.path.strip("/").split("/")]
        if self.key is None:
            if not self.allowed:
                return 403, {}, b"Local API is not enabled"
            steps = steps[1:]  # /api
        elif headers.get("Zotero-API-Key") != self.key:
            return 403, {}, b"Invalid key"
        if steps == ["keys", "current"]:
            return (404, {}, b"") if self.key is None else _json({"userID": USER})
        if steps[:2] == ["users", str(USER if self.key else 0)]:
            shelves = self.own
        elif steps[:2] == ["groups", str(GROUP)]:
            shelves = self.group
        else:
            return 404, {}, b"Not found"
        if steps[2:] == ["groups"]:
            found: list[Any] | None = [{"id": GROUP, "data": {"id": GROUP, "name": "Bird lab"}}]
        else:
            found = _found(shelves, steps[2:], query)
        if found is None:
            return 404, {}, b"Not found"
        known = headers.get("If-Modified-Since-Version")
        if known is not None and shelves.version <= int(known):
            return 304, {}, b""
        return self._page(parts.path, query, found, shelves.version)

    def _page(
        self, path: str, query: dict[str, str], found: list[Any], version: int
    ) -> tuple[int, dict[str, str], bytes]:
        start = int(query.get("start", 0))
        limit = int(query.get("limit", 25 if self.key else len(found)))
        limit = min(limit, WEB_LIMIT) if self.key else limit
        told = {"Total-Results": str(len(found)), "Last-Modified-Version": str(version)}
        if start + limit < len(found):
            onward = urlencode({**query, "start": start + limit})
            told["Link"] = f'<{self.url}{path}?{onward}>; rel="next"'
        status, headers, body = _json(found[start : start + limit])
        return status, {**headers, **told}, body


def _found(shelves: Shelves, steps: list[str], query: dict[str, str]) -> list[Any] | None:
    below = shelves.below()
    match steps:
        case ["collections"]:
            return [{"key": key, "data": one} for key, one in shelves.collections.items()]
        case ["tags"]:
            names = {tag["tag"] for one in shelves.items.values() for tag in one["tags"]}
            return [{"tag": name} for name in sorted(names)]
        case ["items"]:
            chosen = list(shelves.items.values())
            if tag := query.get("tag"):
                wanted = tag.removeprefix("\\")
                chosen = [one for one in chosen if {"tag": wanted} in one["tags"]]
            if kinds := query.get("itemType"):
                chosen = [one for one in chosen if one["itemType"] in kinds.split(" || ")]
        case ["items", key, "children"]:
            chosen = below[key]
        case ["collections", key, "items"] if key in shelves.collections:
            tops = [one for one in shelves.items.values() if key in one.get("collections", ())]
            chosen = [*tops, *(child for one in tops for child in below[one["key"]])]
        case _:
            return None
    return [
        {
            "key": one["key"],
            "version": one["version"],
            "library": {"type": "user", "id": USER},
            "meta": {"numChildren": len(below[one["key"]])},
            "data": one,
        }
        for one in chosen
    ]


def _json(told: Any) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(told).encode()


@contextlib.contextmanager
def serving(key: str | None = None) -> Iterator[FakeZotero]:
    """A Zotero on a port of its own: with a key zotero.org, without one the program."""
    zotero = FakeZotero(key=key)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = zotero.answer(self.path, self.headers)  # type: ignore[arg-type]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if status != 304:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    zotero.url = f"http://127.0.0.1:{server.server_port}{'' if key else '/api'}"
    try:
        yield zotero
    finally:
        server.shutdown()
        server.server_close()
