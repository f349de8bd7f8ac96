from __future__ import annotations

import datetime
import itertools
import random
from typing import Any

import networkx as nx
from effort import within
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.layout import Layout, PlacedPaper, lay_out


def graph_of(papers: dict[str, dict[str, Any]], *edges: tuple[str, str]) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(papers.items())
    graph.add_edges_from(edges)
    return graph


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    def apart(one: PlacedPaper, other: PlacedPaper) -> bool:
        across = abs(one.x_pixel - other.x_pixel) >= (one.width + other.width) / 2
        return across or abs(one.y_pixel - other.y_pixel) >= (one.height + other.height) / 2

    pairs = itertools.combinations(layout.papers.values(), 2)
    return [(one.key, other.key) for one, other in pairs if not apart(one, other)]


def test_time_runs_to_the_right() -> None:
    layout = lay_out(
        graph_of(
            {
                "c": {"name": "C", "date": "2019-07-26"},
                "a": {"name": "A", "date": "2018-02-15"},
                "b": {"name": "B", "date": "2018-10"},
            }
        )
    )
    assert [
        paper.key for paper in sorted(layout.papers.values(), key=lambda paper: paper.x_pixel)
    ] == ["a", "b", "c"]


def test_a_day_is_the_same_distance_everywhere() -> None:
    papers = {
        key: {"date": date} for key, date in zip("abc", ("2018", "2019", "2021"), strict=True)
    }
    placed = lay_out(graph_of(papers)).papers
    days = [placed[key].day for key in "abc"]
    pixels = [placed[key].x_pixel for key in "abc"]
    first, second = ((pixels[i + 1] - pixels[i]) / (days[i + 1] - days[i]) for i in (0, 1))
    assert abs(first - second) < 1e-3


def test_a_paper_known_to_the_year_stands_in_its_middle_and_is_marked() -> None:
    paper = lay_out(graph_of({"a": {"date": "2019"}})).papers["a"]
    assert paper.date == datetime.date(2019, 7, 2)
    assert paper.precision == "year"


def test_the_year_serves_where_the_date_is_missing() -> None:
    assert lay_out(graph_of({"a": {"year": 2019}})).papers["a"].precision == "year"


def test_papers_without_a_date_have_their_own_zone_at_the_left() -> None:
    papers: dict[str, dict[str, Any]] = {f"u{number}": {"name": "unknown"} for number in range(30)}
    layout = lay_out(graph_of(papers | {"a": {"date": "2018"}, "b": {"date": "2020"}}))
    unknown = [paper for paper in layout.papers.values() if not paper.dated]
    assert len(unknown) == 30
    assert layout.undated_pixel is not None and layout.first_day is not None
    assert all(paper.x_pixel + paper.width / 2 <= layout.undated_pixel for paper in unknown)
    assert all(paper.day < layout.first_day for paper in unknown)
    assert not overlapping(layout)


def test_nine_papers_of_one_month_stay_readable() -> None:
    papers: dict[str, dict[str, Any]] = {
        f"arxiv:1908.{number:05d}": {
            "name": f"VisionLanguage-{number}",
            "date": f"2019-08-{number + 1:02d}",
            "family": "Vision-language",
        }
        for number in range(9)
    }
    papers["old"] = {"name": "Old", "date": "2013"}
    assert not overlapping(lay_out(graph_of(papers)))


def test_families_are_bands_that_do_not_touch() -> None:
    layout = lay_out(
        graph_of(
            {
                f"{family}{number}": {"date": "2019-01", "family": family}
                for family in ("one", "two", "three")
                for number in range(4)
            }
        )
    )
    assert {band.name for band in layout.bands} == {"one", "two", "three"}
    for upper, lower in itertools.pairwise(layout.bands):
        assert upper.bottom < lower.top
    for paper in layout.papers.values():
        band = layout.bands[paper.band]
        assert paper.key.startswith(band.name)
        assert band.top < paper.y < band.bottom


