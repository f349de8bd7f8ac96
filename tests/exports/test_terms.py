"""Texts of others leave the library only as far as the terms of their sources allow."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import networkx as nx
import pytest

from ptm_graph.exports import FORMATS, to_bytes
from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library
from ptm_graph.lineage import lineage_graph
from ptm_graph.words.records import SOURCES, PaperRecord, ReferenceList, ReferenceRecord
from ptm_graph.words.terms import LONGEST_QUOTE, TERMS, credits_of

SENTENCES = tuple(
    f"We build on the encoder of Base, point {n}, {'and so on ' * (70 if n == 1 else 1)}end{n}."
    for n in range(4)
)
WITH_TEXTS = ("html", "graphml", "gexf", "json", "cyjs", "csv", "bib", "ris", "csl", "md", "vos")
LINKED = ("ttl", "jsonld", "nq")


def _record(source: str, name: str, arxiv: str, year: int) -> PaperRecord:
    return PaperRecord(
        source,
        {"arxiv": arxiv},
        title=f"{name}: An Encoder of {source.title()}",
        authors=("Ada Made-Up",),
        year=year,
        abstract=f"Abstract-of-{source.replace(' ', '-')}.",
    )


@pytest.fixture(scope="module")
def graph() -> nx.DiGraph[str]:
    base = _record("arxiv", "Base", "1901.00001", 2019)
    with Library.in_memory() as library:
        library.store_paper(base)
        child = library.store_paper(_record("semantic scholar", "Child", "2001.00002", 2020))
        reference = ReferenceRecord(base, sentences=SENTENCES)
        library.store_references(child, ReferenceList("semantic scholar", (reference,), 1))
        return citation_graph(library)


def written(graph: nx.DiGraph[str], name: str, **options: Any) -> str:
    content = to_bytes(graph, name, **options)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(one) for one in archive.namelist())
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"png", "pdf", "pptx"}))
def test_an_abstract_is_published_only_where_its_source_allows_it(
    graph: nx.DiGraph[str], name: str
) -> None:
    text = written(graph, name)
    assert "Abstract-of-semantic-scholar" not in text
    assert "end2" not in text
    assert "end1" not in text  # a long sentence is cut


def test_these_formats_would_have_had_the_texts(graph: nx.DiGraph[str]) -> None:
    whole = {name: written(graph, name, texts=True) for name in (*WITH_TEXTS, *LINKED)}
    having = {name for name, text in whole.items() if "Abstract-of-semantic-scholar" in text}
    assert having == {"html", "graphml", "gexf", "json", "cyjs", "csv", "bib", "ris", "csl"} | {
        *LINKED
    }
    quoting = {name for name, text in whole.items() if "end2" in text}
    assert quoting == {"graphml", "gexf", "json", "cyjs", "csv", *LINKED}


def test_what_arxiv_gives_to_everybody_stays_and_two_sentences_are_quoted(
    graph: nx.DiGraph[str],
) -> None:
    text = written(graph, "json")
    assert "Abstract-of-arxiv" in text
    assert "end0" in text
    assert SENTENCES[1][:200] in text
    assert SENTENCES[1][:LONGEST_QUOTE] not in text


def test_the_file_says_how_its_texts_were_treated(graph: nx.DiGraph[str]) -> None:
    assert '"terms": "quote"' in written(graph, "json")
    assert '"terms": "keep"' in written(graph, "json", texts=True)


def test_a_lineage_obeys_as_its_citations_do(graph: nx.DiGraph[str]) -> None:
    lineage = lineage_graph(graph, candidates="all")
    assert lineage.graph["terms"] == "quote"
    text = written(lineage, "json")
    assert "Abstract-of-semantic-scholar" not in text
    assert "end2" not in text


def test_nothing_is_taken_from_the_graph_itself(graph: nx.DiGraph[str]) -> None:
    before = {key: dict(data) for key, data in graph.nodes(data=True)}
    to_bytes(graph, "json")
    assert before == {key: dict(data) for key, data in graph.nodes(data=True)}


def test_a_graph_of_ones_own_keeps_its_texts() -> None:
    own: nx.DiGraph[str] = nx.DiGraph()
    own.add_node("a", title="A", abstract="My own words.")
    assert "My own words." in written(own, "json")


def test_only_the_sources_that_gave_something_are_named(graph: nx.DiGraph[str]) -> None:
    assert [one.split(" ")[0] for one in graph.graph["credits"].split("; ")] == [
        "Semantic",
        "arXiv",
    ]
    with Library.in_memory() as library:
        library.store_paper(_record("arxiv", "Base", "1901.00001", 2019))
        assert citation_graph(library).graph["credits"].startswith("arXiv ")
    assert credits_of({"snapshot"}) == credits_of({"arxiv", "semantic scholar"})
    assert credits_of({"another service"}) == ("another service",)


def test_every_source_has_its_terms() -> None:
    assert SOURCES.keys() - {"snapshot"} <= TERMS.keys()
