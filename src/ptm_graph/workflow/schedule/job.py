"""What is to be run, and when."""

from __future__ import annotations

import os
import re
import shlex
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ptm_graph.errors import InputError

Every = Literal["hour", "day", "week", "month"]

_PASSED_ON = (
    "PTM_GRAPH_S2_URL",
    "PTM_GRAPH_ARXIV_URL",
    "PTM_GRAPH_S2_INTERVAL",
    "PTM_GRAPH_ARXIV_INTERVAL",
    "PTM_GRAPH_BACKOFF",
    "PTM_GRAPH_DEADLINE",
    "XDG_STATE_HOME",
)
"""Settings that the scheduled refresh shares with the shell it was set up in."""

_AT = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Job:
    """A refresh to be run at set times."""

    library: Path
    seeds: tuple[Path, ...] = ()
    """Reading lists; none: those the library was last refreshed with."""
    every: Every = "day"
    at: str = "03:30"
    """Time of day, ``HH:MM``; for ``hour`` only the minute counts."""
    log: Path | None = None
    """Where output goes; None: cron mails it."""
    key_file: Path | None = None
    """File with the Semantic Scholar key, readable by its owner only."""
    options: tuple[str, ...] = ()
    """Further options of ``ptm-graph refresh``."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Settings to pass on."""
    python: Path = field(default_factory=lambda: Path(sys.executable))

    def __post_init__(self) -> None:
        minute_and_hour(self.at)
        if self.key_file is not None:
            check_key_file(self.key_file)


def settings_to_pass_on(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the settings of a shell that a scheduled refresh needs too; never the key."""
    passed = {name: environment[name] for name in _PASSED_ON if environment.get(name)}
    decisions = environment.get("PTM_GRAPH_DECISIONS")
    if decisions:  # a scheduler starts in another folder
        passed["PTM_GRAPH_DECISIONS"] = str(Path(decisions).expanduser().absolute())
    return passed


def minute_and_hour(at: str) -> tuple[int, int]:
    """Read a time of day.

    >>> minute_and_hour("03:30")
    (30, 3)

    Raises
    ------
    InputError
        If it is none.
    """
    match = _AT.fullmatch(at.strip())
    if match is None:
        raise InputError(f"“{at}” is not a time of day; write hours and minutes, such as 03:30")
    return int(match.group(2)), int(match.group(1))


def check_key_file(path: Path) -> None:
    """Make sure that only its owner can read the key.

    Raises
    ------
    InputError
        If it cannot be read, is empty, or others can read it.
    """
    try:
        mode = path.stat().st_mode
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no text"
        raise InputError(f"{path}: the key cannot be read ({reason})") from error
    # Windows has no such bits: it shows every file as readable by all
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputError(
            f"{path}: others can read the key; run: chmod 600 {shlex.quote(str(path))}"
        )
    if not key or len(key.split()) != 1:
        raise InputError(f"{path}: must hold the key and nothing else")


def arguments(job: Job) -> list[str]:
    """The command line of the refresh, with absolute paths."""
    return [
        str(job.python),
        "-m",
        "ptm_graph",
        "refresh",
        *(str(path.absolute()) for path in job.seeds),
        "--library",
        str(job.library.absolute()),
        "--quiet",
        *job.options,
    ]


def shell_command(job: Job) -> str:
    """The refresh as one line for ``/bin/sh``."""
    settings = {**search_path(), **job.environment}
    words = [f"{name}={shlex.quote(value)}" for name, value in sorted(settings.items())]
    if job.key_file is not None:
        words.append(f'S2_API_KEY="$(cat {shlex.quote(str(job.key_file.absolute()))})"')
    words.append(shlex.join(arguments(job)))
    if job.log is not None:
        words.append(f">>{shlex.quote(str(job.log.absolute()))} 2>&1")
    return " ".join(words)


def search_path() -> dict[str, str]:
    """PYTHONPATH of a checkout that is not installed; cron's environment has none."""
    package = Path(__file__).parents[3]
    return {"PYTHONPATH": str(package)} if str(package) in _python_path() else {}


def _python_path() -> list[str]:
    listed = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [str(Path(one).absolute()) for one in listed if one]
