"""A GitHub workflow that keeps a list up: ``.github/workflows/ptm-graph.yml``."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ptm_graph.errors import InputError
from ptm_graph.files import editing, write_text
from ptm_graph.workflow.schedule.cron import cron_times
from ptm_graph.workflow.schedule.job import Job
from ptm_graph.workflow.upkeep import BUDGET

WORKFLOW = Path(".github/workflows/ptm-graph.yml")
"""Where GitHub finds it, from the top of a repository."""
_MARK = "# Written by “ptm-graph schedule --github-actions”"

CHECKOUT = "actions/checkout@v5.0.0"
PYTHON = "actions/setup-python@v6.0.0"
UPLOAD = "actions/upload-pages-artifact@v4.0.0"
DEPLOY = "actions/deploy-pages@v4.0.5"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a workflow does beyond refreshing."""

    package: str = "ptm-graph"
    """What ``pip install`` gets: a name and version of the index, a wheel, an address of git."""
    pages: bool = False
    url: str | None = None
    """Where the site will be; None: where GitHub Pages puts it."""
    propose: float | None = None
    """Least chance of papers that are proposed in a pull request; None: none is made."""
    budget: int = BUDGET
    """Requests of one run."""


def github_workflow(job: Job, seeds: Sequence[str], wishes: Wishes | None = None) -> str:
    """A workflow that refreshes a library of which the repository keeps the facts.

    Parameters
    ----------
    job : Job
        Only ``every``, ``at`` (in UTC) and ``options`` count: paths are the repository's.
    seeds : sequence of str
        Reading lists, relative to the repository.
    wishes : Wishes, optional
        What else it does.

    Raises
    ------
    InputError
        If no list is named, one is no file of a repository, or a name holds what GitHub or a
        program would take for an order.
    """
    wishes = wishes or Wishes()
    _check(job, seeds, wishes)
    proposing = wishes.propose is not None
    options = [f"--budget={wishes.budget}", *job.options]
    options += ["--propose", f"--chance={wishes.propose:g}"] if proposing else []
    values = {
        "<times>": cron_times(job),
        "<rights>": "\n      pull-requests: write" if proposing else "",
        "<package>": json.dumps(wishes.package, ensure_ascii=False),
        "<options>": shlex.join(options),
        "<lists>": shlex.join(seeds),
        "<url>": json.dumps(wishes.url or "", ensure_ascii=False),
    }
    text = _HEAD + (_PROPOSE if proposing else "") + (_PAGES if wishes.pages else "")
    return re.sub("|".join(values), lambda found: values[found[0]], text)  # each once


def write_workflow(text: str, repository: Path = Path()) -> Path:
    """Write a workflow where GitHub finds it; one that somebody else wrote is left alone.

    Raises
    ------
    InputError
        If there is another one of the name.
    """
    path = repository / WORKFLOW
    path.parent.mkdir(parents=True, exist_ok=True)
    with editing(path, "schedule"):
        if path.exists() and not path.read_bytes().startswith(_MARK.encode()):
            raise InputError(f"{path}: is not written by “ptm-graph schedule”; move it away first")
        write_text(path, text, "schedule")
    return path


def _check(job: Job, seeds: Sequence[str], wishes: Wishes) -> None:
    if not seeds:
        raise InputError("name the reading list in the repository that the workflow keeps up")
    for one in seeds:
        place = PurePosixPath(one)
        if place.is_absolute() or ".." in place.parts or re.match(r"~|-$|[A-Za-z][\w+.-]*:", one):
            raise InputError(f"{one}: is no file of the repository, by its path in there")
    for one in (*seeds, *job.options, wishes.package, wishes.url or ""):
        # “${{” is filled in by GitHub wherever it stands, before any shell sees it
        if "${{" in one or not one.isprintable():
            raise InputError(f"“{one}”: cannot stand in a workflow")
    if wishes.package.startswith("-") or not wishes.package.strip():
        raise InputError(f"“{wishes.package}”: is no package")


_HEAD = f"""\
{_MARK}; write it again rather than change it.
name: ptm-graph

on:
  schedule:
    - cron: "<times>"  # UTC
  workflow_dispatch:

permissions: {{}}

concurrency:
  group: ptm-graph  # one at a time
  cancel-in-progress: false

jobs:
  upkeep:
    runs-on: ubuntu-latest
    timeout-minutes: 90
    permissions:
      contents: write<rights>
    steps:
      - uses: {CHECKOUT}
      - uses: {PYTHON}
        with:
          python-version: "3.12"
      - name: Install ptm-graph
        env:
          PACKAGE: <package>
        run: python -m pip install "$PACKAGE"
      - name: Refresh (3 means that some papers failed; they are asked for again next time)
        env:
          S2_API_KEY: ${{{{ secrets.S2_API_KEY }}}}  # may be missing
        run: >-
          ptm-graph upkeep --folder ptm-graph --out "$RUNNER_TEMP/upkeep"
          --library "$RUNNER_TEMP/library.db" --name "$GITHUB_REPOSITORY"
          <options> -- <lists> || [ $? -eq 3 ]
      - name: Keep the facts and what is new under version control
        run: |
          git config user.name "github-actions[bot]"
          git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
          git add -- ptm-graph
          git diff --cached --quiet || git commit --quiet --file "$RUNNER_TEMP/upkeep/message.txt"
          git pull --quiet --rebase --autostash origin "$GITHUB_REF_NAME"
          git push --quiet origin "HEAD:refs/heads/$GITHUB_REF_NAME"
"""

_PROPOSE = """\
      - name: Propose what the list may lack, once, and one proposal at a time
        env:
          GH_TOKEN: ${{ github.token }}
        run: |
          out="$RUNNER_TEMP/upkeep"
          [ -s "$out/proposal.diff" ] || exit 0
          branch="$(cat "$out/branch.txt")"
          before="$(gh pr list --state all --head "$branch" --json number --jq length)"
          waiting="$(gh pr list --state open --limit 1000 --json headRefName \\
            --jq '[.[].headRefName | select(startswith("ptm-graph/propose-"))] | length')"
          if [ "$before" -gt 0 ] || [ "$waiting" -gt 0 ]; then
            echo "this was proposed before, or another proposal is open"
            exit 0
          fi
          git switch --quiet --create "$branch"
          git apply --index "$out/proposal.diff"
          git commit --quiet --message "Add papers that the list may lack"
          git push --quiet --force origin "HEAD:refs/heads/$branch"
          git switch --quiet -
          gh pr create --head "$branch" --base "$GITHUB_REF_NAME" \\
            --title "Papers that the list may lack" --body-file "$out/proposal.md"
"""

_PAGES = f"""\
      - name: Make the site
        env:
          SITE_URL: <url>
        run: |
          case "$GITHUB_REPOSITORY" in
            *.github.io) path="" ;;
            *) path="${{GITHUB_REPOSITORY#*/}}/" ;;
          esac
          url="${{SITE_URL:-https://$GITHUB_REPOSITORY_OWNER.github.io/$path}}"
          ptm-graph site "$RUNNER_TEMP/site" --url "$url" --library "$RUNNER_TEMP/library.db"
      - uses: {UPLOAD}
        with:
          path: ${{{{ runner.temp }}}}/site

  pages:
    needs: upkeep
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - id: deployment
        uses: {DEPLOY}
"""
