"""The user's crontab."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from ptm_graph.errors import InputError, PtmGraphError
from ptm_graph.workflow.schedule.job import Job, minute_and_hour, shell_command

_MARK = "# ptm-graph refresh of "
"""How the comment begins that ends our line in a crontab; the library follows."""


def crontab_line(job: Job) -> str:
    """The job as a line of a crontab.

    Raises
    ------
    InputError
        If a path has a line break, which no crontab can hold.
    """
    command = shell_command(job)
    if "\n" in command or "\r" in command:
        raise InputError("a crontab cannot contain a path with a line break")
    # cron takes a bare % for the end of the command
    return f"{cron_times(job)} {command} {_mark(job.library)}".replace("%", r"\%")


def cron_times(job: Job) -> str:
    """The first five fields of the job's line."""
    minute, hour = minute_and_hour(job.at)
    return {
        "hour": f"{minute} * * * *",
        "day": f"{minute} {hour} * * *",
        "week": f"{minute} {hour} * * 1",
        "month": f"{minute} {hour} 1 * *",
    }[job.every]


def _mark(library: Path) -> str:
    return f"{_MARK}{library.absolute()}"


def with_line(crontab: str, job: Job) -> str:
    """A crontab with the job in it, once; other lines are as they were."""
    return _without(crontab, job.library) + crontab_line(job) + "\n"


def without_line(crontab: str, library: Path) -> str:
    """A crontab without the job of a library; other lines are as they were."""
    return _without(crontab, library)


def _without(crontab: str, library: Path) -> str:
    mark = _mark(library).replace("%", r"\%")
    lines = [line for line in crontab.splitlines() if not line.endswith(mark)]
    return "".join(f"{line}\n" for line in lines)


def install(job: Job) -> bool:
    """Put the job into the user's crontab.

    Returns
    -------
    bool
        False if it was there already, exactly so.

    Raises
    ------
    PtmGraphError
        If there is no ``crontab``, or it refuses.
    """
    before = read_crontab()
    after = with_line(before, job)
    if sorted(before.splitlines()) == sorted(after.splitlines()):
        return False
    _write_crontab(after)
    return True


def remove(library: Path) -> bool:
    """Take the job of a library out of the user's crontab.

    Returns
    -------
    bool
        False if there was none.

    Raises
    ------
    PtmGraphError
        If there is no ``crontab``, or it refuses.
    """
    before = read_crontab()
    after = without_line(before, library)
    if before.splitlines() == after.splitlines():
        return False
    _write_crontab(after)
    return True


def read_crontab() -> str:
    """The user's crontab; empty if there is none yet.

    Raises
    ------
    PtmGraphError
        If there is no ``crontab``, or it refuses.
    """
    done = _crontab("-l")
    if done.returncode != 0 and "no crontab for" not in done.stderr:
        raise PtmGraphError(f"crontab -l: {done.stderr.strip() or 'refused'}")
    return done.stdout if done.returncode == 0 else ""


def _write_crontab(text: str) -> None:
    done = _crontab("-", text=text)
    if done.returncode != 0:
        raise PtmGraphError(f"crontab: {done.stderr.strip() or 'refused'}")


def _crontab(argument: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    program = shutil.which("crontab")
    if program is None and os.name == "nt":
        raise PtmGraphError(
            "Windows has no crontab; let its Task Scheduler run “ptm-graph refresh”, "
            "or use --github-actions"
        )
    if program is None:
        raise PtmGraphError(
            "there is no crontab here; install cron, or use --systemd or --github-actions"
        )
    return subprocess.run(  # noqa: S603 (the user's own crontab program)
        [program, argument],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
