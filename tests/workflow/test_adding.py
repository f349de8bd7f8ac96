"""Entries are in the file and in the library, or in neither; what is said already is left out."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from making_pdfs import lines, pdf
from running import Run

from ptm_graph.errors import LibraryBusyError
from ptm_graph.library import Library, schema
from ptm_graph.words.model import Resource, SeedEntry
from ptm_graph.workflow import adding
from ptm_graph.workflow.building import build_library
from ptm_graph.workflow.reading import read_lists

XLNET = SeedEntry(title="XLNet", identifiers={"arxiv": "1906.08237"})
NEW = SeedEntry(title="Mixtral of Experts", identifiers={"arxiv": "2401.04088"})


LIST = """papers:
  - {title: BERT, identifiers: {arxiv: "1810.04805"}}
  - {title: XLNet, identifiers: {arxiv: "1906.08237"}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("listed")
    (folder / "list.yaml").write_text(LIST, encoding="utf-8")
    build_library(folder / "library.db", [folder / "list.yaml"])
    return folder / "library.db"


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path))


def entries_of(path: Path) -> int:
    with Library.open(path) as library:
        return len(library.seed_entries())


def test_what_the_list_says_already_is_not_added_again(path: Path) -> None:
    before = entries_of(path)
    done = adding.add_entries(path, [XLNET, NEW])
    assert (done.added, done.known) == (1, 1)
    assert entries_of(path) == before + 1
    assert "1906.08237" not in done.file.read_text(encoding="utf-8")


def test_a_new_name_or_link_of_a_known_paper_is_no_repetition() -> None:
    link = Resource("code", "https://example.org/xlnet")
    more = SeedEntry(title="XLNet", identifiers=XLNET.identifiers, resources=(link,))
    named = SeedEntry(aliases=("The big one",), identifiers=XLNET.identifiers)
    assert adding.unsaid([XLNET], [more]) == [more]
    assert adding.unsaid([XLNET], [named]) == [named]
    assert adding.unsaid([XLNET], [XLNET]) == []


def test_where_the_library_cannot_be_written_the_file_is_as_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_MILLISECONDS", 50)
    other = sqlite3.connect(path, isolation_level=None)
    own = path.with_name(adding.FILE)
    for before in (None, "papers:\n  - title: A paper that stays\n"):
        if before is not None:
            own.write_text(before, encoding="utf-8")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryBusyError):
            adding.add_entries(path, [NEW])
        other.execute("ROLLBACK")
        assert (own.read_text(encoding="utf-8") if own.exists() else None) == before
    other.close()


def test_where_there_is_no_list_to_read_again_what_the_library_says_is_kept(
    small_library_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(small_library_path.read_bytes())
    before = entries_of(path)
    done = adding.add_entries(path, [NEW])
    assert (done.added, done.known) == (1, 0)
    assert entries_of(path) == before + 1
    with Library.open(path) as library:
        assert library.reading_lists() == [done.file]
        assert library.find("RoBERTa").seed


def test_adding_twice_adds_once(path: Path) -> None:
    adding.add_entries(path, [NEW])
    before = entries_of(path)
    again = adding.add_entries(path, [NEW])
    assert (again.added, again.known) == (0, 1)
    assert entries_of(path) == before


def test_files_are_named_as_one_finds_them_from_the_list(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Papers").mkdir()
    pdf(tmp_path / "Papers/owls.pdf", "Owls of the Wood", lines((20, 700, "Owls of the Wood")))
    monkeypatch.chdir(tmp_path)
    assert run("seeds", "add", "Papers", "-o", "seeds/mine.yaml", "--yes").status == 0
    (entry,) = read_lists(["seeds/mine.yaml"]).entries
    assert [(one.kind, one.url) for one in entry.resources] == [("file", "../Papers/owls.pdf")]
    again = run("seeds", "add", "Papers", "-o", "seeds/mine.yaml", "--yes")
    assert "already has all 1 papers" in again.out
