"""One refresh at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ptm_graph.errors import LibraryBusyError, LibraryError
from ptm_graph.library.lock import refresh_lock

HOLD = """
import sys
from pathlib import Path
from ptm_graph.library.lock import refresh_lock
with refresh_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def held_elsewhere(library: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def refuses(library: Path, reason: str) -> None:
    with pytest.raises(LibraryError, match=reason), refresh_lock(library):
        pass


def test_the_second_is_told_who_holds_it_and_since_when(tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    process = held_elsewhere(library)
    try:
        with pytest.raises(LibraryBusyError) as caught, refresh_lock(library):
            pass
        assert f"process {process.pid} on " in str(caught.value)
        assert "has been refreshing it since 20" in str(caught.value)
        assert caught.value.exit_status == 75
    finally:
        process.kill()
        process.wait()


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    process = held_elsewhere(library)
    process.kill()
    process.wait()
    with refresh_lock(library):
        refuses(library, f"process {os.getpid()} ")


@pytest.mark.parametrize("name", ["link.db", "folder/library.db", "other name.db"])
def test_the_lock_is_that_of_the_file_whatever_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    library, other = tmp_path / "library.db", tmp_path / name
    library.touch()
    if name == "link.db":
        other.symlink_to(library)
    elif name == "other name.db":
        other.hardlink_to(library)
    else:
        other.parent.symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    for first, second in ((library, Path(name)), (other, Path("library.db"))):
        with refresh_lock(first):
            refuses(second, f"process {os.getpid()} on ")
        with refresh_lock(second):
            pass


@pytest.mark.parametrize("note", ["", "{", "[]", '{"since": 3}', '{"process": "x"}'])
def test_a_damaged_note_costs_only_the_details(tmp_path: Path, note: str) -> None:
    library = tmp_path / "library.db"
    with refresh_lock(library):
        (tmp_path / "library.db.refresh-lock.json").write_text(note)
        refuses(library, "another process is refreshing it")


def test_nothing_of_it_is_left_but_the_empty_lock(tmp_path: Path) -> None:
    with refresh_lock(tmp_path / "library.db"):
        pass
    assert [path.stat().st_size for path in tmp_path.iterdir()] in ([], [0])


def test_a_place_where_no_lock_can_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refuses(tmp_path / "file" / "library.db", "cannot be locked")


def test_a_library_in_memory_needs_no_lock() -> None:
    with refresh_lock(None), refresh_lock(None):
        pass
