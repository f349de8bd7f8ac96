"""A loopback stand-in for Semantic Scholar, arXiv and its sources, OpenAlex and Crossref.

It speaks all wire formats over a synthetic world and produces every fault that the
services, or the way to them, are known to have.
"""

from __future__ import annotations

import contextlib
import email.utils
import io
import itertools
import json
import queue
import re
import socket
import struct
import tarfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from fake_indexes import Answered, Index, body_of, crossref, openalex
from synthetic_world import World, synthetic_world

from ptm_graph.settings import Endpoint, Settings

_EDGE_FIELDS = {"contexts", "intents", "isInfluential"}
_ARXIV_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?")
_ERROR_ENTRY = (
    "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_{0}</id>"
    "<title>Error</title><summary>incorrect id format for {0}</summary>"
    "<updated>2020-01-01T00:00:00Z</updated><published>2020-01-01T00:00:00Z</published>"
    "<author><name>arXiv api core</name></author></entry>"
)

TRANSIENT = ("429", "429ra", "500", "502", "503", "504", "html", "truncate", "garbage", "reset")
"""Faults that pass when the request is repeated."""

NAMES = ("s2", "arxiv", "openalex", "crossref")
"""Short names of the services."""

PATIENCE = 120.0
"""Seconds after which a test gives up waiting for what is certain to come."""


@dataclass
class Request:
    """A request as the services saw it."""

    method: str
    path: str
    body: str
    key: str | None
    """The API key it carried."""
    agent: str
    """Who asked."""
    at: float
    """Seconds, by the clock of the services."""
    nth: int
    """How many equal requests came before."""

    @property
    def service(self) -> str:
        """``arxiv``, ``openalex``, ``crossref`` or ``s2``."""
        for name in ("openalex", "crossref"):
            if self.path.startswith(f"/{name}/"):
                return name
        return "arxiv" if self.path.startswith(("/api/query", "/src/")) else "s2"


class Reply(NamedTuple):
    """What is sent back."""

    status: int
    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Fault:
    """What goes wrong, for which requests, and how often."""

    kinds: tuple[str, ...]
    """One after the other, for the first, second … time a request is sent."""
    naming: str = ""
    """Only requests whose method, path or body contain this."""
    times: int | None = None
    """Only the first so many times a request is sent; None: always."""

    def kind_for(self, request: str, nth: int) -> str | None:
        """The fault of a request that is sent for the nth time, if there is one."""
        if self.naming not in request or (self.times is not None and nth >= self.times):
            return None
        return self.kinds[(nth + sum(map(ord, request))) % len(self.kinds)]


class Kept:
    """A request that gets its answer when the test says so."""

    def __init__(self, request: Request):
        self.request = request
        self._told = threading.Event()

    def answer(self) -> None:
        """Answer it now."""
        self._told.set()

    def wait(self) -> None:
        """Wait until it may be answered."""
        self._told.wait()


class Keeping:
    """Requests that are kept, in the order in which they arrive."""

    def __init__(self, naming: str):
        self._naming = naming
        self._arrived: queue.Queue[Kept] = queue.Queue()
        self._all: list[Kept] = []
        self._over = False
        self._lock = threading.Lock()

    def next(self) -> Kept:
        """Wait for the next request to arrive."""
        return self._arrived.get(timeout=PATIENCE)

    def answer_next(self) -> None:
        """Answer the next request, if there is one already."""
        with contextlib.suppress(queue.Empty):
            self._arrived.get_nowait().answer()

    def keep(self, request: Request) -> None:
        """Return when the request may be answered."""
        kept = Kept(request)
        with self._lock:
            if self._over or self._naming not in f"{request.method} {request.path} {request.body}":
                return
            self._all.append(kept)
        self._arrived.put(kept)
        kept.wait()

    def end(self) -> None:
        """Answer all that are kept, and keep none any more."""
        with self._lock:
            self._over = True
        for kept in self._all:
            kept.answer()


@dataclass
class Source:
    """What arXiv sends for the source of a paper."""

    body: bytes
    content_type: str = "application/gzip"
    headers: dict[str, str] = field(default_factory=dict)


