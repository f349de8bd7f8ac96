"""A systemd user service and its timer."""

from __future__ import annotations

import shlex
from pathlib import Path

from ptm_graph.files import write_text
from ptm_graph.workflow.schedule.job import Job, arguments, minute_and_hour, search_path


def systemd_units(job: Job) -> dict[str, str]:
    """A user service and its timer: file name → content."""
    minute, hour = minute_and_hour(job.at)
    calendar = {
        "hour": f"*-*-* *:{minute:02d}:00",
        "day": f"*-*-* {hour:02d}:{minute:02d}:00",
        "week": f"Mon *-*-* {hour:02d}:{minute:02d}:00",
        "month": f"*-*-01 {hour:02d}:{minute:02d}:00",
    }[job.every]
    settings = {**search_path(), **job.environment}
    lines = [
        f"Environment={_unit_word(f'{name}={value}')}" for name, value in sorted(settings.items())
    ]
    command = " ".join(map(_unit_word, arguments(job)))
    if job.key_file is not None:
        key = shlex.quote(str(job.key_file.absolute()))
        script = f'S2_API_KEY="$(cat {key})" {shlex.join(arguments(job))}'
        command = f"/bin/sh -c {_unit_word(script)}"
    if job.log is not None:
        target = f"append:{_percent(str(job.log.absolute()))}"
        lines += [f"StandardOutput={target}", f"StandardError={target}"]
    name = "ptm-graph-refresh"
    about = _percent(str(job.library.absolute()))
    service = [
        "[Unit]",
        f"Description=Refresh the ptm-graph library {about}",
        "Wants=network-online.target",
        "After=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        "# 3: done, but a service failed for some papers; 75: another refresh runs",
        "SuccessExitStatus=3 75",
        *lines,
        f"ExecStart={command}",
    ]
    timer = [
        "[Unit]",
        f"Description=Refresh the ptm-graph library {about} every {job.every}",
        "",
        "[Timer]",
        f"OnCalendar={calendar}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return {
        f"{name}.service": "\n".join(service) + "\n",
        f"{name}.timer": "\n".join(timer) + "\n",
    }


def _unit_word(text: str) -> str:
    """Quote a word for a unit file, where percent, dollar and backslash mean something."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_percent(escaped).replace("$", "$$")}"'


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def write_systemd_units(job: Job, folder: Path) -> list[Path]:
    """Write both units where systemd looks for a user's own; give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in systemd_units(job).items():
        write_text(folder / name, text, "schedule")
        paths.append(folder / name)
    return paths
