"""Fixtures that several rooms share."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import loaded_uncounted  # noqa: F401 (before whatever loads the same)
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

import ptm_graph as pg
from ptm_graph import bundled
from ptm_graph.library import Library
from ptm_graph.reading_lists import ReadingList
from ptm_graph.workflow.building import fill
from ptm_graph.workflow.reading import Lists, read_lists

# no deadlines: a busy machine is no fault of the code; the same examples in every run
settings.register_profile(
    "ours",
    deadline=None,
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("other examples", settings.get_profile("ours"), derandomize=False)
settings.load_profile("ours")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count no line as covered that only a drawn example, a document or a browser reaches.

    Other examples would reach another line, and nowhere does counting take longer.
    """
    for item in items:
        drawn = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if drawn or any(item.get_closest_marker(name) for name in ("browser", "documents", "slow")):
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """Let no search for garbage go through the modules and tests that stay to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless browser; missing, it fails under ``CI=true`` and skips elsewhere."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "no chromium found; install it (Debian: apt install chromium) to run browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A file of this process, copied from one that the first of all test processes makes."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    path = shared / f"{name}.db"
    with FileLock(f"{path}.lock"):
        if not path.exists():
            part = path.with_suffix(".part")
            make(part)
            part.replace(path)
    # tests put decisions beside their library, and must not meet those of another process
    return Path(shutil.copy(path, factory.mktemp(name) / "library.db"))


@pytest.fixture(scope="session")
def bundled_library_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library file of the bundled reading list and snapshot; treat it as read-only."""

    def make(path: Path) -> None:
        with Library.open(path, writable=True) as library:
            # without the list's path, so that decisions lie beside the library
            fill(library, Lists(read_lists([bundled.seed_list()]), ()))

    return made_once(tmp_path_factory, "bundled", make)


@pytest.fixture
def bundled_library(bundled_library_path: Path) -> Iterator[pg.Library]:
    """What ``Library.bundled()`` gives, without being built again."""
    with copied(bundled_library_path) as library:
        yield library


@pytest.fixture
def bundled_already(bundled_library_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``Library.bundled()`` give what was built once; that building works is tested."""
    monkeypatch.setattr(pg.Library, "bundled", lambda: copied(bundled_library_path))


def copied(path: Path) -> pg.Library:
    """The library of a file, in memory."""
    library = pg.Library.in_memory()
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.backup(library._connection)
    return library


SMALL_FAMILY = {"BERT", "RoBERTa", "ALBERT", "XLNet", "ELMo", "ERNIE (Baidu)", "ERNIE (Tsinghua)"}


@pytest.fixture(scope="session")
def small_library_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library file of a few papers of the bundled list, for tests of single commands."""

    def make(path: Path) -> None:
        entries = read_lists([bundled.seed_list()]).entries
        few = tuple(entry for entry in entries if SMALL_FAMILY & set(entry.aliases))
        with Library.open(path, writable=True) as library:
            fill(library, Lists(ReadingList(few), ()))

    return made_once(tmp_path_factory, "small", make)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name bytes plainly: archives carry the time they were made, and workers must agree."""
    return "bytes" if isinstance(val, bytes) else None
