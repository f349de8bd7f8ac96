"""The documentation site: every link leads somewhere, and nothing comes from another host."""

from __future__ import annotations

import contextlib
import functools
import http.server
import importlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 120_000.0
"""Milliseconds; only what never comes takes so long."""

make_site: Any = importlib.import_module("make_site")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built: Path = make_site.build(tmp_path_factory.mktemp("documentation"))
    return built


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_it_has_the_readme_the_documents_and_the_api_reference(site: Path) -> None:
    made = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    documents = (make_site.TOP / "docs").glob("*.md")
    assert {"index.html", "contributing.html", "reference.html", "api/ptm_graph.html"} <= made
    assert {f"{document.stem}.html" for document in documents} <= made
    assert 'href="../reference.html"' in (site / "api" / "ptm_graph.html").read_text("utf-8")
    assert 'href="../../reference.html"' in (site / "api/ptm_graph/exports.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ('<a href="gone.html">', "the link gone.html leads nowhere"),
        ('<a href="other.html#gone">', "the link other.html#gone leads nowhere"),
        ('<img src="images/gone.png">', "the link images/gone.png leads nowhere"),
        ('<script src="https://example.org/a.js">', "loads https://example.org/a.js from another"),
        ('<source srcset="//example.org/a.png">', "loads //example.org/a.png from another"),
    ],
)
def test_what_is_wrong_with_a_page_is_said(tmp_path: Path, markup: str, complaint: str) -> None:
    (tmp_path / "other.html").write_text('<p id="here">', encoding="utf-8")
    (tmp_path / "page.html").write_text(markup, encoding="utf-8")
    found = [line for line in make_site.complaints(tmp_path) if line.startswith("page.html")]
    assert len(found) == 1 and complaint in found[0]


def test_links_to_what_is_there_and_to_other_sites_are_fine(tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text('<p id="here">', encoding="utf-8")
    links = '<a href="other.html#here"> <a href="https://example.org/"> <a href="#top" id="top">'
    (tmp_path / "page.html").write_text(links, encoding="utf-8")
    assert list(make_site.complaints(tmp_path)) == []


@pytest.mark.browser
def test_a_reader_finds_pages_and_no_other_host_is_asked(address: str, chromium: Any) -> None:
    from playwright.sync_api import TimeoutError

    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("reference", "api/ptm_graph", "dashboard"):
        page.goto(f"{address}/{name}.html", wait_until="networkidle")
    assert page.evaluate("document.images.length") > 0
    page.wait_for_function("[...document.images].every(image => image.naturalWidth > 0)")
    box = page.get_by_role("combobox", name="Search")
    for _ in range(24):
        page.keyboard.press("Control+k")  # nobody tells when the page listens to it
        with contextlib.suppress(TimeoutError):
            box.wait_for(timeout=5_000)
            break
    box.fill("crontab")
    page.get_by_text(re.compile(r"^\d+ results$")).wait_for()
    page.close()
    foreign = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert foreign == [] and len(asked) > 10
