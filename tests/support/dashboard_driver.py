"""How tests talk to the dashboard: in this process for its state, in a browser for its drawing."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from ptm_graph.dashboard.access import script
from ptm_graph.dashboard.catalogue import LANGUAGES

ROOT = Path(__file__).parents[2]
BERT, ROBERTA = "arxiv:1810.04805", "arxiv:1907.11692"
APART = "mag:77"
"""Key of the paper that ``library_apart`` has beside the others."""
TIMEOUT = 120.0

Visit = Callable[..., AppTest]


def texts(app: AppTest) -> str:
    """Everything the page says, in one string, without the one script that is ours."""
    found: list[str] = []
    for kind in ("markdown", "html", "text", "info", "warning", "error", "caption", "success"):
        for element in app.get(kind):
            proto = getattr(element, "proto", None)
            found.append(str(getattr(proto, "body", "") or getattr(element, "value", "")))
    ours = {script(one, drawing=here) for one in LANGUAGES for here in (True, False)}
    found = [said for said in found if said not in ours]
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
def serving(library: Path, *options: str, **environment: str) -> Iterator[Server]:
    """Run the dashboard until the block ends."""
    command = [sys.executable, "-m", "ptm_graph", "app", "--no-browser", "--port", "0", *options]
    with started(command, library, **environment) as (url, _):
        yield Server(url, library)


@contextmanager
def started(
    command: list[str], library: Path, **environment: str
) -> Iterator[tuple[str, list[str]]]:
    """Run a server that chooses its port; give its address, and what it says as it says it."""
    process = subprocess.Popen(
        command,
        env={**os.environ, "PTM_GRAPH_LIBRARY": str(library), **environment},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said: list[str] = []
    address: queue.Queue[str | None] = queue.Queue()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"URL: (http\S+)", line):
                address.put(found[1])
        address.put(None)

    listening = threading.Thread(target=listen)
    listening.start()
    try:
        url = address.get(timeout=TIMEOUT)  # told when it listens
        assert url is not None, "".join(said)
        yield url, said
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(TIMEOUT)
        listening.join()
