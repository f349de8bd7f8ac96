"""A site is replaced whole, and what others put into its folder stays."""

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
