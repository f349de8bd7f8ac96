"""Files, folders and standard input are read in one way, whoever asks."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from fake_services import FakeServices
from running import Run

from ptm_graph import bundled
from ptm_graph.errors import ReadingListError
from ptm_graph.library import Library
from ptm_graph.workflow.reading import lists_for, lists_named, read_lists

BERT = "- [BERT](https://arxiv.org/abs/1810.04805)\n"
ROBERTA = "@misc{r, title={RoBERTa}, eprint={1907.11692}, archiveprefix={arXiv}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "a.md").write_text(BERT, encoding="utf-8")
    (folder / "b.bib").write_text(ROBERTA, encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    return folder


def on_standard_input(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))


def listed(path: Path) -> list[str | None]:
    with Library.open(path) as library:
        return [entry.identifiers.get("arxiv") for entry, _ in library.seed_entries()]


def test_a_folder_is_built_as_it_is_read(folder: Path, run: Run, tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    assert "2 entries" in run("seeds", "read", folder).err
    outcome = run("build", folder, "--library", library)
    assert outcome.status == 0
    assert "photo.png: not a known kind of reading list" in outcome.err
    assert listed(library) == ["1810.04805", "1907.11692"]


def test_a_refresh_reads_the_folder_again(
    folder: Path, run: Run, services: FakeServices, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    run("build", folder, "--library", library)
    (folder / "b.bib").unlink()
    run("refresh", "--library", library)
    assert listed(library) == ["1810.04805"]


def test_standard_input_is_built_and_a_refresh_keeps_what_it_said(
    run: Run, services: FakeServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library.db"
    on_standard_input(monkeypatch, BERT)
    assert run("build", "-", "--library", library).status == 0
    assert listed(library) == ["1810.04805"]
    run("refresh", "--library", library)
    assert listed(library) == ["1810.04805"]


def test_a_format_that_is_named_counts_for_every_file_and_for_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.txt"
    path.write_text(ROBERTA, encoding="utf-8")
    on_standard_input(monkeypatch, ROBERTA)
    found = read_lists([path, "-"], "bibtex").entries
    assert [entry.identifiers for entry in found] == [{"arxiv": "1907.11692"}] * 2


def test_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ReadingListError, match=r"nowhere\.yaml: there is no such file"):
        read_lists([tmp_path / "nowhere.yaml"])


def test_lists_are_remembered_by_their_full_paths(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert lists_named(["a.md"]).paths == (folder / "a.md",)
    on_standard_input(monkeypatch, BERT)
    assert lists_named(["a.md", "-"]).paths == ()


def test_an_empty_library_gets_the_bundled_list_and_one_without_a_list_gets_none(
    small_library_path: Path, folder: Path
) -> None:
    with Library.in_memory() as empty:
        assert lists_for(empty).paths == (bundled.seed_list(),)
    with Library.open(small_library_path) as library:
        kept = lists_for(library)
        assert kept.paths == ()
        assert kept.entries == tuple(entry for entry, _ in library.seed_entries())
        assert kept.entries
        assert lists_for(library, [folder / "a.md"]).paths == (folder / "a.md",)
