"""The server of the dashboard: safe settings, and a library that is open before it is asked for."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from ptm_graph.dashboard.serving.gate import gate
from ptm_graph.errors import InputError, PtmGraphError

PAGE = Path(__file__).with_name("script.py")
"""The script that Streamlit runs for every visitor."""

HOSTS = ("127.0.0.1", "localhost")
"""Names the server answers under; a page of another site cannot take one of them."""

SETTINGS: Mapping[str, str | bool] = {
    "server.address": "127.0.0.1",
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
}
"""Of Streamlit, whoever starts it; ``.streamlit/config.toml`` says the same."""

_BASE_PATH = re.compile(r"(\w[\w.~-]*(/\w[\w.~-]*)*)?", re.ASCII)

_UNDISTURBED = 2.0
"""Seconds in which the first visitor's browser draws and nothing else is computed."""

Lifespan = Callable[[st.App], AbstractAsyncContextManager[dict[str, Any] | None]]


def serve(
    *, port: int, hosts: Collection[str] = (), browser: bool = False, base_path: str = ""
) -> None:
    """Run the dashboard until it is stopped.

    Parameters
    ----------
    port : int
        On 127.0.0.1; 0: any that is free.
    hosts : collection of str, optional
        More names to answer under, for example behind a reverse proxy.
    browser : bool, default False
        Open the page once the server answers.
    base_path : str, optional
        Path under which everything is, such as ``papers`` for ``/papers/``.

    Raises
    ------
    InputError
        If the path cannot be one.
    PtmGraphError
        If another program has the port.
    """
    base_path = base_path.strip("/")
    if not _BASE_PATH.fullmatch(base_path):
        raise InputError(f"“{base_path}” is no path; write names between slashes, such as /papers")
    _check_free(port)
    _start_reading()
    names = [*HOSTS, *hosts]
    app = st.App(PAGE, lifespan=lifespan(browser=browser), middleware=gate(names))
    app.run(
        config={
            **SETTINGS,
            "server.port": port,
            "server.allowedHosts": names,
            "server.baseUrlPath": base_path,
        }
    )


def lifespan(*, browser: bool = False) -> Lifespan:
    """What happens around the life of the server: it reads ahead, and opens a browser.

    Parameters
    ----------
    browser : bool, default False
        Open the page.
    """

    @asynccontextmanager
    async def lived(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
        _start_reading()
        if browser:
            path = st.get_option("server.baseUrlPath") or ""
            url = f"http://{SETTINGS['server.address']}:{st.get_option('server.port')}/{path}"
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        yield None

    return lived


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        # as the server itself: a connection that has just been closed does not count
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((SETTINGS["server.address"], port))
        except OSError as error:
            raise PtmGraphError(
                f"port {port} cannot be used ({error.strerror or error}); "
                "choose another one with --port"
            ) from error


@cache
def _start_reading() -> None:
    """Begin to read ahead, once, whoever starts the server."""
    # a daemon: whoever stops the server does not wait for a library nobody will see
    threading.Thread(target=_read_ahead, name="read ahead", daemon=True).start()


def _read_ahead() -> None:
    """Do what visitors would wait for: the first drawing, then what a first click needs.

    What is wrong with the library is reported when somebody asks for it.
    """
    from ptm_graph.dashboard import making, reader
    from ptm_graph.dashboard.drawing.composing import View, compose
    from ptm_graph.dashboard.drawing.filtering import Filters
    from ptm_graph.dashboard.pages import lineage  # noqa: F401 (the page most open first)

    with contextlib.suppress(PtmGraphError, OSError):
        opened = making.first_opened()
        if opened is not None and opened.citations:
            compose(opened, View("lineage", Filters()))
            time.sleep(_UNDISTURBED)
            reader.similar_papers(opened, next(iter(opened.citations)))
