"""How tests talk to the dashboard: in this process for its state, in a browser for its drawing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
BERT, ROBERTA = "arxiv:1810.04805", "arxiv:1907.11692"
APART = "mag:77"
"""Key of the paper that ``library_apart`` has beside the others."""
TIMEOUT = 120.0

Visit = Callable[..., AppTest]


def texts(app: AppTest) -> str:
    """Everything the page says, in one string."""
    found: list[str] = []
    for kind in ("markdown", "html", "text", "info", "warning", "error", "caption", "success"):
        for element in app.get(kind):
            proto = getattr(element, "proto", None)
            found.append(str(getattr(proto, "body", "") or getattr(element, "value", "")))
    return "\n".join(found)


def asked(app: AppTest, name: str) -> list[str]:
    """The values of a name in the page's address."""
    held: Any = app.query_params.get(name, [])
    return [held] if isinstance(held, str) else list(held)


@dataclass
class Server:
    """A running dashboard."""

    url: str
    library: Path
    foreign: list[str] = field(default_factory=list)
    """Requests that left this machine."""
    complaints: list[str] = field(default_factory=list)
    """What the browser's console called an error."""

    def watch(self, page: Any) -> Any:
        """Note what a page asks for and complains about."""

        def requested(request: Any) -> None:
            if not request.url.startswith((self.url, self.url.replace("http", "ws", 1))) and (
                not request.url.startswith(("data:", "blob:"))
            ):
                self.foreign.append(request.url)

        page.on("request", requested)
        page.on("websocket", requested)
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page


@contextmanager
def serving(library: Path, **environment: str) -> Iterator[Server]:
    """Run the dashboard on a free port until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "ptm_graph", "app", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        command,
        env={**os.environ, "PTM_GRAPH_LIBRARY": str(library), **environment},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(url, process)
        yield Server(url, library)
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_healthy(url: str, process: subprocess.Popen[Any]) -> None:
    """Wait until a server answers; an error if it ends before, or does not begin."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the dashboard ended with status {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the dashboard did not start")
