"""Taking a schedule away, wherever it was set up."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from ptm_graph.files import told
from ptm_graph.workflow.schedule import cron
from ptm_graph.workflow.schedule.job import script_path
from ptm_graph.workflow.schedule.systemd import remove_systemd_units


def remove(library: Path) -> tuple[str, ...]:
    """Remove every scheduled refresh of a library from this machine, and its script.

    Returns
    -------
    tuple of str
        Where there was one: ``your crontab``, and paths of units.

    Raises
    ------
    PtmGraphError
        If the crontab refuses, or a file cannot be removed.
    """
    found = [str(path) for path in remove_systemd_units(library)]
    if shutil.which("crontab") is not None and cron.remove(library):
        found.insert(0, "your crontab")
    script = script_path(library)
    with told(script, "schedule"), contextlib.suppress(FileNotFoundError):
        script.unlink()
    return tuple(found)
