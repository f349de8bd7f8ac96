"""Files for those who work on the project say what is so, and keep the schemas they follow."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ptm_graph._version import __version__

TOP = Path(__file__).parent.parent
FORMS = TOP / ".github" / "ISSUE_TEMPLATE"
CONFIG = FORMS / "config.yml"
SCHEMAS = {
    "vendor.github-workflows": sorted((TOP / ".github/workflows").glob("*.yml")),
    "vendor.github-issue-forms": sorted({*FORMS.glob("*.yml")} - {CONFIG}),
    "vendor.github-issue-config": [CONFIG],
    "vendor.dependabot": [TOP / ".github/dependabot.yml"],
    "vendor.citation-file-format": [TOP / "CITATION.cff"],
}


def loaded(name: str) -> Any:
    return YAML(typ="safe").load(TOP / name)


def project() -> dict[str, Any]:
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))


def checked(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    command += map(str, files)
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_keep_the_schema_of_who_reads_them(schema: str) -> None:
    assert SCHEMAS[schema]
    outcome = checked(schema, *SCHEMAS[schema])
    assert outcome.returncode == 0, outcome.stdout


def test_the_matrix_has_every_python_the_package_promises_on_three_systems() -> None:
    matrix = loaded(".github/workflows/tests.yml")["jobs"]["matrix"]["strategy"]["matrix"]
    classifiers = "\n".join(project()["project"]["classifiers"])
    assert matrix["python"] == re.findall(r"Python :: (3\.\d+)", classifiers)
    assert matrix["system"] == ["ubuntu-latest", "macos-latest", "windows-latest"]


def test_hooks_are_programs_that_come_with_the_development_tools() -> None:
    repositories = loaded(".pre-commit-config.yaml")["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = [hook for hook in repositories[0]["hooks"] if hook["language"] != "fail"]
    assert {hook["language"] for hook in hooks} == {"system"}
    for hook in hooks:
        program = hook["entry"].split()[0]
        assert list(Path(sys.executable).parent.glob(f"{program}*")), program


def test_the_citation_names_this_version() -> None:
    citation = loaded("CITATION.cff")
    assert citation["version"] == __version__
    assert citation["license"] == project()["project"]["license"]
    assert citation["abstract"] == project()["project"]["description"]
    changes = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "date-released" not in citation or f"\n## {__version__} – " in changes


def test_every_development_tool_has_its_version_pinned() -> None:
    lines = (TOP / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in lines)
    pinned = {canonical(line.partition("==")[0]) for line in lines}
    groups = project()["dependency-groups"]
    wanted = [one for group in groups.values() for one in group if isinstance(one, str)]
    wanted += project()["project"]["dependencies"]
    names = {canonical(re.split(r"[<>=\[]", one)[0]) for one in wanted}
    assert len(names) > 30 and names - pinned == set()


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
