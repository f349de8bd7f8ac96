"""The dashboard in a real browser: clicks, links, silence on the network and console."""

from __future__ import annotations

import io
import math
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.parse import quote_plus as quote

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from dashboard_driver import BERT, ROBERTA, TIMEOUT, Server, serving
from PIL import Image

from ptm_graph.dashboard.catalogue import words
from ptm_graph.library import Library
from ptm_graph.workflow import decisions

pytestmark = pytest.mark.browser


def heading(code: str) -> str:
    """Selector of a heading of the English pages."""
    return f"h2:has-text('{words('en')(code)}')"


DRAWN = "[data-testid=stEChartsChart][aria-busy=false] canvas"
PAGES = {
    "Papers": ("papers", "[data-testid=stDataFrame]"),
    "Routes": ("routes", heading("routes.title")),
    "Reading order": ("reading-order", heading("order.title")),
    "Compare": ("compare", heading("compare.title")),
    "What is new": ("news", heading("news.title")),
    "Reading list": ("reading-list", heading("list_page.title")),
    "Proposals": ("proposals", heading("grow_page.title")),
    "Review": ("review", heading("review.title")),
    "Quality": ("quality", heading("quality.title")),
    "Lineage": ("", DRAWN),
}
"""Name → path, and what no page before it has."""
NO_TIP = """() => [...document.querySelector('[data-testid=stEChartsChart]').children].slice(1)
    .every(tip => !tip.firstChild || getComputedStyle(tip).visibility === 'hidden')"""
"""What a pointer over the drawing has brought up is gone."""
PATIENCE = 1000 * TIMEOUT
"""Milliseconds; only what never comes takes so long."""
PROBES = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
"""What Streamlit asks for beside a page opened by its own path; it then asks at the root."""


