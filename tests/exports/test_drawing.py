"""What a figure must keep, whatever is drawn: compared box by box."""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Iterator

import networkx as nx
import pptx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ptm_graph.errors import ExportError
from ptm_graph.exports import to_bytes
from ptm_graph.exports.curves import along
from ptm_graph.exports.figure import LABEL, figure
from ptm_graph.exports.job import About, Job
from ptm_graph.exports.shapes import Figure, Group, Line, Rectangle, Text
from ptm_graph.exports.tikz import escaped
from ptm_graph.graph.selection import select
from ptm_graph.layout import text_width

Box = tuple[float, float, float, float]

NAMES = st.one_of(
    st.sampled_from(("BERT", "RoBERTa", "预训练模型", "A rather long title of a paper, uncut")),
    st.text(min_size=1, max_size=60),
)
PAPERS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "date": st.sampled_from(
            ("", "2015", "2017-06", "2018-10", "2018-10-11", "2019", "2021-01")
        ),
        "family": st.sampled_from(("", "one", "two", "a family with quite a long name")),
        "citation_count": st.one_of(st.none(), st.integers(0, 90_000)),
    }
)


@st.composite
def graphs(draw: st.DrawFn) -> nx.DiGraph[str]:
    papers = draw(st.lists(PAPERS, min_size=2, max_size=14))
    graph: nx.DiGraph[str] = nx.DiGraph(direction="parent-child")
    graph.add_nodes_from((f"p{number}", paper) for number, paper in enumerate(papers))
    ends = st.integers(0, len(papers) - 1)
    labels = st.sampled_from(("distils", "more data", "longer training · larger model", "多语言"))
    for tail, head, label in draw(st.lists(st.tuples(ends, ends, labels), max_size=20)):
        if tail != head:
            graph.add_edge(f"p{tail}", f"p{head}", label=label, tier="A", confidence=0.9)
    return graph


def drawn(graph: nx.DiGraph[str], **options: object) -> Figure:
    return figure(Job(graph, About.of(graph), graph.graph, options=options))


def single(shapes: Figure) -> Iterator[Rectangle | Line | Text]:
    for shape in shapes.shapes:
        yield from shape.shapes if isinstance(shape, Group) else (shape,)  # type: ignore[misc]


def paper_boxes(shown: Figure) -> list[Box]:
    boxes = [
        shape.shapes[0]
        for shape in shown.shapes
        if isinstance(shape, Group) and isinstance(shape.shapes[0], Rectangle)
    ]
    return [
        (box.x, box.y, box.x + box.width, box.y + box.height)
        for box in boxes
        if isinstance(box, Rectangle)
    ]


def text_box(text: Text) -> Box:
    wide = text_width(text.text, text.size)
    left = text.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
    return left, text.y - text.size / 2, left + wide, text.y + text.size / 2


def label_boxes(shown: Figure) -> list[Box]:
    return [text_box(text) for text in texts(shown) if text.halo and text.size == LABEL]


def texts(shown: Figure) -> list[Text]:
    return [shape for shape in single(shown) if isinstance(shape, Text)]


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(graphs(), st.sampled_from(("auto", "column", "page")))
@settings(max_examples=25, deadline=None)
def test_no_label_meets_a_box_a_name_or_another_label(graph: nx.DiGraph[str], width: str) -> None:
    shown = drawn(graph, width=width)
    labels, boxes = label_boxes(shown), paper_boxes(shown)
    names = [text_box(text) for text in texts(shown) if text.halo and text.size != LABEL]
    assert len(boxes) == len(graph)
    for one, other in itertools.combinations((*labels, *boxes), 2):
        assert not meet(one, other)
    assert not any(meet(label, name) for label in labels for name in names)


@given(graphs(), st.sampled_from(("auto", "column", "page")))
@settings(max_examples=15, deadline=None)
def test_nothing_leaves_the_figure(graph: nx.DiGraph[str], width: str) -> None:
    graph.graph["credits"] = "Whose data this is, said at length and with an address. " * 5
    shown = drawn(graph, width=width)
    for box in (*paper_boxes(shown), *map(text_box, texts(shown))):
        assert box[0] >= 0 and box[1] >= 0
        assert box[2] <= shown.width and box[3] <= shown.height
    told = " ".join(text.text for text in texts(shown))
    assert told.count("an address.") == 5


