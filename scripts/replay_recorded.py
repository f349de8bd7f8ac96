"""Replay recorded answers of the services through our clients, and count what came of them.

    python scripts/replay_recorded.py FOLDER

FOLDER holds recordings in any folders below it, in the forms in which the tests of other
clients keep them: cassettes (``*.yaml``, ``*.yml``), a body beside a ``*.meta.json`` with its
request and status, feeds of arXiv in JSON, and bare answers of OpenAlex. No request is sent.
Exit status 1 if a client was surprised: by an error that is none of ours, or by one that calls
a good answer unusable.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

from ptm_graph.errors import NotFoundError, RejectedError, SourceError, UnavailableError
from ptm_graph.settings import Endpoint, Settings
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.crossref import Crossref
from ptm_graph.sources.openalex import OpenAlex
from ptm_graph.sources.scholar_records import record
from ptm_graph.sources.semantic_scholar import SemanticScholar
from ptm_graph.sources.transport import Answer, Transport
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.records import PaperRecord


@dataclass
class Recording:
    """One answer as it was recorded."""

    name: str
    uri: str
    status: int
    body: bytes
    method: str = "GET"
    sent: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def recordings(folder: Path) -> Iterator[Recording]:
    """Give every recorded answer below a folder, in the order of the files."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.name.endswith(".meta.json"):
            yield from _beside(path, name)
        elif path.with_suffix(".meta.json").exists():
            continue  # the body of that
        elif path.suffix in (".yaml", ".yml") and not (path.parent / "decoded").is_dir():
            yield from _cassette(path, name)
        elif path.suffix == ".json":
            data = json.loads(path.read_bytes())
            if isinstance(data, dict) and isinstance(data.get("body"), str):
                yield Recording(name, data["url"], data["status_code"], data["body"].encode())
            elif isinstance(data, dict) and str(data.get("id")).startswith(
                "https://openalex.org/W"
            ):
                uri = data["id"].replace("https://openalex.org", "https://api.openalex.org/works")
                yield Recording(name, uri, 200, path.read_bytes())
            elif isinstance(data, dict) and "results" in data and path.stem.endswith("works_list"):
                yield Recording(name, "https://api.openalex.org/works", 200, path.read_bytes())
        elif path.suffix == ".jsonl":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
                found = json.loads(line)["id"].rpartition("/")[2]
                uri = f"https://api.openalex.org/works/{found}"
                yield Recording(f"{name}:{number}", uri, 200, line.encode())


def _beside(path: Path, name: str) -> Iterator[Recording]:
    meta = json.loads(path.read_bytes())
    stem = path.name.removesuffix(".meta.json")
    bodies = [path.with_name(stem + ending) for ending in (".json", ".xml", ".txt")]
    body = next((one.read_bytes() for one in bodies if one.exists()), b"")
    request, response = meta["request"], meta["response"]
    yield Recording(
        name,
        request.get("uri") or request.get("url") or "",
        _status(response["status"]),
        body,
        request["method"].upper(),
        _text(request.get("body")),
        _headers(response.get("headers")),
    )


def _cassette(path: Path, name: str) -> Iterator[Recording]:
    data = yaml.safe_load(path.read_bytes()) or {}
    for number, one in enumerate(data.get("interactions") or data.get("http_interactions") or []):
        body = one["response"].get("body") or one["response"].get("content") or b""
        if isinstance(body, dict):
            body = body.get("string", b"")
        body = body.encode() if isinstance(body, str) else body
        if body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        yield Recording(
            f"{name}:{number}",
            one["request"]["uri"],
            _status(one["response"].get("status") or one["response"].get("status_code")),
            body,
            one["request"]["method"].upper(),
            _text(one["request"].get("body")),
            _headers(one["response"].get("headers")),
        )


def _status(told: Any) -> int:
    return int(next(iter(told.values())) if isinstance(told, dict) else told)


def _text(told: Any) -> str:
    if isinstance(told, dict):
        told = told.get("string") or base64.b64decode(told.get("base64_string", ""))
    return told.decode() if isinstance(told, bytes) else str(told or "")


def _headers(told: Any) -> dict[str, str]:
    return {
        name.lower(): str(value[0] if isinstance(value, list) else value)
        for name, value in (told or {}).items()
    }


