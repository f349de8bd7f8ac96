"""A small stand-in for GitHub's runner: the ``run`` steps of a job, in a clone, as it runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FILLED = re.compile(r"\$\{\{ *([\w.]+) *\}\}")

_PYTHON = """#!/bin/sh
if [ "$1 $2 $3" = "-m pip install" ]; then shift 3; echo "$*" >>"$RUNNER_TEMP/installed"; exit; fi
exec {python} "$@"
"""
_OURS = """#!/bin/sh
exec {python} -m ptm_graph "$@"
"""
_GH = """#!/bin/sh
for word; do printf '%s\\n' "$word" >>"$RUNNER_TEMP/gh"; done
case "$2 $4" in
  "list all") cat "$RUNNER_TEMP/before" 2>/dev/null || echo 0 ;;
  "list open") cat "$RUNNER_TEMP/waiting" 2>/dev/null || echo 0 ;;
esac
"""


class Forge:
    """A bare repository that others clone, and runs of a workflow in fresh clones of it."""

    def __init__(self, place: Path, files: Mapping[str, str]):
        self.place, self.bare = place, place / "forge.git"
        _git(place, "init", "--quiet", "--bare", "--initial-branch=main", str(self.bare))
        first = self.clone("first")
        for name, text in files.items():
            (first / name).parent.mkdir(parents=True, exist_ok=True)
            (first / name).write_text(text, encoding="utf-8")
        _git(first, "add", ".")
        _git(first, "commit", "--quiet", "--message", "Begin")
        _git(first, "push", "--quiet", "origin", "HEAD:main")

    def clone(self, name: str) -> Path:
        """A new clone."""
        _git(self.place, "clone", "--quiet", self.bare.as_uri(), name)
        _git(self.place / name, "switch", "--quiet", "--force-create", "main")
        return self.place / name

    def git(self, *words: str) -> str:
        """What git says of the bare repository."""
        return _git(self.bare, *words)

    def run(self, name: str, job: Mapping[str, Any], environment: Mapping[str, str]) -> Path:
        """Run the steps of a job in a new clone; its ``RUNNER_TEMP``."""
        temp = self.place / f"{name}-temp"
        tools = temp / "bin"
        tools.mkdir(parents=True, exist_ok=True)
        for tool, text in (("python", _PYTHON), ("ptm-graph", _OURS), ("gh", _GH)):
            (tools / tool).write_text(text.format(python=sys.executable), encoding="utf-8")
            (tools / tool).chmod(0o755)
        values = {"github.token": "a token", "secrets.S2_API_KEY": "", "runner.temp": str(temp)}
        base = {
            **{key: os.environ[key] for key in ("PYTHONPATH", "HOME") if key in os.environ},
            **environment,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "CI": "true",
            "RUNNER_TEMP": str(temp),
            "GITHUB_REPOSITORY": "ada/trees",
            "GITHUB_REPOSITORY_OWNER": "ada",
            "GITHUB_REF_NAME": "main",
        }
        clone = self.clone(name)
        for step in job["steps"]:
            own = {
                key: _FILLED.sub(lambda found: values[found[1]], value)
                for key, value in {**step.get("env", {}), **step.get("with", {})}.items()
            }
            if "upload-pages" in step.get("uses", ""):
                shutil.copytree(own["path"], temp / "published")
            if "run" in step:
                done = subprocess.run(
                    ["bash", "-e", "-c", step["run"]],
                    cwd=clone,
                    env=base | own,
                    check=False,
                    capture_output=True,
                    text=True,
                )
                assert done.returncode == 0, f"{step['name']}: {done.stdout}{done.stderr}"
        return temp


def _git(place: Path, *words: str) -> str:
    named = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    command = ["git", *named, "-C", str(place), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