@pytest.fixture(scope="module")
def server(
    bundled_library_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The dashboard over a copy of the bundled library, which tests may change."""
    path = tmp_path_factory.mktemp("browsed") / "library.db"
    shutil.copy(bundled_library_path, path)
    with serving(path) as running:
        yield running


@pytest.fixture(scope="module")
def tab(chromium: Any, server: Server) -> Iterator[Any]:
    """One tab for all tests: loading Streamlit anew is the dear part."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    opened = server.watch(context.new_page())
    opened.set_default_timeout(PATIENCE)
    yield opened
    context.close()


@pytest.fixture
def page(tab: Any, server: Server) -> Iterator[Any]:
    """The tab, and a check of what it asked for and complained about."""
    yield tab
    assert server.foreign == []
    assert server.complaints == []


def visit(page: Any, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/{query}")
    page.wait_for_selector(DRAWN)
    idle(page)  # nothing moves any more that a test is going to click


def idle(page: Any) -> None:
    """Wait until no script runs."""
    page.wait_for_function(
        "document.querySelector('[data-test-script-state]')"
        "?.getAttribute('data-test-script-state') === 'notRunning'"
    )


def asked(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_click_on_a_paper_pins_it_and_back_and_the_link_lead_there(
    page: Any, server: Server
) -> None:
    visit(page, server)
    label = page.locator("[data-testid=stEChartsChart]").get_attribute("aria-label")
    assert "Lineage over time" in label
    page.mouse.click(*dot(page, server, BERT))
    page.get_by_text("BERT: Pre-training of Deep Bidirectional").first.wait_for()
    page.wait_for_url(re.compile("paper=arxiv"))
    address = page.url
    page.go_back()
    page.get_by_text("How to read this drawing").wait_for()
    page.goto("about:blank")
    page.goto(address)
    page.get_by_text("BERT: Pre-training of Deep Bidirectional").first.wait_for()


def test_a_clicked_arrow_is_explained_accepted_and_seen_after_a_reload(
    page: Any, server: Server
) -> None:
    visit(page, server)
    x, y = arrow(page, server, *longest_arrow(server))
    assert any(points_at_something(page, x, y + off) for off in (0, -1, 1, -2, 2, -3, 3))
    page.mouse.down()
    page.mouse.up()
    page.get_by_text("Strongest reasons").wait_for()
    page.wait_for_url(re.compile("from=.*to="))
    edge = asked(page)["from"][0], asked(page)["to"][0]
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("accepted by a person").wait_for()
    held = decisions.read(server.library.with_name("decisions.yaml"))
    assert [(one.parent, one.child, one.verdict) for one in held] == [(*edge, "accepted")]
    page.reload()
    page.get_by_text("accepted by a person").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("accepted by a person").wait_for(state="detached")


def test_enter_chooses_nothing_unseen_and_a_correction_is_undone_by_key(
    page: Any, server: Server
) -> None:
    def typed(name: str) -> None:
        box.fill(name)
        box.press("Enter")
        page.get_by_text("Choose one").or_(page.get_by_text("No paper of the library")).wait_for()
        idle(page)

    edge = f"from={quote(BERT)}&to={quote(ROBERTA)}"
    visit(page, server, f"?{edge}")
    page.get_by_role("button", name="Change").click()
    box = page.get_by_placeholder(words("en")("decide.parent_placeholder"))
    save = page.locator("[class*=st-key-save] button")
    typed("no paper is called so")
    save.and_(page.locator(":disabled")).wait_for()
    typed("language model")
    save.and_(page.locator(":disabled")).wait_for()
    typed("xlnet")
    page.get_by_role("button", name="XLNet is the parent").click()
    page.locator(".st-key-toast").get_by_text("XLNet is the parent of RoBERTa").wait_for()
    idle(page)
    where = server.library.with_name("decisions.yaml")
    assert [(one.child, one.verdict) for one in decisions.read(where)] == [(ROBERTA, "set")]
    page.keyboard.press("u")
    page.locator(".st-key-toast").get_by_text("Undone").wait_for()
    page.wait_for_url(re.compile(re.escape(edge)))
    assert decisions.read(where) == ()
    assert page.get_by_text(words("en")("address.not_used", name="from")).count() == 0


def test_the_list_is_confirmed_by_keys(page: Any, server: Server) -> None:
    def asked_about(other_than: str = "") -> str:
        page.wait_for_function(
            """before => {
              const asked = document.querySelector('h3.pg-asked');
              if (!asked || asked.innerText === before) return false;
              const key = asked.dataset.paper.replace(/[^a-zA-Z0-9_-]/g, '-');
              return !!document.querySelector(`.st-key-take-0-${key} button`);
            }""",
            arg=other_than,
        )
        idle(page)
        return str(page.locator("h3.pg-asked").inner_text())

    where = server.library.with_name("decisions.yaml")
    page.goto(f"{server.url}/")
    page.get_by_role("link", name="Review", exact=True).click()
    first = asked_about()
    page.keyboard.press("1")
    second = asked_about(first)
    page.keyboard.press("0")
    asked_about(second)
    held = [one.verdict for one in decisions.read(where)]
    assert held[0] == "set" and set(held[1:]) == {"rejected"}
    page.keyboard.press("u")
    page.get_by_role("heading", name=second).wait_for()
    idle(page)
    page.keyboard.press("u")
    page.get_by_role("heading", name=first).wait_for()
    idle(page)
    assert decisions.read(where) == ()
    for key in "45j":  # one right after the other: none may be lost, and the step comes last
        page.keyboard.press(key)
    asked_about(first)
    assert [one.verdict for one in decisions.read(where)] == ["accepted", "accepted"]
    for chips in (1, 0):
        page.keyboard.press("u")
        page.get_by_role("heading", name=first).wait_for()
        page.wait_for_function(
            "count => [...document.querySelectorAll('.pg-chip')]"
            ".filter(one => one.innerText.includes('accepted')).length === count",
            arg=chips,
        )
        idle(page)
    assert decisions.read(where) == ()


def test_a_click_keeps_the_zoom(page: Any, server: Server) -> None:
    visit(page, server)
    whole = picture(page)
    spot = dot(page, server, BERT)
    page.mouse.move(*spot)
    # for 0.4 s after it came a pointer scrolls the page; however much later, it zooms
    page.wait_for_timeout(500)
    page.mouse.wheel(0, -240)
    zoomed = picture(page, unlike_by=0.05, to=whole)
    page.mouse.click(*spot)  # zooming leaves what is under the pointer where it is
    page.wait_for_url(re.compile("paper=arxiv"))
    page.get_by_text("BERT: Pre-training of Deep Bidirectional").first.wait_for()
    idle(page)
    clicked = picture(page, unlike_by=0.0, to=zoomed)
    assert unlike(zoomed, clicked) < 0.02


def test_a_page_is_opened_by_its_own_path(chromium: Any, server: Server) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page, missing = context.new_page(), []
    page.on("response", lambda got: missing.append(got.url) if got.status >= 400 else None)
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server.url}/papers?list=1&pick={BERT}&pick={ROBERTA}")
    page.get_by_text("2 ticked").wait_for()
    page.get_by_role("button", name="Show in the drawing").click()
    page.get_by_text("2 papers and 1 arrow drawn").wait_for()
    page.wait_for_url(re.compile("only="))  # the link is written when the page is made
    assert asked(page)["only"] == [BERT, ROBERTA]
    context.close()
    assert all(PROBES.search(url) for url in missing)


def test_families_confidence_and_date_stand_in_the_link_and_are_saved(
    page: Any, server: Server
) -> None:
    visit(page, server)
    page.get_by_role("button", name="Masked language models").click()
    page.wait_for_url(re.compile("family=Masked"))
    page.get_by_text(re.compile("hidden by filters")).wait_for()
    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_role("slider", name="Minimum confidence").press("ArrowRight")
    page.wait_for_url(re.compile("conf=5"))
    page.get_by_role("slider", name="As it stood at").press("ArrowLeft")
    page.wait_for_url(re.compile(r"until=\d{4}-12"))
    page.get_by_text("inferred only from").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Save", exact=True).click()
    assert started.value.suggested_filename == "lineage.html"
    text = started.value.path().read_text(encoding="utf-8")
    assert "RoBERTa" in text
    assert "VisualBERT" not in text  # of another family: what is drawn is saved


def test_a_list_is_pasted_and_saved_and_all_pages_are_silent(page: Any, server: Server) -> None:
    visit(page, server)
    for name, (path, its_own) in PAGES.items():
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(re.compile(rf"{server.url}/{path}(\?|$)"))
        page.locator(its_own).first.wait_for()  # before, the page left may be idle still
        idle(page)
        page.locator(".st-key-topbar").wait_for()
        assert not page.get_by_text("This did not work").count()
        if name == "Reading list":
            paste(page)
    with Library.open(server.library) as library:
        assert library.paper("arxiv:2401.04088").seed
    # the fixture checks what was asked for and complained about


def paste(page: Any) -> None:
    page.get_by_text("Add", exact=True).click()
    box = page.get_by_label("Paste a list")
    box.fill("- [Mixtral](https://arxiv.org/abs/2401.04088)\n")
    box.press("Control+Enter")
    page.get_by_text("1 entry understood").wait_for()
    page.get_by_role("button", name=re.compile("Add 1 entry")).click()
    page.get_by_text("New on the list: 1").first.wait_for()


def test_the_list_is_used_with_the_keyboard_alone(page: Any, server: Server) -> None:
    visit(page, server, "?side=list")
    page.locator("body").focus()
    inside = "!!document.activeElement.closest('.st-key-panel [data-testid=stRadio]')"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(inside):
            break
    assert page.evaluate(inside)
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("paper="))
    first = asked(page)["paper"]
    idle(page)
    page.locator(".st-key-panel [data-testid=stRadio] input:checked").focus()
    for _ in range(2):  # the place in the list is kept, so that arrows go on
        before = asked(page)["paper"][0].split(":")[1]
        page.keyboard.press("ArrowDown")
        page.wait_for_function("held => !location.search.includes(held)", arg=before)
        idle(page)
        assert page.evaluate(inside)
    assert asked(page)["paper"] != first


def test_the_list_follows_what_is_chosen_elsewhere(page: Any, server: Server) -> None:
    inside = """name => {
      const held = document.querySelector('.st-key-listing input:checked')?.closest('label');
      if (!held?.innerText.startsWith(`${name} ·`)) return false;
      const [row, box] = [held, held.closest('.st-key-listing')].map(
        (one) => one.getBoundingClientRect());
      return row.top >= box.top && row.bottom <= box.bottom && box.height <= 300;
    }"""
    visit(page, server, f"?side=list&paper={ROBERTA}")
    page.wait_for_function(inside, arg="RoBERTa")
    scrolled = "document.querySelector('.st-key-listing').scrollTop"
    before = page.evaluate(scrolled)
    page.locator(".st-key-panel button", has_text="BERT").first.click()
    page.wait_for_function(inside, arg="BERT")
    assert page.evaluate(scrolled) != before > 0


def test_a_lineage_is_walked_from_parent_to_child_with_the_keyboard(
    page: Any, server: Server
) -> None:
    visit(page, server, f"?paper={BERT}")
    page.locator(".st-key-panel button", has_text="GPT").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("held => !location.search.includes(held)", arg=BERT.split(":")[1])
    page.wait_for_function("!!document.activeElement.closest('.st-key-panel')")
    page.wait_for_function("document.querySelector('[aria-live]')?.innerText.includes('GPT')")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_is_closed_to_anybody(chromium: Any, server: Server, theme: Any) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, color_scheme=theme)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    grave = {}
    for view in (
        "",
        f"?paper={BERT}",
        f"?from={BERT}&to={ROBERTA}",
        "?side=list",
        *(path for path, _ in PAGES.values() if path),
    ):
        page.goto(f"{server.url}/{view}")
        page.locator(".st-key-topbar").wait_for()
        idle(page)
        page.locator("h1").wait_for(state="attached")  # and there is one: a locator is strict
        found = Axe().run(page).response["violations"]
        for one in found:
            if one["impact"] in ("serious", "critical"):
                grave[view, one["id"]] = [node["html"][:200] for node in one["nodes"]]
    context.close()
    assert not grave


