"""How fast the dashboard answers, measured through a browser.

    python benchmarks/dashboard.py [--library FILE] [--papers 49367] [--json FILE]

Without ``--library`` two libraries are measured: the bundled one, and a made-up one of as
many papers as asked for, with a reading list of 200. Each gets a server of its own on a
free port. Told are seconds by the clock and, for the server, processor seconds and memory,
because a busy machine makes the clock say little.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from ptm_graph.citation_facts import CitationFacts
from ptm_graph.dashboard.reader import build_bundled
from ptm_graph.library import Library
from ptm_graph.model import PartialDate, SeedEntry
from ptm_graph.records import PaperRecord

CHART = "[data-testid=stEChartsChart][aria-busy=false] canvas"
SEEDS = 200
CITATIONS_PER_PAPER = 4
_WORDS = ("model", "language", "neural", "deep", "transfer", "graph", "image", "speech")


def make_library(path: Path, papers: int) -> None:
    """A library of made-up papers that cite earlier ones, the same in every run."""
    chance = random.Random(1)
    first = datetime.date(2000, 1, 1)
    step = 8000 / papers

    def record(number: int) -> PaperRecord:
        day = first + datetime.timedelta(int(number * step))
        return PaperRecord(
            source="semantic scholar",
            identifiers={"s2": f"{number:040x}"},
            title=f"{' '.join(chance.choices(_WORDS, k=7))} {number}",
            authors=tuple(f"Author {chance.randrange(papers)}" for _ in range(4)),
            year=day.year,
            published=PartialDate(day.year, day.month, day.day),
            citation_count=int(chance.paretovariate(0.9)),
        )

    listed = range(papers - 1, papers - 20 * SEEDS, -20)
    entries = [
        SeedEntry(
            aliases=(f"Model {number}",),
            identifiers={"s2": f"{number:040x}"},
            family=_WORDS[number // 20 % len(_WORDS)],
        )
        for number in listed
    ]
    with Library.open(path, writable=True) as library, library.writing() as writer:
        writer.replace_entries(entries)
        numbers = [writer.store_paper(record(number)) for number in range(papers)]
        writer.store_citing_pairs(
            (
                (numbers[citing], numbers[int(citing * chance.random() ** 0.5)])
                for citing in range(1, papers)
                for _ in range(CITATIONS_PER_PAPER)
            ),
            "semantic scholar",
        )
        for number in listed:  # each extends the one before it in its family
            parent = number - 20 * len(_WORDS)
            if parent in listed:
                ends = numbers[number], numbers[parent]
                writer.store_citing_pairs([ends], "semantic scholar")
                writer.store_facts(*ends, CitationFacts(_EXTENDS, (1, 2, 3)))


_EXTENDS = {"own_extends": 2.0, "cue_extends": 2.0, "first_person": 1.0, "spoken_of": 5.0}


@contextmanager
def serving(library: Path) -> Iterator[tuple[str, int]]:
    """Run the dashboard; give its address and the id of its server process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "ptm_graph", "app", "--no-browser", "--port", str(port)],
        env={**os.environ, "PTM_GRAPH_LIBRARY": str(library)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while not _healthy(url):
            time.sleep(0.05)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
            return True
    except OSError:
        return False


def _server(pid: int) -> dict[str, float]:
    """Processor seconds used so far, and megabytes in use."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return {
        "seconds": (int(fields[11]) + int(fields[12])) / ticks,
        "megabytes": int(kilobytes) / 1024,
    }


def measure(library: Path, chromium: str) -> dict[str, dict[str, float]]:
    """Times of the steps a visitor makes, each with what it cost the server."""
    found: dict[str, dict[str, float]] = {}
    begun = time.perf_counter()
    with serving(library) as (url, pid), sync_playwright() as playwright:
        found["server start"] = {
            "seconds": time.perf_counter() - begun,
            "added_megabytes": 0.0,
            **_cost(pid),
        }
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(300_000)

        def step(name: str, action: Callable[[], Any]) -> None:
            before, start = _server(pid), time.perf_counter()
            action()
            seconds = time.perf_counter() - start
            after = _server(pid)
            found[name] = {
                "seconds": seconds,
                "server_seconds": after["seconds"] - before["seconds"],
                "server_megabytes": after["megabytes"],
                "added_megabytes": after["megabytes"] - found["server start"]["server_megabytes"],
            }

        step("first drawing", lambda: _open(page, url))
        step("second visit", lambda: _open(page, url))
        step("click on a paper in the list of starts", lambda: _click(page))
        step("filter", lambda: _filter(page))
        step("open the table", lambda: _table(page, url))
        step("search the table", lambda: _search(page))
        browser.close()
    return found


def _cost(pid: int) -> dict[str, float]:
    now = _server(pid)
    return {"server_seconds": now["seconds"], "server_megabytes": now["megabytes"]}


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(CHART)


def _click(page: Page) -> None:
    page.locator("[class*=st-key-most] button").first.click()
    page.wait_for_url("**paper=**")
    page.wait_for_selector(".st-key-unpin")


def _filter(page: Page) -> None:
    page.get_by_role("button", name="Filters").click()
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_url("**conf=**")


def _table(page: Page, url: str) -> None:
    page.goto(f"{url}/papers")
    page.wait_for_selector("[data-testid=stDataFrame]")


def _search(page: Page) -> None:
    box = page.get_by_role("textbox").first
    box.fill("speech graph")
    box.press("Enter")
    page.wait_for_url("**q=**")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--papers", type=int, default=49_367)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is missing; it is what measures")
    with tempfile.TemporaryDirectory() as folder:
        libraries = [arguments.library] if arguments.library else []
        if not libraries:
            libraries = [Path(folder, "bundled.db"), Path(folder, f"{arguments.papers}.db")]
            build_bundled(libraries[0])
            make_library(libraries[1], arguments.papers)
        results = {path.stem: measure(path, chromium) for path in libraries}
    for name, steps in results.items():
        print(f"\n{name:42} seconds  server CPU s  server MB  added MB")
        for step, values in steps.items():
            print(
                f"  {step:40} {values['seconds']:7.2f} {values['server_seconds']:13.2f}"
                f" {values['server_megabytes']:10.0f} {values['added_megabytes']:9.0f}"
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
