"""SVG, PNG, PDF and PowerPoint."""

from __future__ import annotations

import datetime
import io
import string
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pptx
import pypdf
import pytest
import reportlab
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image
from pptx.util import Emu
from reportlab.pdfbase import pdfmetrics

from ptm_graph.exports import to_bytes
from ptm_graph.exports.about_paper import facts
from ptm_graph.exports.arrows import KINDS, kind_words
from ptm_graph.exports.fonts import _candidates, _letters_of
from ptm_graph.exports.shapes import Line, arrow_head
from ptm_graph.layout import lay_out
from ptm_graph.layout.room import Room

SVG = {"s": "http://www.w3.org/2000/svg"}


def svg(graph: nx.DiGraph[str], **options: object) -> Any:
    return etree.parse(io.BytesIO(to_bytes(graph, "svg", **options)))  # type: ignore[arg-type]


def words(document: Any) -> list[str]:
    return ["".join(text.itertext()) for text in document.findall(".//s:text", SVG)]


def test_svg_has_names_bands_ruler_labels_and_credits_as_text(family: nx.DiGraph[str]) -> None:
    shown = words(svg(family))
    for expected in (
        *("ELMo", "BERT", "RoBERTa", "XLNet", "未知的模型"),
        *("BERT family (3)", "2019", "date unknown", "Transformer"),
        "counts and names: how often and where the text cites or names it",
        "Credits: Semantic Scholar (ODC-BY); arXiv",
    ):
        assert expected in shown


def test_siblings_that_changed_the_same_share_a_label(family: nx.DiGraph[str]) -> None:
    assert "more data ×2" in words(svg(family))


def test_svg_tells_readers_what_it_shows(family: nx.DiGraph[str]) -> None:
    document = svg(family)
    assert document.getroot().get("role") == "img"
    assert document.find("s:title", SVG).text == "A family & its <models>"
    assert "5 papers, 3 relations and 1 proposal" in document.find("s:desc", SVG).text


def lines(document: Any) -> dict[str, Any]:
    """The arrows of a drawing, by the names of their papers."""
    groups = [g for g in document.findall(".//s:g", SVG) if g.find("s:polygon", SVG) is not None]
    return {
        g.find("s:title", SVG).text.split(" · ")[0]: g.find("s:path", SVG).attrib for g in groups
    }


def test_svg_draws_stated_tiers_solid_and_proposals_dotted_and_pale(
    family: nx.DiGraph[str],
) -> None:
    drawn = lines(svg(family))
    strong, weaker = drawn["BERT → RoBERTa"], drawn["BERT → XLNet"]
    proposed = drawn["ELMo → XLNet"]
    assert "stroke-dasharray" not in strong and "stroke-dasharray" not in weaker
    assert float(strong["stroke-width"]) > float(weaker["stroke-width"])
    assert proposed["stroke-dasharray"] == "1.5 3.5"
    assert strong["stroke"] == weaker["stroke"] != proposed["stroke"]


def test_svg_draws_a_name_only_with_a_line_of_its_own_and_says_what_it_is(
    family: nx.DiGraph[str],
) -> None:
    family.edges["arxiv:1810.04805", "arxiv:1906.08237"]["tier"] = "name only"
    document = svg(family)
    assert lines(document)["BERT → XLNet"]["stroke-dasharray"] == "9 3 1.5 3"
    assert "name only: the child names it, but no reference to it is known" in words(document)
    assert "counts and names: how often and where the text cites or names it" not in words(document)


def test_a_proposal_is_said_to_be_one(family: nx.DiGraph[str]) -> None:
    family.edges["arxiv:1802.05365", "arxiv:1906.08237"]["label"] = "permuted"
    document = svg(family)
    assert "perhaps permuted" in words(document)
    assert any(word.startswith("perhaps: a proposal below 50%") for word in words(document))
    hints = [title.text for title in document.findall(".//s:title", SVG)]
    assert "ELMo → XLNet · perhaps permuted · confidence 27%" in hints


def test_a_proposal_that_somebody_accepted_is_drawn_as_stated(family: nx.DiGraph[str]) -> None:
    family.edges["arxiv:1802.05365", "arxiv:1906.08237"]["decision"] = "accepted"
    document = svg(family)
    assert lines(document)["ELMo → XLNet"]["stroke-dasharray"] == "7 4"
    assert not any("perhaps" in word for word in words(document))


