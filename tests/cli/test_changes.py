"""``ptm-graph changes``, ``merge`` and ``split``."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest
from fake_services import serving
from lxml import etree
from refreshing import refresh_from
from running import Run
from synthetic_world import reading_list, sha_of

from ptm_graph.library import Library

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with three refreshes, the second of which brought news."""
    folder = tmp_path_factory.mktemp("history")
    seeds = folder / "seeds.yaml"
    seeds.write_text(reading_list(), encoding="utf-8")
    path = folder / "library.db"
    day = datetime.datetime(2026, 1, 1, 3, 30, tzinfo=datetime.UTC)
    with serving() as services, Library.open(path, writable=True) as library:
        world = services.world
        for n in range(3):
            refresh_from(
                services,
                library,
                seeds,
                max_age=datetime.timedelta(0),
                now=lambda n=n: day + datetime.timedelta(days=n),
            )
            if n == 0:
                world.papers[sha_of("seed-1")]["venue"] = "Place & <x>Time</x>"
                world.papers[sha_of("seed-2")]["comment"] = "Withdrawn by the authors <soon>"
                world.papers[sha_of("seed-3")]["citationCount"] = 44
                world.papers[sha_of("seed-0")]["externalIds"]["DOI"] = "10.1000/journal.1"
                new = world.add("new", "A *New* Paper [with] <marks>")
                world.cite(sha_of("seed-4"), new)
    return path


def test_without_since_the_last_refresh_is_told(history: Path, run: Run) -> None:
    outcome = run("changes", "--library", history)
    assert outcome.status == 0
    assert outcome.out.startswith("Refresh 3: ")
    assert "nothing new came" in outcome.out


@pytest.mark.parametrize("since", ["2", "2026-01-02", "2026-01-02T00:00:00+00:00"])
def test_since_takes_a_number_or_a_date(history: Path, run: Run, since: str) -> None:
    out = run("changes", "--library", history, "--since", since).out
    assert "Refresh 1:" not in out
    assert "Refresh 2:" in out
    assert "Papers of the list\n  2026-01-02  SEED-2 was withdrawn: Withdrawn by the authors" in out
    assert "SEED-1: venue corrected from “Proceedings of Nothing” to “Place & <x>Time</x>”." in out
    assert "unknown" not in out.replace("were unknown", "")
    for counted in (
        "other new papers: 1",
        "new citations of or by the list: 1",
        "fields that were unknown and are filled in: 1",
        "papers cited more or less often: 1",
    ):
        assert counted in out


def test_the_first_fill_is_told_in_numbers(history: Path, run: Run) -> None:
    out = run("changes", "--library", history, "--since", "1").out
    assert "the library was filled with 17 papers" in out


def test_a_since_that_is_neither_says_so(history: Path, run: Run) -> None:
    outcome = run("changes", "--library", history, "--since", "yesterday")
    assert outcome.status == 1
    assert "neither the number of a refresh nor a date" in outcome.err


def test_nothing_since_and_never_refreshed_are_said(
    history: Path, run: Run, tmp_path: Path
) -> None:
    assert "no refresh since 99" in run("changes", "--library", history, "--since", "99").err
    Library.open(tmp_path / "empty.db", writable=True).close()
    assert "never been refreshed" in run("changes", "--library", tmp_path / "empty.db").err


def test_json_is_complete(history: Path, run: Run) -> None:
    first, second, third = json.loads(
        run("changes", "--library", history, "--since", "1", "--json").out
    )
    assert first["first_fill"] is True
    assert first["started"] == "2026-01-01T03:30:00+00:00"
    assert {one["kind"] for one in second["changes"]} == {
        "withdrawn", "filled", "new paper", "new reference", "metadata", "citation count",
    }  # fmt: skip
    assert third["changes"] == []
    assert third["outcome"] == "done"


def test_markdown_is_the_same_digest(history: Path, run: Run) -> None:
    text = run("changes", "--library", history, "--since", "1", "--markdown").out
    assert text.startswith("# What is new\n\n## Papers of the list\n\n- 2026-01-02: SEED-2 was")


def test_a_mail_says_the_same_and_nothing_is_no_mail(history: Path, run: Run) -> None:
    out = run("changes", "--library", history, "--since", "2", "--email").out
    mail = message_from_string(out)
    assert mail["Subject"].startswith("library.db: news about papers of the list: 2")
    assert mail["Date"] == "Sat, 03 Jan 2026 03:30:00 +0000"
    assert "SEED-2 was withdrawn" in str(mail.get_payload())
    assert run("changes", "--library", history, "--since", "3", "--email").out == ""


