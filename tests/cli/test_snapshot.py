"""``ptm-graph snapshot``: facts out, facts back in."""

from __future__ import annotations

from pathlib import Path

from running import Run


def test_a_snapshot_of_a_built_library_builds_the_same_library(
    run: Run, tmp_path: Path, bundled_library_path: Path
) -> None:
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    assert run("snapshot", one, "--library", bundled_library_path).status == 0
    assert run("build", "--snapshot", one).status == 0
    run("snapshot", other)
    assert one.read_bytes() == other.read_bytes()


def test_a_damaged_snapshot_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{", encoding="utf-8")
    outcome = run("build", "--snapshot", tmp_path / "bad.jsonl")
    assert outcome.status == 1
    assert "bad.jsonl:1: damaged snapshot" in outcome.err