def test_a_phone_gets_the_list_first_and_the_drawing_as_a_tab(
    chromium: Any, server: Server
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server.url}/?lang=en")
    page.wait_for_url(re.compile("side=list"))
    page.locator(".st-key-panel [data-testid=stRadio] input").first.wait_for(state="attached")
    chart = page.locator("[data-testid=stEChartsChart]")
    assert not chart.is_visible()
    page.locator(".st-key-sides").get_by_text("Drawing", exact=True).click()
    chart.wait_for()
    box = chart.bounding_box()
    assert box is not None and box["width"] >= 900  # as wide as its names need; it is scrolled
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_both_themes_and_languages_are_drawn(chromium: Any, server: Server) -> None:
    context = chromium.new_context(color_scheme="dark", locale="zh-CN")
    page = server.watch(context.new_page())
    page.set_default_timeout(PATIENCE)
    visit(page, server)
    page.get_by_text("如何阅读此图").wait_for()
    page.locator(".st-key-language button").click()
    page.get_by_text("How to read this drawing").wait_for()
    idle(page)
    page.wait_for_url(re.compile("lang=en"))
    page.reload()
    page.get_by_text("How to read this drawing").wait_for()
    idle(page)
    page.locator(".st-key-language button").click()
    page.get_by_text("如何阅读此图").wait_for()
    page.wait_for_url(re.compile("lang=zh"))
    context.close()
    assert server.foreign == []
    assert server.complaints == []


