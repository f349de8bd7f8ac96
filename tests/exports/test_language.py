"""Exports that people read speak their language, by one catalogue; data stays as it is."""

import html
import io
import json
import re
from pathlib import Path

import networkx as nx
import pptx
import pytest
from lxml import etree

from ptm_graph.errors import ExportError
from ptm_graph.exports import FORMATS, to_bytes
from ptm_graph.exports import html as page
from ptm_graph.graph.families import add_names
from ptm_graph.lineage import edge_attributes
from ptm_graph.lineage.reliability import overall
from ptm_graph.words.model import Evidence, Label, Relation, ScoreTerm
from ptm_graph.words.wording import sentence, sentences

READ = ("svg", "html", "tikz", "pptx", "md", "dot", "mmd")
OURS = ("export", "page", "panel", "arrow", "tier", "tier_name", "label", "decided", "intent")
PAGE = Path(page.__file__).with_name("page")
QUOTE = "We tune it, word for word."


@pytest.fixture
def lineage() -> "nx.DiGraph[str]":
    """A relation that was inferred, one that was decided, and a proposal by name only."""
    graph: nx.DiGraph[str] = nx.DiGraph(kind="lineage", direction="parent-child")
    for year, key in enumerate(("Oak", "Elm", "Ash", "Yew")):
        graph.add_node(
            key, title=key, name=key, date=f"201{year}-01-05", family="Seeing", seed=True
        )
    graph.nodes["Yew"].update(withdrawn=True, authors="A. One")
    graph.add_node("Undated", title="Undated", name="Undated", year=None)
    terms = (ScoreTerm("spoken_of", 1.0, 0.5, "cited or named in 1 sentence"),)
    known = Evidence(terms=terms, sentences=(QUOTE,), intents=("methodology",))
    told = (
        Relation(
            *("Oak", "Elm", 1.0, 0.66, "A"),
            labels=(Label("more data", "data", QUOTE),),
            evidence=known,
            knowledge="full text",
        ),
        Relation("Elm", "Ash", 1.0, 0.8, "B", evidence=known, decision="accepted"),
        Relation("Ash", "Yew", -1.0, 0.4, "name only", evidence=known, knowledge="full text"),
    )
    for one in told:
        graph.add_edge(one.parent, one.child, **edge_attributes(one))
    graph.edges["Ash", "Yew"]["proposal"] = True
    add_names(graph, {"Seeing": {"zh": "视觉"}})
    return graph


def shown(graph: "nx.DiGraph[str]", name: str, language: str = "zh") -> str:
    """What a reader reads in a file: no names of tags and attributes, no script."""
    written = to_bytes(graph, name, language=language)
    if name == "pptx":
        shapes = pptx.Presentation(io.BytesIO(written)).slides[0].shapes
        told = [shape._element._nvXxPr.cNvPr.get("descr") or "" for shape in shapes]
        return "\n".join([*told, *(s.text_frame.text for s in shapes if s.has_text_frame)])
    text = written.decode("utf-8")
    if name == "svg":
        return "\n".join(map(str, etree.fromstring(written).itertext()))
    if name == "html":
        data = json.loads(re.findall(r'id="details">(.*?)</script>', text, re.S)[0])
        seen = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S)
        labels = re.findall(r'(?:aria-label|placeholder)="([^"]*)"', seen)
        seen = html.unescape(re.sub(r"<[^>]*>", "\n", seen))
        return "\n".join([seen, *labels, *map(str, data["words"].values()), *_texts(data)])
    return text


def _texts(data: dict[str, object]) -> list[str]:
    """Values without the names of attributes."""
    found: list[str] = []

    def walk(one: object) -> None:
        if isinstance(one, dict):
            for value in one.values():
                walk(value)
        elif isinstance(one, list):
            for value in one:
                walk(value)
        elif isinstance(one, str):
            found.append(one)

    walk([data[name] for name in ("papers", "edges", "labels")])
    return found


@pytest.mark.parametrize("name", READ)
def test_a_chinese_file_has_none_of_our_english(lineage: "nx.DiGraph[str]", name: str) -> None:
    text = shown(lineage, name)
    ours = {
        part.strip(" .,:;()“”")
        for key, texts in sentences().items()
        if key.partition(".")[0] in OURS
        for part in re.split(r"\{\w+\}", texts["en"])
    }
    english = {part for part in ours if re.search(r"[A-Za-z]{3,}", part)}
    assert len(english) > 100
    # comments of a file and options of a program are in English
    read = re.sub(r"(?m)^(%|//).*$|\\\w+|\bperhaps\b(?=\")", "", text)
    left = {part for part in english if re.search(rf"\b{re.escape(part)}\b", read)}
    assert left - {"and", "from"} == set()  # words of the formats themselves
    assert "视觉" in text and "Seeing" not in read
    assert "更多数据" in text