def test_what_is_new_is_told_in_chinese_on_wish(history: Path, run: Run) -> None:
    out = run("changes", "--library", history, "--since", "2", "--language", "zh").out
    assert "书单中的论文\n  2026-01-02  SEED-2 已撤回" in out


def test_the_atom_feed_is_whole_and_stays_the_same_feed(
    history: Path, run: Run, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.atom", tmp_path / "two.atom"
    assert run("changes", "--library", history, "--atom", one).status == 0
    run("changes", "--library", history, "--atom", two)
    assert one.read_bytes() == two.read_bytes()
    feed = etree.fromstring(one.read_bytes())
    assert feed.tag == f"{ATOM}feed"
    assert text_of(feed, "author", "name") == "ptm-graph"
    assert text_of(feed, "title")
    entries = feed.findall(f"{ATOM}entry")
    assert [text_of(entry, "title")[:10] for entry in entries] == ["2026-01-02"], "news alone"
    ids = {text_of(element, "id") for element in (feed, *entries)}
    assert len(ids) == 2
    assert all(one.startswith("urn:uuid:") for one in ids)
    assert text_of(feed, "updated") == text_of(entries[0], "updated")
    content = text_of(entries[0], "content")
    assert "SEED-2 was withdrawn: Withdrawn by the authors &lt;soon&gt;" in content


def text_of(element: Any, *path: str) -> str:
    found = element.findtext("/".join(f"{ATOM}{name}" for name in path))
    assert isinstance(found, str)
    return found


def test_only_one_form_at_a_time(history: Path, run: Run) -> None:
    assert run("changes", "--library", history, "--json", "--markdown").status == 2


def test_a_feed_that_cannot_be_written_says_so(history: Path, run: Run, tmp_path: Path) -> None:
    outcome = run("changes", "--library", history, "--atom", tmp_path / "no" / "feed.atom")
    assert outcome.status == 1
    assert "does not exist" in outcome.err


# --- merge and split ----------------------------------------------------------------------------


@pytest.fixture
def own(history: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the library that a test may change."""
    path = tmp_path / "copy.db"
    path.write_bytes(history.read_bytes())
    yield path


def test_two_papers_are_merged_and_split_again(own: Path, run: Run) -> None:
    with Library.open(own) as library:
        before = library.dump()
    outcome = run("merge", "SEED-0", "1902.00002", "--library", own)
    assert outcome.status == 0, outcome.err
    assert "SEED-1 (arxiv:1902.00002) is now SEED-0 (arxiv:1901.00001)" in outcome.out
    assert "arxiv:1902.00002" in run("merge", "--list", "--library", own).out
    assert json.loads(run("merge", "--list", "--json", "--library", own).out)[0]["merge"] == 1
    outcome = run("split", "SEED-0", "--library", own)
    assert outcome.status == 0, outcome.err
    assert "two papers again" in outcome.out
    with Library.open(own) as library:
        assert library.dump() == before
    assert "no papers have been merged" in run("merge", "--list", "--library", own).err


@pytest.mark.parametrize("name", ["1", "arxiv:1902.00002", "SEED-0", "1902.00002"])
def test_a_merge_can_be_named_in_any_way(own: Path, run: Run, name: str) -> None:
    run("merge", "SEED-0", "SEED-1", "--library", own)
    assert run("split", name, "--library", own).status == 0


def test_which_of_several_merges_is_meant_has_to_be_said(own: Path, run: Run) -> None:
    run("merge", "SEED-0", "SEED-1", "--library", own)
    run("merge", "SEED-0", "SEED-2", "--library", own)
    outcome = run("split", "SEED-0", "--library", own)
    assert outcome.status == 1
    assert "give a number: 1: arxiv:1902.00002; 2: arxiv:1903.00003" in outcome.err
    assert run("split", "2", "--library", own).status == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["merge", "SEED-0", "SEED-0"], "already one paper"),
        (["merge", "SEED-0", "nobody"], "no paper"),
        (["merge", "SEED-0"], "name two papers"),
        (["split", "SEED-0"], "nothing was merged"),
        (["split", "nobody"], "no paper"),
    ],
)
def test_what_cannot_be_done_says_why(
    own: Path, run: Run, arguments: list[str], message: str
) -> None:
    outcome = run(*arguments, "--library", own)
    assert outcome.status in (1, 2)
    assert message in outcome.err
