from __future__ import annotations

import datetime
import html.parser
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from ptm_graph.exports import export, to_bytes
from ptm_graph.exports.html import BUDGET


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
        assert "src" not in attributes and "href" not in attributes


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
    assert re.search(r'class="line proposal"></span> perhaps: a proposal below 50%', legend)
    assert 'class="line C"' not in legend
    drawn = json.loads(page.split('id="drawn">')[1].split("</script>")[0])
    dashes = [(edge["dashes"], edge.get("pale")) for edge in drawn["edges"]]
    assert dashes.count(([1.5, 3.5], 0.6)) == 1
    assert [pale for _, pale in dashes].count(None) == 3


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
def test_search_finds_bert_and_its_parents_are_shown_with_the_reason(
    page: Any, family: nx.DiGraph[str], tmp_path: Path
) -> None:
    opened(page, family, tmp_path)
    page.fill("#search", "bert")
    assert page.locator("#found button").first.inner_text().startswith("BERT")
    page.press("#search", "Enter")
    panel = page.inner_text("#panel")
    assert "Parents (1)" in panel and "BERT names ELMo in four sentences" in panel
    assert "Children (2)" in panel and "RoBERTa" in panel


@pytest.mark.browser
def test_a_click_on_a_paper_pins_it_and_escape_lets_go(
    page: Any, family: nx.DiGraph[str], tmp_path: Path
) -> None:
    opened(page, family, tmp_path)
    place = page.evaluate(
        "() => lineage.network.canvasToDOM(lineage.network.getPositions([2])[2])"
    )  # papers are numbered by key: 2 is BERT's child or parent, see the heading
    page.locator("#mynetwork canvas").click(position=place)
    assert page.inner_text("#panel h2") == family.nodes[sorted(family)[2]]["name"]
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").count() == 0


@pytest.mark.browser
def test_papers_stand_where_the_layout_puts_them(
    page: Any, family: nx.DiGraph[str], tmp_path: Path
) -> None:
    opened(page, family, tmp_path)
    places = page.evaluate("() => lineage.network.getPositions()")
    across = {key: places[str(number)]["x"] for number, key in enumerate(sorted(family))}
    order = ["title:未知的模型", "arxiv:1802.05365", "arxiv:1810.04805", "arxiv:1906.08237"]
    assert sorted(order, key=lambda key: across[key]) == order


@pytest.mark.browser
def test_two_thousand_papers_are_drawn(page: Any, tmp_path: Path) -> None:
    chance = random.Random(7)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for number in range(2000):
        day = datetime.date(2012, 1, 1) + datetime.timedelta(number)
        graph.add_node(
            f"n{number}", title=f"Paper {number}", date=str(day), family=f"F{number % 9}"
        )
        for parent in {chance.randrange(number) for _ in range(2) if number}:
            graph.add_edge(f"n{parent}", f"n{number}", tier="A", label="larger", reason="cited")
    page.goto(export(graph, tmp_path / "large.html").as_uri())
    page.wait_for_selector("html[data-drawn='2000']", state="attached")
    assert page.trouble == []
