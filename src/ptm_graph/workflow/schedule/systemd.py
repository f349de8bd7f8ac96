"""A systemd user service and its timer."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import get_args

from ptm_graph.files import told, write_text
from ptm_graph.workflow.schedule.job import (
    Every,
    Job,
    job_name,
    minute_and_hour,
    script_path,
    write_script,
)

_ABOUT = "Description=Refresh the ptm-graph library "
_ONLY_NAME = "ptm-graph-refresh"
"""What the units of any library were called once; the last one written took the place."""


def units_folder() -> Path:
    """Where systemd looks for a user's own units."""
    configuration = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(configuration) / "systemd" / "user"


def systemd_units(job: Job) -> dict[str, str]:
    """A user service and its timer: file name → content. They call the script of the job."""
    minute, hour = minute_and_hour(job.at)
    calendar = {
        "hour": f"*-*-* *:{minute:02d}:00",
        "day": f"*-*-* {hour:02d}:{minute:02d}:00",
        "week": f"Mon *-*-* {hour:02d}:{minute:02d}:00",
        "month": f"*-*-01 {hour:02d}:{minute:02d}:00",
    }[job.every]
    about = f"{_ABOUT}{str(job.library.absolute()).replace('%', '%%')}"
    service = [
        "[Unit]",
        about,
        "Wants=network-online.target",
        "After=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        "# 3: done, but a service failed for some papers; 75: another refresh runs",
        "SuccessExitStatus=3 75",
        f"ExecStart={_unit_word(str(script_path(job.library)))}",
    ]
    timer = [
        "[Unit]",
        f"{about} every {job.every}",
        "",
        "[Timer]",
        f"OnCalendar={calendar}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    name = job_name(job.library)
    return {
        f"{name}.service": "\n".join(service) + "\n",
        f"{name}.timer": "\n".join(timer) + "\n",
    }


def _unit_word(text: str) -> str:
    """Quote a word for a unit file, where percent, dollar and backslash mean something."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped.replace("%", "%%").replace("$", "$$")}"'


def write_systemd_units(job: Job, folder: Path | None = None) -> list[Path]:
    """Write both units and the script they call; give the paths of the units.

    Units of the library that an earlier version wrote are removed.

    Parameters
    ----------
    job : Job
        What to run.
    folder : Path, optional
        Default: where systemd looks for a user's own.
    """
    folder = folder or units_folder()
    write_script(job)
    _remove(_ONLY_NAME, job.library, folder)
    with told(folder, "schedule"):
        folder.mkdir(parents=True, exist_ok=True)
    units = systemd_units(job)
    for name, text in units.items():
        write_text(folder / name, text, "schedule")
    return [folder / name for name in units]


def timers_of(library: Path, folder: Path | None = None) -> list[Path]:
    """The timers of a library that there are, those of an earlier version included."""
    folder = folder or units_folder()
    names = (job_name(library), _ONLY_NAME)
    return [
        folder / f"{name}.timer"
        for name in names
        if library.resolve() == _library_of(folder / f"{name}.service")
    ]


def timer_every(timer: Path) -> Every:
    """How often a timer starts; a day where it does not say."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        about = timer.read_text(encoding="utf-8").splitlines()[1:2]
        told = about[0].rpartition(" every ")[2] if about else ""
        return next((one for one in get_args(Every) if one == told), "day")
    return "day"


def remove_systemd_units(library: Path, folder: Path | None = None) -> list[Path]:
    """Stop and remove the timers of a library; give what was removed. The script stays."""
    folder = folder or units_folder()
    return [
        path for name in (job_name(library), _ONLY_NAME) for path in _remove(name, library, folder)
    ]


def is_enabled(timer: Path) -> bool:
    """Whether systemd starts a timer by itself."""
    return _started(timer).exists()


def _started(timer: Path) -> Path:
    return timer.parent / "timers.target.wants" / timer.name


def _library_of(service: Path) -> Path | None:
    try:
        lines = service.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    named = (line.removeprefix(_ABOUT) for line in lines if line.startswith(_ABOUT))
    return next((Path(name.replace("%%", "%")).resolve() for name in named), None)


def _remove(name: str, library: Path, folder: Path) -> list[Path]:
    timer, service = folder / f"{name}.timer", folder / f"{name}.service"
    if _library_of(service) != library.resolve():
        return []
    _systemctl("disable", "--now", timer.name)
    with told(folder, "schedule"):
        for path in (_started(timer), timer, service):
            path.unlink(missing_ok=True)
    _systemctl("daemon-reload")
    return [timer, service]


def _systemctl(*arguments: str) -> None:
    """Tell the user's systemd, if it runs here; without it the files are all there is."""
    program = shutil.which("systemctl")
    if program is not None:
        subprocess.run(  # noqa: S603 (the user's own systemctl)
            [program, "--user", *arguments], capture_output=True, check=False
        )
