"""Asking a service once, politely, and looking at how it answers; keeping the answer, too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ptm_graph.errors import PtmGraphError, SourceError
from ptm_graph.files import told, write_text
from ptm_graph.settings import without_secrets
from ptm_graph.sources.service import Capability, Service
from ptm_graph.sources.shapes import Difference, compared
from ptm_graph.sources.transport import Answer, sent_once

ASKED_FOR: Mapping[str, str] = {"arxiv": "0704.0001", "doi": "10.1103/physrevd.76.013009"}
"""The paper that is asked for, by its identifiers: the first one with arXiv's present ids."""

_ONE_REQUEST: tuple[Capability, ...] = ("records", "references")
"""What can be asked of a single paper, first what tells most."""
_KEPT_HEADERS = re.compile(
    r"content-type|date|server|retry-after|backoff|x-api-pool|x-?rate-?limit.*|x-concurrency.*",
    re.I,
)
"""Headers that say how the service may be asked, and none that say by whom."""
_PERSONAL = re.compile(r"key|token|secret|mail|auth|sig|session|user|pass|cookie", re.I)
"""Parts of the names of parameters that tell who asks."""
_MAIL = re.compile(r"[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")
HIDDEN = "REDACTED"
NOBODY = "redacted@example.org"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer."""

    method: str
    url: str
    sent: Any
    """What was sent as JSON; None for nothing."""
    answer: Answer


@dataclass(frozen=True, slots=True)
class Probed:
    """How a service answered a single request."""

    service: Service
    exchanges: tuple[Exchange, ...]
    error: PtmGraphError | None
    """What went wrong, as it would in a refresh."""
    known: bool
    """Whether it gave a record of the paper."""
    difference: Difference | None
    """From what our readers expect; None where there was no answer to compare."""

    @property
    def status(self) -> int | None:
        """HTTP status of the answer; None without one."""
        return self.exchanges[-1].answer.status if self.exchanges else None


def probe(service: Service, identifiers: Mapping[str, str] = ASKED_FOR) -> Probed | None:
    """Ask a service once for one paper; None if it cannot be asked for a paper by these."""
    capability = next((one for one in _ONE_REQUEST if one in service.offers), None)
    asked = service.asked_as(identifiers)
    if capability is None or asked is None:
        return None
    heard: list[Exchange] = []
    error: PtmGraphError | None = None
    known = False
    with sent_once(lambda *told: heard.append(Exchange(*told))):
        try:
            # beside a running loop (a notebook's) a client would ask from a thread that does
            # not know of this; a new thread has no loop
            with ThreadPoolExecutor(1) as beside:
                told = beside.submit(copy_context().run, _asked, service, capability, asked)
                error, known = told.result()
        except PtmGraphError as failed:  # of the service, or of a setting such as the proxy
            error = failed
    whole = next((one.answer for one in heard if one.answer.status == 200), None)
    difference = compared(service.source.name, whole.body) if whole is not None else None
    return Probed(service, tuple(heard), error, known, difference)


def _asked(service: Service, capability: Capability, asked: str) -> tuple[SourceError | None, bool]:
    if capability == "references":
        return None, bool(service.references(asked).references)
    looked = service.papers([asked])
    return looked.failed.get(asked), asked in looked.found


# --- keeping ---------------------------------------------------------------------------------


def keep(folder: Path, probed: Probed, secrets: Iterable[str] = ()) -> list[Path]:
    """Write what was answered: for each exchange its body, and a ``.meta.json`` about it.

    Keys, mail addresses, cookies and tokens are taken out.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    probed : Probed
        What was heard.
    secrets : iterable of str
        Words to be taken out wherever they stand.
    """
    hidden = tuple(secrets)
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, one in enumerate(probed.exchanges):
        name = f"{probed.service.source.name.replace(' ', '-')}-{number}"
        kind = one.answer.headers.get("content-type", "")
        ending = "xml" if "xml" in kind else "json" if "json" in kind else "txt"
        body = one.answer.body.decode("utf-8", "replace")
        for file, text in (
            (f"{name}.meta.json", json.dumps(_about(one, hidden), indent=1) + "\n"),
            (f"{name}.{ending}", redacted(body, *hidden)),
        ):
            write_text(folder / file, text)
            written.append(folder / file)
    return written


def _about(one: Exchange, secrets: tuple[str, ...]) -> dict[str, Any]:
    headers = {
        name.lower(): [redacted(value, *secrets)]
        for name, value in sorted(one.answer.headers.items())
        if _KEPT_HEADERS.fullmatch(name)
    }
    return {
        "request": {
            "method": one.method,
            "uri": redacted_url(one.url, *secrets),
            "body": redacted(json.dumps(one.sent), *secrets) if one.sent is not None else None,
        },
        "response": {"status": {"code": one.answer.status}, "headers": headers},
    }


def redacted(text: str, *secrets: str) -> str:
    """A text without mail addresses, keys and other secrets."""
    return _MAIL.sub(NOBODY, without_secrets(text, *secrets))


def redacted_url(url: str, *secrets: str) -> str:
    """An address without user, password, and parameters that tell who asks."""
    parts = urlsplit(url)
    query = [
        (name, HIDDEN if _PERSONAL.search(name) else value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    host = parts.netloc.rpartition("@")[2]
    return redacted(
        urlunsplit((parts.scheme, host, parts.path, urlencode(query, safe=":/,"), "")), *secrets
    )
