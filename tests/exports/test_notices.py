"""What became of a paper is said in every export: in words, and never as something worse."""

from __future__ import annotations

import io
import zipfile

import networkx as nx
import pytest
from noticed import LINK, fill

from ptm_graph.exports import FORMATS, to_bytes
from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library
from ptm_graph.lineage import lineage_graph

KINDS = {
    "Retractnet": "retracted",
    "Withdrawnet": "withdrawn",
    "Concernet": "of concern",
    "Correctnet": "corrected",
}
NAMING = ("md", "dot", "mmd", "svg", "tikz", "html", "vos", "vault")
"""Formats that put it behind the name."""
DATA = {
    "graphml": "notice",
    "gexf": "notice",
    "json": "notice",
    "cyjs": "notice",
    "csv": "notice",
}
LISTS = ("bib", "ris", "csl")
LINKED = ("ttl", "jsonld", "nq")
"""Looked at in ``test_rdf.py``."""


@pytest.fixture(scope="module")
def family() -> nx.DiGraph[str]:
    with Library.in_memory() as library:
        fill(library)
        return lineage_graph(citation_graph(library))


def written(family: nx.DiGraph[str], name: str) -> str:
    content = to_bytes(family, name)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(one) for one in archive.namelist())
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("name", [*NAMING, "pptx"])
def test_it_stands_behind_the_name(family: nx.DiGraph[str], name: str) -> None:
    text = written(family, name).replace("\\", "")
    for paper, word in KINDS.items():
        assert f"{paper} ({word})" in text, paper
    assert "Plainnet (" not in text.replace("Plainnet (2018", "")
    assert "Correctnet (retracted)" not in text


@pytest.mark.parametrize("name", DATA)
def test_data_have_kind_source_date_and_link_of_the_gravest(
    family: nx.DiGraph[str], name: str
) -> None:
    text = written(family, name)
    for told in ("retraction", "withdrawal", "concern", "correction", "2021-03-04", LINK):
        assert told in text


@pytest.mark.parametrize("name", LISTS)
def test_reference_managers_get_a_note_and_a_keyword(family: nx.DiGraph[str], name: str) -> None:
    text = written(family, name)
    assert "Retracted (2021-03-04), as Crossref says" in text
    assert "Corrected (2020-05), as Crossref says" in text
    for word in KINDS.values():
        assert word in text


def test_every_format_was_looked_at() -> None:
    assert {*NAMING, *DATA, *LISTS, *LINKED, "pptx", "png", "pdf"} == FORMATS.keys()


def test_the_page_explains_what_stands_in_brackets(family: nx.DiGraph[str]) -> None:
    page = written(family, "html")
    told = "retracted, withdrawn, of concern, corrected"
    assert f"Behind a name stands in brackets what became of a paper: {told}." in page
    nothing: nx.DiGraph[str] = nx.DiGraph()
    nothing.add_node("a", title="A")
    assert "Behind a name stands in brackets" not in written(nothing, "html")


def test_a_hostile_notice_is_text_like_any_other() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    hostile = "<script>alert(1)</script>"
    graph.add_node("a", title="A", notice="retraction", notice_from=hostile, notice_link=hostile)
    graph.add_node("b", title="B", notice=hostile, withdrawn=False)
    for name in ("html", "svg", "graphml", "gexf"):
        assert hostile not in written(graph, name)
    assert "(&lt;" not in written(graph, "svg")
    assert ">B<" in written(graph, "svg")
