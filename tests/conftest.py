"""Fixtures that several rooms share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from ptm_graph import bundled
from ptm_graph.library import Library
from ptm_graph.reading_lists import ReadingList
from ptm_graph.workflow.building import fill
from ptm_graph.workflow.reading import Lists, read_lists

# no deadlines: a busy machine is no fault of the code; the same examples in every CI run
settings.register_profile(
    "ours",
    deadline=None,
    max_examples=50,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ours")

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


@pytest.fixture(scope="session")
def bundled_library_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library file of the bundled reading list and snapshot; treat it as read-only."""
    path = tmp_path_factory.mktemp("bundled") / "library.db"
    with Library.open(path, writable=True) as library:
        # without the list's path, so that decisions lie beside the library
        fill(library, Lists(read_lists([bundled.seed_list()]), ()))
    return path


SMALL_FAMILY = {"BERT", "RoBERTa", "ALBERT", "XLNet", "ELMo", "ERNIE (Baidu)", "ERNIE (Tsinghua)"}


@pytest.fixture(scope="session")
def small_library_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library file of a few papers of the bundled list, for tests of single commands."""
    path = tmp_path_factory.mktemp("small") / "library.db"
    entries = read_lists([bundled.seed_list()]).entries
    few = tuple(entry for entry in entries if SMALL_FAMILY & set(entry.aliases))
    with Library.open(path, writable=True) as library:
        fill(library, Lists(ReadingList(few), ()))
    return path
