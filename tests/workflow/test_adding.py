"""Entries are in the file and in the library, or in neither; what is said already is left out."""

import shutil
import sqlite3
from pathlib import Path
from unittest.mock import Mock

import pytest
from making_pdfs import lines, pdf
from running import Run

from ptm_graph import bundled
from ptm_graph.errors import InputError, LibraryBusyError
from ptm_graph.library import Library, schema
from ptm_graph.words.model import Resource, SeedEntry
from ptm_graph.workflow import adding
from ptm_graph.workflow.building import build_library, save_snapshot
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


# --- a candidate is taken, and what was done is taken back --------------------------------------

SHORT = """\
# mine
papers:
  - Fast R-CNN  # the short one
  - title: "Mask R-CNN"
    family: detection
"""
LONG = "A Region Method That Detects Objects in Images"
FAST = {"arxiv": "2512.98765"}


@pytest.fixture
def unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot that knows no paper, which is read fast."""
    empty = tmp_path / "empty.snapshot"
    with Library.in_memory() as library:
        save_snapshot(library, empty, "nobody")
    monkeypatch.setattr(bundled, "snapshot", lambda: empty)


def listed(folder: Path, name: str, text: str | bytes) -> Path:
    content = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(content)
    build_library(folder / "library.db", [folder / name])
    return folder / "library.db"


def entry_of(path: Path, title: str) -> SeedEntry:
    with Library.open(path) as library:
        return next(one for one, _ in library.seed_entries() if one.title == title)


@pytest.mark.usefixtures("unknown")
def test_a_candidate_is_written_into_its_entry_and_taken_back_to_the_byte(tmp_path: Path) -> None:
    path = listed(tmp_path, "cv.yaml", SHORT)
    told = {**FAST, "mag": "1", "s2": "a" * 40}
    done = adding.take_candidate(path, entry_of(path, "Fast R-CNN"), told)
    assert done.file == tmp_path / "cv.yaml"
    text = done.file.read_text(encoding="utf-8")
    assert text == SHORT.replace(
        "  - Fast R-CNN  # the short one",
        '  - title: Fast R-CNN  # the short one\n    identifiers:\n      arxiv: "2512.98765"',
    )
    assert not path.with_name(adding.FILE).exists()
    with Library.open(path) as library:
        assert len(library.seed_entries()) == library.paper_count() == 2
        assert library.paper("title:fast-r-cnn").identifiers == FAST
    adding.take_back(path, done.step)
    assert done.file.read_bytes() == SHORT.encode()
    assert entry_of(path, "Fast R-CNN").identifiers == {}


@pytest.mark.usefixtures("unknown")
def test_a_candidate_of_a_list_that_is_not_edited_answers_its_entry(tmp_path: Path) -> None:
    path = listed(
        tmp_path,
        "list.md",
        f"# Detection\n\n- {LONG}\n- Another Method That Finds Objects in Images\n",
    )
    entry = entry_of(path, LONG)
    done = adding.take_candidate(path, entry, FAST)
    assert done.file == path.with_name(adding.FILE)
    with Library.open(path) as library:
        entries = [one for one, _ in library.seed_entries()]
        assert library.paper_count() == 2
    assert [one.title for one in entries] == [LONG, "Another Method That Finds Objects in Images"]
    assert (entries[0].identifiers, entries[0].file) == (FAST, entry.file)
    adding.take_back(path, done.step)
    assert not done.file.exists()
    with Library.open(path) as library:
        assert library.reading_lists() == [tmp_path / "list.md"]
        assert library.paper_count() == 2
    assert entry_of(path, LONG) == entry


@pytest.mark.usefixtures("unknown")
def test_a_candidate_of_a_library_without_lists_adds_no_entry(
    small_library_path: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(small_library_path, tmp_path / "library.db"))
    with Library.open(path, writable=True) as library, library.writing() as writer:
        writer.replace_entries([SeedEntry(title="Fast R-CNN"), XLNET])
        writer.set_reading_lists([])
    adding.take_candidate(path, entry_of(path, "Fast R-CNN"), FAST)
    assert entries_of(path) == 2
    assert entry_of(path, "Fast R-CNN").identifiers == FAST


@pytest.mark.parametrize("before", [None, b"\xef\xbb\xbfpapers:\r\n  - title: Kept\r\n"])
@pytest.mark.usefixtures("unknown")
def test_what_was_added_is_taken_back_to_the_byte(path: Path, before: bytes | None) -> None:
    own = path.with_name(adding.FILE)
    if before is not None:
        own.write_bytes(before)
    with Library.open(path) as library:
        entries, papers = library.seed_entries(), library.paper_count()
    done = adding.add_entries(path, [SeedEntry(title="A paper that nobody knows of yet")])
    adding.take_back(path, done.step)
    assert (own.read_bytes() if own.exists() else None) == before
    with Library.open(path) as library:
        assert library.paper_count() == papers
        assert library.seed_entries() == entries


@pytest.mark.usefixtures("unknown")
def test_a_list_that_somebody_changed_since_is_not_taken_back(path: Path) -> None:
    done = adding.add_entries(path, [NEW])
    done.file.write_bytes(done.step.after + b"# by hand\n")
    with pytest.raises(InputError):
        adding.take_back(path, done.step)
    assert done.file.read_bytes().endswith(b"# by hand\n")


@pytest.mark.usefixtures("unknown")
def test_where_the_library_cannot_be_written_nothing_is_taken_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = adding.add_entries(path, [NEW])
    monkeypatch.setattr(adding, "fill", Mock(side_effect=LibraryBusyError("held")))
    with pytest.raises(LibraryBusyError):
        adding.take_back(path, done.step)
    assert done.file.read_bytes() == done.step.after


@pytest.mark.usefixtures("unknown")
def test_a_name_or_identifier_that_is_added_to_a_listed_paper_is_no_new_entry(
    tmp_path: Path,
) -> None:
    path = listed(tmp_path, "list.md", f"- {LONG}\n- Another Method That Finds Objects in Images\n")
    more = SeedEntry(title=LONG, aliases=("Region",), identifiers=FAST, family="Detection")
    adding.add_entries(path, [more])
    with Library.open(path) as library:
        assert len(library.seed_entries()) == library.paper_count() == 2
        assert library.find("Region").identifiers == FAST
    assert entry_of(path, LONG).family == "Detection"
    wrong = SeedEntry(title=LONG, identifiers={"arxiv": "2512.00001"})
    adding.add_entries(path, [wrong])
    assert entries_of(path) == 3, "another paper of the same title is another entry"
