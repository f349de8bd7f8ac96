"""The dashboard in a real browser: clicks, links, silence on the network and console."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import pytest
from dashboard_driver import BERT, Server

pytestmark = pytest.mark.browser

DRAWN = "[data-testid=stEChartsChart][aria-busy=false] canvas"


@pytest.fixture
def page(chromium: Any, server: Server) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    opened = server.watch(context.new_page())
    opened.set_default_timeout(120_000)
    yield opened
    context.close()
    assert server.foreign == []
    assert server.complaints == []


def visit(page: Any, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/{query}")
    page.wait_for_selector(DRAWN)


def test_a_click_on_a_paper_pins_it_and_the_link_restores_it(page: Any, server: Server) -> None:
    visit(page, server)
    spot = dot(page, server, BERT)
    page.mouse.click(*spot)
    page.get_by_text("BERT: Pre-training of Deep Bidirectional").first.wait_for()
    page.wait_for_url(re.compile("paper=arxiv"))
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.get_by_text("BERT: Pre-training of Deep Bidirectional").first.wait_for()


def test_a_click_on_an_arrow_tells_why_it_is_there(page: Any, server: Server) -> None:
    visit(page, server)
    x, y = arrow(page, server, *longest_arrow(server))
    assert any(points_at_something(page, x, y + off) for off in (0, -1, 1, -2, 2, -3, 3))
    page.mouse.down()
    page.mouse.up()
    page.get_by_text("What speaks for and against it").wait_for()


def test_back_in_the_browser_goes_back_to_the_view_before(page: Any, server: Server) -> None:
    visit(page, server)
    page.mouse.click(*dot(page, server, BERT))
    page.wait_for_url(re.compile("paper=arxiv"))
    page.go_back()
    page.get_by_text("How to read this drawing").wait_for()


def test_the_list_is_used_with_the_keyboard_alone(page: Any, server: Server) -> None:
    visit(page, server, "?side=list")
    page.locator(".st-key-panel [data-testid=stRadio] input").first.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("paper="))


def test_both_themes_and_languages_are_drawn(chromium: Any, server: Server) -> None:
    context = chromium.new_context(color_scheme="dark", locale="zh-CN")
    page = server.watch(context.new_page())
    page.set_default_timeout(120_000)
    visit(page, server)
    page.get_by_text("如何阅读此图").wait_for()
    context.close()
    assert server.foreign == []
    assert server.complaints == []


def test_the_drawing_has_a_name_for_screen_readers(page: Any, server: Server) -> None:
    visit(page, server)
    label = page.locator("[data-testid=stEChartsChart]").get_attribute("aria-label")
    assert "Lineage over time" in label


def test_the_drawing_can_be_downloaded(page: Any, server: Server) -> None:
    visit(page, server)
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as started:
        page.get_by_role("button", name="GraphML").click()
    text = started.value.path().read_text(encoding="utf-8")
    assert "<graphml" in text


def placement_of(server: Server) -> Any:
    from ptm_graph.dashboard.drawing import place
    from ptm_graph.dashboard.drawing.selection import Filters, select
    from ptm_graph.dashboard.pages.lineage import WIDTH
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


def points_at_something(page: Any, x: float, y: float) -> bool:
    """Move the mouse; whether what is under it can be clicked."""
    page.mouse.move(x, y)
    page.wait_for_timeout(200)
    cursor = page.locator(DRAWN).first.evaluate("canvas => canvas.parentElement.style.cursor")
    return bool(cursor == "pointer")


def longest_arrow(server: Server) -> tuple[str, str]:
    """The arrow with the most room for a click between its ends."""
    from ptm_graph.dashboard.reader import opened

    spots = placement_of(server).spots
    family = opened(server.library).family
    edges = [edge for edge in family.edges() if edge[0] in spots and edge[1] in spots]
    return max(edges, key=lambda edge: math.dist(*((spots[k].x, spots[k].y) for k in edge)))


def arrow(page: Any, server: Server, tail: str, head: str) -> tuple[float, float]:
    """A point on an arrow: the middle of its curve."""
    from ptm_graph.dashboard.drawing.chart import curve

    spots = placement_of(server).spots
    one, two = (on_screen(page, server, spots[key].x, spots[key].y) for key in (tail, head))
    bend = curve(spots[head].y - spots[tail].y)
    middle = ((one[0] + two[0]) / 2, (one[1] + two[1]) / 2)
    # ECharts bends a line by `curveness` of its length, to its left
    control = (middle[0] - (one[1] - two[1]) * bend, middle[1] - (two[0] - one[0]) * bend)
    return (middle[0] + control[0]) / 2, (middle[1] + control[1]) / 2


def on_screen(page: Any, server: Server, x: float, y: float) -> tuple[float, float]:
    from ptm_graph.dashboard.drawing.chart import FOOT, RULER

    placement = placement_of(server)
    box = page.locator(DRAWN).first.bounding_box()
    height = box["height"] - RULER - FOOT
    return (
        box["x"] + x / placement.width * box["width"],
        box["y"] + RULER + y / placement.height * height,
    )
