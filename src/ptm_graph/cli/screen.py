"""What a terminal gets: lines wrapped between words, colours; a pipe gets whole lines.

Colours follow ``NO_COLOR``, ``FORCE_COLOR`` and ``TERM``, as rich reads them.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import Console
    from rich.text import Text

    from ptm_graph.words.model import Relation

_LINE = 10_000
"""Characters of a line of a pipe: whatever reads it wants each thing on a line of its own."""
_HANGING = 4
_NARROWEST = 20
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What moves the cursor, colours or turns text; not tabs and new lines."""


def examples(*lines: str) -> str:
    """Give the epilog of a command: what can be typed, without the name of the program."""
    noun = "Example" if len(lines) == 1 else "Examples"
    return "\n".join(["\b", f"{noun}:", *(f"  ptm-graph {line}" for line in lines)])


def console(*, err: bool = False, piped: int = _LINE) -> Console:
    """The terminal; ``piped`` is the width where there is none."""
    from rich.console import Console

    stream = sys.stderr if err else sys.stdout
    return Console(highlight=False, stderr=err, width=None if stream.isatty() else piped)


def say(text: str | Text, *, style: str = "", err: bool = False) -> None:
    """Print a text; what does not fit a line of a terminal goes on below it, indented.

    Whatever a list or a service said, nothing in it steers the terminal.
    """
    if isinstance(text, str):
        text = _STEERING.sub("\ufffd", text)
    else:
        text.plain = _STEERING.sub("\ufffd", text.plain)
    if isinstance(text, str) and not style and not (sys.stderr if err else sys.stdout).isatty():
        click.echo(text, err=err)
        return
    from rich.text import Text

    screen = console(err=err)
    for whole in (Text(text, style) if isinstance(text, str) else text).split(allow_blank=True):
        for line in _wrapped(screen, whole):
            screen.print(line, soft_wrap=True)


def say_legend(relations: Iterable[Relation | Mapping[str, Any]]) -> None:
    """Print what the confidences of the relations shown mean, dimly."""
    from rich.text import Text

    from ptm_graph.lineage.reliability import legend

    for said in legend(relations):
        say(Text(str(said), style="dim"))


def _wrapped(screen: Console, whole: Text) -> list[Text]:
    """Lines that fit; a longer word, such as an address, stays whole for whoever copies it."""
    from rich.cells import cell_len
    from rich.text import Text

    width = screen.width
    indent = len(whole.plain) - len(whole.plain.lstrip())
    hanging = min(indent + _HANGING, max(indent, width - _NARROWEST))
    breaks, used = [], indent
    for token in _TOKEN.finditer(whole.plain, indent):
        if used + cell_len(token[0].rstrip()) > width and token.start() > indent:
            breaks.append(token.start())
            used = hanging
        used += cell_len(token[0])
    first, *rest = whole.divide(breaks)
    lines = [first, *(Text(" " * hanging).append_text(line) for line in rest)]
    for line in lines:
        line.rstrip()
    return lines


_TOKEN = re.compile("[^\\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+\\s*|\\S\\s*")
"""A word, or one character of a script that is written without spaces."""
