"""The option object, and what a click means."""

import json

import networkx as nx

from ptm_graph.dashboard.drawing import Picked, Style, chart_options, picked, place
from ptm_graph.layout.labels import ArrowLabel
from ptm_graph.layout.palette import DARK, LIGHT


def family() -> "nx.DiGraph[str]":
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_node("b", name="BERT", date="2018-10", family="Masked", seed=True)
    made.add_node("r", name="RoBERTa", date="2019-07-26", family="Masked", seed=True)
    made.add_node("x", name="X{b}<img>", date="2019", family="Masked", seed=False)
    made.add_edge("b", "r", tier="A", confidence=0.98, rank=1, label="longer training · larger")
    made.add_edge("b", "x", tier="C", confidence=0.4, rank=1, label="", proposal=True)
    return made


def options(style: Style) -> dict:  # type: ignore[type-arg]
    made = family()
    return chart_options(made, place(made, width=800, colours={"Masked": 0}, sizes={}), style)


def papers(style: Style) -> dict:  # type: ignore[type-arg]
    return options(style)["series"][1]  # type: ignore[no-any-return]


def test_the_option_is_plain_json() -> None:
    assert json.loads(json.dumps(options(Style(LIGHT)), allow_nan=False))


def line_of(**relation: object) -> dict:  # type: ignore[type-arg]
    made = family()
    made.add_edge("b", "r", **relation)
    place_ = place(made, width=800, colours={"Masked": 0}, sizes={})
    links = chart_options(made, place_, Style(LIGHT))["series"][1]["links"]
    return links[0]["lineStyle"]  # type: ignore[no-any-return]


def test_what_is_stated_is_solid_or_dashed_and_a_proposal_dotted_and_paler() -> None:
    stated, proposed = (link["lineStyle"] for link in papers(Style(LIGHT))["links"])
    assert stated["type"] == "solid"
    assert proposed["type"] == [1.5, 3.5]
    assert proposed["opacity"] < stated["opacity"]


def test_tiers_differ_by_width_or_dashes() -> None:
    lines = [line_of(tier=tier) for tier in ("A", "B", "C", "name only")]
    assert len({(line["width"], str(line["type"])) for line in lines}) == 4
    assert lines[0]["width"] > lines[1]["width"]


def test_a_proposal_that_a_person_accepted_is_drawn_as_stated() -> None:
    assert line_of(tier="A", proposal=True)["type"] == [1.5, 3.5]
    assert line_of(tier="A", proposal=True, decision="accepted")["type"] == "solid"


def test_additions_are_hollow_and_vague_dates_have_a_dotted_ring() -> None:
    data = papers(Style(LIGHT))["data"]
    filled = [paper["itemStyle"]["color"] != LIGHT.background for paper in data]
    assert filled == [True, True, False]
    assert [paper["itemStyle"]["borderType"] for paper in data] == ["solid", "solid", "dotted"]


def test_only_the_edges_of_the_pinned_paper_are_strong() -> None:
    near, far = papers(Style(LIGHT, paper="r"))["links"]
    assert near["lineStyle"]["opacity"] > 0.9 > 0.1 > far["lineStyle"]["opacity"]


def test_what_found_room_is_written_and_what_did_not_waits_for_some() -> None:
    written = (
        ArrowLabel("longer training", (("b", "r"),), (40.0, 9.0), free=True),
        ArrowLabel("crowded {out}", (("b", "x"),), (50.0, 9.0), free=False),
    )
    series = {one["id"]: one for one in options(Style(LIGHT, labels=written))["series"]}
    (shown,), (waiting,) = series["labels"]["data"], series["more labels"]["data"]
    assert (shown["name"], shown["value"]) == ("longer training", [40.0, 9.0])
    assert "{" not in waiting["name"]
    assert series["more labels"]["labelLayout"] == {"hideOverlap": True}


def test_citations_point_from_the_past_to_the_future_as_relations_do() -> None:
    forward = [(link["source"], link["target"]) for link in papers(Style(LIGHT))["links"]]
    cites: nx.DiGraph[str] = nx.DiGraph(direction="citing-cited")
    cites.add_nodes_from(family().nodes(data=True))
    cites.add_edges_from([("r", "b"), ("x", "b")])
    placed = place(cites, width=800, colours={}, sizes={})
    links = chart_options(cites, placed, Style(LIGHT))["series"][1]["links"]
    assert [(link["source"], link["target"]) for link in links] == forward


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


def test_families_differ_by_the_form_of_their_dots() -> None:
    made = family()
    made.nodes["r"]["family"] = "Other"
    placed = place(made, width=800, colours={"Masked": 0, "Other": 1}, sizes={})
    data = chart_options(made, placed, Style(LIGHT))["series"][1]["data"]
    assert [paper["symbol"] for paper in data] == ["circle", "rect", "circle"]


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
