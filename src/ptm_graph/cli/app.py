"""``ptm-graph app``."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import click

from ptm_graph.cli.options import decisions_option, library_option, library_path_from
from ptm_graph.cli.screen import examples
from ptm_graph.errors import PtmGraphError


@click.command("app", epilog=examples("app", "app --port 0 --no-browser --read-only"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8501,
    show_default=True,
    help="Port to listen on; 0 takes any free port.",
)
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
@click.option(
    "--read-only",
    is_flag=True,
    help="For showing it to others: no decisions, imports or refreshes.",
)
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Also answer under this host name, for example behind a reverse proxy.",
)
@click.option(
    "--base-path",
    default="",
    metavar="PATH",
    help="Serve under a path such as /papers, for a reverse proxy that forwards it unchanged.",
)
@library_option
@decisions_option
def command(
    *,
    port: int,
    browser: bool,
    read_only: bool,
    hosts: tuple[str, ...],
    base_path: str,
    library_path: Path | None,
    decisions_path: Path | None,
) -> int:
    """Explore the lineage in the browser, on this machine only (127.0.0.1).

    Without a library yet, one is built from the bundled reading list first.
    """
    if importlib.util.find_spec("streamlit") is None:
        raise PtmGraphError(
            "the dashboard needs streamlit; install it with “pip install streamlit”"
        )
    os.environ["PTM_GRAPH_LIBRARY"] = str(library_path_from(library_path).absolute())
    if decisions_path is not None:
        os.environ["PTM_GRAPH_DECISIONS"] = str(decisions_path.absolute())
    if read_only:
        os.environ["PTM_GRAPH_READ_ONLY"] = "1"
    from ptm_graph.dashboard.serving import serve

    serve(port=port, hosts=hosts, browser=browser, base_path=base_path)
    return 0
