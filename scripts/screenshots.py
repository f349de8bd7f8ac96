"""Make the pictures of every page, in both themes, for the README and the docs.

    python scripts/screenshots.py [OUT]

The dashboard runs over a fresh library built from the bundled list, in Debian's chromium,
without a network. Pictures are PNG with 256 colours, below 250 kB each.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

BERT, ROBERTA, TRANSFORMER = "arxiv:1810.04805", "arxiv:1907.11692", "arxiv:1706.03762"
VIEWS = {
    "lineage": "",
    "paper": f"?paper={ROBERTA}",
    "edge": f"?from={BERT}&to={ROBERTA}",
    "papers": "papers?list=1",
    "routes": f"routes?a={TRANSFORMER}&b={ROBERTA}",
    "reading-order": "reading-order",
    "compare": f"compare?papers={BERT}&papers={ROBERTA}",
    "news": "news",
    "reading-list": "reading-list",
    "review": "review",
    "quality": "quality",
}
"""Name of the picture → address of the view."""
DRAWN = "[data-testid=stEChartsChart][aria-busy=false] canvas"
SIZE = {"width": 1280, "height": 800}
COLOURS = 256
LARGEST = 250_000
PATIENCE = 180_000
"""Milliseconds to wait for a page on a busy machine."""


@contextmanager
def dashboard(data: Path) -> Iterator[str]:
    """Run the dashboard over the usual library of a user's data folder until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "XDG_DATA_HOME": str(data)}
    environment.pop("PTM_GRAPH_LIBRARY", None)
    command = [sys.executable, "-m", "ptm_graph", "app", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 (our own interpreter and package)
        command,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        os.killpg(process.pid, 15)
        process.wait(20)


def picture(page: Page, address: str) -> bytes:
    """The view at an address, once it stands still."""
    page.goto(address)
    page.wait_for_selector(".st-key-topbar", timeout=PATIENCE)
    page.wait_for_function(
        "document.querySelector('[data-test-script-state]')"
        "?.getAttribute('data-test-script-state') === 'notRunning'",
        timeout=PATIENCE,
    )
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')", timeout=PATIENCE)
    if page.locator("[data-testid=stEChartsChart]").count():
        page.wait_for_selector(DRAWN, timeout=PATIENCE)
    page.wait_for_timeout(2500)
    return page.screenshot()


def first_page_of_site(page: Page, folder: Path) -> bytes:
    """What a visitor of a site sees first; the site lies in a folder."""
    page.goto((folder / "index.html").as_uri())
    page.wait_for_timeout(1500)
    return page.screenshot()


def small(png: bytes) -> bytes:
    """The picture with fewer colours."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    fine = image.quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE)
    out = io.BytesIO()
    fine.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Make all pictures."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    out.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is missing (Debian: apt install chromium)")
    with (
        tempfile.TemporaryDirectory() as folder,
        dashboard(Path(folder)) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        picture(browser.new_page(), url)  # builds the library
        site = Path(folder) / "site"
        subprocess.run(  # noqa: S603 (our own package)
            [sys.executable, "-m", "ptm_graph", "site", str(site)],
            env={**os.environ, "XDG_DATA_HOME": folder},
            check=True,
        )
        for theme in ("light", "dark"):
            context = browser.new_context(viewport=SIZE, color_scheme=theme, locale="en-US")  # type: ignore[arg-type]
            page = context.new_page()
            for name in (*VIEWS, "site"):
                if name == "site":
                    png = small(first_page_of_site(page, site))
                else:
                    png = small(picture(page, f"{url}/{VIEWS[name]}"))
                if len(png) > LARGEST:
                    sys.exit(f"{name}: {len(png)} bytes is too large a picture")
                suffix = "" if theme == "light" else "-dark"
                (out / f"{name}{suffix}.png").write_bytes(png)
                print(f"{name}{suffix}.png  {len(png):,} bytes", flush=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