def test_the_legend_takes_as_many_lines_as_it_needs(family: nx.DiGraph[str]) -> None:
    document = svg(family)
    height = float(document.getroot().get("height"))
    width = float(document.getroot().get("width"))
    meanings = []
    for text in document.findall(".//s:text", SVG):
        assert float(text.get("y")) < height
        if "".join(text.itertext()) in map(kind_words, KINDS):
            meanings.append(float(text.get("x")))
    assert len(meanings) == 3
    assert all(x < width / 1.5 for x in meanings)


def test_svg_has_no_script_link_or_foreign_element(hostile: nx.DiGraph[str]) -> None:
    kinds = {etree.QName(element).localname for element in svg(hostile).iter(etree.Element)}
    assert kinds <= {"svg", "title", "desc", "g", "rect", "path", "polygon", "text"}


def test_a_budget_hides_papers_and_says_so(family: nx.DiGraph[str]) -> None:
    assert any("3 papers are hidden" in line for line in words(svg(family, budget=2)))


def test_png_has_the_size_of_the_drawing_and_ink(family: nx.DiGraph[str]) -> None:
    content = to_bytes(family, "png", dpi=96)
    assert content == to_bytes(family, "png", dpi=96)
    image = Image.open(io.BytesIO(content))
    drawing = svg(family).getroot()
    assert abs(image.width - float(drawing.get("width"))) <= 1
    assert len(image.convert("RGB").getcolors(1 << 24) or []) > 50
    assert image.info["Software"] == "ptm-graph test"


def test_pdf_has_real_text_chinese_included(family: nx.DiGraph[str]) -> None:
    document = pypdf.PdfReader(io.BytesIO(to_bytes(family, "pdf")))
    text = document.pages[0].extract_text()
    for expected in ("RoBERTa", "BERT family (3)", "Transformer", "Data fetched 2022-06-30"):
        assert expected in text
    assert document.metadata is not None and document.metadata.creator == "ptm-graph test"
    assert document.metadata.creation_date == datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    assert "未知的模型" in text or not any("未" in _letters_of(path) for path in _candidates(False))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", ["png", "pdf"])
def test_pictures_take_hostile_and_empty_graphs(name: str, hostile: nx.DiGraph[str]) -> None:
    assert len(to_bytes(hostile, name, dpi=48)) > 10_000
    assert to_bytes(nx.DiGraph(), name) == to_bytes(nx.DiGraph(), name)


def test_powerpoint_has_a_box_for_each_paper_and_attached_connectors(
    family: nx.DiGraph[str],
) -> None:
    shapes = pptx.Presentation(io.BytesIO(to_bytes(family, "pptx"))).slides[0].shapes
    boxes = {shape.shape_id: shape.name for shape in shapes if shape.name in family}
    assert set(boxes.values()) == set(family)
    ends = set()
    for shape in shapes:
        if isinstance(shape, pptx.shapes.connector.Connector):
            begin, end = (
                int(shape._element.xpath(f".//a:{name}/@id")[0]) for name in ("stCxn", "endCxn")
            )
            ends.add((boxes[begin], boxes[end]))
            assert shape._element.xpath(".//a:tailEnd/@type") == ["triangle"]
    assert ends == set(family.edges)


def test_powerpoint_draws_proposals_dotted_and_says_so(family: nx.DiGraph[str]) -> None:
    shapes = pptx.Presentation(io.BytesIO(to_bytes(family, "pptx"))).slides[0].shapes
    described = {}
    for shape in shapes:
        if isinstance(shape, pptx.shapes.connector.Connector):
            dash = shape._element.xpath(".//a:prstDash/@val")
            described[shape._element._nvXxPr.cNvPr.get("descr")] = dash
    assert described["perhaps; confidence 27%"] == ["sysDot"]
    assert described["RoBERTa trains BERT longer; confidence 97%"] == ["solid"]
    texts = "\n".join(s.text_frame.text for s in shapes if s.has_text_frame)
    assert "3 relations and 1 proposal" in texts
    assert "dotted and pale – perhaps: a proposal" in texts


def test_powerpoint_tells_names_and_what_changed(hostile: nx.DiGraph[str]) -> None:
    presentation = pptx.Presentation(io.BytesIO(to_bytes(hostile, "pptx")))
    texts = {s.text_frame.text for s in presentation.slides[0].shapes if s.has_text_frame}
    assert any(text.startswith("<script>alert(1)") for text in texts)
    assert presentation.core_properties.author == "ptm-graph test"


