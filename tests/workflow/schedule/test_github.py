"""The workflow for GitHub: what it may do, what it refuses, and its steps, run here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from actions_runner import Forge
from fake_services import FakeServices, serving
from ruamel.yaml import YAML
from synthetic_world import reading_list, sha_of
from systems import posix_only

from ptm_graph import bundled
from ptm_graph.errors import InputError
from ptm_graph.workflow.reading import read_lists
from ptm_graph.workflow.schedule import Job, Wishes, github_workflow, write_workflow

pytestmark = posix_only  # shells; GitHub runs the steps on Linux

WHOLE = Wishes(pages=True, propose=0.8)


def written(seeds: list[str], wishes: Wishes = WHOLE, **job: Any) -> Any:
    """The workflow as GitHub reads it."""
    text = github_workflow(Job(Path("library.db"), every="week", **job), seeds, wishes)
    return YAML(typ="safe").load(text)


def runs(workflow: Any) -> list[dict[str, Any]]:
    return [one for job in workflow["jobs"].values() for one in job["steps"] if "run" in one]


def test_it_runs_weekly_one_at_a_time_and_needs_no_secret() -> None:
    workflow = written(["list.md"], at="04:05", options=("--citations=5",))
    assert workflow["on"] == {"schedule": [{"cron": "5 4 * * 1"}], "workflow_dispatch": None}
    assert workflow["concurrency"] == {"group": "ptm-graph", "cancel-in-progress": False}
    (refresh,) = [one["run"] for one in runs(workflow) if "upkeep --folder" in one["run"]]
    assert "--citations=5" in refresh
    assert "--budget=1000" in refresh


def test_each_job_may_do_only_what_it_does() -> None:
    assert written(["list.md"])["permissions"] == {}
    held = {name: job["permissions"] for name, job in written(["list.md"])["jobs"].items()}
    assert held == {
        "upkeep": {"contents": "write", "pull-requests": "write"},
        "pages": {"pages": "write", "id-token": "write"},
    }
    alone = written(["list.md"], Wishes())
    assert {name: job["permissions"] for name, job in alone["jobs"].items()} == {
        "upkeep": {"contents": "write"}
    }
    assert not any("gh pr" in one["run"] or " site " in one["run"] for one in runs(alone))


def test_nothing_is_filled_into_a_shell_and_actions_have_full_versions() -> None:
    workflow = written(["my list.md", "a'b.md"], Wishes(package="x @ git+https://e.org/x@v1"))
    assert not [one for one in runs(workflow) if "${{" in one["run"]]
    uses = [one["uses"] for one in written(["list.md"])["jobs"]["upkeep"]["steps"] if "uses" in one]
    assert len(uses) == 3
    assert all(one.partition("@")[2].count(".") == 2 for one in uses)
    (install,) = [one for one in runs(workflow) if "pip" in one["run"]]
    assert install["env"] == {"PACKAGE": "x @ git+https://e.org/x@v1"}


@pytest.mark.parametrize(
    ("seeds", "wishes"),
    [
        ([], Wishes()),
        (["/etc/list.md"], Wishes()),
        (["../list.md"], Wishes()),
        (["zotero:mine"], Wishes()),
        (["-"], Wishes()),
        (["${{ github.event.issue.title }}.md"], Wishes()),
        (["a\nb.md"], Wishes()),
        (["list.md"], Wishes(package="--index-url=https://evil.example x")),
        (["list.md"], Wishes(package="${{ secrets.X }}")),
        (["list.md"], Wishes(package=" ")),
        (["list.md"], Wishes(url="https://e.org/\n")),
    ],
)
def test_what_would_be_an_order_is_refused(seeds: list[str], wishes: Wishes) -> None:
    with pytest.raises(InputError):
        written(seeds, wishes)


def test_names_that_look_like_ours_stay_names() -> None:
    workflow = written(["<options>.md", "--propose.md"], Wishes(package="<lists>"))
    (refresh,) = [one["run"] for one in runs(workflow) if "upkeep --folder" in one["run"]]
    assert "-- '<options>.md' --propose.md || [ $? -eq 3 ]" in refresh


@pytest.mark.parametrize("wishes", [Wishes(), WHOLE])
def test_it_keeps_the_schema_of_github(tmp_path: Path, wishes: Wishes) -> None:
    path = write_workflow(github_workflow(Job(Path("l.db")), ["list.md"], wishes), tmp_path)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    command += ["vendor.github-workflows", str(path)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    path.write_text("on: never\njobs: {}\n", encoding="utf-8")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_a_workflow_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    text = github_workflow(Job(Path("l.db")), ["list.md"])
    path = write_workflow(text, tmp_path)
    assert write_workflow(text.replace("list.md", "other.md"), tmp_path) == path
    path.write_text("name: mine\n", encoding="utf-8")
    with pytest.raises(InputError, match="move it away"):
        write_workflow(text, tmp_path)
    assert path.read_text("utf-8") == "name: mine\n"


def test_its_steps_have_no_fault_that_shellcheck_knows() -> None:
    shellcheck = shutil.which("shellcheck", path=str(Path(sys.executable).parent))
    if shellcheck is None and (shellcheck := shutil.which("shellcheck")) is None:
        pytest.skip("shellcheck is not installed")
    for one in runs(written(["my list.md"])):
        told = subprocess.run(
            [shellcheck, "--shell=bash", "-"],
            check=False,
            input=one["run"],
            text=True,
            capture_output=True,
        )
        assert told.stdout == ""


# --- its steps, run here ------------------------------------------------------------------------


@pytest.fixture
def services() -> Iterator[FakeServices]:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    with serving() as running:
        yield running


@pytest.mark.slow
def test_a_run_commits_the_facts_and_the_next_one_goes_on_from_them(
    tmp_path: Path, services: FakeServices
) -> None:
    workflow = written(["my list.yaml"])
    alone = written(["my list.yaml"], Wishes(), options=("--max-age=0",))["jobs"]["upkeep"]
    forge = Forge(tmp_path, {"my list.yaml": reading_list()})
    first = forge.run("one", workflow["jobs"]["upkeep"], services.environment())
    assert (first / "installed").read_text("utf-8") == "ptm-graph\n"
    assert (first / "published" / "index.html").exists()
    assert "https://ada.github.io/trees/" in (first / "published" / "sitemap.xml").read_text(
        "utf-8"
    )
    assert not (first / "gh").exists()
    kept = set(forge.git("ls-tree", "--name-only", "main", "ptm-graph/").split())
    assert kept == {
        f"ptm-graph/{one}"
        for one in ("CHANGES.md", "changes.atom", "memory.jsonl", "snapshot.jsonl")
    }
    services.world.papers[sha_of("seed-2")]["venue"] = "A Better Place"
    forge.run("two", alone, services.environment())
    assert "A Better Place" in forge.git("show", "main:ptm-graph/CHANGES.md")
    assert forge.git("log", "--format=%s", "main").splitlines()[-1] == "Begin"
    assert len(forge.git("log", "--format=%s", "main").splitlines()) == 3
    assert forge.git("branch", "--format=%(refname:short)").split() == ["main"]
    diff = forge.git("diff", "--stat", "main~1", "main", "--", "ptm-graph/snapshot.jsonl")
    assert "1 file changed, 1 insertion(+), 1 deletion(-)" in diff


@pytest.mark.slow
def test_a_proposal_is_a_pull_request_made_once_with_lines_that_are_only_added(
    tmp_path: Path, services: FakeServices
) -> None:
    lines = [
        f"- [{one.title}](https://arxiv.org/abs/{one.identifiers['arxiv']})"
        for one in read_lists([bundled.seed_list()]).entries
        if one.title and "arxiv" in one.identifiers
    ]
    files = {
        "README.md": "\n".join(["# Models", "", "## Papers", "", *lines, ""]),
        "ptm-graph/snapshot.jsonl": bundled.snapshot().read_text("utf-8"),
    }
    forge = Forge(tmp_path, files)
    job = written(["README.md"], Wishes(propose=0.5, budget=1))["jobs"]["upkeep"]
    temp = forge.run("one", job, services.environment())
    (branch,) = [
        one for one in forge.git("branch", "--format=%(refname:short)").split() if "/" in one
    ]
    changed = forge.git("diff", "main", branch).splitlines()
    assert [one for one in changed if one.startswith("diff")] == [
        "diff --git a/README.md b/README.md"
    ]
    assert not [one for one in changed if one.startswith("-") and not one.startswith("---")]
    added = [one for one in changed if one.startswith("+- [")]
    assert len(added) == 10
    text = (temp / "upkeep" / "proposal.md").read_text("utf-8")
    assert text.count("\n### ") == text.count("\n- place: README.md:") == len(added)
    assert text.count("\n- reason: ") == text.count("\n- chance ") == len(added)
    asked = (temp / "gh").read_text("utf-8")
    assert asked.count("create") == 1
    assert forge.git("show", "main:README.md") == files["README.md"]
    job["steps"] = [one for one in job["steps"] if "gh pr" in one.get("run", "")]
    for told in ("before", "waiting"):
        shutil.copytree(temp / "upkeep", tmp_path / f"{told}-temp" / "upkeep")
        (tmp_path / f"{told}-temp" / told).write_text("1\n", encoding="utf-8")
        again = forge.run(told, job, services.environment())
        assert "create" not in (again / "gh").read_text("utf-8")
