"""Running the command line inside the test, and looking at what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import OURS, Outcome, Run

from ptm_graph.cli import main
from ptm_graph.words.model import Relation


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Call the command line; the default library is a file of this test only."""
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(tmp_path / "own.db"))
    monkeypatch.setenv("COLUMNS", "120")

    def call(*arguments: str | Path) -> Outcome:
        status = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        if not {"--json", "--debug"} & set(map(str, arguments)):
            assert not OURS.search(captured.out + captured.err), "data of ours as Python writes it"
        return Outcome(status, captured.out, captured.err)

    return call


@pytest.fixture
def all_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is inferred is a proposal."""
    monkeypatch.setattr(Relation, "proposal", property(lambda one: one.decision is None))


@pytest.fixture
def none_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is inferred is stated."""
    monkeypatch.setattr(Relation, "proposal", False)
