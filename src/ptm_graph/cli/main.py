"""The group of all commands, and what becomes of an error."""

from __future__ import annotations

import functools
import importlib
import io
import itertools
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ptm_graph._version import __version__
from ptm_graph.cli.screen import examples, say
from ptm_graph.errors import PtmGraphError

COMMANDS: dict[str, str] = {
    "build": "Make a library from reading lists and the bundled snapshot (no network).",
    "refresh": "Ask arXiv and Semantic Scholar for what is new or missing.",
    "trace": "Make a reading list of what one paper descends from.",
    "seeds": "Read reading lists of any kind; keep, check and export seeds.",
    "evidence": "Read full texts: reference lists and citing sentences of the papers.",
    "lineage": "Show what a paper descends from, and what descends from it.",
    "why": "Show every term behind a relation, and why the runner-up lost.",
    "relation": "Accept, reject or set a relation; list and export decisions.",
    "path": "Show the routes from one paper to another, each step with its reason.",
    "compare": "Show two to four papers side by side.",
    "main-path": "Show the chain of papers through which most of the knowledge flowed.",
    "reading-order": "Show what to read first, and why.",
    "similar": "Show the papers most similar to a paper.",
    "grow": "Propose papers that the reading list may lack, each with its place.",
    "evaluate": "Measure how often the lineage agrees with relations drawn by people.",
    "changes": "Show what refreshes changed: papers, citations, metadata, lineage.",
    "schedule": "Refresh automatically: cron, systemd or GitHub Actions.",
    "upkeep": "Keep a list up by itself: refresh, write down what is new, propose papers.",
    "merge": "Merge two papers into one; list all merges.",
    "split": "Undo a merge: one paper becomes two again.",
    "check": "Say what of a library is damaged, and what a refresh restores.",
    "doctor": "Say how ptm-graph, its library and its services are doing.",
    "export": "Write the lineage as a file: HTML, GraphML, JSON and more.",
    "site": "Write a static site: the drawing and a page for every paper.",
    "corpus": "Work on whole fields and dumps: millions of papers, on DuckDB or Spark.",
    "import": "Read a graph from a file, ours or another program's.",
    "snapshot": "Write the facts of a library as text for version control.",
    "mcp": "Answer agents by the Model Context Protocol.",
    "app": "Explore the lineage in the browser.",
}
"""Name → what it does in one line."""


def module_of(name: str) -> str:
    """Name of the module that has a command."""
    # “import” is a word of the language and cannot be a module's name
    return f"ptm_graph.cli.{'import_graph' if name == 'import' else name.replace('-', '_')}"


class _LazyGroup(click.Group):
    """A group that imports a command when it is called, not when it is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(module_of(cmd_name))
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            if near:
                hint = f"{error.message} Did you mean “{near[0]}”?"
                raise click.UsageError(hint, ctx) from error
            raise


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples("build", "app", "why RoBERTa", "export lineage.html", "why --help"),
)
@click.version_option(__version__, prog_name="ptm-graph")
@click.option("--debug", is_flag=True, help="Show the full trace of an error.")
@click.pass_context
def group(ctx: click.Context, debug: bool) -> None:
    """Turn a reading list into a lineage of papers: proposals to confirm, with their evidence.

    How often a relation is right has been measured: half of those shown for papers from many
    fields, more for pretrained language models (see docs/lineage.md).
    """
    ctx.obj = {"debug": debug}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Default: those of the process.

    Returns
    -------
    int
        0 done, 1 error, 2 usage, 3 done with some papers failed, 75 another
    refresh is running.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        _never_stop_at_a_character(stream)
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    debug = "--debug" in arguments
    try:
        result: Any = group.main(arguments, prog_name="ptm-graph", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return _say("stopped; everything stored so far is kept", 130)
    except PtmGraphError as error:
        return _say(str(error), error.exit_status, trace=debug)
    except BrokenPipeError:
        _silence_output()  # the reader of a pipe has left; nothing is wrong
        return 0
    except OSError as error:
        return _say(_file_message(error), 1, trace=debug)
    except Exception as error:
        damage = _damage(error, arguments)
        if damage is not None:
            return _say(str(damage), damage.exit_status, trace=debug)
        return _say(
            f"unexpected {type(error).__name__}: {error}; run again with “ptm-graph --debug …” "
            "and report what it prints",
            1,
            trace=debug,
        )
    return result if isinstance(result, int) else 0


def _say(message: str, status: int, *, trace: bool = False) -> int:
    from ptm_graph.settings import without_secrets

    # whoever reports a trace shows it to everybody
    said = traceback.format_exc() if trace else f"ptm-graph: {message}"
    tell = functools.partial(click.echo if trace else say, err=True)
    tell(without_secrets(said.rstrip("\n")))
    return status


def _damage(error: Exception, arguments: Sequence[str]) -> PtmGraphError | None:
    """What became of the library that was read, if that explains the error."""
    from ptm_graph.settings import library_path
    from ptm_graph.workflow.checking import explained

    named = [after for one, after in itertools.pairwise(arguments) if one == "--library"]
    return explained(error, library_path(Path(named[-1]) if named else None))


def _file_message(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


def _never_stop_at_a_character(stream: object) -> None:
    if not isinstance(stream, io.TextIOWrapper):
        return
    # Windows gives a pipe or a file the encoding of its language, which has no arrows
    windows_file = os.name == "nt" and not stream.isatty()
    stream.reconfigure(encoding="utf-8" if windows_file else None, errors="replace")


def _silence_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