def test_powerpoint_takes_credits_longer_than_its_properties_may_be(
    family: nx.DiGraph[str],
) -> None:
    family.graph["credits"] = "credit " * 100
    presentation = pptx.Presentation(io.BytesIO(to_bytes(family, "pptx")))
    assert len(presentation.core_properties.comments) == 255
    texts = [s.text_frame.text for s in presentation.slides[0].shapes if s.has_text_frame]
    assert any(text.count("credit ") >= 99 for text in texts)


def test_powerpoint_fits_the_largest_slide_there_is() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for number in range(300):
        graph.add_node(f"n{number}", name="A rather long name " * 2, date=f"{1900 + number % 120}")
    presentation = pptx.Presentation(io.BytesIO(to_bytes(graph, "pptx")))
    sides = (presentation.slide_width or 0, presentation.slide_height or 0)
    assert 0 < max(sides) <= Emu(51_206_400)


def test_an_arrow_points_along_the_end_of_its_line() -> None:
    tip, left, right = arrow_head(Line(((0.0, 0.0), (10.0, 0.0)), "#000000", arrow=True))
    assert tip == (10.0, 0.0)
    assert left[0] == right[0] < 10 and left[1] == -right[1]


def test_a_label_moves_to_where_there_is_room() -> None:
    room = Room()
    room.take(0, 0, 40, 20)
    assert room.find([(10, 5), (60, 5)], 30, 10) == (60, 5)
    assert room.find([(10, 5), (60, 5)], 30, 10) is None


def test_what_is_not_known_of_a_paper_is_called_unknown() -> None:
    told = dict(facts({"title": "T", "date": "2019"}))
    assert told["Date"] == "2019 (only the year is known)"
    assert told["Citations"] == told["Authors"] == "unknown"


def test_a_connector_of_powerpoint_bends_where_a_line_would_run_behind_a_box() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph(kind="lineage", direction="parent-child")
    places = {"parent": (100.0, 60.0), "child": (900.0, 260.0), "between": (300.0, 110.0)}
    for key in places:
        graph.add_node(key, name=key, date="2018-01-15", family="One")
    graph.add_edge("parent", "child")
    drawn = lay_out(graph, width=1000)
    for kind, moved in (
        ("curvedConnector3", places),
        ("line", {**places, "between": (300.0, 300.0)}),
    ):
        papers = {
            key: replace(drawn.papers[key], x_pixel=x, y_pixel=y) for key, (x, y) in moved.items()
        }
        layout = replace(drawn, papers=papers)
        slide = pptx.Presentation(io.BytesIO(to_bytes(graph, "pptx", layout=layout))).slides[0]
        (line,) = (s for s in slide.shapes if isinstance(s, pptx.shapes.connector.Connector))
        assert line._element.xpath(".//a:prstGeom/@prst") == [kind]
        assert line._element.xpath(".//a:stCxn/@idx | .//a:endCxn/@idx") == ["3", "1"]


def test_a_second_figure_of_a_process_has_all_its_letters(family: nx.DiGraph[str]) -> None:
    other, letters = family.copy(), string.ascii_letters + string.digits
    for _, data in other.nodes(data=True):
        data["family"] = letters
    to_bytes(family, "pdf")
    fonts = pypdf.PdfReader(io.BytesIO(to_bytes(other, "pdf"))).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    drawn = [font for font in fonts.values() if "Bold" in str(font.get_object()["/BaseFont"])]
    if not drawn:
        pytest.skip("no bold font with a name that says so")
    held = drawn[0].get_object()["/FontDescriptor"]["/FontFile2"].get_data()
    glyphs = TTFont(io.BytesIO(held)).getGlyphOrder()
    assert len(glyphs) > len(letters)


def test_bold_and_plain_letters_of_one_file_are_two_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    from ptm_graph.exports import fonts

    only = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    monkeypatch.setattr(fonts, "_candidates", lambda bold: iter([only]))
    made = fonts.Fonts({False: "plain", True: "BOLD"})
    try:
        (plain,), (bold,) = made.runs("plain", bold=False), made.runs("BOLD", bold=True)
        faces = {str(pdfmetrics.getFont(run.font).face.charToGlyph.keys()) for run in (plain, bold)}
        assert len(faces) == 2
    finally:
        made.forget()
    assert not any("Vera-" in str(name) for name in pdfmetrics._dynFaceNames)
