"""Faces to ask the same of: the command line in this process, and services that answer it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_services import FakeServices, serving
from running import Outcome, Run

from ptm_graph.cli import main


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command line."""
    monkeypatch.delenv("PTM_GRAPH_DECISIONS", raising=False)

    def call(*arguments: str | Path) -> Outcome:
        status = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Outcome(status, captured.out, captured.err)

    return call


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    """Both services over a synthetic world; settings lead to them."""
    with serving() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def own_crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for ``crontab`` that keeps the table in a file of this test."""
    table, program = tmp_path / "table", tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = -l ]; then [ -e "{table}" ] && exec cat "{table}"; '
        'echo "no crontab for you" >&2; exit 1; fi\n'
        f'[ -e "{tmp_path}/refuse" ] && {{ echo "bad minute" >&2; exit 1; }}\n'
        f'exec cat > "{table}"\n'
    )
    program.chmod(0o755)
    program.with_name("systemctl").symlink_to("/bin/true")  # no test touches the user's timers
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return table
