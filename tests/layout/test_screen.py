"""Where papers stand on the screen."""

import itertools

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from ptm_graph.layout import text_width
from ptm_graph.layout.screen import FONT, LANE, Placement, family_colours, place


def graph(*papers: tuple[str, str | None, str | None]) -> "nx.DiGraph[str]":
    made: nx.DiGraph[str] = nx.DiGraph()
    for name, date, family in papers:
        data = {"name": name, "date": date, "family": family}
        made.add_node(name, **{key: value for key, value in data.items() if value})
    return made


def placed(made: "nx.DiGraph[str]", width: float = 900) -> Placement:
    return place(made, width=width, colours={"A": 0, "B": 1}, sizes={})


def test_papers_of_one_day_go_to_different_lanes() -> None:
    found = placed(graph(*[(f"Model-{number}", "2019-09-26", "A") for number in range(12)]))
    assert len({spot.x for spot in found.spots.values()}) == 1
    assert len({spot.y for spot in found.spots.values()}) == 12


def test_papers_known_to_the_month_share_the_whole_of_it() -> None:
    papers = [(f"M{number}", "2019-09", "A") for number in range(6)]
    found = placed(graph(*papers, ("Before", "2019-08-31", "A"), ("After", "2019-10-01", "A")))
    places = [found.spots[name].x for name, _, _ in papers]
    assert len(set(places)) == 6
    assert found.spots["Before"].x < min(places) < max(places) < found.spots["After"].x


def test_a_band_holds_its_papers_and_names_its_family() -> None:
    made = graph(("One", "2018-01", "A"), ("Two", "2019-01", "B"), ("Three", "2020-01", None))
    found = place(made, width=900, colours={"A": 0, "B": 1}, sizes={}, other="No family")
    assert [band.name for band in found.bands] == ["A", "B", "No family"]
    for spot in found.spots.values():
        band = found.bands[spot.band]
        assert band.top < spot.y < band.bottom


def test_the_name_of_a_band_is_not_covered_by_its_first_paper() -> None:
    found = placed(graph(("First", "2013-01", "A"), ("Last", "2020-01", "A")))
    first, band = found.spots["First"], found.bands[0]
    beside = first.x > text_width(band.name, FONT)
    below = first.y - band.top > LANE
    assert beside or below


def test_papers_without_a_date_have_a_zone_of_their_own() -> None:
    found = placed(graph(("Old", None, "A"), ("New", "2019-01", "A"), ("Newer", "2020", "A")))
    assert found.undated is not None
    assert found.spots["Old"].x < found.undated < found.spots["New"].x
    assert found.spots["Old"].precision is None
    assert found.spots["Newer"].precision == "year"


def test_only_papers_without_a_date_can_be_drawn() -> None:
    found = placed(graph(("One", None, "A"), ("Two", None, None)))
    assert len(found.spots) == 2
    assert found.ticks == ()


def test_more_cited_papers_are_larger_and_unknown_counts_are_smallest() -> None:
    made = graph(("a", "2019-01", "A"), ("b", "2019-02", "A"), ("c", "2019-03", "A"))
    found = place(made, width=900, colours={}, sizes={"a": 30000.0, "b": 30.0, "c": None})
    sizes = [found.spots[key].diameter for key in ("a", "b", "c")]
    assert sizes[0] > sizes[1] > sizes[2]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=30),
            st.sampled_from([None, "2013", "2018-10", "2019-09-26", "2020-01"]),
            st.sampled_from([None, "A", "B"]),
        ),
        min_size=1,
        max_size=40,
        unique_by=lambda paper: paper[0],
    )
)
def test_dots_and_names_never_overlap_and_stay_inside(
    papers: list[tuple[str, str | None, str | None]],
) -> None:
    found = placed(graph(*papers))
    lanes: dict[tuple[int, float], list[tuple[float, float]]] = {}
    for spot in found.spots.values():
        reach = spot.diameter / 2 + 3 + text_width(spot.name, FONT)
        lanes.setdefault((spot.band, spot.y), []).append((spot.x, spot.x + reach))
        assert spot.x + reach <= 900 + 1
    for held in lanes.values():
        held.sort()
        assert all(one[1] <= two[0] + 10 for one, two in itertools.pairwise(held))


def test_the_same_graph_in_another_order_gives_the_same_places() -> None:
    papers = [
        (f"M{number}", f"2019-{number % 12 + 1:02d}", "AB"[number % 2]) for number in range(30)
    ]
    assert placed(graph(*papers)) == placed(graph(*reversed(papers)))


def test_a_part_of_a_graph_keeps_the_colours_of_the_whole() -> None:
    whole = graph(("a", None, "Large"), ("b", None, "Large"), ("c", None, "Small"))
    assert family_colours(whole) == {"Large": 0, "Small": 1}
    part = whole.subgraph(["c"]).copy()
    assert family_colours(part) == {"Small": 0}
    part.graph["families"] = "Large; Small"
    assert family_colours(part) == {"Large": 0, "Small": 1}
