"""Refresh automatically: a crontab line, a systemd timer, or a GitHub workflow.

Everything is text first; installing and removing touch no line but their own.
"""

from ptm_graph.workflow.schedule.cron import crontab_line, install, installed_line
from ptm_graph.workflow.schedule.github import github_workflow
from ptm_graph.workflow.schedule.job import Every, Job
from ptm_graph.workflow.schedule.removal import remove
from ptm_graph.workflow.schedule.systemd import systemd_units, write_systemd_units

__all__ = [
    "Every",
    "Job",
    "crontab_line",
    "github_workflow",
    "install",
    "installed_line",
    "remove",
    "systemd_units",
    "write_systemd_units",
]
