"""A GitHub workflow."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from ptm_graph.workflow.schedule.cron import cron_times
from ptm_graph.workflow.schedule.job import Job


def github_workflow(job: Job, seeds: Sequence[str]) -> str:
    """A workflow that refreshes a library kept in the repository's cache.

    Parameters
    ----------
    job : Job
        Only ``every``, ``at`` (in UTC) and ``options`` count: paths are the repository's.
    seeds : sequence of str
        Reading lists, relative to the repository.
    """
    command = shlex.join(["ptm-graph", "refresh", *seeds, "--library", "library.db", *job.options])
    return f"""\
name: refresh

on:
  schedule:
    - cron: "{cron_times(job)}"  # UTC
  workflow_dispatch:

permissions:
  contents: write

concurrency:
  group: refresh  # one at a time

jobs:
  refresh:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install ptm-graph
      - uses: actions/cache/restore@v4
        with:
          path: library.db
          key: library-
          restore-keys: library-
      - name: Refresh (3 means that some papers failed; they are asked for again next time)
        env:
          S2_API_KEY: ${{{{ secrets.S2_API_KEY }}}}
        run: {command} || [ $? -eq 3 ]
      - uses: actions/cache/save@v4
        if: always()
        with:
          path: library.db
          key: library-${{{{ github.run_id }}}}
      - name: Keep the facts and what changed under version control
        run: |
          ptm-graph snapshot snapshot.jsonl --library library.db
          ptm-graph changes --since 1 --markdown --library library.db > CHANGES.md
          ptm-graph changes --atom changes.atom --library library.db
          git config user.name "ptm-graph"
          git config user.email "ptm-graph@users.noreply.github.com"
          git add snapshot.jsonl CHANGES.md changes.atom
          git diff --cached --quiet || git commit -m "Refresh the library"
          git push
"""
