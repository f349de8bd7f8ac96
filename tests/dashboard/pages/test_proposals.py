"""Proposals are shown with their place, accepted, declined and taken back."""

import shutil
from pathlib import Path

import pytest
from dashboard_driver import Visit, asked, texts

from ptm_graph.dashboard.pages import proposals as page
from ptm_graph.library import Library
from ptm_graph.workflow import decisions, growing


@pytest.fixture
def path(bundled_library_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "decisions.yaml"))
    return Path(shutil.copy(bundled_library_path, tmp_path / "library.db"))


@pytest.fixture(scope="module")
def found(bundled_library_path: Path) -> growing.Proposals:
    with Library.open(bundled_library_path) as library:
        return growing.proposals(library, Path("none.yaml"))


def test_a_preview_has_the_paper_among_its_parents_and_children(found: growing.Proposals) -> None:
    for one in found.made:
        part = page.preview(found, one)
        assert set(part.pred[one.paper]) >= {relation.parent for relation in one.parents}
        assert set(part.succ[one.paper]) >= {relation.child for relation in one.children}
        assert all(part.nodes[key]["seed"] for key in part)


def test_a_proposal_is_told_with_reason_chance_and_place(
    visit: Visit, path: Path, found: growing.Proposals
) -> None:
    one = next(one for one in found.made[:20] if one.parents)
    app = visit(path, "proposals", paper=one.paper)
    assert not app.exception
    shown = texts(app)
    assert "descends most likely from" in shown or "would be a parent of" in shown
    assert "are on it" in shown
    assert "Parents it would have" in shown


def test_a_declined_paper_goes_and_comes_back(visit: Visit, path: Path) -> None:
    app = visit(path, "proposals")
    first = app.selectbox[0].options[0]
    app.button(key="proposal decline").click().run()
    assert not app.exception
    assert first not in app.selectbox[0].options
    assert len(decisions.read_file(path.with_name("decisions.yaml")).declined) == 1
    app.button(key="forgive 0").click().run()
    assert app.selectbox[0].options[0] == first


def test_an_accepted_paper_is_on_the_list_until_it_is_undone(visit: Visit, path: Path) -> None:
    app = visit(path, "proposals")
    with Library.open(path) as library:
        before = len(library.seed_entries())
    app.button(key="proposal accept").click().run()
    assert not app.exception
    assert "is on the list now" in texts(app)
    with Library.open(path) as library:
        assert len(library.seed_entries()) == before + 1
    app.button(key="undo proposal").click().run()
    with Library.open(path) as library:
        assert len(library.seed_entries()) == before


def test_a_paper_that_is_not_proposed_is_noted(visit: Visit, path: Path) -> None:
    app = visit(path, "proposals", paper="nowhere")
    assert not app.exception
    assert "has no meaning here" in texts(app)
    assert asked(app, "paper") == []