@given(graphs())
@settings(max_examples=15, deadline=None)
def test_an_arrow_is_seen_outside_the_boxes_that_it_does_not_join(graph: nx.DiGraph[str]) -> None:
    shown = drawn(graph)
    boxes = paper_boxes(shown)
    arrows = [shape for shape in single(shown) if isinstance(shape, Line) and shape.arrow]
    assert len(arrows) == graph.number_of_edges()
    for arrow in arrows:
        points = [along(arrow.points, step / 40) for step in range(1, 40)]  # type: ignore[arg-type]
        seen = [not any(b[0] < x < b[2] and b[1] < y < b[3] for b in boxes) for x, y in points]
        assert any(seen)


def line_of(*names: str, family: str = "one") -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph(direction="parent-child")
    for number, name in enumerate(names):
        graph.add_node(name, name=name, date=f"{2015 + number}-05", family=family)
    return graph


def test_an_arrow_goes_around_the_box_between_its_ends() -> None:
    graph = line_of("one", "two", "three")
    graph.add_edge("one", "three", tier="A")
    shown = drawn(graph)
    (arrow,) = (shape for shape in single(shown) if isinstance(shape, Line) and shape.arrow)
    between = sorted(paper_boxes(shown))[1]
    for step in range(41):
        x, y = along(arrow.points, step / 40)  # type: ignore[arg-type]
        assert not (between[0] < x < between[2] and between[1] < y < between[3])


def test_a_name_is_cut_only_where_space_ends() -> None:
    name = "A long name of a paper with space beside it"
    graph = line_of(name)
    assert any(text.text == name for text in texts(drawn(graph)))
    graph.add_node("other", name=name, date="2015-05", family="one")
    graph.add_node("short", name="BERT", date="2015-06", family="one")
    assert {text.text for text in texts(drawn(graph))} >= {name, "BERT"}


def colours(graph: nx.DiGraph[str]) -> dict[str, str | None]:
    return {
        shape.shapes[1].text: shape.shapes[0].stroke
        for shape in drawn(graph).shapes
        if isinstance(shape, Group)
        and isinstance(shape.shapes[0], Rectangle)
        and isinstance(shape.shapes[1], Text)
    }


def test_a_family_keeps_its_colour_in_every_part_of_the_library() -> None:
    graph = line_of("one", "two", "three", family="large")
    graph.add_node("small", name="small", date="2018", family="small")
    graph.add_node("middle", name="middle", date="2018", family="middle")
    graph.add_node("fourth", name="fourth", date="2018", family="middle")
    graph.add_edge("one", "small", tier="A")
    part = select(graph, around="small")
    whole = colours(graph)
    assert set(colours(part)) == {"one", "small"}
    assert all(whole[name] == colour for name, colour in colours(part).items())
    hidden = figure(Job(graph, About.of(graph), graph.graph, options={"budget": 1}))
    assert {shape.stroke for shape in single(hidden) if isinstance(shape, Rectangle)} <= {
        None,
        *whole.values(),
    }


def test_arrows_of_citations_lead_from_the_past_to_the_future_as_well() -> None:
    graph = line_of("old", "new")
    graph.graph["direction"] = "citing-cited"
    graph.add_edge("new", "old")
    shown = drawn(graph)
    (arrow,) = (shape for shape in single(shown) if isinstance(shape, Line) and shape.arrow)
    assert arrow.points[0][0] < arrow.points[-1][0]
    assert any("cited → citing" in text.text for text in texts(shown))


def test_one_absurd_date_leaves_the_ruler_to_the_others() -> None:
    graph = line_of("a", "b", "c", "d")
    graph.add_node("absurd", name="absurd", date="2999", family="one")
    shown = drawn(graph)
    ruler = [text for text in texts(shown) if re.fullmatch(r"\d{4}(-\d\d)?", text.text)]
    assert {"2016", "2017", "2018"} <= {text.text for text in ruler}
    assert not any(meet(text_box(a), text_box(b)) for a, b in itertools.combinations(ruler, 2))


