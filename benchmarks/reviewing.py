"""How fast a list is confirmed on the page *Review*, by keys and through a browser.

    python benchmarks/reviewing.py LIBRARY GOLD [--papers 100] [--json FILE]

A reader who knows the answers is played: GOLD (as for ``ptm-graph evaluate``) says who the
parents are. Each paper that comes is answered with the keys a reader would press: 1, 2 or 3
for a parent that is offered, before it 4, 5 or 6 for each further one, 0 if none is. Papers
whose parents GOLD does not name are skipped. The library is copied, its list becomes all papers
that GOLD names, and it is decided about anew.

Told are keys a paper, the seconds from a key until the next paper can be read and answered
(the app's share: reading and thinking come on top), how long a hundred papers take with a
given time to think, and what of GOLD the decisions have afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard import serving
from playwright.sync_api import Page, TimeoutError, sync_playwright

from ptm_graph.dashboard.reader import opened, to_review
from ptm_graph.evaluation.gold import GoldSet, read_gold
from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library
from ptm_graph.words.model import SeedEntry
from ptm_graph.workflow import decisions

THINKING = 10.0
"""Seconds a reader is taken to need for a paper."""
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_ASKED = """() => {
    const state = document.querySelector('[data-test-script-state]')
    const none = document.querySelector('[class*="st-key-none-"] button')
    if (state?.getAttribute('data-test-script-state') !== 'notRunning' || !none) return null
    return [...none.closest('[class*="st-key-none-"]').classList]
        .find(name => name.startsWith('st-key-none-')).slice('st-key-none-'.length)
}"""
"""The paper that is asked about, as a class of its button; nothing while a script runs."""


_SHOWN = f"""() => ({_ASKED})() &&
    document.querySelector('h3.pg-asked').closest('[data-testid=stVerticalBlock]').innerText"""
"""What stands there of it, and of what is decided."""


def answers(gold: GoldSet, offered: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """The keys to press for each paper, in the order in which they are pressed."""
    marked = gold.parents()
    keys = {}
    for child, parents in offered.items():
        if child not in marked:
            keys[child] = ["j"]
            continue
        right = [place for place, parent in enumerate(parents) if parent in marked[child]]
        keys[child] = [*(str(4 + place) for place in right[1:]), str(1 + right[0])] if right else []
        keys[child] = keys[child] or ["0"]
    return keys


def confirm(page: Page, url: str, keys: Mapping[str, list[str]], papers: int) -> dict[str, Any]:
    """Answer papers until so many are confirmed; give keys and seconds of each."""
    by_class = {re.sub(r"[^\w-]", "-", child): child for child in keys}
    page.goto(f"{url}/review")
    pressed: list[int] = []
    seconds: list[float] = []
    seen: set[str] = set()
    asked = page.wait_for_function(_ASKED).json_value()
    begun = time.perf_counter()
    while len(pressed) < papers:
        child = by_class[asked]
        if child in seen:
            break  # all the way round
        seen.add(child)
        start = time.perf_counter()
        count = sum(_press(page, key) for key in keys[child])
        asked = page.wait_for_function(_ASKED).json_value()
        if keys[child] == ["j"]:
            continue
        seconds.append(time.perf_counter() - start)
        pressed.append(count)
    return {
        "papers": len(pressed),
        "answered by none": sum(keys[child] == ["0"] for child in seen),
        "keys a paper": statistics.mean(pressed),
        "seconds a paper": statistics.mean(seconds),
        "median": statistics.median(seconds),
        "longest": max(seconds),
        "minutes in all": (time.perf_counter() - begun) / 60,
        "load": os.getloadavg()[0],
    }


def _press(page: Page, key: str) -> int:
    """Press a key until the page has followed; how often that was, mostly once."""
    before = page.wait_for_function(_SHOWN).json_value()
    for times in range(1, 6):
        page.keyboard.press(key)
        try:
            page.wait_for_function(
                f"before => {{ const now = ({_SHOWN})(); return now && now !== before }}",
                arg=before,
                timeout=10_000,
            )
        except TimeoutError:
            continue
        return times
    sys.exit(f"the page does not follow “{key}”")


def measure(library: Path, gold_file: Path, papers: int, chromium: str) -> dict[str, Any]:
    """Confirm a copy of a library as GOLD says, and compare what was written with it."""
    os.environ["PTM_GRAPH_DECISIONS"] = str(library.with_name("decisions.yaml"))
    text = gold_file.read_text(encoding="utf-8")
    with Library.open(library, writable=True) as changed:
        named = sorted(read_gold(text, citation_graph(changed), str(gold_file)).papers)
        with changed.writing() as writer:
            writer.replace_entries([_entry(key) for key in named])
    here = opened(library)
    gold = read_gold(text, here.citations, str(gold_file))
    offered = {
        one.child: tuple(each.relation.parent for each in one.offered)
        for one in to_review(here)
        if one.offered
    }
    keys = answers(gold, offered)
    with serving(library) as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-US")
        page.set_default_timeout(300_000)
        found = confirm(page, url, keys, papers)
        browser.close()
    held = decisions.read(library.with_name("decisions.yaml"))
    taken = {one.pair for one in held if one.verdict != "rejected"}
    marked = {(parent, child) for child, some in gold.parents().items() for parent in some}
    found["decided as marked"] = len(taken & marked)
    found["decided otherwise"] = len(taken - marked)
    found["minutes with thinking"] = papers * (found["seconds a paper"] + THINKING) / 60
    return found


def _entry(key: str) -> SeedEntry:
    kind, _, value = key.partition(":")
    return SeedEntry(identifiers={kind: value})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is missing; it is what presses the keys")
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "library.db")
        shutil.copy(arguments.library, library)
        found = measure(library, arguments.gold, arguments.papers, chromium)
    for name, value in found.items():
        print(f"{name:22} {value:8.2f}" if isinstance(value, float) else f"{name:22} {value:8}")
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