class Replay:
    """The clients, fed with one recorded answer after the other."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        """Offset → answer."""
        names = ("s2", "arxiv", "openalex", "crossref")
        nowhere = {name: Endpoint("http://127.0.0.1:9", 0.0) for name in names}
        settings = Settings(nowhere, backoff=0.0)
        self.s2, self.arxiv = SemanticScholar(settings), Arxiv(settings)
        self.openalex, self.crossref = OpenAlex(settings), Crossref(settings)
        self.all = (self.s2, self.arxiv, self.openalex, self.crossref)
        for one in self.all:
            transport: Transport = one.transport
            setattr(transport, "_exchange", self._exchange)  # noqa: B010
            transport._tries = 2
            transport._sign_of_life = None

    def _exchange(self, request: Any, *_: object) -> Answer:
        offset = _query(request.url).get("offset", "0")
        if offset not in self.answers:
            raise SourceError(f"the page at {offset} was not recorded")
        return self.answers[offset]

    def call(self, one: Recording, rest: Sequence[Recording]) -> Callable[[], Any] | None:
        """How our client asks what was asked; None for what it never asks.

        ``rest`` are the recordings in which the pages behind it are.
        """
        for transport in (client.transport for client in self.all):
            transport._failures, transport._down_since = 0, None
        url, query = urlsplit(one.uri), _query(one.uri)
        path = unquote(url.path)
        self.answers = {
            _query(page.uri).get("offset", "0"): Answer(page.status, page.body, page.headers)
            for page in (*reversed(rest), one)
            if urlsplit(page.uri).path == url.path
        }
        if "semanticscholar" in url.netloc and "/paper/" in path:
            return self._scholar(one, path.partition("/paper/")[2], query)
        if "arxiv" in url.netloc and path == "/api/query":
            if not query.get("id_list"):
                return lambda: self.arxiv.titled(query.get("search_query", "x"))
            ids = re.sub(r"v\d+(?=,|$)", "", query["id_list"]).split(",")
            return lambda: self.arxiv.papers(ids)
        if "openalex" in url.netloc and path.startswith("/works"):
            return self._openalex(path.removeprefix("/works").strip("/"), query)
        if "crossref" in url.netloc and path.startswith("/works"):
            return self._crossref(path.removeprefix("/works").strip("/"))
        return None

    def _scholar(
        self, one: Recording, rest: str, query: dict[str, str]
    ) -> Callable[[], Any] | None:
        if one.method == "POST":
            ids, fields = json.loads(one.sent)["ids"], query.get("fields", "title").split(",")
            return lambda: [record(item) for item in self.s2._batch(ids, fields).found.values()]
        if rest == "search/match":
            return lambda: self.s2.titled(query.get("query", "x"))
        if rest.endswith("/references") and query.get("offset", "0") == "0":
            return lambda: self.s2.references(rest.removesuffix("/references"))
        if rest.endswith("/citations") and query.get("offset", "0") == "0":
            return lambda: self.s2.citations(rest.removesuffix("/citations"))
        if one.status == 200 and re.fullmatch(r"(?:DOI:|ARXIV:|CorpusId:)?[^?]+", rest):
            if rest.rpartition("/")[2] in ("references", "citations", "search", "authors", "bulk"):
                return None
            # we never ask for a single paper: it stands here for a list of one
            self.answers = {"0": Answer(200, b"[" + one.body + b"]", one.headers)}
            fields = query.get("fields", "title").split(",")
            return lambda: [record(item) for item in self.s2._batch([rest], fields).found.values()]
        return None

    def _openalex(self, rest: str, query: dict[str, str]) -> Callable[[], Any] | None:
        if not rest:
            return lambda: self.openalex.titled("x")
        found = find_identifier(rest)
        asked = self.openalex.asked_as({found.kind: found.value}) if found else None
        if asked is None or ("select" in query and "id" not in query["select"].split(",")):
            return None
        return lambda: (self.openalex.papers([asked]), self.openalex._one(asked, ("id",)))

    def _crossref(self, rest: str) -> Callable[[], Any] | None:
        if not rest:
            return lambda: self.crossref.titled("x")
        found = find_identifier(rest)
        if found is None or "/transform" in rest or "/agency" in rest:
            return None
        return lambda: (self.crossref.papers([found.value]), self.crossref.references(found.value))


def _query(uri: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(uri).query).items()}


def _records(given: Any) -> Iterator[PaperRecord]:
    if isinstance(given, PaperRecord):
        yield given
    elif isinstance(given, list | tuple):
        for one in given:
            yield from _records(one)
    else:
        for name in ("found", "references", "cited", "citing"):
            inner = getattr(given, name, None)
            if inner is not None:
                yield from _records(list(inner.values()) if isinstance(inner, dict) else inner)


def main(folder: Path) -> int:
    """Replay a folder and print the counts; give the exit status."""
    replay = Replay()
    counts: Counter[tuple[str, str]] = Counter()
    surprises = 0
    everything = list(recordings(folder))
    for place, one in enumerate(everything):
        host = ".".join((urlsplit(one.uri).hostname or "").split(".")[-2:])
        ask = replay.call(one, everything[place + 1 : place + 40])
        if ask is None:
            counts[host, "never asked by us"] += 1
            continue
        try:
            given = ask()
        except (NotFoundError, RejectedError) as error:
            counts[host, type(error).__name__] += 1
            if one.status == 200:
                print(f"{one.name}: {error}")
        except UnavailableError as error:
            counts[host, "unusable"] += 1
            if one.status == 200:
                surprises += 1
                print(f"{one.name}: {error}")
        except SourceError as error:
            counts[host, type(error).__name__] += 1
        except Exception as error:
            surprises += 1
            print(f"{one.name}: {type(error).__name__}: {error}")
        else:
            counts[host, "understood"] += 1
            for record in _records(given):
                counts[host, "records"] += 1
                for field_name, value, why in record.refused:
                    print(f"{one.name}: refused {field_name} “{value}”: {why}")
    for (host, what), count in sorted(counts.items()):
        print(f"{host:22} {what:20} {count:6}")
    print(f"surprises: {surprises}")
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