@pytest.mark.parametrize(("width", "inches"), [("column", 3.3), ("page", 6.5)])
def test_a_figure_is_as_wide_as_the_paper_wants_it(
    width: str, inches: float, family: nx.DiGraph[str]
) -> None:
    document = pypdfium2.PdfDocument(to_bytes(family, "pdf", width=width))
    assert math.isclose(document[0].get_width(), inches * 72, abs_tol=0.1)
    document.close()
    picture = Image.open(io.BytesIO(to_bytes(family, "png", width=width, dpi=100)))
    assert abs(picture.width - inches * 100) <= 1
    shown = drawn(family, width=width)
    assert min(text.size for text in texts(shown)) * shown.scale * 0.75 >= 5.9  # points


def test_an_unknown_width_is_refused(family: nx.DiGraph[str]) -> None:
    with pytest.raises(ExportError, match="auto, column or page"):
        to_bytes(family, "svg", width="poster")


def balanced(line: str) -> bool:
    plain = re.sub(r"\\[{}]", "", line)
    depth = 0
    for sign in plain:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def test_tikz_of_hostile_text_runs_no_command_of_its_own(hostile: nx.DiGraph[str]) -> None:
    hostile.nodes["arxiv:0000.00000"]["name"] = r"\input{/etc/passwd}\end{document}%^^5c$\write18"
    lines = to_bytes(hostile, "tikz").decode("utf-8").splitlines()
    begin = lines.index(next(line for line in lines if line.startswith(r"\begin{tikzpicture}")))
    for line in lines[begin + 1 : -2]:
        assert re.match(r"\\(path|node)\[.*;$", line)
        assert balanced(line)
        assert not re.search(r"(?<!\\)[%#&$^~]", line)
    assert lines[-2:] == [r"\end{tikzpicture}%", r"\ptmgraphend"]
    body = "\n".join(lines[begin:-2])
    assert r"\textbackslash{}input\{/etc/passwd\}" in body
    assert not re.search(r"\\(input|write|end)\b", body)


@given(st.text(max_size=80))
def test_text_for_latex_keeps_its_braces_and_has_no_active_sign(text: str) -> None:
    written = escaped(text)
    assert balanced(written)
    assert not re.search(r"(?<!\\)[%#&$_^~\n]", re.sub(r"\\[\^~]\{", "{", written))


def slide_of(graph: nx.DiGraph[str], **options: object) -> pptx.presentation.Presentation:
    return pptx.Presentation(io.BytesIO(to_bytes(graph, "pptx", **options)))  # type: ignore[arg-type]


@given(graphs())
@settings(max_examples=6, deadline=None)
def test_nothing_leaves_a_slide_and_no_box_of_text_meets_a_paper(graph: nx.DiGraph[str]) -> None:
    graph.graph["credits"] = "Whose data this is, said at length and with an address. " * 9
    presentation = slide_of(graph)
    wide, high = presentation.slide_width or 0, presentation.slide_height or 0
    boxes: dict[bool, list[Box]] = {True: [], False: []}
    for shape in presentation.slides[0].shapes:
        box = (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= wide and box[3] <= high
        if shape.name in graph or shape.name.startswith("TextBox"):
            boxes[shape.name in graph].append(box)
    assert len(boxes[True]) == len(graph)
    assert not any(meet(paper, text) for paper in boxes[True] for text in boxes[False])


def test_connectors_lie_behind_boxes_and_nothing_has_a_shadow(family: nx.DiGraph[str]) -> None:
    shapes = list(slide_of(family).slides[0].shapes)
    is_line = [isinstance(shape, pptx.shapes.connector.Connector) for shape in shapes]
    first_box = min(place for place, shape in enumerate(shapes) if shape.name in family)
    assert max(place for place, line in enumerate(is_line) if line) < first_box
    assert not any(shape._element.xpath("./p:style") for shape in shapes)
    assert not any(shape._element.xpath(".//a:effectRef") for shape in shapes)


def test_a_slide_is_dark_where_it_is_wished(family: nx.DiGraph[str]) -> None:
    ground = slide_of(family, dark=True).slides[0].background.fill.fore_color.rgb
    assert str(ground) == "14171C"


def test_dashes_and_closing_quotes_stay_one_sign_in_latex() -> None:
    assert escaped("5–9 — “so”") == (r"5\textendash{}9 \textemdash{} {``}so\textquotedblright{}")
