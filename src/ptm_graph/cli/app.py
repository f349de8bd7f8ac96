"""``ptm-graph app``."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import click

from ptm_graph.cli.options import library_option, library_path_from
from ptm_graph.errors import PtmGraphError


@click.command("app")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
@library_option
def command(port: int, browser: bool, library_path: Path | None) -> int:
    """Explore the lineage in the browser, on this machine only (127.0.0.1).

    Without a library yet, one is built from the bundled reading list first.
    """
    if importlib.util.find_spec("streamlit") is None:
        raise PtmGraphError(
            "the dashboard needs streamlit; install it with “pip install streamlit”"
        )
    path = library_path_from(library_path)
    page = Path(__file__).parent.parent / "dashboard" / "app.py"
    options = {
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.headless": not browser,
        "server.enableXsrfProtection": True,
        "browser.gatherUsageStats": False,
        "server.fileWatcherType": "none",
    }
    arguments = [f"--{name}={str(value).lower()}" for name, value in options.items()]
    environment = {**os.environ, "PTM_GRAPH_LIBRARY": str(path.absolute())}
    try:
        return subprocess.run(  # noqa: S603 (our own interpreter and page)
            [sys.executable, "-m", "streamlit", "run", str(page), *arguments],
            env=environment,
            check=False,
        ).returncode
    except KeyboardInterrupt:
        return 0
