"""Refresh automatically: a crontab line, a systemd timer, or a GitHub workflow.

Everything is text first; installing and removing touch no line but their own.
"""

from ptm_graph.workflow.schedule.cron import crontab_line, install, remove
from ptm_graph.workflow.schedule.github import github_workflow
from ptm_graph.workflow.schedule.job import Every, Job, settings_to_pass_on
from ptm_graph.workflow.schedule.systemd import systemd_units, write_systemd_units

__all__ = [
    "Every",
    "Job",
    "crontab_line",
    "github_workflow",
    "install",
    "remove",
    "settings_to_pass_on",
    "systemd_units",
    "write_systemd_units",
]
