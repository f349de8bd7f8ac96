"""A list from one paper, on the page of an empty library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dashboard_driver import TIMEOUT, Visit, texts
from fake_services import FakeServices, serving
from streamlit.testing.v1 import AppTest

from ptm_graph.dashboard.refreshing import job_of
from ptm_graph.library import Library

START = "1905.00005"


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    with serving() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    Library.open(path, writable=True).close()
    return path


def ended(app: AppTest, library: Path) -> AppTest:
    """The page when the work in the background is over."""
    thread = job_of(str(library))._thread
    assert thread is not None
    thread.join(TIMEOUT)
    return app.run()


@pytest.mark.parametrize("part", ["entries", "add"])
def test_an_empty_library_offers_to_start_from_one_paper(
    visit: Visit, services: FakeServices, library: Path, part: str
) -> None:
    app = visit(library, "reading-list", part=part)
    assert "Start from one paper" in texts(app)
    assert app.button(key="trace").disabled
    app.text_input(key="start from").set_value(START).run()
    assert "Up to 60 papers, about" in texts(app)
    assert services.requests == [], "what it costs is said before anybody is asked"
    app.button(key="trace").click().run()
    app = ended(app, library)
    assert not app.exception
    assert "papers now" in texts(app)
    with Library.open(library) as filled:
        assert len(filled.seed_entries()) > 1
        assert filled.reading_lists() == [library.with_suffix(".yaml")]


def test_a_doubtful_title_is_answered_with_papers_to_choose(
    visit: Visit, services: FakeServices, library: Path
) -> None:
    app = visit(library, "reading-list")
    app.text_input(key="start from").set_value("Prompts Learned from Text in Setting 4").run()
    app = ended(app.button(key="trace").click().run(), library)
    assert "may be one of these papers" in texts(app)
    app = ended(app.button(key="start 0").click().run(), library)
    with Library.open(library) as filled:
        assert len(filled.seed_entries()) > 1


def test_what_is_no_paper_is_told_at_once(
    visit: Visit, services: FakeServices, library: Path
) -> None:
    app = visit(library, "reading-list")
    app.text_input(key="start from").set_value("https://example.org/x <script>").run()
    assert "link or title of a paper" in texts(app)
    assert services.requests == []


def test_what_went_wrong_leaves_the_library_empty(
    visit: Visit, services: FakeServices, library: Path
) -> None:
    app = visit(library, "reading-list", part="add")
    app.text_input(key="start from").set_value("1001.00001").run()
    app = ended(app.button(key="trace").click().run(), library)
    assert "was not found" in texts(app)
    assert app.text_input(key="start from"), "another paper can be tried at once"
    with Library.open(library) as left:
        assert left.paper_count() == 0


def test_the_chinese_page_offers_it_in_chinese(visit: Visit, library: Path) -> None:
    shown = texts(visit(library, "reading-list", lang="zh"))
    assert "从一篇论文开始" in shown
    assert "Start" not in shown


def test_a_library_with_a_list_offers_nothing(visit: Visit, small_library_path: Path) -> None:
    assert "Start from one paper" not in texts(visit(small_library_path, "reading-list"))
