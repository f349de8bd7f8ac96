"""What readers come for, done as they do it: clicks, keys and seconds of each task.

    python benchmarks/experience.py --library FILE [--before FILE] [--only WORD] [--json FILE]

A student asks the bundled library; a survey author, whose list has titles only, asks the
library given, which was refreshed at least twice from a list of computer vision in YAML with
entries that are not settled (it is copied, and so is its list). Each task begins at a page that
stands still, in a browser that knows nothing of the task before, and ends when its answer can
be read and nothing moves any more. It fails unless the answer is right.

Told are clicks, keys (typed words are told as “typing”) and seconds by the clock, and what was
found. ``--before`` takes what an earlier run wrote with ``--json`` and tells both.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from dashboard import CHART, dots, serving
from PIL import Image
from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright

from ptm_graph.dashboard.catalogue import words
from ptm_graph.library import Library
from ptm_graph.workflow import decisions
from ptm_graph.workflow.building import make_bundled

BERT, ROBERTA, GPT3 = "arxiv:1810.04805", "arxiv:1907.11692", "arxiv:2005.14165"
GPT = "s2:cd18800a0fe0b668a1cc19f2ec95b5003d0a5035"
TITLES = (
    "Deformable Convolutional Networks",
    "Cascade R-CNN: Delving into High Quality Object Detection",
    "Feature Pyramid Networks for Object Detection",
    "End-to-End Object Detection with Transformers",
    "CornerNet: Detecting Objects as Paired Keypoints",
    "FCOS: Fully Convolutional One-Stage Object Detection",
    "Objects as Points",
    "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows",
    "Training data-efficient image transformers & distillation through attention",
    "A ConvNet for the 2020s",
)
"""What an author pastes: titles as in a document of hers, and nothing else."""
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_STILL = """() => {
    const state = document.querySelector('[data-test-script-state]')
    const moving = '[data-testid=stSkeleton], [data-stale=true], [aria-busy=true]'
    return state?.getAttribute('data-test-script-state') === 'notRunning'
        && ![...document.querySelectorAll(moving)].some(one => one.checkVisibility())
}"""
_SHOWN = """element => {
    const panel = element.closest('.st-key-panel').getBoundingClientRect()
    return [element.getBoundingClientRect().top - panel.top, panel.height]
}"""


class WrongError(Exception):
    """The answer is not the right one."""


def check(right: object, told: str) -> None:
    """Stop the task unless something holds."""
    if not right:
        raise WrongError(told)


@dataclass
class Reader:
    """A page, and what its reader has done to it so far."""

    page: Page
    url: str
    library: Path
    language: str = "en"
    clicks: int = 0
    keys: int = 0
    typed: bool = False
    begun: float = field(default_factory=time.perf_counter)

    def words(self, code: str) -> str:
        """A text of the interface."""
        return words(self.language)(code)

    def visit(self, path: str = "", **asked: str) -> None:
        """Open a page, from which the task begins."""
        self.page.goto(f"{self.url}/{path}" + (f"?{urlencode(asked)}" if asked else ""))
        self.page.wait_for_selector(CHART if not path else ".st-key-topbar")
        self.rest()
        self.begun = time.perf_counter()

    def rest(self) -> None:
        """Wait until nothing moves any more."""
        self.page.wait_for_function(_STILL)

    def click(self, what: Locator) -> None:
        """Click, and wait for nothing."""
        what.click()
        self.clicks += 1

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, what: Locator, text: str, *, slowly: bool = False) -> None:
        """Click into a box and type; a box that offers lines follows letter by letter."""
        self.click(what)
        if slowly:
            self.page.keyboard.type(text, delay=30)
        else:
            what.fill(text)
        self.typed = True

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """The first button of a name."""
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first

    def turn_to(self, code: str) -> None:
        """Go to a page by the menu."""
        self.click(self.page.get_by_role("link", name=self.words(f"page.{code}"), exact=True))
        self.page.wait_for_url(re.compile(rf"/{code}(\?|$)"))

    def find(self, text: str) -> str:
        """Type in the box above the drawing and take the line it offers first; give that line."""
        label = self.words("find.label")
        return self.choose(self.page.get_by_role("combobox", name=re.compile(label)), text)

    def choose(self, box: Locator, text: str) -> str:
        """Type in a box that offers lines, and take the first of them."""
        self.type(box, text, slowly=True)
        offered = self.page.get_by_role("option")
        offered.filter(has_text=re.compile(re.escape(text), re.IGNORECASE)).first.wait_for()
        first = offered.first.inner_text()
        self.press("Enter")
        return first

    def until_asked(self, **asked: str) -> dict[str, list[str]]:
        """Wait until the address says so, and nothing moves; give all it says."""
        parts = [re.escape(urlencode({name: value})) for name, value in asked.items()]
        self.page.wait_for_url(lambda url: all(re.search(part, _encoded(url)) for part in parts))
        self.rest()
        return parse_qs(urlsplit(self.page.url).query)


def _encoded(url: str) -> str:
    return urlencode(parse_qs(urlsplit(url).query), doseq=True)


# --- a student --------------------------------------------------------------------------------


def first_drawing(reader: Reader) -> str:
    """Open the page for the first time."""
    reader.begun = time.perf_counter()
    reader.page.goto(reader.url)
    reader.page.wait_for_selector(CHART)
    reader.rest()
    told = str(reader.page.locator("[data-testid=stEChartsChart]").get_attribute("aria-label"))
    counted = re.search(r"(\d+) papers.*?(\d+) arrows", told)
    check(counted and int(counted[2]), told)
    return f"{counted[1]} papers, {counted[2]} arrows" if counted else told


def children(reader: Reader) -> str:
    """Click on the paper with most children, and see them."""
    reader.visit()
    box = reader.page.locator(CHART).first.bounding_box()
    assert box is not None
    ((x, y),) = dots(reader.library, 1)
    reader.begun = time.perf_counter()
    reader.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    reader.clicks += 1
    reader.until_asked(paper=BERT)
    heading = reader.page.get_by_text(re.compile(r"^Children \(\d+\)$")).first
    heading.wait_for()
    top, height = heading.evaluate(_SHOWN)
    check(top < height, f"{heading.inner_text()} begins at {top:.0f} of {height:.0f} px")
    return f"{heading.inner_text()} at {top:.0f} of {height:.0f} px, without scrolling"


def why(reader: Reader) -> str:
    """Why RoBERTa descends from BERT."""
    reader.visit()
    reader.find("RoBERTa")
    reader.until_asked(paper=ROBERTA)
    reader.click(reader.button(re.compile(re.escape(_end(reader, "paper.why")))))
    reader.until_asked(to=ROBERTA, **{"from": BERT})
    reader.page.get_by_text(reader.words("edge.reasons")).first.wait_for()
    said = reader.page.locator(".st-key-panel .pg-said").first.inner_text()
    check("BERT" in said, said)
    return said


def route(reader: Reader) -> str:
    """How the Transformer led to XLNet."""
    reader.visit()
    reader.turn_to("routes")
    for code, name in (("a", "Transformer"), ("b", "XLNet")):
        label = reader.words(f"routes.{code}")
        box = reader.page.get_by_role("combobox", name=re.compile(rf"\b{label}$"))
        box.wait_for()
        reader.rest()
        first = reader.choose(box, name)
        check(first.startswith(name), f"“{name}” offers {first}")
    first_route = reader.page.locator(".pg-body b", has_text="→").first
    first_route.wait_for()
    reader.page.wait_for_selector(CHART)
    reader.rest()
    said = first_route.inner_text()
    check(re.search(r"Transformer → .*XLNet$", said), said)
    return said


def what_first(reader: Reader) -> str:
    """What to read first to understand T5."""
    reader.visit()
    reader.turn_to("reading-order")
    reader.click(reader.page.get_by_role("radio", name=reader.words("goal.paper")))
    box = reader.page.get_by_role("combobox", name=re.compile(reader.words("order.paper")))
    box.wait_for()
    reader.rest()
    first = reader.choose(box, "T5")
    check(first.startswith("T5"), f"“T5” offers {first}")
    reader.until_asked(**{"for": "paper", "paper": "arxiv:1910.10683"})
    said = reader.page.locator(".pg-said").first.inner_text()
    check(re.search(r": (?!T5)\w", said), said)
    return said


def figure(reader: Reader, name: str) -> str:
    """A figure of RoBERTa's line as a file."""
    reader.visit()
    reader.find("RoBERTa")
    reader.until_asked(paper=ROBERTA)
    reader.click(reader.button(reader.words("lineage.lock")))
    reader.until_asked(lock=ROBERTA)
    reader.click(reader.button(re.compile(reader.words("download.menu"))))
    box = reader.page.get_by_role("combobox", name=re.compile(reader.words("download.how")))
    reader.choose(box, name)
    width = reader.page.get_by_text(reader.words("download.width"))
    width.wait_for()
    reader.rest()
    with reader.page.expect_download() as started:
        reader.click(reader.button(re.compile(rf"{reader.words('download.save')}$")))
    saved = started.value.path().read_bytes()
    if name == "PNG":
        image = Image.open(io.BytesIO(saved))
        check(image.format == "PNG" and image.width >= 600, f"{image.format}, {image.width} px")
        return f"PNG, {image.width} × {image.height} px, {len(saved) // 1024} KB"
    text = saved.decode()
    check(text.count("<svg") and "RoBERTa" in text and "BERT" in text, text[:80])
    return f"SVG, {len(saved) // 1024} KB, names as text"


