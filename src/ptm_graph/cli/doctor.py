"""``ptm-graph doctor``."""

from __future__ import annotations

import itertools
from pathlib import Path

import click

from ptm_graph.cli.options import json_option, library_option, print_json
from ptm_graph.cli.screen import examples, say

_STATES = {
    "ok": ("doctor.state ok", ""),
    "look": ("doctor.state look", "yellow"),
    "wrong": ("doctor.state wrong", "red"),
}


@click.command("doctor", epilog=examples("doctor", "doctor --live --record answers"))
@click.option("--live", is_flag=True, help="Ask each service for one paper, and compare.")
@click.option(
    "--record",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="With --live: keep the answers, without keys and mail addresses.",
)
@library_option
@json_option
def command(library_path: Path | None, record: Path | None, *, live: bool, as_json: bool) -> int:
    """Say how ptm-graph is doing: versions, library, disk, keys, services, schedule.

    No key is ever shown. Without --live, nothing is asked of any service. What it prints
    belongs into a report of a fault. Exit status: 0 nothing is wrong, 1 something is.
    """
    from ptm_graph.settings import without_secrets
    from ptm_graph.words.wording import phrase
    from ptm_graph.workflow.doctor import examine, examine_live

    if record is not None and not live:
        raise click.UsageError("--record keeps what services answer: add --live")
    states = {one: phrase(code, "en") for one, (code, _) in _STATES.items()}
    width = max(map(len, states.values()))
    told, wrong = [], False
    asked = examine_live(record) if live else ()
    for one in itertools.chain(examine(library_path), asked):
        wrong |= one.state == "wrong"
        text = without_secrets(str(one.said)).replace(str(Path.home()), "~")
        if as_json:
            code = one.said.code
            told.append({"about": one.topic, "state": one.state, "code": code, "text": text})
        else:
            say(f"{states[one.state]:{width}}  {one.topic}: {text}", style=_STATES[one.state][1])
    if as_json:
        print_json(told)
    return int(wrong)
