"""A list that Zotero keeps is a reading list wherever one is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_services import FakeServices
from fake_zotero import FakeZotero, serving
from running import Run

from ptm_graph.library import Library
from ptm_graph.words.model import SeedEntry
from ptm_graph.workflow.adding import add_entries
from ptm_graph.workflow.opening import decisions_path

BIRDS = "zotero:collection/Birds"


@pytest.fixture(params=[None, "s3cr3tkeyOfAda"], ids=["program", "web"])
def zotero(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeZotero]:
    """Two papers in a collection; settings lead to it."""
    with serving(request.param) as running:
        for name, value in running.environment().items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        running.own.collection("BIRDS001", "Birds")
        running.own.collection("OWLS0001", "Owls", "BIRDS001")
        bert = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
        running.own.item(
            "PAPER001", title=bert, collections=["BIRDS001"], url="https://arxiv.org/abs/1810.04805"
        )
        running.own.item("PAPER002", title="On owls", DOI="10.1234/owl", collections=["OWLS0001"])
        running.own.item("NOTE0001", "note", parentItem="PAPER002", note="<p>they hoot</p>")
        yield running


def listed(path: Path) -> list[str]:
    with Library.open(path) as library:
        return [entry.name for entry, _ in library.seed_entries()]


def test_what_is_understood_is_shown(zotero: FakeZotero, run: Run) -> None:
    shown = run("seeds", "read", BIRDS, "--json")
    assert shown.status == 0
    assert '"family": "Birds / Owls"' in shown.out
    assert "they hoot" in shown.out
    assert zotero.key is None or zotero.key not in shown.out + shown.err


def test_adding_twice_adds_once(zotero: FakeZotero, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "mine.yaml"
    assert run("seeds", "add", BIRDS, "-o", out, "--yes").status == 0
    before = out.read_bytes()
    assert b"10.1234/owl" in before
    assert "already has all 2 papers" in run("seeds", "add", BIRDS, "-o", out, "--yes").out
    assert out.read_bytes() == before
    zotero.own.item("PAPER003", title="On wrens in winter", collections=["BIRDS001"])
    run("seeds", "add", BIRDS, "-o", out, "--yes")
    assert out.read_bytes().startswith(before.rstrip())
    assert b"On wrens in winter" in out.read_bytes()


def test_a_library_follows_its_collection_night_by_night(
    zotero: FakeZotero, services: FakeServices, run: Run, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    assert run("build", BIRDS, "--library", library).status == 0
    assert listed(library) == ["BERT", "On owls"]
    run("relation", "set", "bert", "on owls", "--library", library)
    decided = sorted(tmp_path.glob("decisions*"))
    zotero.own.item("PAPER003", title="On wrens in winter", collections=["BIRDS001"])
    zotero.own.remove("PAPER002")
    refreshed = run("refresh", "--library", library)
    assert listed(library) == ["BERT", "On wrens in winter"]
    assert "No longer in the list (1):\n  On owls" in refreshed.out
    assert sorted(tmp_path.glob("decisions*")) == decided
    zotero.asked.clear()
    again = run("refresh", "--library", library)
    assert "No longer" not in again.out
    assert listed(library) == ["BERT", "On wrens in winter"]
    if zotero.key:
        assert not [path for path in zotero.asked if "/items" in path]


def test_a_zotero_that_is_closed_leaves_the_library_as_it_is(
    zotero: FakeZotero, services: FakeServices, run: Run, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    run("build", BIRDS, "--library", library)
    zotero.faults = [(503, {})] * 20
    failed = run("refresh", "--library", library)
    assert failed.status == 1
    assert failed.err.count("\n") == 1
    assert "HTTP 503" in failed.err
    assert listed(library) == ["BERT", "On owls"]
    add_entries(library, [SeedEntry(title="On wrens in winter")])
    assert listed(library) == ["BERT", "On owls", "On wrens in winter"]
    zotero.faults = []
    run("refresh", "--library", library)
    assert listed(library) == ["BERT", "On owls", "On wrens in winter"]


def test_decisions_about_a_list_without_a_place_lie_beside_the_library(
    zotero: FakeZotero, run: Run, tmp_path: Path
) -> None:
    library = tmp_path / "library.db"
    run("build", "zotero:", "--library", library)
    with Library.open(library) as opened:
        assert opened.reading_lists() == ["zotero:"]
        assert decisions_path(opened) == tmp_path / "decisions.yaml"


def test_a_schedule_names_the_collection_and_no_key(
    zotero: FakeZotero, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    file.write_text("s3cr3tkeyOfAda")
    file.chmod(0o600)
    named = ("zotero:collection/Bird life", "--zotero-key-file", file)
    line = run("schedule", *named, "--library", tmp_path / "l.db").out
    assert f'ZOTERO_API_KEY="$(cat {file})"' in line
    assert "refresh 'zotero:collection/Bird life' --library" in line
    assert "PTM_GRAPH_ZOTERO_URL=" in line
    assert zotero.key is None or zotero.key not in line


def test_a_name_that_is_none_is_told(zotero: FakeZotero, run: Run) -> None:
    failed = run("seeds", "read", "zotero:collections/Birds")
    assert failed.status == 1
    assert "is not a list of Zotero; write zotero:" in failed.err
