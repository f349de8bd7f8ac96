"""A site is replaced whole, and what others put into its folder stays."""

import subprocess
import sys
from pathlib import Path

import pytest

from ptm_graph.errors import ExportError
from ptm_graph.site.folder import MARK, check, write


def names(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_pages_that_are_gone_go_and_files_of_others_stay(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write(out, [("index.html", b"old"), ("en/gone.html", b"old")])
    (out / "CNAME").write_text("lineage.example.org")
    (out / ".git/objects").mkdir(parents=True)
    (out / ".git/HEAD").write_text("ref: refs/heads/pages")
    (out / "here").symlink_to("index.html")
    write(out, [("index.html", b"new")])
    assert (out / "index.html").read_bytes() == b"new"
    assert names(out) == {"index.html", "CNAME", ".git/HEAD", "here", MARK}
    assert (out / ".git/objects").is_dir()
    assert (out / "here").is_symlink()
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_is_no_site_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(ExportError, match="no site of ptm-graph"):
        write(tmp_path, [("index.html", b"")])
    assert names(tmp_path) == {"thesis.tex"}
    with pytest.raises(ExportError, match="is a file"):
        check(tmp_path / "thesis.tex")


def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write(out, [("index.html", b"1")])
    (out / "llms.txt").write_text("mine")
    with pytest.raises(ExportError, match="yours"):
        write(out, [("index.html", b"2"), ("llms.txt", b"ours")])
    assert (out / "index.html").read_bytes() == b"1"
    assert (out / "llms.txt").read_text() == "mine"


def test_an_error_halfway_leaves_the_old_site(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write(out, [("index.html", b"old")])

    def breaks() -> object:
        yield "index.html", b"new"
        raise KeyError("halfway")

    with pytest.raises(KeyError):
        write(out, breaks())  # type: ignore[arg-type]
    assert (out / "index.html").read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_what_others_put_there_stays_where_the_new_site_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    write(out, [("index.html", b"old")])
    (out / "CNAME").write_text("lineage.example.org")
    replace = Path.replace

    def fails(self: Path, target: Path) -> Path:
        if self.name.endswith("new.part"):
            raise PermissionError(13, "somebody looks at it")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(ExportError):
        write(out, [("index.html", b"new")])
    assert names(out) == {"index.html", "CNAME", MARK}
    assert (out / "index.html").read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


_KILLED = """
import os, sys
from pathlib import Path
from ptm_graph.site.folder import write

replace = Path.replace
def dies(self, target):
    if self.name.endswith("new.part"):
        os._exit(9)
    return replace(self, target)
Path.replace = dies
write(Path(sys.argv[1]), [("index.html", b"new")])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nobody knows there whether a writer lives")
def test_what_others_put_there_outlives_a_writer_that_is_killed(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write(out, [("index.html", b"old")])
    (out / "CNAME").write_text("lineage.example.org")
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(out)], check=False)
    assert killed.returncode == 9
    assert not out.exists()
    write(out, [("index.html", b"newer")])
    assert names(out) == {"index.html", "CNAME", MARK}
    assert (out / "index.html").read_bytes() == b"newer"
    assert [one.name for one in tmp_path.iterdir()] == ["site"]
