"""Terminal, page, history of refreshes and exports give the same relations of a library."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from dashboard_driver import BERT, ROBERTA
from fake_services import FakeServices
from running import Run
from synthetic_world import reading_list

import ptm_graph as pg
from ptm_graph.dashboard import reader
from ptm_graph.dashboard.refreshing import RefreshJob
from ptm_graph.library import Library
from ptm_graph.words.records import PaperRecord
from ptm_graph.workflow import decisions, opening
from ptm_graph.workflow.decisions import Decision

pytestmark = pytest.mark.no_cover

XLNET = "arxiv:1906.08237"
SEED_0, SEED_1 = "arxiv:1901.00001", "arxiv:1902.00002"


class Told(NamedTuple):
    """A relation as every face tells it."""

    parent: str
    child: str
    rank: int
    tier: str
    confidence: float
    label: str


def told(parent: str, child: str, data: Any) -> Told:
    confidence = round(float(data["confidence"]), 4)
    return Told(parent, child, data["rank"], data["tier"], confidence, data["label"] or "")


@dataclass(frozen=True)
class Case:
    """A library, and what its lineage must and must not have."""

    path: Path
    options: tuple[str | Path, ...] = ()
    there: tuple[tuple[str, str], ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
    refreshed: tuple[str, ...] = ()
    """Options of the refresh."""


Maker = Callable[[Path, pytest.FixtureRequest, Run], Case]


def bundled(folder: Path, request: pytest.FixtureRequest, run: Run) -> Case:
    path = folder / "library.db"
    shutil.copy(request.getfixturevalue("bundled_library_path"), path)
    return Case(path, there=((BERT, ROBERTA),))


def without_a_list(folder: Path, request: pytest.FixtureRequest, run: Run) -> Case:
    path = folder / "library.db"
    shutil.copy(request.getfixturevalue("small_library_path"), path)
    _forget_the_list(path)
    return Case(path, there=((BERT, ROBERTA),))


def decided_beside(folder: Path, request: pytest.FixtureRequest, run: Run) -> Case:
    path = folder / "library.db"
    shutil.copy(request.getfixturevalue("small_library_path"), path)
    _decide(folder / "decisions.yaml")
    return Case(path, there=((XLNET, ROBERTA),), gone=((BERT, ROBERTA),))


def decided_by_option(folder: Path, request: pytest.FixtureRequest, run: Run) -> Case:
    path = folder / "library.db"
    shutil.copy(request.getfixturevalue("small_library_path"), path)
    _decide(folder / "elsewhere" / "mine.yaml")
    # what lies beside the library, or is named in the environment, counts less
    request.getfixturevalue("monkeypatch").setenv("PTM_GRAPH_DECISIONS", str(folder / "none.yaml"))
    return Case(
        path,
        ("--decisions", folder / "elsewhere" / "mine.yaml"),
        there=((XLNET, ROBERTA),),
        gone=((BERT, ROBERTA),),
    )


def decided_by_environment(folder: Path, request: pytest.FixtureRequest, run: Run) -> Case:
    path = folder / "library.db"
    shutil.copy(request.getfixturevalue("small_library_path"), path)
    _decide(folder / "elsewhere" / "mine.yaml")
    request.getfixturevalue("monkeypatch").setenv(
        "PTM_GRAPH_DECISIONS", str(folder / "elsewhere" / "mine.yaml")
    )
    return Case(path, there=((XLNET, ROBERTA),), gone=((BERT, ROBERTA),))


def large(folder: Path, request: pytest.FixtureRequest, run: Run) -> Case:
    path = folder / "library.db"
    request.getfixturevalue("monkeypatch").setattr(opening, "LARGEST_WHOLE", 500)
    (folder / "seeds.yaml").write_text(reading_list(), encoding="utf-8")
    assert run("refresh", folder / "seeds.yaml", "--library", path).status == 0
    _add_stones(path)
    apart = Decision("mag:70001", SEED_0, "set", "me", "2024")
    decisions.record(folder / "decisions.yaml", apart)
    there = ((SEED_0, SEED_1), (SEED_0, "mag:70001"))
    return Case(path, there=there, refreshed=("--max-age", "0"))


def large_without_a_list(folder: Path, request: pytest.FixtureRequest, run: Run) -> Case:
    path = large(folder, request, run).path
    (folder / "decisions.yaml").unlink()
    _forget_the_list(path)
    return Case(path, there=((SEED_0, SEED_1),))


def _decide(file: Path) -> None:
    decisions.record(file, Decision(ROBERTA, BERT, "rejected", "me", "2024"))
    decisions.record(file, Decision(ROBERTA, XLNET, "accepted", "me", "2024", "in my words"))


def _forget_the_list(path: Path) -> None:
    with Library.open(path, writable=True) as library, library.writing() as writer:
        writer.replace_entries([])
        writer.set_reading_lists([])


def _add_stones(path: Path) -> None:
    """So many papers that have nothing to do with the list that only a part is read."""
    with Library.open(path, writable=True) as library, library.writing() as writer:
        numbers = [
            writer.store_paper(PaperRecord("import", {"mag": f"{70_000 + n}"}, title=f"Stone {n}"))
            for n in range(opening.LARGEST_WHOLE + 1)
        ]
        writer.store_citing_pairs(zip(numbers[1:200], numbers, strict=False), "import")


MAKERS: tuple[Maker, ...] = (
    bundled,
    without_a_list,
    decided_beside,
    decided_by_option,
    decided_by_environment,
    large,
    large_without_a_list,
)


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__.replace("_", " "))
def case(request: pytest.FixtureRequest, tmp_path: Path, services: FakeServices, run: Run) -> Case:
    made: Case = request.param(tmp_path, request, run)
    done = run("refresh", "--library", made.path, *made.refreshed, *made.options)
    # the services know none of these papers, which looks like an outage
    assert done.status in (0, 3), done.err
    return made


# --- the faces -------------------------------------------------------------------------------


def remembered(case: Case) -> set[Told]:
    with sqlite3.connect(case.path) as connection:
        rows = connection.execute(
            "SELECT parent, child, rank, tier, confidence, label FROM relation"
        ).fetchall()
    connection.close()
    return {Told(*row) for row in rows}


def exported(case: Case, run: Run) -> set[Told]:
    out = case.path.with_name("lineage.json")
    done = run("export", out, "--library", case.path, *case.options)
    assert done.status == 0, done.err
    data = json.loads(out.read_text(encoding="utf-8"))
    return {told(edge["source"], edge["target"], edge) for edge in data["edges"]}


def on_the_page(case: Case, run: Run, monkeypatch: pytest.MonkeyPatch) -> set[Told]:
    monkeypatch.setattr("ptm_graph.dashboard.serving.serve", lambda **_: None)
    for name in ("PTM_GRAPH_LIBRARY", "PTM_GRAPH_DECISIONS"):
        # so that what the command sets is taken back after the test
        monkeypatch.setenv(name, os.environ.get(name, ""))
    assert run("app", "--no-browser", "--library", case.path, *case.options).status == 0
    family = reader.opened(case.path).family
    return {told(parent, child, data) for parent, child, data in family.edges(data=True)}


def in_the_terminal(case: Case, run: Run, paper: str) -> set[Told]:
    done = run("lineage", paper, "--json", "--depth", "1", "--library", case.path, *case.options)
    assert done.status == 0, done.err
    data = json.loads(done.out)
    return {
        *(told(one["key"], paper, one["relation"]) for one in _both(data, "ancestors")),
        *(told(paper, one["key"], one["relation"]) for one in _both(data, "descendants")),
    }


def _both(data: Any, way: str) -> list[Any]:
    """Relations and proposals."""
    return [*data[way], *data["perhaps"][way]]


def test_every_face_gives_the_same_relations(
    case: Case, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = remembered(case)
    pairs = {(one.parent, one.child) for one in known}
    assert set(case.there) <= pairs
    assert not set(case.gone) & pairs
    assert exported(case, run) == known
    asked = {key for pair in (*case.there, *case.gone) for key in pair}
    for paper in sorted(asked):
        around = {one for one in known if paper in (one.parent, one.child)}
        assert in_the_terminal(case, run, paper) == around, paper
    assert on_the_page(case, run, monkeypatch) == known


def test_a_large_library_has_the_relations_it_has_when_it_is_read_whole(
    tmp_path: Path, services: FakeServices, run: Run, request: pytest.FixtureRequest
) -> None:
    made = large(tmp_path, request, run)
    with Library.open(made.path) as library:
        assert library.paper_count() > opening.LARGEST_WHOLE
        part = opening.inferred(library)
        whole = pg.lineage_graph(pg.citation_graph(library))
    assert whole.number_of_edges()
    assert list(part.graph.edges(data=True)) == list(whole.edges(data=True))
    stones = [pair for pair in part.citations.edges if pair[0].startswith("mag:70")]
    assert stones == []  # their citations were not read


def test_without_a_list_as_many_papers_get_parents_as_are_named(
    tmp_path: Path,
    services: FakeServices,
    run: Run,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = without_a_list(tmp_path, request, run)
    monkeypatch.setattr(opening, "MOST_CHILDREN", 3)
    with Library.open(made.path) as library:
        most_cited = set(library.columns.most_cited(3))
        children = {child for _, child in opening.lineage_of(library).graph.edges}
    assert children and children <= most_cited


def test_a_refresh_from_the_page_remembers_what_one_from_the_terminal_does(
    tmp_path: Path, services: FakeServices, run: Run
) -> None:
    (tmp_path / "seeds.yaml").write_text(reading_list(), encoding="utf-8")
    one, other = (Case(tmp_path / name / "library.db") for name in ("terminal", "page"))
    assert run("build", tmp_path / "seeds.yaml", "--library", one.path).status == 0
    other.path.parent.mkdir()
    shutil.copy(one.path, other.path)
    assert run("refresh", "--library", one.path).status == 0
    job = RefreshJob(other.path)
    job._run()
    assert job.error is None
    assert remembered(one)
    assert remembered(other) == remembered(one)
