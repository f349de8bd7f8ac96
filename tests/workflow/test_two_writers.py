"""What two people change at the same time is changed by both, whatever file it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from systems import posix_only
from two_writers import NAMES, Writer, change_at_once

from ptm_graph.dashboard.read_marks import mark, marks_path, read_marks
from ptm_graph.library import Library
from ptm_graph.workflow import decisions
from ptm_graph.workflow.adding import FILE
from ptm_graph.workflow.decisions import Decision


@pytest.fixture(scope="module")
def writers() -> Iterator[tuple[Writer, Writer]]:
    both = Writer(), Writer()
    yield both
    for one in both:
        one.close()


@pytest.mark.parametrize(
    ("how", "name"),
    [
        (("decide", "decide"), "decisions.yaml"),
        (("decide", "undecide"), "decisions.yaml"),
        (("mark", "mark"), marks_path(Path("library.db")).name),
        (("seeds", "seeds"), "mine.yaml"),
        (("page", "seeds"), FILE),
        (("seeds", "page"), FILE),
    ],
)
def test_both_changes_are_in_the_file(
    writers: tuple[Writer, Writer], tmp_path: Path, how: tuple[str, str], name: str
) -> None:
    path = tmp_path / name
    if "page" in how:
        Library.open(tmp_path / "library.db", writable=True).close()
    if "undecide" in how:
        decisions.record(path, Decision("Old", "Root", "accepted", "Ada", "2026-01-01"))
    assert change_at_once(*writers, how, path) == ["done", "done"]
    text = path.read_text(encoding="utf-8")
    if "undecide" in how:
        assert [one.child for one in decisions.read(path)] == [NAMES[0]]
    else:
        assert all(name in text for name in NAMES)
    assert not list(tmp_path.glob("*.lock")), "no lock is left beside the file"
    assert not list(tmp_path.glob(".*"))


def test_a_link_to_the_file_is_the_file(writers: tuple[Writer, Writer], tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    path, link = tmp_path / "shared" / "decisions.yaml", tmp_path / "mine.yaml"
    link.symlink_to(path)
    first, second = writers
    assert first.change("decide", link, NAMES[0]) == "writing"
    assert second.change("decide", path, NAMES[1]) == "waiting"
    assert first.go_on() == "done"
    assert second.said() == "writing"
    assert second.go_on() == "done"
    assert link.is_symlink()
    assert [one.child for one in decisions.read(path)] == list(NAMES)


def test_marks_of_others_stay(tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    mark(library, "a", read=True)
    mark(library, "b", read=True)
    mark(library, "a", read=False)
    assert read_marks(library) == {"b"}


@posix_only
def test_two_schedules_are_both_in_the_crontab(
    writers: tuple[Writer, Writer], own_crontab: Path, tmp_path: Path
) -> None:
    assert change_at_once(*writers, ("crontab", "crontab"), tmp_path / "any") == ["done", "done"]
    text = own_crontab.read_text()
    assert all(f"# ptm-graph refresh of {tmp_path / name}\n" in text for name in NAMES)
