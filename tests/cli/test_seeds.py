"""``ptm-graph seeds``: any reading list in, seeds out, nothing dropped silently."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from running import Run

from ptm_graph.library import Library
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord
from ptm_graph.words.replies import Reply

NOTES = """\
# Word vectors

- [Deep contextualized word representations](https://arxiv.org/abs/1802.05365) (**ELMo**)
  - code: <https://github.com/allenai/bilm-tf>
- [a page about nothing](https://example.org/nothing)
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def test_a_markdown_list_is_understood_line_by_line(run: Run, notes: Path) -> None:
    data = json.loads(run("seeds", "read", notes, "--json").out)
    entry = data["entries"][0]
    assert entry["title"] == "Deep contextualized word representations"
    assert entry["identifiers"] == {"arxiv": "1802.05365"}
    assert entry["aliases"] == ["ELMo"]
    assert (entry["file"], entry["line"]) == (str(notes), 3)
    assert [one["kind"] for one in entry["resources"]] == ["code"]
    assert [one["line"] for one in data["unused"]] == [5]


def test_the_account_names_what_was_not_used(run: Run, notes: Path) -> None:
    assert f"{notes}:5: not used" in run("seeds", "read", notes).out


def test_standard_input_is_a_list_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"arXiv:1810.04805\n")))
    data = json.loads(run("seeds", "read", "-", "--json").out)
    assert [entry["identifiers"] for entry in data["entries"]] == [{"arxiv": "1810.04805"}]


def test_adding_twice_adds_once_and_keeps_comments(run: Run, notes: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("# my list\npapers:\n  - title: My Own Paper # mine\n", encoding="utf-8")
    first = run("seeds", "add", notes, "-o", mine, "--yes")
    assert first.status == 0
    assert "+  - title: Deep contextualized word representations" in first.out
    written = mine.read_text(encoding="utf-8")
    assert written.startswith("# my list\n")
    assert "# mine" in written
    assert "1802.05365" in written
    assert "already has all" in run("seeds", "add", notes, "-o", mine, "--yes").out
    assert mine.read_text(encoding="utf-8") == written


def test_without_a_terminal_nothing_is_written_unasked(
    run: Run, notes: Path, tmp_path: Path
) -> None:
    outcome = run("seeds", "add", notes, "-o", tmp_path / "mine.yaml")
    assert outcome.status == 1
    assert "--yes" in outcome.err
    assert not (tmp_path / "mine.yaml").exists()


def test_check_finds_what_is_wrong_and_says_so_by_its_status(run: Run, tmp_path: Path) -> None:
    flawed = tmp_path / "flawed.yaml"
    flawed.write_text(
        "papers:\n"
        "  - {title: One Paper About Trees, identifiers: {arxiv: '1801.00001'}}\n"
        "  - {title: One Paper About Trees, identifiers: {arxiv: '1801.00001'}}\n",
        encoding="utf-8",
    )
    outcome = run("seeds", "check", flawed)
    assert outcome.status == 1
    assert "named more than once" in outcome.out


def test_the_bundled_list_is_clean(run: Run) -> None:
    outcome = run("seeds", "check")
    assert outcome.status == 0, outcome.out


@pytest.mark.parametrize("suffix", [".bib", ".ris", ".json", ".csv", ".md"])
def test_seeds_are_read_back_from_every_format_they_are_written_in(
    run: Run, notes: Path, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"out{suffix}"
    assert run("seeds", "export", out, notes).status == 0
    data = json.loads(run("seeds", "read", out, "--json").out)
    assert [entry["identifiers"]["arxiv"] for entry in data["entries"]] == ["1802.05365"]


def test_status_counts_the_resolved_seeds(run: Run, small_library_path: Path) -> None:
    out = run("seeds", "status", "--library", small_library_path).out
    assert "7 of 7 seeds resolved" in out  # the snapshot knows them


def test_status_tells_candidates_as_a_person_writes_them(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    named = tuple(f"Author {letter}" for letter in "ABCDE")
    candidates = [
        PaperRecord("arxiv", {"arxiv": "1901.00001"}, "A Paper on Toys", named, 2019),
        PaperRecord("semantic scholar", {}, None),
    ]
    with Library.open(path, writable=True) as library, library.writing() as writer:
        numbers = writer.replace_entries([SeedEntry("A Paper about Toys", file="l.md", line=3)])
        reply = Reply("no such title", "no service has exactly this title; add an identifier")
        writer.mark_asked(numbers, "resolve", "2026-01-01", reply)
        writer.replace_candidates(numbers[0], candidates)
    out = run("seeds", "status", "--library", path).out
    assert out.splitlines() == [
        "0 of 1 seeds resolved",
        "l.md:3: A Paper about Toys: unresolved: no service has exactly this title; "
        "add an identifier",
        "    might be “A Paper on Toys”, by Author A, Author B, Author C, 2 more, 2019, "
        "arxiv:1901.00001 (arxiv)",
        "    might be a paper without a title (semantic scholar)",
    ]
    (data,) = json.loads(run("seeds", "status", "--json", "--library", path).out)
    assert (data["state"], data["code"]) == ("unresolved", "no such title")


def test_status_lists_doubts_of_identity_with_both_records(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    one = PaperRecord("arxiv", {"doi": "10.1000/x"}, "Deep words in context", ("Ann One",), 2018)
    two = PaperRecord("arxiv", {"doi": "10.1000/x"}, "Pictures of old tables", ("Bob Two",), 2009)
    with Library.open(path, writable=True) as library:
        library.store_paper(one)
        library.store_paper(two)
        assert library.paper_count() == 2
    out = run("seeds", "status", "--library", path).out
    assert "doubt: “Deep words in context” (Ann One, 2018)" in out
    assert "doi:10.1000/x is “Pictures of old tables” (Bob Two, 2009)" in out


def test_a_list_of_which_nothing_is_understood_writes_nothing_and_says_so(
    run: Run, tmp_path: Path
) -> None:
    prose = tmp_path / "prose.md"
    prose.write_text("We read these in the spring. They were good.\n", encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    outcome = run("seeds", "add", prose, "-o", mine, "--yes")
    assert outcome.status == 1
    assert "no paper was understood" in outcome.err
    assert not mine.exists()


def test_every_line_is_accounted_for(run: Run, notes: Path) -> None:
    lines = json.loads(run("seeds", "read", notes, "--json").out)["lines"]
    assert sum(lines.values()) == 4
    assert (lines["entries"], lines["families"], lines["unused"]) == (2, 1, 1)