def placement_of(server: Server) -> Any:
    from ptm_graph.dashboard.drawing import place
    from ptm_graph.dashboard.drawing.composing import WIDTH
    from ptm_graph.dashboard.drawing.filtering import Filters, select
    from ptm_graph.dashboard.reader import opened

    library = opened(server.library)
    graph = select(library.family, Filters()).graph
    sizes = library.sizes(local=False)
    return place(
        graph,
        width=WIDTH,
        colours=library.colours,
        sizes={key: sizes.get(key) for key in graph},
        other="No family",
    )


def dot(page: Any, server: Server, key: str) -> tuple[float, float]:
    """Where the dot of a paper is in the window."""
    spot = placement_of(server).spots[key]
    return on_screen(page, server, spot.x, spot.y)


def picture(
    page: Any, *, unlike_by: float | None = None, to: np.ndarray[Any, Any] | None = None
) -> np.ndarray[Any, Any]:
    """The drawing when it stands still, without the pointer over it.

    With ``to``, wait until it is unlike that picture by more than ``unlike_by``.
    """
    page.mouse.move(1200, 790)
    page.wait_for_function(NO_TIP)
    last, give_up = _shot(page), time.monotonic() + TIMEOUT
    while time.monotonic() < give_up:
        now = _shot(page)
        if not unlike(last, now) and (to is None or unlike(to, now) > (unlike_by or 0.0)):
            return now
        last = now
    raise AssertionError("the drawing does not become another one, or does not stand still")


