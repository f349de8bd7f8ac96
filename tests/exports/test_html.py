from __future__ import annotations

import datetime
import html.parser
import json
import random
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from ptm_graph.exports import export, to_bytes
from ptm_graph.exports.arrows import kind_words
from ptm_graph.exports.html import BUDGET, LONGEST_QUOTE, MOST_QUOTES, PALE_STRENGTH
from ptm_graph.layout import lay_out
from ptm_graph.layout.palette import DARK
from ptm_graph.layout.screen import family_colours


class Tags(html.parser.HTMLParser):
    """Collects what a browser would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags_of(graph: nx.DiGraph[str]) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(to_bytes(graph, "html").decode("utf-8"))
    return parser.found


def test_the_page_names_no_other_resource(any_graph: nx.DiGraph[str]) -> None:
    for tag, attributes in tags_of(any_graph):
        assert tag not in ("link", "img", "iframe", "object", "embed", "base")
        assert "src" not in attributes
        assert attributes.get("href", "#") in ("#", "#list")


def test_hostile_text_makes_no_tag_of_its_own(
    hostile: nx.DiGraph[str], family: nx.DiGraph[str]
) -> None:
    def kinds(graph: nx.DiGraph[str]) -> set[str]:
        return {tag for tag, _ in tags_of(graph)}

    assert kinds(hostile) <= kinds(family)
    scripts = [tag for tag, _ in tags_of(hostile) if tag == "script"]
    assert len(scripts) == len([tag for tag, _ in tags_of(family) if tag == "script"])
    handlers = [
        name for _, attributes in tags_of(hostile) for name in attributes if name.startswith("on")
    ]
    assert not handlers


def data_of(page: str, name: str) -> Any:
    return json.loads(page.split(f'id="{name}">')[1].split("</script>", maxsplit=1)[0])


def test_the_same_graph_gives_the_same_page(any_graph: nx.DiGraph[str]) -> None:
    assert to_bytes(any_graph, "html") == to_bytes(any_graph.copy(), "html")


def test_the_list_without_javascript_tells_parents_and_what_changed(
    family: nx.DiGraph[str],
) -> None:
    page = to_bytes(family, "html").decode("utf-8")
    listed = re.sub(
        r"<[^>]+>", "", page[page.index('<details id="list">') :].split("</details>")[0]
    )
    text = " ".join(listed.split())
    assert "RoBERTa 2019-07" in text
    assert "from BERT: more data – RoBERTa trains BERT longer" in text
    assert "perhaps from ELMo" in text
    assert text.count("perhaps") == 1


def test_the_page_counts_proposals_apart_and_explains_their_line(family: nx.DiGraph[str]) -> None:
    page = to_bytes(family, "html").decode("utf-8")
    assert "5 papers, 3 relations and 1 proposal." in page
    legend = page[page.index('<section id="legend"') :].split("</section>")[0]
    lines = re.findall(r'stroke-dasharray="([^"]*)".*?class="kind">([^<]+)<', legend)
    assert ("1.5 3.5", kind_words("proposal")) in [(dashes, unescape(one)) for dashes, one in lines]
    assert kind_words("C") not in legend
    drawn = data_of(page, "drawn")["edges"]
    pale = [edge["dashes"] for edge in drawn if edge["strength"] == PALE_STRENGTH]
    assert pale == [[1.5, 3.5]]


def test_what_changed_is_written_as_in_the_dashboard(family: nx.DiGraph[str]) -> None:
    family.edges["arxiv:1802.05365", "arxiv:1810.04805"]["label"] = "a" * 60 + " · attention"
    details = data_of(to_bytes(family, "html").decode("utf-8"), "details")
    written = {text: len(edges) for text, edges in details["labels"]}
    assert written == {"more data ×2": 2, "attention": 1}


def test_arrows_lead_from_past_to_future_whatever_an_edge_means(family: nx.DiGraph[str]) -> None:
    citations: nx.DiGraph[str] = nx.DiGraph(direction="citing-cited")
    citations.add_nodes_from(family.nodes(data=True))
    citations.add_edges_from((head, tail) for tail, head in family.edges())
    ends = []
    for graph in (family, citations):
        drawn = data_of(to_bytes(graph, "html").decode("utf-8"), "drawn")["edges"]
        ends.append(sorted((edge["from"], edge["to"]) for edge in drawn))
    assert ends[0] == ends[1] != []


def test_quotes_are_short_and_few(family: nx.DiGraph[str]) -> None:
    edge = family.edges["arxiv:1802.05365", "arxiv:1810.04805"]
    edge["sentences"] = "\n".join(f"Made-up sentence {number}. " + "x" * 900 for number in range(5))
    edge["confidence_means"] = "about nine of ten such relations were right"
    details = data_of(to_bytes(family, "html").decode("utf-8"), "details")
    (told,) = [told for *_, told in details["edges"] if told.get("sentences")]
    assert [len(quote) for quote in told["sentences"]] == [LONGEST_QUOTE] * MOST_QUOTES
    assert told["more"] == 5 - MOST_QUOTES
    assert told["confidence"] == "88%: about nine of ten such relations were right"


def test_bands_have_the_colours_of_the_dashboard_even_where_papers_are_hidden(
    family: nx.DiGraph[str],
) -> None:
    colours = family_colours(family)
    for budget in (BUDGET, 1):
        details = data_of(to_bytes(family, "html", budget=budget).decode("utf-8"), "details")
        assert [colour for *_, colour in details["bands"]] == [
            colours.get(name, -1) for name, *_ in details["bands"]
        ]
        for index, group in details["dark"]["groups"].items():
            assert group["line"] == DARK.family(int(index))


def test_a_given_layout_places_the_papers(family: nx.DiGraph[str]) -> None:
    layout = lay_out(family, bands_by="venue")
    details = data_of(to_bytes(family, "html", layout=layout).decode("utf-8"), "details")
    assert [name for name, *_ in details["bands"]] == [band.name for band in layout.bands]


def test_the_foot_tells_who_made_it_from_what_and_when(family: nx.DiGraph[str]) -> None:
    page = to_bytes(family, "html").decode("utf-8")
    for line in (
        "Made by ptm-graph test",
        "From a reading list",
        "Data fetched 2022-06-30",
        "Credits: Semantic Scholar (ODC-BY); arXiv",
    ):
        assert f"<p>{line}</p>" in page


def test_more_papers_than_the_budget_are_hidden_and_counted(family: nx.DiGraph[str]) -> None:
    page = to_bytes(family, "html", budget=2).decode("utf-8")
    assert "2 papers, 1 relation drawn; 3 papers and 3 edges hidden" in page
    assert BUDGET >= 2000


# In the browser


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(offline=True, viewport={"width": 1300, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(120_000)
    opened.trouble = []
    opened.asked = []
    opened.on("console", lambda line: opened.trouble.append(line.text))
    opened.on("pageerror", lambda error: opened.trouble.append(str(error)))
    opened.on("dialog", lambda dialog: opened.trouble.append(dialog.message) or dialog.dismiss())
    opened.on("request", lambda request: opened.asked.append(request.url))
    yield opened
    context.close()


def opened(page: Any, graph: nx.DiGraph[str], folder: Path) -> Any:
    page.goto(export(graph, folder / "graph.html").as_uri())
    page.wait_for_selector("html[data-drawn]", state="attached")
    return page


@pytest.mark.browser
def test_every_graph_is_drawn_without_error_or_request(
    page: Any, any_graph: nx.DiGraph[str], tmp_path: Path
) -> None:
    opened(page, any_graph, tmp_path)
    assert page.get_attribute("html", "data-drawn") == str(len(any_graph))
    assert page.trouble == []
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert len(page.asked) == 1


@pytest.mark.browser
def test_hostile_papers_show_their_text_in_the_panel(
    page: Any, hostile: nx.DiGraph[str], tmp_path: Path
) -> None:
    opened(page, hostile, tmp_path)
    for number in range(len(hostile)):
        page.evaluate("number => lineage.pinPaper(number, true)", number)
    page.fill("#search", "<script>alert(1)")
    page.press("#search", "Enter")
    assert "<script>alert(1)</script>" in page.inner_text("#panel h2")
    assert page.locator("#panel script, #panel [onclick]").count() == 0
    assert page.trouble == []


@pytest.mark.browser
def test_search_takes_the_paper_of_exactly_that_name_first(
    page: Any, family: nx.DiGraph[str], tmp_path: Path
) -> None:
    opened(page, family, tmp_path)
    page.fill("#search", "bert")
    found = page.locator("#found [role=option]").all_inner_texts()
    assert [one.split(" – ")[0] for one in found] == ["BERT", "RoBERTa"]
    page.press("#search", "Enter")
    panel = page.inner_text("#panel")
    assert "Parents (1)" in panel and "BERT names ELMo in four sentences" in panel
    assert "“One made-up sentence.”" in panel and "Confidence 88%" in panel
    assert "Children (2)" in panel and "RoBERTa" in panel


@pytest.mark.browser
def test_a_click_on_a_name_pins_its_paper_and_on_a_label_its_arrow(
    page: Any, family: nx.DiGraph[str], tmp_path: Path
) -> None:
    opened(page, family, tmp_path)
    canvas = page.locator("#mynetwork canvas")
    spot = """text => {
      const { x, y } = lineage.written().find((one) => one.text === text);
      return { x, y };
    }"""
    canvas.click(position=page.evaluate(spot, "RoBERTa"))
    assert page.inner_text("#panel h2") == "RoBERTa"
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").count() == 0
    canvas.click(position=page.evaluate(spot, "Transformer"))
    assert page.inner_text("#panel h2") == "ELMo → BERT"


@pytest.mark.browser
def test_the_keys_walk_from_parent_to_child_and_say_so(
    page: Any, family: nx.DiGraph[str], tmp_path: Path
) -> None:
    opened(page, family, tmp_path)
    page.focus("#mynetwork")
    walked = []
    for key in ("ArrowRight", "ArrowLeft", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(page.inner_text("#panel h2"))
    assert walked == ["BERT", "ELMo", "BERT", "RoBERTa", "XLNet", "RoBERTa"]
    assert "child of BERT, 1 of 2, more data" in page.text_content("#status")
    assert page.evaluate("document.activeElement.id") == "mynetwork"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").count() == 0


@pytest.mark.browser
def test_dark_follows_the_system_until_the_reader_chooses(
    page: Any, family: nx.DiGraph[str], tmp_path: Path
) -> None:
    page.emulate_media(color_scheme="dark")
    opened(page, family, tmp_path)
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.click("#theme")
    light = page.evaluate(ground)
    assert (dark, light) == ("rgb(20, 23, 28)", "rgb(255, 255, 255)")


@pytest.mark.browser
def test_papers_stand_where_the_layout_puts_them(
    page: Any, family: nx.DiGraph[str], tmp_path: Path
) -> None:
    opened(page, family, tmp_path)
    across = {
        key: page.evaluate("number => lineage.place(number).x", number)
        for number, key in enumerate(sorted(family))
    }
    order = ["title:未知的模型", "arxiv:1802.05365", "arxiv:1810.04805", "arxiv:1906.08237"]
    assert sorted(order, key=lambda key: across[key]) == order


_FIRST_VIEW = """() => {
  const box = document.getElementById("mynetwork").getBoundingClientRect();
  const written = lineage.written();
  const crossed = (one, other) => 2 * Math.abs(one.x - other.x) < one.width + other.width
    && 2 * Math.abs(one.y - other.y) < one.height + other.height;
  const both = written.flatMap((one, at) => written.slice(0, at).map((other) => [one, other]));
  const spots = JSON.parse(document.getElementById("drawn").textContent).nodes
    .map((node) => lineage.place(node.id));
  const inside = ({ x, y }) => x >= 0 && y >= 0 && x <= box.width && y <= box.height;
  return {
    names: written.filter((one) => one.kind === "name").length,
    labels: written.filter((one) => one.kind === "label").length,
    over: both.filter((pair) => crossed(...pair)).map((pair) => pair.map((one) => one.text)),
    outside: spots.filter((spot) => !inside(spot)).length,
    scrolled: document.documentElement.scrollWidth - innerWidth,
  };
}"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("papers", "width", "names", "labels"),
    [(28, 1280, 28, 15), (28, 390, 12, 3), (1000, 1280, 100, 10)],
)
def test_the_first_view_shows_all_papers_and_no_text_over_another(
    page: Any, tmp_path: Path, papers: int, width: int, names: int, labels: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, made_up(papers), tmp_path)
    seen = page.evaluate(_FIRST_VIEW)
    assert seen["over"] == []
    assert seen["outside"] == 0
    assert seen["names"] >= names
    assert seen["labels"] >= labels
    assert seen["scrolled"] <= 0
    page.evaluate("lineage.network.moveTo({ scale: 3 })")
    page.wait_for_function("lineage.network.getScale() === 3")
    assert page.evaluate(_FIRST_VIEW)["over"] == []
    assert page.trouble == []
    assert len(page.asked) == 1


def made_up(papers: int) -> nx.DiGraph[str]:
    chance = random.Random(7)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for number in range(papers):
        day = datetime.date(2012, 1, 1) + datetime.timedelta(number * 4000 // papers)
        family = f"Family {number * 7 % 5}"
        graph.add_node(f"n{number}", name=f"Model-{number}", date=str(day), family=family)
        if number:
            label = f"change {chance.randrange(40)}"
            graph.add_edge(f"n{chance.randrange(number)}", f"n{number}", tier="A", label=label)
    return graph
