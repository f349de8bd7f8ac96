"""Who may talk to the server: pages that it served itself, under a name that it answers to."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_ONLY_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def gate(hosts: Collection[str]) -> list[Middleware]:
    """What every request passes through.

    A request under another name than one of ``hosts`` is refused (400), so that no page of
    another site can read what is here by giving its own name this address. What a page of
    another origin asks for is refused (403) where it could change something; another port
    of this machine is another origin, too. Streamlit itself lets both pass.
    """
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        Middleware(SameOrigin),
    ]


class SameOrigin:
    """Let a page of another origin open no session and change nothing."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if not _could_change(scope) or _is_ours(Headers(scope=scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("another origin", 403)(scope, receive, send)


def _could_change(scope: Scope) -> bool:
    if scope["type"] == "websocket":  # whoever has a session decides, adds and refreshes
        return True
    return scope["type"] == "http" and scope["method"] not in _ONLY_READING


def _is_ours(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is None:  # no browser leaves it out
        return True
    try:
        return urlsplit(origin).netloc == headers.get("host")
    except ValueError:
        return False
