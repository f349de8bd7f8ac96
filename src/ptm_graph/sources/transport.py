"""The one guarded way to a service: pace, deadline, repetition, refusal, check.

Both clients (`arxiv` and `semanticscholar`) send their requests through a
:class:`Transport`. It keeps the shared pace, ends every request after a total
deadline, repeats what may pass (429, 5xx, cut connections, unusable
answers) with growing pauses or as long as the service asks, never repeats what is
final (400, 401, 403, 404), and stops asking a service that stays down.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import email.utils
import functools
import json as jsonlib
import os
import random
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import httpx

from ptm_graph._version import __version__
from ptm_graph.errors import (
    InputError,
    NotFoundError,
    RefusedError,
    RejectedError,
    SourceError,
    UnavailableError,
)
from ptm_graph.settings import CERTIFICATES, NETWORK, without_secrets
from ptm_graph.sources.rate_limit import SharedPace
from ptm_graph.words import doors
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said, ServiceCode, said_by

T = TypeVar("T")

TRIES = 5
"""How often a request is sent in all."""
FEWER_TRIES = 3
"""The same while the request before it was given up, and of services one can do without."""
LONGEST_ANSWER = 20.0
"""Seconds that a service one can do without may take for an answer."""
LONGEST_WAIT = 120.0
"""Most seconds between two tries, whatever ``Retry-After`` says."""
LONGEST_CALL = 300.0
"""Seconds after which a request is not repeated any more."""
LONGEST_SILENCE = 120.0
"""Seconds of waiting for answers after which a request is not repeated any more."""
FAILURES_TO_OPEN = 3
"""So many given-up requests in a row, and the service has to show that it is alive."""
REST = 60.0
"""Seconds for which a service that is down is not asked; doubles each time, up to 16-fold."""
LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes; services promise less than 10 MB."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer of a service."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Request(Generic[T]):
    method: str
    url: str
    check: Callable[[Answer], T]
    json: Any = None
    headers: Mapping[str, str] | None = None
    body: bytes | None = None
    also: tuple[int, ...] = ()


Heard = Callable[[str, str, Any, Answer], object]
"""Is told of an answer: method, address and JSON of the request, and the answer itself."""

_HEARD: ContextVar[Heard | None] = ContextVar("heard", default=None)


@contextlib.contextmanager
def sent_once(heard: Heard) -> Iterator[None]:
    """Within the block, repeat no request, and tell of every answer before it is judged."""
    token = _HEARD.set(heard)
    try:
        yield
    finally:
        _HEARD.reset(token)


class _TryAgainError(Exception):
    """An attempt that may succeed when repeated."""

    def __init__(self, reason: Said, wait: float | None = None):
        super().__init__(reason)
        self.wait = wait


class Transport:
    """Requests to one service.

    Parameters
    ----------
    service : str
        Name of the service for messages.
    pace : SharedPace
        The service's pace.
    headers : mapping, optional
        Sent with every request; values never appear in a message.
    key_name : str, optional
        Setting that holds the service's key; None for a service without keys, whose
        refusals are then no fault of a key.
    sign_of_life : (str, callable), optional
        Address that a working service answers at once, whatever is wrong with single
        papers, and the check of its answer. Asked before the service counts as down.
    backoff : float, default 2.0
        Seconds before the first repetition; doubles with every further one.
    deadline : float, default 45.0
        Most seconds a single request may take in all.
    raw : bool, default False
        Take bodies as they are sent, whatever coding the headers claim; one that is too
        large is final.
    tries : int, optional
        How often a request is sent in all; default :data:`TRIES`.
    watch : callable, optional
        Is shown every answer before anything else; what it raises ends the request.
    key_at_fault : bool, default True
        Whether nothing else should be asked either when the key is refused.

    Notes
    -----
    A silent service costs at most ``(FAILURES_TO_OPEN + 1) · (LONGEST_SILENCE +
    deadline)`` seconds before it counts as down: eleven minutes with the defaults.
    """

    def __init__(
        self,
        service: str,
        pace: SharedPace,
        *,
        headers: Mapping[str, str] | None = None,
        key_name: str | None = None,
        sign_of_life: tuple[str, Callable[[Answer], object]] | None = None,
        backoff: float = 2.0,
        deadline: float = 45.0,
        raw: bool = False,
        tries: int | None = None,
        watch: Callable[[Answer], None] = lambda _: None,
        key_at_fault: bool = True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.service = service
        self.requests = 0
        """Requests sent so far, repetitions included."""
        self.repetitions = 0
        """Requests that repeated a failed one."""
        self._pace = pace
        self._headers = dict(headers or {})
        self._key_name = key_name
        self._sign_of_life = sign_of_life
        self._backoff = backoff
        self._deadline = deadline
        self._raw = raw
        self._tries = tries
        self._watch = watch
        self._key_at_fault = key_at_fault
        self._not_before = float("-inf")
        self._clock = clock
        self._sleep = sleep
        self._failures = 0
        self._last_reason: Said | str = ""
        self._rests = 0
        self._down_since: float | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient | None = None

    @property
    def down(self) -> bool:
        """Whether the service is not asked at present because it does not answer."""
        return self._down_since is not None and self._clock() < self._down_since + REST * 2 ** (
            min(self._rests, 5) - 1
        )

    def request(
        self,
        method: str,
        url: str,
        *,
        check: Callable[[Answer], T],
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        also: tuple[int, ...] = (),
    ) -> T:
        """Send a request until it succeeds or is given up.

        ``check`` turns the answer into data, or raises ``UnavailableError`` if the answer is
        not what was asked for; such an answer is asked for again. It is also given answers
        with a status in ``also``.

        Raises
        ------
        RejectedError, RefusedError, NotFoundError
            The service said so; not repeated.
        UnavailableError
            The service gave no usable answer in :data:`TRIES` tries, or is down.
        """
        if self.down or (self._down_since is not None and not self._alive()):
            raise UnavailableError(
                Said("service.down", {"service": self.service, "error": self._last_reason})
            )
        tries = self._tries or TRIES
        if _HEARD.get() is not None:
            tries = 1
        elif self._failures:
            tries = min(tries, FEWER_TRIES)
        request = _Request(method, url, check, json, headers, body, also)
        try:
            data = self._repeated(tries, request)
        except (UnavailableError, RefusedError) as error:
            self._failures += 1
            self._last_reason = said_by(error.__cause__ or error)
            if self._failures >= FAILURES_TO_OPEN:
                self._alive()
            raise
        self._failures = 0
        return data

    def _alive(self) -> bool:
        """Ask for a sign of life, and remember what came of it."""
        if self._sign_of_life is not None:
            address, check = self._sign_of_life
            try:
                self._repeated(FEWER_TRIES, _Request("GET", address, check))
            except NotFoundError:
                pass  # an answer, too
            except SourceError:
                return self._lie_down()
        elif self._down_since is None:
            return self._lie_down()
        self._failures, self._rests, self._down_since = 1, 0, None
        return True

    def _lie_down(self) -> bool:
        self._rests += 1
        self._down_since = self._clock()
        return False

    def _repeated(self, tries: int, request: _Request[T]) -> T:
        started = self._clock()
        silence = 0.0
        for attempt in range(1, tries + 1):
            begun = self._clock()
            try:
                return self._attempt(request)
            except (_TryAgainError, UnavailableError) as error:
                silence += self._clock() - begun
                wait = self._wait_before_next(attempt, error)
                elapsed = self._clock() - started + wait
                if attempt == tries or silence > LONGEST_SILENCE or elapsed > LONGEST_CALL:
                    raise UnavailableError(self._given_up(error, attempt)) from error
                self.repetitions += 1
                self._sleep(wait)
        raise AssertionError("unreachable")

    def _attempt(self, request: _Request[T]) -> T:
        if (rest := self._not_before - self._clock()) > 0:
            self._sleep(rest)
        with self._pace.turn() as sent:
            self.requests += 1
            answer = self._exchange(request, sent)
        if (heard := _HEARD.get()) is not None:
            heard(request.method, request.url, request.json, answer)
        self._watch(answer)
        if answer.headers.get("backoff"):  # an answer, and the wish to be left alone for a while
            wish = retry_after({"retry-after": answer.headers["backoff"]}) or 0.0
            self._not_before = self._clock() + min(wish, LONGEST_WAIT)
        if answer.status not in request.also:
            self._judge_status(answer)
        return request.check(answer)

    def _wait_before_next(self, attempt: int, error: Exception) -> float:
        asked = error.wait if isinstance(error, _TryAgainError) else None
        if asked is None:
            # jitter keeps two processes from knocking in step; no secret depends on it
            asked = self._backoff * 2 ** (attempt - 1) * random.uniform(1.0, 1.25)  # noqa: S311
        return min(asked, LONGEST_WAIT)

    def _judge_status(self, answer: Answer) -> None:
        status = answer.status
        if status == 200:
            return
        if status in (401, 403):
            raise self._refusal(status)
        if status == 404:
            raise NotFoundError(Said("service.no record", {"service": self.service}))
        if status == 400:
            raise RejectedError(self._rejected(f"HTTP 400{self._told(_words(answer.body))}"))
        if status == 429:
            raise _TryAgainError(Said("answer.too many requests"), retry_after(answer.headers))
        if status >= 500:
            raise _TryAgainError(
                Said("answer.status", {"status": str(status)}), retry_after(answer.headers)
            )
        raise SourceError(
            Said("service.unexpected", {"service": self.service, "status": str(status)})
        )

    def _given_up(self, error: Exception, attempts: int) -> Said:
        values = {"service": self.service, "error": said_by(error), "tries": attempts}
        return Said("service.given up", values)

    def _rejected(self, why: Said | str) -> Said:
        return Said("service.rejected", {"service": self.service, "error": why})

    def _refusal(self, status: int) -> SourceError:
        if self._key_name is None:
            said = Said("service.refused", {"service": self.service, "status": str(status)})
            return RefusedError(said, key_at_fault=False)
        sent = any("key" in name.lower() or name == "Authorization" for name in self._headers)
        code: ServiceCode = "service.key refused" if sent else "service.no key"
        values = {"service": self.service, "status": str(status), "key": self._key_name}
        return RefusedError(Said(code, values), key_at_fault=self._key_at_fault)

    # --- the wire ------------------------------------------------------------------------

    def _exchange(self, request: _Request[T], sent: Callable[[], None]) -> Answer:
        future = asyncio.run_coroutine_threadsafe(self._send(request, sent), self._running_loop())
        try:
            return future.result()
        except (TimeoutError, httpx.TimeoutException) as error:
            # either may come first: httpx counts the same seconds for a single read
            raise _TryAgainError(Said("answer.late", {"seconds": f"{self._deadline:g}"})) from error
        except httpx.InvalidURL as error:
            said = Said("answer.address", {"error": self._told(str(error))})
            raise RejectedError(self._rejected(said)) from error
        except httpx.HTTPError as error:
            reason = self._told(str(error)) or type(error).__name__
            raise _TryAgainError(Said("answer.connection", {"error": reason})) from error
        finally:
            future.cancel()

    def _told(self, text: str) -> str:
        return without_secrets(text, *self._headers.values())

    async def _send(self, request: _Request[T], sent: Callable[[], None]) -> Answer:
        async def trace(event: str, _: Mapping[str, Any]) -> None:
            if event.endswith("send_request_body.complete"):
                sent()

        headers = {**self._headers, **(request.headers or {})}
        if self._client is None:
            self._client = _client(self._deadline)
        # httpx's timeouts count single reads; a server that sends a byte now and then
        # would never exceed them, so the whole exchange has a deadline of its own
        async with asyncio.timeout(self._deadline):
            async with self._client.stream(
                request.method,
                request.url,
                json=request.json,
                content=request.body,
                headers=headers,
                extensions={"trace": trace},
            ) as response:
                body = bytearray()
                chunks = response.aiter_raw() if self._raw else response.aiter_bytes()
                async for chunk in chunks:
                    body += chunk
                    if len(body) > LARGEST_ANSWER:
                        too_large = Said("answer.too large")
                        raise RejectedError(too_large) if self._raw else _TryAgainError(too_large)
                return Answer(response.status_code, bytes(body), dict(response.headers))

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            # one loop in one thread keeps connections open between calls that come from
            # synchronous code, from asyncio.run of a client, or from a notebook
            self._loop = asyncio.new_event_loop()
            threading.Thread(
                target=self._loop.run_forever, name=f"{self.service} transport", daemon=True
            ).start()
        return self._loop

    def close(self) -> None:
        """Close connections and end the background thread."""
        if self._loop is None:
            return
        if self._client is not None:
            asyncio.run_coroutine_threadsafe(self._client.aclose(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._loop = self._client = None


def _client(deadline: float) -> httpx.AsyncClient:
    try:
        return httpx.AsyncClient(timeout=deadline, verify=_trusted())
    except (ValueError, httpx.InvalidURL, ImportError) as error:
        raise InputError(
            f"{' or '.join(NETWORK[:3])}: no usable proxy ({without_secrets(str(error))})"
        ) from error


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Whom to trust; loading it takes longer than a request on this machine."""
    for variable in CERTIFICATES:
        if place := os.environ.get(variable):
            try:
                if os.path.isdir(place):  # noqa: PTH112 (a text that may be no path at all)
                    return ssl.create_default_context(capath=place)
                return ssl.create_default_context(cafile=place)
            except OSError as error:
                raise InputError(
                    f"{variable}: {place} cannot be read as certificates "
                    f"({error.strerror or error})"
                ) from error
    return httpx.create_ssl_context()


def _words(body: bytes) -> str:
    """What the service says about an error, short and on one line; often nothing."""
    try:
        data = jsonlib.loads(body)
    except (ValueError, RecursionError):
        return ""
    said = data.get("error") or data.get("message") if isinstance(data, dict) else None
    return f": {clean(said)[:100]}" if isinstance(said, str) and said.strip() else ""


def user_agent(mailto: str | None) -> str:
    """Who asks, and where they can be written to: in an address it would stand in logs."""
    return f"ptm-graph/{__version__}" + (f" (mailto:{mailto})" if mailto else "")


def json_of(answer: Answer) -> Any:
    """The answer read as JSON, or else UnavailableError."""
    try:
        return jsonlib.loads(answer.body, parse_int=doors.number)
    except (ValueError, RecursionError) as error:
        raise UnavailableError(Said("answer.not JSON")) from error


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds a service asks to wait: ``Retry-After`` in seconds or as a date.

    Returns None where the header is missing or says nothing usable.
    """
    value = headers.get("retry-after", headers.get("Retry-After", "")).strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return min(float(value), 1e9)
    try:
        until = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - datetime.datetime.now(datetime.UTC)).total_seconds())