def correct(reader: Reader) -> str:
    """Say that GPT-3 descends from GPT-2."""
    reader.visit()
    reader.find("GPT-3")
    reader.until_asked(paper=GPT3)
    parents = reader.page.locator(f"[class*={_key_class('why ')}][class*={_key_class(f'→{GPT3}')}]")
    if parents.count():
        reader.click(parents.first.locator("button"))
        reader.page.wait_for_url(re.compile("from="))
        reader.rest()
    change, another = (reader.words(f"decide.{name}") for name in ("other", "another"))
    reader.click(reader.button(re.compile(rf"(?:{change}|{another})$")))
    box = reader.page.get_by_placeholder(reader.words("decide.parent_placeholder"))
    box.wait_for()
    reader.rest()
    reader.type(box, "GPT-2")
    reader.press("Enter")
    reader.click(reader.button(re.compile("GPT-2 is the parent")))
    reader.page.locator(".st-key-toast").get_by_text("GPT-2 is the parent of GPT-3").wait_for()
    reader.rest()
    held = decisions.read(reader.library.with_name("decisions.yaml"))
    with Library.open(reader.library) as library:
        said = [(library.paper(one.parent).name, one.verdict) for one in held if one.child == GPT3]
    check([name for name, verdict in said if verdict != "rejected"] == ["GPT-2"], str(said))
    return "the file of decisions says GPT-2"