def _shot(page: Any) -> np.ndarray[Any, Any]:
    shot = page.locator(DRAWN).first.screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("L"), dtype=float)


def unlike(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float:
    """Share of pixels that differ clearly."""
    return float(np.mean(np.abs(one - other) > 24))


def points_at_something(page: Any, x: float, y: float) -> bool:
    """Move the mouse; whether what is under it can be clicked."""
    page.mouse.move(x, y)  # the drawing has answered when this returns
    cursor = page.locator(DRAWN).first.evaluate("canvas => canvas.parentElement.style.cursor")
    return bool(cursor == "pointer")


def longest_arrow(server: Server) -> tuple[str, str]:
    """The longest arrow whose middle is clear of dots and names."""
    from ptm_graph.dashboard.reader import opened

    spots = placement_of(server).spots
    family = opened(server.library).family
    edges = [edge for edge in family.edges() if edge[0] in spots and edge[1] in spots]

    def clear(edge: tuple[str, str]) -> bool:
        x, y = middle(*((spots[key].x, spots[key].y) for key in edge))
        return all(abs(y - spot.y) > 10 or not -12 < x - spot.x < 160 for spot in spots.values())

    return max(
        filter(clear, edges),
        key=lambda edge: math.dist(*((spots[k].x, spots[k].y) for k in edge)),
    )


def middle(one: tuple[float, float], two: tuple[float, float]) -> tuple[float, float]:
    """The middle of the curve that an arrow is, on whatever scale both ends are given."""
    from ptm_graph.dashboard.drawing.writing import curve

    bend = curve(two[1] - one[1])
    half = ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2)
    # ECharts bends a line by `curveness` of its length, to its left
    control = (half[0] - (one[1] - two[1]) * bend, half[1] - (two[0] - one[0]) * bend)
    return (half[0] + control[0]) / 2, (half[1] + control[1]) / 2


def arrow(page: Any, server: Server, tail: str, head: str) -> tuple[float, float]:
    """A point on an arrow: the middle of its curve."""
    spots = placement_of(server).spots
    return middle(*(on_screen(page, server, spots[key].x, spots[key].y) for key in (tail, head)))


def on_screen(page: Any, server: Server, x: float, y: float) -> tuple[float, float]:
    from ptm_graph.dashboard.drawing.chart import FOOT, RULER

    placement = placement_of(server)
    box = page.locator(DRAWN).first.bounding_box()
    height = box["height"] - RULER - FOOT
    return (
        box["x"] + x / placement.width * box["width"],
        box["y"] + RULER + y / placement.height * height,
    )