def test_papers_without_a_family_form_the_last_band() -> None:
    layout = lay_out(graph_of({"a": {"date": "2001"}, "b": {"date": "2019", "family": "B"}}))
    assert [(band.name, band.colour_index) for band in layout.bands] == [("B", 0), ("Other", -1)]


def test_families_with_many_edges_between_them_are_neighbours() -> None:
    papers = {name: {"date": "2019", "family": name.upper()} for name in "abcd"}
    graph = graph_of(papers, ("a", "d"), ("d", "b"), ("b", "c"))
    order = [band.name for band in lay_out(graph).bands]
    assert order in (["A", "D", "B", "C"], ["C", "B", "D", "A"])


def test_the_most_cited_paper_has_the_largest_text() -> None:
    counts = {"a": 10, "b": 30_000, "c": None}
    placed = lay_out(
        graph_of({key: {"citation_count": count} for key, count in counts.items()})
    ).papers
    assert placed["b"].font_size == 16.0 > placed["a"].font_size > placed["c"].font_size == 11.0


def test_the_order_of_nodes_and_edges_does_not_matter() -> None:
    graph = random_graph(200, 400)
    shuffled: nx.DiGraph[str] = nx.DiGraph()
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges)
    random.Random(3).shuffle(nodes)
    random.Random(4).shuffle(edges)
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(edges)
    assert lay_out(shuffled) == lay_out(graph)


def test_an_empty_graph_and_a_bare_node_have_a_layout() -> None:
    empty = lay_out(nx.DiGraph())
    assert (len(empty.papers), empty.bands, empty.ticks) == (0, (), ())
    bare = lay_out(graph_of({"a": {}}))
    assert bare.papers["a"].label == "a"
    assert bare.first_day is None


def test_the_ruler_has_a_line_for_each_year_in_sight() -> None:
    layout = lay_out(graph_of({"a": {"date": "2014-06-01"}, "b": {"date": "2020-06-01"}}))
    labels = [tick.label for tick in layout.ticks]
    assert all(any(label.startswith(str(year)) for label in labels) for year in range(2015, 2021))
    assert [tick.x_pixel for tick in layout.ticks] == sorted(tick.x_pixel for tick in layout.ticks)


def test_two_thousand_papers_are_placed_without_overlap() -> None:
    graph = random_graph(2000, 5000)
    layout = within(60, lambda: lay_out(graph))  # a bound, not a measure: see benchmarks/
    assert not overlapping(layout)


@given(
    st.dictionaries(
        st.text(max_size=4),
        st.fixed_dictionaries(
            {},
            optional={
                "name": st.text(max_size=60),
                "date": st.one_of(st.text(max_size=5), st.dates().map(str), st.just("0001")),
                "family": st.text(max_size=3),
                "citation_count": st.integers(-1, 10**6),
            },
        ),
        max_size=12,
    )
)
def test_whatever_the_graph_every_paper_has_a_place_inside(
    papers: dict[str, dict[str, Any]],
) -> None:
    layout = lay_out(graph_of(papers))
    assert set(layout.papers) == set(papers)
    assert not overlapping(layout)
    for paper in layout.papers.values():
        assert paper.x_pixel - paper.width / 2 >= 0 and paper.y_pixel - paper.height / 2 >= 0
        assert paper.x_pixel + paper.width / 2 <= layout.width
        assert paper.y_pixel + paper.height / 2 <= layout.height


def random_graph(nodes: int, edges: int) -> nx.DiGraph[str]:
    chance = random.Random(1)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for number in range(nodes):
        day = datetime.date(2012, 1, 1) + datetime.timedelta(chance.randrange(3650))
        graph.add_node(
            f"n{number}",
            name=f"Model {number} {'x' * chance.randrange(20)}",
            date=str(day),
            family=f"Family {chance.randrange(8)}",
            citation_count=chance.randrange(30_000),
        )
    for _ in range(edges):
        one, other = sorted(chance.sample(range(nodes), 2))
        graph.add_edge(f"n{one}", f"n{other}")
    return graph
