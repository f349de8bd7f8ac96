"""A dashboard to talk to: in this process for its state, in a browser for its drawing."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from dashboard_driver import TIMEOUT, Server, Visit, serving
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from ptm_graph.dashboard.serving import PAGE, garbage
from ptm_graph.library import Library
from ptm_graph.words.model import Relation
from ptm_graph.words.records import PaperRecord


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Let Streamlit look through the installed packages once, not for every visit.

    It parses the metadata of each to find components; what is installed stays the same.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session", autouse=True)
def garbage_left_alone() -> Iterator[None]:
    """Let no opening of a library look for garbage in all that the tests hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(garbage, "gc", Mock())
        yield


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Open the dashboard over a library file, with a query string."""

    def opened(library: Path, page: str | None = None, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(library))
        app = AppTest.from_file(str(PAGE), default_timeout=TIMEOUT)
        for name, value in query.items():
            app.query_params[name] = value
        if page is not None:
            # AppTest.switch_page knows pages that are files; ours are functions
            app._page_hash = calc_hash(page)
        return app.run()

    return opened


@pytest.fixture(scope="session")
def server(bundled_library_path: Path) -> Iterator[Server]:
    """The dashboard over the bundled library."""
    with serving(bundled_library_path) as running:
        yield running


@pytest.fixture
def library_apart(small_library_path: Path, tmp_path: Path) -> Path:
    """A small library, and in it a paper that has nothing to do with the others."""
    copied = tmp_path / "library.db"
    shutil.copy(small_library_path, copied)
    with Library.open(copied, writable=True) as library:
        library.store_paper(
            PaperRecord("import", {"mag": "77"}, title="Stones", abstract="They do not grow.")
        )
    return copied


@pytest.fixture
def own_library(small_library_path: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    path = tmp_path / "library.db"
    shutil.copy(small_library_path, path)
    return path


@pytest.fixture
def proposed_library(own_library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of which whatever is inferred is a proposal."""
    monkeypatch.setattr(Relation, "proposal", property(lambda one: one.decision is None))
    return own_library


@pytest.fixture
def stated_library(own_library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of which whatever is inferred is stated."""
    monkeypatch.setattr(Relation, "proposal", False)
    return own_library