def packed(text: str, **others: str) -> bytes:
    """A gzipped archive of ``main.tex`` and other files, as arXiv makes it."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in {"main.tex": text, **others}.items():
            data = content.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return made.getvalue()


@dataclass
class FakeServices:
    """All services on one address, and what they were asked."""

    world: World = field(default_factory=synthetic_world)
    openalex: Index = field(default_factory=Index)
    crossref: Index = field(default_factory=Index)
    faults: list[Fault] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    page_size: int = 1000
    """Most references in one page, whatever limit is asked for."""
    sources: dict[str, Source] = field(default_factory=dict)
    """arXiv id → what its source is; of others there is none."""
    url: str = ""
    seen: Counter[str] = field(default_factory=Counter)
    clock: Callable[[], float] = time.monotonic
    keeping: Keeping | None = None
    on_silence: Callable[[], object] = lambda: None
    """Called when an answer has begun that will not end."""
    stopping: threading.Event = field(default_factory=threading.Event)
    arrival: threading.Condition = field(default_factory=threading.Condition)
    tamper: Callable[[Request, Reply], Reply] = lambda _, reply: reply
    """Changes a proper answer before it is sent."""

    def fail(self, *kinds: str, naming: str = "", times: int | None = None) -> None:
        """From now on, answer with these faults (see :class:`Fault`)."""
        self.faults.append(Fault(kinds, naming, times))

    def heal(self) -> None:
        """No faults any more, and nothing seen yet."""
        self.faults.clear()
        self.requests.clear()
        self.seen.clear()

    def wait_for(self, number: int) -> None:
        """Wait until so many requests have arrived in all."""
        with self.arrival:
            assert self.arrival.wait_for(lambda: len(self.requests) >= number, PATIENCE)

    @contextlib.contextmanager
    def holding(self, naming: str = "") -> Iterator[Keeping]:
        """Within the block, keep requests whose method, path or body contain ``naming``."""
        self.keeping = keeping = Keeping(naming)
        try:
            yield keeping
        finally:
            self.keeping = None
            keeping.end()

    def settings(self, **changes: Any) -> Settings:
        """Settings that lead here, in a hurry but with all the time for an answer."""
        hurried: dict[str, Any] = {
            "s2_url": self.url,
            "arxiv_url": self.url,
            "openalex_url": f"{self.url}/openalex",
            "crossref_url": f"{self.url}/crossref",
            **{f"{name}_interval": 0.0 for name in NAMES},
            "backoff": 0.002,
            "deadline": PATIENCE,
        }
        return _settings({**hurried, **changes})

    def environment(self, *services: str) -> dict[str, str]:
        """Environment variables that lead a process here, in a hurry."""
        return {
            "PTM_GRAPH_S2_URL": self.url,
            "PTM_GRAPH_ARXIV_URL": self.url,
            "PTM_GRAPH_OPENALEX_URL": f"{self.url}/openalex",
            "PTM_GRAPH_CROSSREF_URL": f"{self.url}/crossref",
            **{f"PTM_GRAPH_{name.upper()}_INTERVAL": "0" for name in NAMES},
            "PTM_GRAPH_BACKOFF": "0.002",
            # those that only complete the others are chosen by the tests that are about them
            "PTM_GRAPH_SERVICES": ",".join(services or ("semantic-scholar", "arxiv")),
        }

    def paths(self, part: str = "") -> list[str]:
        """Paths asked for, those that contain ``part``."""
        return [request.path for request in self.requests if part in request.path]

    def gaps(self, service: str) -> list[float]:
        """Seconds between each two requests to one service that follow one another."""
        times = sorted(one.at for one in self.requests if one.service == service)
        return [later - earlier for earlier, later in itertools.pairwise(times)]

    # --- Semantic Scholar ------------------------------------------------------------------

    def received(
        self, method: str, path: str, body: str, key: str | None, agent: str = ""
    ) -> Request:
        """Note a request."""
        told = f"{method} {path} {body}"
        with self.arrival:
            nth = self.seen[told]
            self.seen[told] += 1
            seen = Request(method, path, body, key, agent, self.clock(), nth)
            self.requests.append(seen)
            self.arrival.notify_all()
        return seen

    def fault_of(self, request: Request) -> str | None:
        """What goes wrong with a request, if anything does."""
        told = f"{request.method} {request.path} {request.body}"
        kinds = (fault.kind_for(told, request.nth) for fault in self.faults)
        return next((kind for kind in kinds if kind is not None), None)

    def answer(self, request: Request) -> Reply:
        """The answer to a request, without faults."""
        url = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        for name, index, answered in self._indexes():
            if url.path.startswith(f"/{name}/"):
                status, told, headers = answered(
                    self.world, index, request.path.removeprefix(f"/{name}")
                )
                body, kind = body_of(told)
                return self.tamper(request, Reply(status, body, kind, tuple(headers.items())))
        if url.path == "/api/query":
            feed = self._feed(query).encode()
            return self.tamper(request, Reply(200, feed, "application/atom+xml; charset=utf-8"))
        if url.path.startswith("/src/"):
            return self.tamper(request, self._source(url.path.removeprefix("/src/")))
        status, data = self._scholar(request.method, url.path, query, request.body)
        return self.tamper(request, Reply(status, json.dumps(data).encode(), "application/json"))

    def _indexes(self) -> tuple[tuple[str, Index, Callable[[World, Index, str], Answered]], ...]:
        return (("openalex", self.openalex, openalex), ("crossref", self.crossref, crossref))

    def _source(self, name: str) -> Reply:
        found = self.sources.get(name)
        if found is None:
            return Reply(404, b"<html><body>no such source</body></html>", "text/html")
        headers = ((name.replace("_", "-"), value) for name, value in found.headers.items())
        return Reply(200, found.body, found.content_type, tuple(headers))

    def _scholar(self, method: str, path: str, query: dict[str, str], body: str) -> tuple[int, Any]:
        prefix = "/graph/v1/paper/"
        if not path.startswith(prefix):
            return 404, {"error": "no such endpoint"}
        rest = path.removeprefix(prefix)
        fields = query.get("fields", "title").split(",")
        if method == "POST" and rest == "batch":
            return self._batch(json.loads(body)["ids"], fields)
        if rest == "search/match":
            return self._match(query.get("query", ""), fields)
        for kind in ("references", "citations"):
            if rest.endswith(f"/{kind}"):
                return self._page(unquote(rest.removesuffix(f"/{kind}")), kind, query, fields)
        found = self.world.by_service_id(unquote(rest))
        if found is None:
            return 404, {"error": f"Paper with id {rest} not found"}
        return 200, self._projected(found, fields)

    def _batch(self, ids: list[str], fields: list[str]) -> tuple[int, Any]:
        if not 1 <= len(ids) <= 500:
            return 400, {"error": "Number of ids must be 1 to 500"}
        malformed = [one for one in ids if " " in one or one.endswith(":")]
        if malformed:
            return 400, {"error": f"Malformed id {malformed[0]}"}
        found = [self.world.by_service_id(one) for one in ids]
        if not any(found):
            return 400, {"error": "No valid paper ids given"}
        return 200, [None if one is None else self._projected(one, fields) for one in found]

    def _match(self, wanted: str, fields: list[str]) -> tuple[int, Any]:
        words = set(re.findall(r"\w+", wanted.lower()))
        best, score = None, 0.5
        for sha, paper in sorted(self.world.papers.items()):
            have = set(re.findall(r"\w+", paper["title"].lower()))
            likeness = len(words & have) / max(1, len(words | have))
            if likeness > score:
                best, score = sha, likeness
        if best is None:
            return 404, {"error": "Title match not found"}
        return 200, {
            "data": [{**self._projected(self.world.full(best), fields), "matchScore": 99 * score}]
        }

    def _page(
        self, asked: str, kind: str, query: dict[str, str], fields: list[str]
    ) -> tuple[int, Any]:
        paper = self.world.by_service_id(asked)
        if paper is None:
            return 404, {"error": f"Paper with id {asked} not found"}
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", 100))
        if limit > 1000 or offset >= 10_000:
            return 400, {"error": "limit must be <= 1000 and offset < 10000"}
        sha = paper["paperId"]
        if kind == "references" and sha in self.world.elided:
            return 200, {"offset": 0, "data": None, "citingPaperInfo": {"openAccessPdf": None}}
        edges = (
            self.world.references.get(sha, [])
            if kind == "references"
            else self.world.citations(sha)
        )
        name = "citedPaper" if kind == "references" else "citingPaper"
        inner = [one.removeprefix(f"{name}.") for one in fields if one not in _EDGE_FIELDS]
        size = min(limit, self.page_size)
        data = []
        for edge in edges[offset : offset + size]:
            other = edge.cited if kind == "references" else edge.citing
            row: dict[str, Any] = {
                "contexts": edge.sentences,
                "intents": edge.intents,
                "isInfluential": edge.influential,
            }
            row[name] = (
                self._projected(self.world.full(other), inner)
                if other in self.world.papers
                else {"paperId": None, "title": edge.title, "year": edge.year, "authors": []}
            )
            data.append(row)
        page: dict[str, Any] = {"offset": offset, "data": data}
        if offset + size < len(edges):
            page["next"] = offset + size
        return 200, page

    def _projected(self, paper: dict[str, Any], fields: list[str]) -> dict[str, Any]:
        shown = {"paperId": paper["paperId"]}
        for name in fields:
            if name == "references.paperId":
                edges = self.world.references.get(paper["paperId"], [])
                shown["references"] = [{"paperId": edge.cited} for edge in edges]
            else:
                shown[name] = paper.get(name)
        return shown

    # --- arXiv -----------------------------------------------------------------------------

    def _feed(self, query: dict[str, str]) -> str:
        start, size = int(query.get("start", 0)), int(query.get("max_results", 10))
        entries = list(self._entries(query))
        shown = "".join(entries[start : start + size])
        return (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
            'xmlns:arxiv="http://arxiv.org/schemas/atom">'
            f"<opensearch:totalResults>{len(entries)}</opensearch:totalResults>"
            f"<opensearch:startIndex>{start}</opensearch:startIndex>"
            f"<opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>{shown}</feed>"
        )

    def _entries(self, query: dict[str, str]) -> Iterator[str]:
        listed = [one for one in query.get("id_list", "").split(",") if one]
        for one in listed:
            if not _ARXIV_ID.fullmatch(one):
                yield _ERROR_ENTRY.format(escape(one))
                continue
            paper = self.world.by_service_id(f"ARXIV:{re.sub('v[0-9]+$', '', one)}")
            if paper is not None:
                yield _entry(paper)
        if not listed:
            words = set(re.findall(r"\w+", query.get("search_query", "").lower())) - {"ti"}
            for sha, paper in sorted(self.world.papers.items()):
                if "ArXiv" in paper["externalIds"] and words <= set(
                    re.findall(r"\w+", paper["title"].lower())
                ):
                    yield _entry(self.world.full(sha))


def _entry(paper: dict[str, Any]) -> str:
    arxiv = paper["externalIds"]["ArXiv"]
    date = paper.get("arxivDate") or paper["publicationDate"]
    comment = paper.get("comment")
    doi = paper["externalIds"].get("DOI")
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv}v1</id><updated>{date}T00:00:00Z</updated>"
        f"<published>{date}T00:00:00Z</published><title>{escape(paper['title'])}</title>"
        f"<summary>{escape(paper['abstract'] or '')}</summary>"
        + "".join(
            f"<author><name>{escape(author['name'])}</name></author>" for author in paper["authors"]
        )
        + (f"<arxiv:comment>{escape(comment)}</arxiv:comment>" if comment else "")
        + (f"<arxiv:doi>{escape(doi)}</arxiv:doi>" if doi else "")
        + f'<link href="http://arxiv.org/abs/{arxiv}v1" rel="alternate" type="text/html"/>'
        f'<link title="pdf" href="http://arxiv.org/pdf/{arxiv}v1" rel="related"/>'
        '<arxiv:primary_category term="cs.CL"/><category term="cs.CL"/></entry>'
    )


def _settings(values: dict[str, Any]) -> Settings:
    """Settings in which what belongs to a service begins with its short name."""
    short = {"url": "url", "interval": "interval", "api_key": "key"}
    endpoints = {
        name: Endpoint(
            **{
                field: values.pop(f"{name}_{ours}")
                for ours, field in short.items()
                if f"{name}_{ours}" in values
            }
        )
        for name in NAMES
    }
    return Settings(endpoints=endpoints, **values)


# --- faults -----------------------------------------------------------------------------------


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # it would hold back every second packet for 40 ms
    services: FakeServices

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._serve("")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("content-length") or 0)).decode())

    def _serve(self, body: str) -> None:
        services = self.services
        bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
        key = self.headers.get("x-api-key") or bearer or None
        agent = self.headers.get("user-agent", "")
        seen = services.received(self.command, self.path, body, key, agent)
        if (keeping := services.keeping) is not None:
            keeping.keep(seen)
        kind, reply = services.fault_of(seen), services.answer(seen)
        with contextlib.suppress(OSError):
            if kind in BREAKING:
                self._break_off(kind, reply.body)
            else:
                self._send(reply if kind is None else spoilt(kind, reply))

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _break_off(self, kind: str, body: bytes) -> None:
        self.close_connection = True
        if kind == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            return
        if kind == "silent":
            self.services.on_silence()
            self.services.stopping.wait()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if kind == "truncate":
            self.wfile.write(body[: len(body) // 2])
        elif kind == "drip":
            for place in range(len(body)):
                self.wfile.write(body[place : place + 1])
                self.wfile.flush()
                if place == 1:
                    self.services.on_silence()
                if self.services.stopping.wait(0.02):
                    return


BREAKING = ("reset", "silent", "truncate", "drip")
"""Faults of the connection, not of what is sent."""

_BODIES = {
    "garbage": b'{"data": [{"paperId": "x", "tit',
    "null": b'{"data": null}',
    "empty": b"{}",
    "empty list": b"[]",
    "error": b'{"error": "Internal error"}',
    "empty feed": b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>',
}


def spoilt(kind: str, reply: Reply) -> Reply:
    """An answer with a fault that the connection has no part in."""
    if kind.isdigit() or kind.startswith("429"):
        later = {"429ra": "1", "429date": email.utils.formatdate(time.time() + 1, usegmt=True)}
        headers = (("Retry-After", later[kind]),) if kind in later else ()
        body = {"message": "Too Many Requests" if kind[:3] == "429" else "fault"}
        return Reply(int(kind[:3]), json.dumps(body).encode(), "application/json", headers)
    if kind in ("html", "503html"):
        return Reply(
            503 if kind == "503html" else 200, b"<html><body>back soon</body></html>", "text/html"
        )
    if kind in _BODIES:
        return reply._replace(status=200, body=_BODIES[kind])
    if kind == "cut":  # well framed, but half of it
        return reply._replace(status=200, body=reply.body[: len(reply.body) // 2])
    return reply._replace(body=_CHANGED[kind](reply.body))


def _without_last(body: bytes) -> bytes:
    if body.startswith(b"<"):
        head, _, _ = body.rpartition(b"<entry>")
        return (head or body.partition(b"</feed>")[0]) + b"</feed>"
    data = json.loads(body)
    if isinstance(data, list):
        return json.dumps(data[:-1]).encode()
    if "results" in data:
        return json.dumps({**data, "results": data["results"][:-1]}).encode()
    if isinstance(data.get("message"), dict) and "items" in data["message"]:
        data["message"]["items"] = data["message"]["items"][:-1]
        return json.dumps(data).encode()
    return json.dumps({**data, "data": (data.get("data") or [None])[:-1]}).encode()


def _hollow(body: bytes) -> bytes:
    """Papers with nothing but an id, as the service gives them when its store is down."""
    if body.startswith(b"<"):
        return body
    data = json.loads(body)
    if isinstance(data, list):
        data = [one and {"paperId": one["paperId"]} for one in data]
    elif "data" in data:
        data["data"] = [{"matchScore": 1.0} for _ in data["data"]]
    return json.dumps(data).encode()


_STRANGER = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1234/stranger",
    "ids": {},
    "DOI": "10.1234/stranger",
}


def _nulled(body: bytes) -> bytes:
    """Works of which nothing is known but which they are."""
    data = json.loads(body)
    message = data.get("message")
    works = [*data.get("results", ()), *([data] if "id" in data else [])]
    if isinstance(message, dict):
        works += message.get("items", [message])
    for one in works:
        one.update(dict.fromkeys(one.keys() - {"id", "doi", "DOI"}))
    return json.dumps(data).encode()


def _stranger(body: bytes) -> bytes:
    """The answer to another question: every paper is one that was not asked for."""
    if body.startswith(b"<"):
        return re.sub(rb"abs/\d+\.\d+", b"abs/0704.0001", body)
    data = json.loads(body)
    if isinstance(data, list):
        for one in filter(None, data):
            one["paperId"] = "f" * 40
            if one.get("externalIds"):
                one["externalIds"] = {"ArXiv": "0704.0001", "CorpusId": 1}
    else:
        message = data.get("message")
        works = [data, *data.get("results", ())]
        works += [message, *message.get("items", ())] if isinstance(message, dict) else []
        for one in works:
            for name, other in _STRANGER.items():
                if name in one:
                    one[name] = other
    return json.dumps(data).encode()


def _permuted(body: bytes) -> bytes:
    """The right papers in the wrong order."""
    if body.startswith(b"<"):
        return body
    data = json.loads(body)
    return json.dumps(data[1:] + data[:1] if isinstance(data, list) else data).encode()


_CHANGED: dict[str, Callable[[bytes], bytes]] = {
    "fewer": _without_last,  # well framed and well formed, but an entry is missing
    "hollow": _hollow,
    "stranger": _stranger,
    "nulls": _nulled,
    "permuted": _permuted,
    "error entry": lambda body: body.replace(
        b"</feed>", _ERROR_ENTRY.format("x").encode() + b"</feed>"
    ),
    "big": lambda body: body + b" " * 10_000_000,
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


@contextlib.contextmanager
def serving(world: World | None = None) -> Iterator[FakeServices]:
    """Run all services on a free port of this machine."""
    services = FakeServices(world or synthetic_world())
    handler = type("Handler", (_Handler,), {"services": services})
    server = _Server(("127.0.0.1", 0), handler)
    services.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.002})
    thread.start()
    try:
        yield services
    finally:
        services.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
