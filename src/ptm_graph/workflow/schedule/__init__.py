"""Refresh automatically: a crontab line, a systemd timer, or a GitHub workflow.

Everything is text first; installing and removing touch no line but their own.
"""

from ptm_graph.workflow.schedule.cron import (
    crontab_every,
    crontab_line,
    install,
    installed_line,
    read_crontab,
)
from ptm_graph.workflow.schedule.github import Wishes, github_workflow, write_workflow
from ptm_graph.workflow.schedule.job import Every, Job
from ptm_graph.workflow.schedule.removal import remove
from ptm_graph.workflow.schedule.systemd import (
    is_enabled,
    systemd_units,
    timer_every,
    timers_of,
    write_systemd_units,
)

__all__ = [
    "Every",
    "Job",
    "Wishes",
    "crontab_every",
    "crontab_line",
    "github_workflow",
    "install",
    "installed_line",
    "is_enabled",
    "read_crontab",
    "remove",
    "systemd_units",
    "timer_every",
    "timers_of",
    "write_systemd_units",
    "write_workflow",
]
