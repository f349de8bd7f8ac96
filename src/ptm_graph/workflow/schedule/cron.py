"""The user's crontab."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from platformdirs import user_state_path

from ptm_graph.errors import PtmGraphError
from ptm_graph.files import editing
from ptm_graph.workflow.schedule.job import (
    Every,
    Job,
    minute_and_hour,
    script_path,
    shell_command,
    write_script,
)

_MARK = "# ptm-graph refresh of "
"""How the comment begins that ends our line in a crontab; the library follows."""


def crontab_line(job: Job) -> str:
    """The job as a line of a crontab that needs no other file, to be shown.

    Raises
    ------
    InputError
        If a path has a line break, which no crontab can hold, or a setting a password.
    """
    return _line(job, shell_command(job))


def installed_line(job: Job) -> str:
    """The line that :func:`install` puts into the crontab: it calls the script of the job.

    Cron's mail has the whole line for its subject.
    """
    return _line(job, shlex.quote(str(script_path(job.library))))


def _line(job: Job, command: str) -> str:
    # cron takes a bare % for the end of the command
    return f"{cron_times(job)} {command} {_MARK}{job.library.absolute()}".replace("%", r"\%")


def cron_times(job: Job) -> str:
    """The first five fields of the job's line."""
    minute, hour = minute_and_hour(job.at)
    return {
        "hour": f"{minute} * * * *",
        "day": f"{minute} {hour} * * *",
        "week": f"{minute} {hour} * * 1",
        "month": f"{minute} {hour} 1 * *",
    }[job.every]


def with_line(crontab: str, job: Job) -> str:
    """A crontab with the job in it, once; other lines are as they were."""
    return without_line(crontab, job.library) + installed_line(job) + "\n"


def without_line(crontab: str, library: Path) -> str:
    """A crontab without the jobs of a library; other lines are as they were."""
    file = library.resolve()
    return "".join(f"{line}\n" for line in crontab.splitlines() if _library_of(line) != file)


def crontab_every(crontab: str, library: Path) -> Every | None:
    """How often a crontab refreshes a library; None where it does not."""
    file = library.resolve()
    lines = (line.split() for line in crontab.splitlines() if _library_of(line) == file)
    for _, hour, day, _, weekday, *_ in lines:
        if hour == "*":
            return "hour"
        return "month" if day != "*" else "week" if weekday != "*" else "day"
    return None


def _library_of(line: str) -> Path | None:
    _, ours, name = line.rpartition(_MARK)
    return Path(name.replace(r"\%", "%")).resolve() if ours else None


def install(job: Job) -> bool:
    """Write the job's script, and put a line that calls it into the user's crontab.

    Returns
    -------
    bool
        False if both were there already, exactly so.

    Raises
    ------
    PtmGraphError
        If there is no ``crontab``, or it refuses.
    """
    with _crontab_held():
        before = read_crontab()
        after = with_line(before, job)
        new = write_script(job)
        if sorted(before.splitlines()) == sorted(after.splitlines()):
            return new
        _write_crontab(after)
    return True


def remove(library: Path) -> bool:
    """Take the job of a library out of the user's crontab; the script stays.

    Returns
    -------
    bool
        False if there was none.

    Raises
    ------
    PtmGraphError
        If there is no ``crontab``, or it refuses.
    """
    with _crontab_held():
        before = read_crontab()
        after = without_line(before, library)
        if before.splitlines() == after.splitlines():
            return False
        _write_crontab(after)
    return True


def _crontab_held() -> contextlib.AbstractContextManager[None]:
    return editing(user_state_path("ptm-graph", appauthor=False) / "crontab", "schedule")


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
