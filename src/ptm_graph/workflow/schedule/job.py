"""What is to be run, and when."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path

from ptm_graph.errors import InputError
from ptm_graph.files import editing, write_text
from ptm_graph.settings import has_password, usable_key

Every = Literal["hour", "day", "week", "month"]

_AT = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Job:
    """A refresh to be run at set times."""

    library: Path
    seeds: tuple[str | Path, ...] = ()
    """Reading lists; none: those the library was last refreshed with."""
    every: Every = "day"
    at: str = "03:30"
    """Time of day, ``HH:MM``; for ``hour`` only the minute counts."""
    log: Path | None = None
    """Where output goes; None: cron mails it."""
    key_file: Path | None = None
    """File with the Semantic Scholar key, readable by its owner only."""
    zotero_key_file: Path | None = None
    """The same for the key of zotero.org."""
    options: tuple[str, ...] = ()
    """Further options of ``ptm-graph refresh``."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Settings to pass on."""
    python: Path = field(default_factory=lambda: Path(sys.executable))

    def __post_init__(self) -> None:
        minute_and_hour(self.at)
        for _, file in self.key_files():
            check_key_file(file)

    def key_files(self) -> list[tuple[str, Path]]:
        """Variables that a run finds keys in, and the files that contain them."""
        files = {"S2_API_KEY": self.key_file, "ZOTERO_API_KEY": self.zotero_key_file}
        return [(variable, file) for variable, file in files.items() if file is not None]


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
        If it cannot be read, is empty or no key, or others can read it.
    """
    try:
        mode = path.stat().st_mode
        key = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no text"
        raise InputError(f"{path}: the key cannot be read ({reason})") from error
    # Windows has no such bits: it shows every file as readable by all
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise InputError(
            f"{path}: others can read the key; run: chmod 600 {shlex.quote(str(path))}"
        )
    usable_key(str(path), key)


def arguments(job: Job) -> list[str]:
    """The command line of the refresh, with absolute paths."""
    return [
        str(job.python),
        "-m",
        "ptm_graph",
        "refresh",
        *(one if isinstance(one, str) else str(one.absolute()) for one in job.seeds),
        "--library",
        str(job.library.absolute()),
        "--quiet",
        *job.options,
    ]


def job_name(library: Path) -> str:
    """What the files of a library's schedule are called: each library has a name of its own."""
    file = library.resolve()
    stem = re.sub(r"[^a-z0-9]+", "-", file.stem.casefold()).strip("-")[:30] or "library"
    return f"ptm-graph-refresh-{stem}-{hashlib.sha256(os.fsencode(file)).hexdigest()[:8]}"


def script_path(library: Path) -> Path:
    """Where the script is that cron and systemd call for a library."""
    return user_data_path("ptm-graph", appauthor=False) / f"{job_name(library)}.sh"


def script(job: Job) -> str:
    """The refresh as a script for ``/bin/sh``: settings, the key from its file, the command.

    Raises
    ------
    InputError
        If a path has a line break.
    """
    _check_lines(str(job.library.absolute()))
    lines = [
        "#!/bin/sh",
        f"# Refreshes {job.library.absolute()}",
        "# Written by “ptm-graph schedule”; “ptm-graph schedule --remove” takes it away.",
    ]
    if job.log is not None:
        lines.append(f"exec >>{shlex.quote(str(job.log.absolute()))} 2>&1")
    settings = {**search_path(), **job.environment}
    lines += [f"export {name}={shlex.quote(value)}" for name, value in sorted(settings.items())]
    for variable, path in job.key_files():
        file = shlex.quote(str(path.absolute()))
        lines += [
            f'{variable}="$(cat {file})" || exit 1',
            f'[ -n "${variable}" ] || {{ echo {file}: holds no key >&2; exit 1; }}',
            f"export {variable}",
        ]
    return "\n".join([*lines, f"exec {shlex.join(arguments(job))}"]) + "\n"


def write_script(job: Job) -> bool:
    """Write the script of a job, for its owner only; False if it was there, exactly so."""
    path, text = script_path(job.library), script(job)
    with editing(path, "schedule"):
        private = path.exists() and stat.S_IMODE(path.stat().st_mode) == 0o700
        if private and path.read_text(encoding="utf-8") == text:
            return False
        write_text(path, text, "schedule", mode=0o700)
    return True


def shell_command(job: Job) -> str:
    """The refresh as one line for ``/bin/sh``, to be shown.

    Raises
    ------
    InputError
        If a setting holds a password.
    """
    settings = {**search_path(), **job.environment}
    for name, value in sorted(settings.items()):
        if has_password(value):
            raise InputError(
                f"{name}: holds a password, which is not shown; with --install or --systemd it "
                "is kept in a file that only you can read"
            )
    words = [f"{name}={shlex.quote(value)}" for name, value in sorted(settings.items())]
    words += [
        f'{name}="$(cat {shlex.quote(str(file.absolute()))})"' for name, file in job.key_files()
    ]
    words.append(shlex.join(arguments(job)))
    if job.log is not None:
        words.append(f">>{shlex.quote(str(job.log.absolute()))} 2>&1")
    _check_lines(" ".join(words))
    return " ".join(words)


def _check_lines(text: str) -> None:
    if "\n" in text or "\r" in text:
        raise InputError("a crontab or script cannot contain a path with a line break")


def search_path() -> dict[str, str]:
    """PYTHONPATH of a checkout that is not installed; cron's environment has none."""
    package = Path(__file__).parents[3]
    return {"PYTHONPATH": str(package)} if str(package) in _python_path() else {}


def _python_path() -> list[str]:
    listed = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [str(Path(one).absolute()) for one in listed if one]
