"""``ptm-graph mcp``."""

from __future__ import annotations

from pathlib import Path

import click

from ptm_graph.cli.options import decisions_option, library_option, library_path_from, open_library
from ptm_graph.cli.screen import examples, say


@click.command("mcp", epilog=examples("mcp", "mcp --http --port 8765", "mcp --skill"))
@click.option("--http", is_flag=True, help="Answer by HTTP on 127.0.0.1, not on standard input.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="With --http: port to listen on; 0 takes any free port.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Also offer to accept and decline proposals; without it nothing can be changed.",
)
@click.option("--skill", is_flag=True, help="Print SKILL.md, which tells agents how to ask.")
@library_option
@decisions_option
def command(
    *,
    http: bool,
    port: int,
    write: bool,
    skill: bool,
    library_path: Path | None,
    decisions_path: Path | None,
) -> None:
    """Answer agents by the Model Context Protocol.

    Find, paper, lineage, why, route, reading order, similar, what is new, propose: answers of at
    most 8,000 characters, in pages, each statement with the paper's key, link and giver, quotes to
    the letter. Started by the agent's program; see docs/agents.md. Needs “ptm-graph[mcp]”.
    """
    if skill:
        from ptm_graph import bundled

        click.echo(bundled.skill().read_text(encoding="utf-8"), nl=False)
        return
    open_library(library_path).close()  # what is wrong with it is said now, not to the agent
    from ptm_graph.agents.server import listening, serve

    path = library_path_from(library_path)
    found = listening(port) if http else None
    if found is not None:
        say(f"http://{found.getsockname()[0]}:{found.getsockname()[1]}/mcp", err=True)
    serve(path, decisions_path, write=write, http=found)
