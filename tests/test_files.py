"""A file is whole or it is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ptm_graph import files
from ptm_graph.errors import (
    DecisionsError,
    ExportError,
    PtmGraphError,
    ReadingListError,
    SourceError,
    WriteError,
)


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
    with pytest.raises(WriteError, match="No space left on device"):
        files.write_text(out, "new")
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="does not exist"):
        files.write_text(tmp_path / "nowhere" / "out.txt", "")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="is a folder"):
        files.write_text(tmp_path, "")


def test_a_new_file_has_the_permissions_the_user_expects(tmp_path: Path) -> None:
    files.write_text(tmp_path / "ours", "")
    (tmp_path / "plain").touch()
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("file", WriteError),
        ("snapshot", WriteError),
        ("export", ExportError),
        ("reading list", ReadingListError),
        ("decisions", DecisionsError),
        ("pace", SourceError),
    ],
)
def test_the_error_says_what_could_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: files.What, error: type[PtmGraphError]
) -> None:
    with pytest.raises(PtmGraphError, match="is a folder") as caught:
        files.write_text(tmp_path, "", what)
    assert type(caught.value) is error

    def refused(self: Path, target: Path) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(error, match=f"out.txt: the {what} cannot be written: Permission denied"):
        files.write_text(tmp_path / "out.txt", "", what)


def test_a_lock_is_held_once_whoever_asks(tmp_path: Path) -> None:
    first, second = files.lock(tmp_path / "a.lock"), files.lock(tmp_path / "a.lock")
    with first, pytest.raises(TimeoutError):
        second.acquire(timeout=0)
    with second:
        assert second.is_locked


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there" / "file")
    files.write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "file").read_text(encoding="utf-8") == "new"


def test_who_edits_a_file_may_begin_again_and_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    with files.editing(path), files.editing(path):
        assert [one.name for one in path.parent.iterdir()] == [".file.lock"]
    assert not list(path.parent.iterdir())


def test_who_waits_too_long_for_a_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST_EDIT", 0)
    held, editing = files.lock(tmp_path / ".a.lock"), files.editing(tmp_path / "a", "decisions")
    with held, pytest.raises(DecisionsError, match="another program is changing it"), editing:
        pass
