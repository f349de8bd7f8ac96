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

_HOSTS = ("127.0.0.1", "localhost")


@click.command("app")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
@click.option(
    "--read-only", is_flag=True, help="For showing it to others: no decision, import or refresh."
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Also answer under this host name, for example behind a reverse proxy.",
)
@library_option
def command(
    port: int, browser: bool, read_only: bool, hosts: tuple[str, ...], library_path: Path | None
) -> int:
    """Explore the lineage in the browser, on this machine only (127.0.0.1).

    Without a library yet, one is built from the bundled reading list first.
    """
    if importlib.util.find_spec("streamlit") is None:
        raise PtmGraphError(
            "the dashboard needs streamlit; install it with “pip install streamlit”"
        )
    path = library_path_from(library_path)
    page = Path(__file__).parent.parent / "dashboard" / "app.py"
    options: dict[str, str | int | bool] = {
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.headless": not browser,
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "browser.gatherUsageStats": False,
        "server.showEmailPrompt": False,
        "server.fileWatcherType": "none",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
    }
    arguments = [f"--{name}={str(value).lower()}" for name, value in options.items()]
    # names a page of another site cannot take, so that it cannot talk to this server
    arguments += [f"--server.allowedHosts={host}" for host in (*_HOSTS, *hosts)]
    environment = {**os.environ, "PTM_GRAPH_LIBRARY": str(path.absolute())}
    if read_only:
        environment["PTM_GRAPH_READ_ONLY"] = "1"
    try:
        return subprocess.run(  # noqa: S603 (our own interpreter and page)
            [sys.executable, "-m", "streamlit", "run", str(page), *arguments],
            env=environment,
            check=False,
        ).returncode
    except KeyboardInterrupt:
        return 0
