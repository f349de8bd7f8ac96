"""The option object, and what a click means."""

import json

import networkx as nx

from ptm_graph.dashboard.drawing import Picked, Style, chart_options, picked, place
from ptm_graph.layout.palette import DARK, LIGHT


def family() -> "nx.DiGraph[str]":
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_node("b", name="BERT", date="2018-10", family="Masked", seed=True)
    made.add_node("r", name="RoBERTa", date="2019-07-26", family="Masked", seed=True)
    made.add_node("x", name="X{b}<img>", date="2019", family="Masked", seed=False)
    made.add_edge("b", "r", tier="A", confidence=0.98, rank=1, label="longer training · larger")
    made.add_edge("b", "x", tier="C", confidence=0.4, rank=1, label="")
    return made


def options(style: Style) -> dict:  # type: ignore[type-arg]
    made = family()
    return chart_options(made, place(made, width=800, colours={"Masked": 0}, sizes={}), style)


def papers(style: Style) -> dict:  # type: ignore[type-arg]
    return options(style)["series"][1]  # type: ignore[no-any-return]


def test_the_option_is_plain_json() -> None:
    assert json.loads(json.dumps(options(Style(LIGHT)), allow_nan=False))


def test_tiers_differ_by_their_strokes() -> None:
    links = papers(Style(LIGHT))["links"]
    assert [link["lineStyle"]["type"] for link in links] == ["solid", "dotted"]


def test_additions_differ_by_shape_and_vague_dates_by_ring() -> None:
    data = papers(Style(LIGHT))["data"]
    assert [paper["symbol"] for paper in data] == ["circle", "circle", "diamond"]
    assert [paper["itemStyle"]["borderType"] for paper in data] == ["solid", "solid", "dotted"]


def test_only_the_edges_of_the_pinned_paper_are_strong_and_say_what_changed() -> None:
    near, far = papers(Style(LIGHT, paper="r"))["links"]
    assert near["lineStyle"]["opacity"] > 0.9 > 0.1 > far["lineStyle"]["opacity"]
    assert near["label"]["formatter"] == "longer training"
    assert "label" not in far


def test_a_pinned_edge_dims_all_but_its_ends() -> None:
    data = papers(Style(DARK, edge=("b", "x")))["data"]
    assert [paper["itemStyle"]["opacity"] for paper in data] == [1, 0.25, 1]


def test_new_papers_have_a_ring() -> None:
    data = papers(Style(LIGHT, fresh={"r"}))["data"]
    assert data[1]["itemStyle"]["borderColor"] == LIGHT.accent
    assert data[0]["itemStyle"]["borderColor"] != LIGHT.accent


def test_pinned_new_and_vague_papers_have_rings_that_differ_without_colours() -> None:
    data = papers(Style(LIGHT, paper="b", fresh={"b", "r"}))["data"]
    assert [paper["itemStyle"]["borderType"] for paper in data] == ["solid", "dashed", "dotted"]
    widths = [paper["itemStyle"]["borderWidth"] for paper in data]
    assert widths == sorted(widths, reverse=True)


def test_names_are_no_templates() -> None:
    assert "{" not in papers(Style(LIGHT))["data"][2]["name"]


def event(kind: str, *indices: int, series: str = "papers") -> dict:  # type: ignore[type-arg]
    group = {"series_id": series, "data_type": kind, "data_indices": list(indices)}
    return {"selection": {"selected": [group], "areas": []}}


def test_a_click_on_a_dot_names_the_paper() -> None:
    assert picked(family(), event("node", 1)) == Picked(paper="r")


def test_a_click_on_an_arrow_names_both_ends() -> None:
    assert picked(family(), event("edge", 1)) == Picked(edge=("b", "x"))


def test_an_event_of_an_older_drawing_or_another_series_means_nothing() -> None:
    assert picked(family(), event("node", 99)) == Picked()
    assert picked(family(), event("edge", 99)) == Picked()
    assert picked(family(), event("node", 0, series="ground")) == Picked()
    assert picked(family(), {}) == Picked()
