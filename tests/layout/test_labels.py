"""Labels on arrows: which, how short, and never over one another."""

import itertools

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.layout.labels import (
    LONGEST,
    ArrowLabel,
    brief,
    place_labels,
    shared_labels,
)
from ptm_graph.layout.room import Room
from ptm_graph.layout.text import text_width

SIZE = 10.0


def family(*edges: tuple[str, str, float]) -> "nx.DiGraph[str]":
    made: nx.DiGraph[str] = nx.DiGraph()
    for tail, head, confidence in edges:
        made.add_edge(tail, head, confidence=confidence)
    return made


def box(label: ArrowLabel) -> tuple[float, float, float, float]:
    (x, y), wide = label.centre, text_width(label.text, SIZE)
    return x - wide / 2, y - SIZE / 2, x + wide / 2, y + SIZE / 2


def meet(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def test_a_label_is_the_first_part_that_fits() -> None:
    assert brief("longer training · more data") == "longer training"
    long = "a part that is much too long for any arrow at all"
    assert brief(f"{long} · distils") == "distils"
    assert brief("") == ""


@given(st.text(max_size=200))
def test_a_label_fits_on_an_arrow(label: str) -> None:
    assert len(brief(label)) <= LONGEST + 10


def test_siblings_that_changed_the_same_share_a_label_that_says_how_many() -> None:
    made = family(("p", "a", 0.6), ("p", "b", 0.9), ("q", "c", 0.7))
    texts = dict.fromkeys(made.edges, "distils")
    assert shared_labels(made, texts) == [
        ("distils ×2", (("p", "b"), ("p", "a"))),
        ("distils", (("q", "c"),)),
    ]


def test_the_strongest_relation_comes_first_and_proposals_last() -> None:
    made = family(("p", "a", 0.6), ("p", "b", 0.9))
    made.add_edge("p", "c", confidence=0.45, proposal=True)
    texts = {("p", "a"): "one", ("p", "b"): "two", ("p", "c"): "three"}
    assert [text for text, _ in shared_labels(made, texts)] == ["two", "one", "three"]


@given(
    st.lists(
        st.tuples(st.floats(0, 900), st.floats(0, 600), st.floats(0, 900), st.floats(0, 600)),
        min_size=1,
        max_size=40,
    ),
    st.lists(st.tuples(st.floats(0, 900), st.floats(0, 600)), max_size=20),
)
def test_no_two_labels_meet_and_none_lies_over_a_name(
    lines: list[tuple[float, float, float, float]], names: list[tuple[float, float]]
) -> None:
    room, taken = Room(), []
    for x, y in names:
        room.take(x, y, 60, 12)
        taken.append((x - 30, y - 6, x + 30, y + 6))

    def along(edge: tuple[str, str], share: float) -> tuple[float, float]:
        x0, y0, x1, y1 = lines[int(edge[1])]
        return x0 + share * (x1 - x0), y0 + share * (y1 - y0)

    labels = [(f"label {number}", (("p", str(number)),)) for number in range(len(lines))]
    placed = place_labels(
        labels, along, room, width_of=lambda text: text_width(text, SIZE), height=SIZE, right=900.0
    )
    boxes = [box(label) for label in placed if label.free]
    assert not any(meet(one, two) for one, two in itertools.combinations(boxes, 2))
    assert not any(meet(one, name) for one in boxes for name in taken)
    assert all(one[0] >= 0 and one[2] <= 900 for one in boxes)