@pytest.mark.parametrize("name", ["svg", "html", "md"])
def test_a_chinese_file_tells_reasons_and_decisions_in_chinese(
    lineage: "nx.DiGraph[str]", name: str
) -> None:
    text = shown(lineage, name)
    assert "由人决定的关系" in text
    assert "(已撤回)" in text
    assert "in 1 sentence" not in text and "1" in text


@pytest.mark.parametrize("name", ["svg", "tikz", "pptx", "html"])
def test_a_drawing_says_what_its_lines_and_confidences_mean(
    lineage: "nx.DiGraph[str]", name: str
) -> None:
    text = re.sub(r"\\|\n| ", "", shown(lineage, name, "en"))
    stated = overall(d for *_, d in lineage.edges(data=True) if not d.get("proposal"))
    assert stated is not None
    assert str(stated[2]).replace(" ", "") in text
    assert "Relationsdrawnasstatedhaveconfidencesof66%" in text
    assert "Proposalshaveconfidencesof40%" in text
    assert "theauthors'words" in text.replace("’", "'").replace("{'}", "'")


def test_what_many_relations_mean_in_all_is_their_mean_without_decisions() -> None:
    edges = [
        {"confidence": one, "knowledge": "full text", "rank": 1, "recalibrated": 30}
        for one in (0.9, 0.6)
    ]
    found = overall([*edges, {**edges[0], "confidence": 0.1, "decision": "accepted"}])
    assert found is not None
    low, high, said = found
    assert (low, high) == (0.6, 0.9)
    assert "three of four" in str(said) and "四分之三" in sentence(said, "zh")
    assert overall([{"confidence": 0.5}, {"decision": "set", "confidence": 0.5}]) is None


def test_a_file_for_programs_is_the_same_in_every_language(lineage: "nx.DiGraph[str]") -> None:
    for name, known in FORMATS.items():
        if not known.speaks:
            assert to_bytes(lineage, name, language="zh") == to_bytes(lineage, name), name


def test_a_language_is_named_as_browsers_do_and_one_that_is_not_spoken_is_refused(
    lineage: "nx.DiGraph[str]",
) -> None:
    assert to_bytes(lineage, "svg", language="zh-CN") == to_bytes(lineage, "svg", language="zh")
    assert to_bytes(lineage, "svg", language="en") == to_bytes(lineage, "svg")
    with pytest.raises(ExportError, match="“fr”"):
        to_bytes(lineage, "svg", language="fr")


def test_attributes_of_another_program_do_not_stop_a_chinese_file(
    lineage: "nx.DiGraph[str]",
) -> None:
    lineage.edges["Oak", "Elm"].update(terms="{", knowledge="hearsay", notes="so; they", reason="R")
    lineage.graph["family_names"] = "[" * 10_000
    assert "R" in shown(lineage, "svg")


def test_every_sentence_of_the_page_is_used_and_there() -> None:
    template = (PAGE / "page.html").read_text(encoding="utf-8")
    script = (PAGE / "page.js").read_text(encoding="utf-8")
    asked = set(re.findall(r'say\("([\w. ]+)"', template))
    assert asked - set(sentences()) == set()
    told = set(page._words("en", page._LINEAGE_WORDS)) | set(
        page._words("en", page._CITATION_WORDS)
    )
    named = set(re.findall(r'(?<![\w.])say\("([\w ]+)"|words\.(\w+)|words\["([\w ]+)"\]', script))
    assert {part for one in named for part in one if part} - told == set()
    own = Path(page.__file__).read_text(encoding="utf-8") + template + script
    own += (Path(page.__file__).with_name("markdown.py")).read_text(encoding="utf-8")
    for key in sentences():
        group, _, name = key.partition(".")
        if group in ("page", "panel"):
            assert re.search(rf'{re.escape(key)}"|"{re.escape(name)}"|words\.{name}\b', own), key


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_of_a_library_that_quotes_nothing_no_sentence_is_in_any_file(
    lineage: "nx.DiGraph[str]", name: str
) -> None:
    if name in ("png", "pdf"):
        pytest.skip("a figure has no sentences")
    lineage.graph["quoting"] = "none"
    written = to_bytes(lineage, name)
    held = written if name not in ("pptx", "csv") else b"".join(_members(written))
    assert b"word for word" not in held
    assert QUOTE in lineage.edges["Oak", "Elm"]["sentences"]


def _members(written: bytes) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_a_note_of_the_list_s_owner_stays_where_nothing_is_quoted(
    lineage: "nx.DiGraph[str]",
) -> None:
    lineage.graph["quoting"] = "none"
    lineage.edges["Oak", "Elm"]["labels"] = json.dumps(
        [{"text": "a", "rule": "note", "quote": "my own note", "noted": True}]
    )
    assert b"my own note" in to_bytes(lineage, "json")
    lineage.edges["Oak", "Elm"]["labels"] = "not ours: word for word"
    assert b"word for word" not in to_bytes(lineage, "json")
