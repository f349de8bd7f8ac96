"""A file is whole or it is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ptm_graph import files
from ptm_graph.errors import ExportError


def test_text_is_written_as_utf8(tmp_path: Path) -> None:
    files.write_text(tmp_path / "out.txt", "预训练\n")
    assert (tmp_path / "out.txt").read_bytes() == "预训练\n".encode()


def test_a_failed_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.txt"
    out.write_text("old", encoding="utf-8")

    def full_disk(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(ExportError, match="No space left on device"):
        files.write_text(out, "new")
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        files.write_text(tmp_path / "nowhere" / "out.txt", "")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        files.write_text(tmp_path, "")


def test_a_new_file_has_the_permissions_the_user_expects(tmp_path: Path) -> None:
    files.write_text(tmp_path / "ours", "")
    (tmp_path / "plain").touch()
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode
