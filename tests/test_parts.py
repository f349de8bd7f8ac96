"""What a killed process left beside a file goes when the file is written again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ptm_graph.files import part_prefix, sweep, write_text

KILLED_WHILE_WRITING = """
import os, sys
from pathlib import Path
from ptm_graph.files import new_file
with new_file(Path(sys.argv[1])) as stream:
    stream.write(b"half")
    os._exit(9)
"""


def parts(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".part" in path.name)


@pytest.mark.skipif(os.name == "nt", reason="Windows is not asked which processes run")
def test_the_part_of_a_killed_process_is_removed_by_the_next_one(tmp_path: Path) -> None:
    place = tmp_path / "a [1].txt"
    killed = subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, place], check=False)
    assert killed.returncode == 9
    assert len(parts(tmp_path)) == 1

    write_text(place, "whole")

    assert parts(tmp_path) == []
    assert place.read_text() == "whole"


def test_parts_of_running_processes_and_files_of_others_stay(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    own = tmp_path / f"{part_prefix(place)}x.part"
    others = [tmp_path / name for name in (".a.txt.old.part", ".b.txt.1-x.part", ".a.txt.part")]
    for one in (own, *others):
        one.touch()

    sweep(place)

    assert all(one.exists() for one in (own, *others))