def _key_class(key: str) -> str:
    """How Streamlit writes a part of a widget's key into the class of its element."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", key)


def _end(reader: Reader, code: str) -> str:
    """What stands after the last value of a text."""
    return words(reader.language)(code, percent="|").rpartition("|")[2]


# --- a survey author --------------------------------------------------------------------------


def news(reader: Reader) -> str:
    """See what the refreshes have brought, the first thing first."""
    reader.visit()
    reader.turn_to("news")
    reader.page.locator(".st-key-feed").wait_for()
    reader.rest()
    stories = reader.page.locator("[class*=st-key-change-]")
    if reader.page.get_by_text(reader.words("news.nothing")).count():
        reader.click(
            reader.page.get_by_role("combobox", name=re.compile(reader.words("news.since")))
        )
        reader.click(reader.page.get_by_role("option").last)
        reader.page.wait_for_url(re.compile("since="))
        reader.rest()
    check(stories.count(), "nothing is told")
    dated = reader.page.locator(".st-key-feed .pg-chip").count()
    check(dated >= stories.count(), f"{dated} dates for {stories.count()} stories")
    first = stories.first.locator("p").inner_text()
    return f"{stories.count()} dated stories; the first: {' '.join(first.split()[:14])}"


def add_list(reader: Reader) -> str:
    """Add a list of titles."""
    reader.visit("reading-list")
    reader.click(reader.page.get_by_role("radio", name=reader.words("list_part.add")))
    box = reader.page.get_by_label(reader.words("list_page.paste"))
    box.wait_for()
    reader.rest()
    reader.type(box, "\n".join(TITLES))
    reader.press("Control+Enter")
    told = reader.page.get_by_text(re.compile(r"\d+ entr(y|ies) understood"))
    told.wait_for()
    reader.rest()
    understood = int(told.first.inner_text().split()[0])
    check(understood == len(TITLES), f"{understood} of {len(TITLES)} titles understood")
    reader.click(reader.button(re.compile(rf"Add {understood} entries")))
    saved = reader.page.get_by_text(re.compile(r"New on the list: \d+")).first
    saved.wait_for()
    reader.rest()
    return f"{understood} of {len(TITLES)} understood; {saved.inner_text().split(',')[0]}"


def take_candidate(reader: Reader) -> str:
    """Say which paper an entry means, and have no further entry of it."""
    reader.visit("reading-list")
    before = _entries(reader.library)
    reader.click(reader.button(re.compile(reader.words("list_page.take"))))
    reader.page.get_by_text(re.compile("is settled, in")).first.wait_for()
    reader.rest()
    after = _entries(reader.library)
    check(sum(after.values()) == sum(before.values()), f"{before} → {after}")
    check(after["unresolved"] < before["unresolved"], f"{before} → {after}")
    return f"{sum(after.values())} entries as before, {after['unresolved']} unresolved"


def _entries(library: Path) -> dict[str, int]:
    with Library.open(library) as opened:
        states = [one.state for one in opened.seed_status()]
    return {state: states.count(state) for state in ("unresolved", *states)}


def find_resnet(reader: Reader) -> str:
    """Find ResNet, and none that has it in its name."""
    reader.visit()
    first = reader.find("ResNet")
    reader.page.wait_for_url(re.compile("paper="))
    reader.rest()
    title = reader.page.locator(".st-key-panel .pg-title").first.inner_text()
    check(title == "Deep Residual Learning for Image Recognition", f"{first}: {title}")
    return f"offers {title}"


# --- others -----------------------------------------------------------------------------------


def chinese(reader: Reader) -> str:
    """Search 百度 and read an arrow of what is found."""
    reader.visit()
    reader.find("百度")
    reader.page.wait_for_url(re.compile("paper="))
    reader.rest()
    reader.click(reader.button(re.compile(re.escape(_end(reader, "paper.why")))))
    reader.page.get_by_text(reader.words("edge.reasons")).first.wait_for()
    reader.rest()
    said = reader.page.locator(".st-key-panel .pg-said").first.inner_text()
    check(re.search(r"[\u4e00-\u9fff]{4}", said), said)
    lang = str(reader.page.evaluate("document.documentElement.lang"))
    return f"{said} (lang={lang})"


def by_arrows(reader: Reader) -> str:
    """Reach the list with Tab, and go down it with the arrow key."""
    reader.visit(side="list")
    inside = "!!document.activeElement.closest('.st-key-listing [data-testid=stRadio]')"
    while not reader.page.evaluate(inside):
        reader.press("Tab")
        check(reader.keys < 80, "the list is not reached by Tab")
    tabs = reader.keys
    reader.press("Space")
    pinned = [_pinned_after(reader, None)]
    for _ in range(4):
        reader.press("ArrowDown")
        pinned.append(_pinned_after(reader, pinned[-1]))
        check(reader.page.evaluate(inside), f"after {len(pinned) - 1} presses focus is lost")
    check(len(set(pinned)) == len(pinned), str(pinned))
    return f"{tabs} Tabs to the list; {len(pinned)} papers chosen one after the other"


def _pinned_after(reader: Reader, before: str | None) -> str:
    """The paper that is pinned once it is another one."""
    try:
        reader.page.wait_for_function(
            "held => { const now = new URLSearchParams(location.search).get('paper')"
            " ; return now && now !== held }",
            arg=before,
            timeout=15_000,
        )
    except Error as error:
        raise WrongError(f"a key pins nothing after {before}") from error
    reader.rest()
    return parse_qs(urlsplit(reader.page.url).query)["paper"][0]


def parent_to_child(reader: Reader) -> str:
    """Go from a paper to a child of it, and on to a child of that, without a mouse."""
    reader.visit(paper=GPT)
    here, way = GPT, ["GPT"]
    for child in (BERT, ""):
        most = reader.keys + 120
        wanted = f"[class*='{_key_class(f'st-key-to {here}→{child}')}'] button"
        while not reader.page.evaluate("s => document.activeElement.matches(s)", wanted):
            reader.press("Tab")
            check(reader.keys < most, f"no button of a child of {way[-1]} is reached by Tab")
        way.append(reader.page.evaluate("document.activeElement.innerText"))
        reader.press("Enter")
        here = _pinned_after(reader, here)
    return f"{' → '.join(way)} in {reader.keys} keys"


def phone(reader: Reader) -> str:
    """Open the page on a phone: nothing beside the screen, something to read without scrolling."""
    reader.begun = time.perf_counter()
    reader.page.goto(reader.url)
    reader.page.locator(".st-key-panel").wait_for()
    reader.rest()
    wide, top = reader.page.evaluate(
        "[document.scrollingElement.scrollWidth,"
        " document.querySelector('.st-key-panel').getBoundingClientRect().top]"
    )
    check(wide <= 390, f"the page is {wide} px wide")
    check(top < 800, f"what can be read begins at {top:.0f} of 800 px")
    return f"{wide} px wide; list or details at y = {top:.0f} of 800 px"


Task = Callable[[Reader], str]
STUDENT: Mapping[str, Task] = {
    "first drawing": first_drawing,
    "BERT's children": children,
    "why RoBERTa ← BERT": why,
    "Transformer → XLNet": route,
    "what first for T5": what_first,
    "a figure of RoBERTa's line (PNG)": partial(figure, name="PNG"),
    "the same as SVG": partial(figure, name="SVG"),
    "correct GPT-3's parent to GPT-2": correct,
}
OTHERS: Mapping[str, tuple[str, Task, dict[str, Any]]] = {
    "search 百度, read an arrow": ("Chinese reader", chinese, {"locale": "zh-CN"}),
    "reach the list, choose with ↓": ("keyboard", by_arrows, {}),
    "from a parent to its child, twice": ("keyboard", parent_to_child, {}),
    "first look": ("phone", phone, {"viewport": {"width": 390, "height": 800}}),
}
AUTHOR: Mapping[str, Task] = {
    "see what is new": news,
    "find “ResNet”": find_resnet,
    "accept a candidate": take_candidate,
    "add a list of titles": add_list,
}


def measure(
    browser: Browser, url: str, library: Path, task: Task, **context: Any
) -> dict[str, Any]:
    """Do one task in a window of its own; give what it took, and whether it went right."""
    settings = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US", **context}
    window = browser.new_context(**settings)
    page = window.new_page()
    page.set_default_timeout(60_000)
    reader = Reader(page, url, library, settings["locale"][:2])
    try:
        told, right = task(reader), True
    except (WrongError, Error) as error:
        told, right = str(error).splitlines()[0], False
    seconds = time.perf_counter() - reader.begun
    window.close()
    return {
        "clicks": reader.clicks,
        "keys": reader.keys,
        "typing": reader.typed,
        "seconds": seconds,
        "right": right,
        "found": told,
    }


@contextmanager
def copied(library: Path, folder: Path) -> Iterator[Path]:
    """A library in a folder of its own, with copies of the lists its entries come from."""
    folder.mkdir()
    path = folder / "library.db"
    shutil.copy(library, path)
    with closing(sqlite3.connect(path)) as changed, changed:
        files = [one for (one,) in changed.execute("SELECT DISTINCT file FROM seed") if one]
        for number, name in enumerate(files):
            # a list that is gone stays gone, rather than be sought where it was
            copy = folder / f"list-{number}{Path(name).suffix}"
            if Path(name).is_file():
                shutil.copy(name, copy)
            for table in ("seed", "problem"):
                changed.execute(f"UPDATE {table} SET file = ? WHERE file = ?", (str(copy), name))
            changed.execute(
                "UPDATE meta SET value = replace(value, ?, ?) WHERE name = 'reading lists'",
                (json.dumps(name), json.dumps(str(copy))),
            )
    held = os.environ.get("PTM_GRAPH_DECISIONS")
    os.environ["PTM_GRAPH_DECISIONS"] = str(folder / "decisions.yaml")
    try:
        yield path
    finally:
        os.environ.pop("PTM_GRAPH_DECISIONS")
        if held is not None:
            os.environ["PTM_GRAPH_DECISIONS"] = held


_Done = tuple[str, str, Task, dict[str, Any]]
"""Who does it, its name, what is done, and what is special about the window."""


def run(browser: Browser, library: Path | None, only: str) -> dict[str, dict[str, Any]]:
    """All tasks whose names contain a word: name → what it took."""
    found: dict[str, dict[str, Any]] = {}
    students: list[_Done] = [("student", name, task, {}) for name, task in STUDENT.items()]
    students += [(who, name, task, more) for name, (who, task, more) in OTHERS.items()]
    authors: list[_Done] = [("survey author", name, task, {}) for name, task in AUTHOR.items()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_bundled(folder / "bundled.db")
        libraries = [(folder / "bundled.db", students)]
        libraries += [(library, authors)] if library else []
        for number, (original, tasks) in enumerate(libraries):
            wanted = [one for one in tasks if only in f"{one[0]}: {one[1]}"]
            if not wanted:
                continue
            with copied(original, folder / str(number)) as path, serving(path) as (url, _):
                for who, task_name, task, more in wanted:
                    result = measure(browser, url, path, task, **more)
                    found[f"{who}: {task_name}"] = result
                    print(f"{task_name}: {result['found']}", file=sys.stderr, flush=True)
    return found


def table(found: Mapping[str, Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]]) -> str:
    """The results in Markdown, beside those of before where there are any."""
    columns = ["who", "task", *(["before"] if before else []), "clicks", "seconds", "found"]
    lines = [columns, ["---"] * len(columns)]
    for name, one in found.items():
        who, _, task = name.partition(": ")
        earlier = before.get(name)
        then = [f"{_acts(earlier)}, {_seconds(earlier)}" if earlier else "–"] if before else []
        told = ("" if one["right"] else "**wrong**: ") + str(one["found"]).replace("|", "\\|")
        lines.append([who, task, *then, _acts(one), _seconds(one), told])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _acts(one: Mapping[str, Any]) -> str:
    parts = [str(one["clicks"])]
    if one["keys"]:
        parts.append(f"{one['keys']} key{'s' if one['keys'] > 1 else ''}")
    if one["typing"]:
        parts.append("typing")
    return " + ".join(parts)


def _seconds(one: Mapping[str, Any]) -> str:
    return f"{one['seconds']:.1f} s"


def main() -> None:
    """Measure and print; a task that goes wrong is a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    before = json.loads(arguments.before.read_text("utf-8")) if arguments.before else {}
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is missing; it is what does the tasks")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        found = run(browser, arguments.library, arguments.only)
        browser.close()
    print(table(found, before))
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f}.")
    if arguments.json:
        text = json.dumps(found, indent=2, ensure_ascii=False)
        arguments.json.write_text(f"{text}\n", encoding="utf-8")
    sys.exit(not all(one["right"] for one in found.values()))


if __name__ == "__main__":
    main()
