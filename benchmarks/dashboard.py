"""How fast the dashboard answers, measured through a browser.

    python benchmarks/dashboard.py [--library FILE] [--papers 49367] [--json FILE]

Without ``--library`` two libraries are measured: the bundled one, and a made-up one of as
many papers as asked for, with a reading list of 200. Each gets a server of its own, started
by ``ptm-graph app``, and a browser that was started before it and has never seen the page.

Of what is done several times the median and the longest are told. Clicks, filters and
searches are timed in the page, from the first input event until its text has changed. Told
are seconds by the clock and, for the server, processor seconds and memory, because a busy
machine makes the clock say little.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from ptm_graph.facts.citation_facts import CitationFacts
from ptm_graph.library import Library
from ptm_graph.words.model import PartialDate, SeedEntry
from ptm_graph.words.records import PaperRecord
from ptm_graph.workflow.building import make_bundled

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
                writer.store_facts(ends[0], {ends[1]: CitationFacts(_EXTENDS, (1, 2, 3))})


_EXTENDS = {"own_extends": 2.0, "cue_extends": 2.0, "first_person": 1.0, "spoken_of": 5.0}


@contextmanager
def serving(library: Path) -> Iterator[tuple[str, int]]:
    """Run the dashboard as a user does; give its address and the id of its process."""
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
            time.sleep(0.02)
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
        "server_seconds": (int(fields[11]) + int(fields[12])) / ticks,
        "server_megabytes": int(kilobytes) / 1024,
    }


_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_SEARCHES = ("deep speech", "language", "neural model")


def measure(library: Path, chromium: str) -> dict[str, dict[str, float]]:
    """Times of the steps a visitor makes, each with what it cost the server."""
    found: dict[str, dict[str, float]] = {}
    spots = dots(library)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(120_000)
        begun = time.perf_counter()
        with serving(library) as (url, pid):
            seconds = time.perf_counter() - begun
            found["server start"] = {"seconds": seconds, "longest": seconds, **_server(pid)}

            def step(name: str, *actions: Callable[[], float | None]) -> None:
                before, times = _server(pid), []
                for action in actions:
                    start = time.perf_counter()
                    told = action()
                    times.append(time.perf_counter() - start if told is None else told)
                after = _server(pid)
                spent = after["server_seconds"] - before["server_seconds"]
                found[name] = {
                    "seconds": statistics.median(times),
                    "longest": max(times),
                    "server_seconds": spent / len(actions),
                    "server_megabytes": after["server_megabytes"],
                }

            step("first drawing", lambda: _open(page, url))
            page.wait_for_timeout(3000)
            step("click on a paper", *(partial(_click, page, *spot) for spot in spots))
            step("filter by a family", *(partial(_filter, page, one) for one in (0, 1, 0, 1)))
            step("open the table", lambda: _table(page))
            step("search the table", *(partial(_search, page, one) for one in _SEARCHES))
            step("another visit", lambda: _open(page, url))
        browser.close()
    return found


def dots(library: Path, most: int = 5) -> list[tuple[float, float]]:
    """Where the papers with most children are drawn, as shares of the drawing's size."""
    from ptm_graph.dashboard.drawing.composing import View, compose
    from ptm_graph.dashboard.drawing.filtering import Filters
    from ptm_graph.dashboard.reader import opened

    drawing = compose(opened(library), View("lineage", Filters()))
    graph, options = drawing.selection.graph, drawing.options
    width, height = (options[axis]["max"] for axis in ("xAxis", "yAxis"))
    top, bottom = options["grid"]["top"], options["grid"]["bottom"]
    spots = dict(zip(graph, (node["value"] for node in options["series"][1]["data"]), strict=True))
    chosen = sorted(graph, key=lambda key: (-graph.out_degree(key), key))[:most]
    inner = drawing.height - top - bottom
    return [
        (spots[key][0] / width, (top + spots[key][1] / height * inner) / drawing.height)
        for key in chosen
    ]


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(CHART)


def _click(page: Page, x: float, y: float) -> float:
    """Click on a dot until the panel tells of its paper."""
    page.locator(CHART).first.scroll_into_view_if_needed()
    box = page.locator(CHART).first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.wait_for_timeout(500)
    return _until_changed(page, ".st-key-panel", page.mouse.down, page.mouse.up)


def _filter(page: Page, place: int) -> float:
    """Switch a family until another number of papers is drawn."""
    switch = page.locator("[class*=legend] button").nth(place)
    switch.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    return _until_changed(page, ".st-key-hidden", switch.click)


def _table(page: Page) -> None:
    page.get_by_role("link", name="Papers", exact=True).click()
    page.wait_for_selector("[data-testid=stDataFrame] canvas")


def _search(page: Page, words: str) -> float:
    """Type, and press Enter until another number of papers is found."""
    box = page.get_by_role("textbox").first
    box.fill(words)
    page.wait_for_timeout(500)
    return _until_changed(page, ".st-key-picked", partial(box.press, "Enter"))


def _until_changed(page: Page, selector: str, *actions: Callable[[], Any]) -> float:
    """Seconds from the first input event of some actions until the text of an element changes."""
    page.evaluate(_WATCH, selector)
    for action in actions:
        action()
    page.wait_for_function("watched.end > 0")
    return float(page.evaluate("(watched.end - watched.begin) / 1000"))


_WATCH = """selector => {
    const text = () => document.querySelector(selector)?.innerText
    const watched = {begin: 0, end: 0, before: text()}
    window.watched = watched
    const begun = () => { watched.begin ||= performance.now() }
    for (const name of ["pointerdown", "keydown"])
        document.addEventListener(name, begun, {capture: true, once: true})
    const look = () => {
        const now = text()
        if (watched.begin && now && now !== watched.before)
            watched.end = performance.now()
        else
            requestAnimationFrame(look)
    }
    look()
}"""


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
            make_bundled(libraries[0])
            make_library(libraries[1], arguments.papers)
        results = {path.stem: measure(path, chromium) for path in libraries}
    for name, steps in results.items():
        print(f"\n{name:24}  seconds  longest  server CPU s  server MB")
        for step, values in steps.items():
            print(
                f"  {step:22} {values['seconds']:8.2f} {values['longest']:8.2f}"
                f" {values['server_seconds']:13.2f} {values['server_megabytes']:10.0f}"
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
