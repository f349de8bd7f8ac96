"""The command that answers agents."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptm_graph import bundled
from ptm_graph.cli import main


def test_the_skill_is_printed_without_a_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mcp", "--skill"]) == 0
    assert capsys.readouterr().out == bundled.skill().read_text("utf-8")


def test_a_missing_library_is_said_before_anybody_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mcp", "--library", str(tmp_path / "none.db")]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "ptm-graph build" in printed.err
