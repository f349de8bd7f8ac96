"""Services that are asked within the process: no socket, and no waiting.

What the transport makes of an answer stays as it is; a refresh takes some milliseconds.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from fake_services import BREAKING, FakeServices, spoilt
from keeping_time import Time
from synthetic_world import World

from ptm_graph.sources import transport
from ptm_graph.sources.transport import Answer, Transport
from ptm_graph.words.wording import Said

URL = "http://127.0.0.1:9"
"""Nobody listens there."""


@contextlib.contextmanager
def unwired(world: World) -> Iterator[FakeServices]:
    """Within the block, every transport asks these services, in a time of its own."""
    services, time = FakeServices(world, url=URL), Time()
    exchange = Transport._exchange

    def answered(self: Transport, request: Any, sent: Callable[[], None]) -> Answer:
        if not request.url.startswith(URL):
            return exchange(self, request, sent)
        sent()
        body = "" if request.json is None else json.dumps(request.json)
        key = self._headers.get("x-api-key")
        seen = services.received(request.method, request.url.removeprefix(URL), body, key)
        kind, reply = services.fault_of(seen), services.answer(seen)
        if kind in BREAKING:
            raise transport._TryAgainError(Said("answer.connection", {"error": kind}))
        if kind is not None:
            reply = spoilt(kind, reply)
        headers = {name.lower(): value for name, value in reply.headers}
        return Answer(reply.status, reply.body, headers)

    ours = {**(Transport.__init__.__kwdefaults__ or {}), "clock": time.now, "sleep": time.sleep}
    with (
        mock.patch.object(Transport, "_exchange", answered),
        mock.patch.object(Transport.__init__, "__kwdefaults__", ours),
    ):
        yield services
