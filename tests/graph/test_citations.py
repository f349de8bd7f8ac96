"""The citation graph says what the library knows, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import networkx as nx
import pytest

from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library
from ptm_graph.lineage import infer
from ptm_graph.words.model import PartialDate, SeedEntry
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord

PARENT = PaperRecord(
    "semantic scholar",
    {"arxiv": "1703.00001"},
    title="Growing Tall Trees Slowly",
    year=2017,
    citation_count=0,
)
CHILD = PaperRecord(
    "semantic scholar",
    {"arxiv": "1801.00002"},
    title="Growing Taller Trees Quickly",
    authors=("Ada One", "Bo Two"),
    abstract="We extend Tall Trees. They are taller now.",
    published=PartialDate(2018, 1, 9),
    reference_count=3,
)
SENTENCES = ("We extend Tall Trees [1].", "Tall Trees [1] are tall.")


@pytest.fixture
def library() -> Library:
    library = Library.in_memory()
    with library.writing() as writer:
        writer.replace_entries(
            [SeedEntry(title="Growing Taller Trees Quickly", aliases=("TT", "T-Trees"))]
        )
    key = library.store_paper(CHILD)
    listed = ReferenceList(
        "semantic scholar",
        (
            ReferenceRecord(
                PARENT, influential=True, intents=("methodology",), sentences=SENTENCES
            ),
            ReferenceRecord(None, title="A Lost Report", year=1999),
        ),
        stated_count=3,
    )
    library.store_references(key, listed)
    return library


def test_edges_point_from_citing_to_cited(library: Library) -> None:
    assert list(citation_graph(library).edges) == [("arxiv:1801.00002", "arxiv:1703.00001")]


def test_unknown_is_absent_and_zero_is_zero(library: Library) -> None:
    nodes = citation_graph(library).nodes
    assert "citation_count" not in nodes["arxiv:1801.00002"]
    assert nodes["arxiv:1703.00001"]["citation_count"] == 0
    assert "abstract" not in nodes["arxiv:1703.00001"]


def test_a_node_carries_names_dates_and_how_complete_it_is(library: Library) -> None:
    node = citation_graph(library).nodes["arxiv:1801.00002"]
    assert node["name"] == "TT"
    assert node["aliases"] == "TT; T-Trees"
    assert node["authors"] == "Ada One; Bo Two"
    assert (node["date"], node["date_precision"]) == ("2018-01-09", "day")
    assert node["references_known"] == 2  # the lost report counts: it is known by its title
    assert node["references_state"] == "partial"
    assert node["seed"] is True


def test_an_edge_carries_sentences_and_the_numbers_read_from_them(library: Library) -> None:
    edge = citation_graph(library).edges["arxiv:1801.00002", "arxiv:1703.00001"]
    assert edge["influential"] is True
    assert edge["intents"] == "methodology"
    assert edge["mentions"] == 2
    assert edge["sentences"].splitlines() == list(SENTENCES)
    assert edge["fact_first_person"] == 0.5


def test_networkx_writes_the_graph_as_it_is(library: Library, tmp_path: Path) -> None:
    graph = citation_graph(library)
    nx.write_graphml(graph, tmp_path / "graph.graphml")
    again = nx.read_graphml(tmp_path / "graph.graphml")
    assert list(again.nodes(data=True)) == list(graph.nodes(data=True))
    assert list(again.edges(data=True)) == list(graph.edges(data=True))


def test_the_whole_graph_has_every_paper_and_citation_in_order(bundled_library: Library) -> None:
    library = bundled_library
    graph = citation_graph(library)
    assert list(graph) == [paper.key for paper in library.iter_papers()]
    wanted = [(one.citing, one.cited) for one in library.iter_citations()]
    assert list(graph.edges) == [
        pair
        for _, held in groupby(sorted(wanted, key=lambda one: one[0]), lambda one: one[0])
        for pair in held
    ]
    for citation in library.iter_citations():
        edge = graph.edges[citation.citing, citation.cited]
        assert edge.get("influential") == citation.influential
        facts = {name: value for name, value in edge.items() if name.startswith("fact_")}
        assert facts == {f"fact_{name}": value for name, value in (citation.facts or {}).items()}


@pytest.fixture
def widened(bundled_library: Library) -> Library:
    """The bundled library with papers that have nothing to do with its list."""
    with bundled_library.writing() as writer:
        numbers = [
            writer.store_paper(
                PaperRecord("import", {"mag": f"9{one}"}, title=f"Stones of kind {one}", year=2001)
            )
            for one in range(20)
        ]
        writer.store_citing_pairs(zip(numbers[1:], numbers[:-1], strict=True), "import")
    return bundled_library


def test_what_is_read_around_the_list_gives_the_same_lineage(widened: Library) -> None:
    whole, part = citation_graph(widened), citation_graph(widened, [])
    assert list(part) == list(whole)
    assert part.number_of_edges() == whole.number_of_edges() - 19
    assert infer(part) == infer(whole)


def test_without_a_list_the_papers_asked_for_have_the_same_lineage(widened: Library) -> None:
    with widened.writing() as writer:
        writer.replace_entries([])
    whole = citation_graph(widened)
    children = [key for key in whole if whole.out_degree(key)][::9]
    part = citation_graph(widened, children)
    assert part.number_of_edges() < whole.number_of_edges()
    found = infer(part, children=children, candidates="all")
    assert found.relations
    assert found == infer(whole, children=children, candidates="all")


def test_papers_apart_have_no_more_than_title_and_date(widened: Library) -> None:
    part = citation_graph(widened, [])
    apart = [data for _, data in part.nodes(data=True) if "references_state" not in data]
    assert len(apart) == 20
    assert {name for data in apart for name in data} == {"title", "name", "date", "seed"}


def test_abstracts_are_read_for_the_papers_themselves_only(library: Library) -> None:
    library.store_paper(replace(PARENT, abstract="Trees grow."))
    nodes = citation_graph(library, ["arxiv:1801.00002"]).nodes
    assert nodes["arxiv:1801.00002"]["abstract"] == CHILD.abstract
    assert "abstract" not in nodes["arxiv:1703.00001"]
    assert nodes["arxiv:1703.00001"]["citation_count"] == 0


def test_names_that_nobody_has_read_yet_are_read_for_the_reading_list() -> None:
    library = Library.in_memory()
    for number, abstract in enumerate(["It extends OldNet and GPT-2.", "It extends nothing."]):
        record = PaperRecord("arxiv", {"mag": f"{number}"}, title=f"Work {number}")
        library.store_paper(replace(record, abstract=abstract))
    with library.writing() as writer:
        writer.replace_entries([SeedEntry(identifiers={"mag": f"{n}"}) for n in range(2)])
    for graph in (citation_graph(library), citation_graph(library, ())):
        assert graph.nodes["mag:0"]["derived_names"] == "OldNet; GPT-2"
        assert "derived_names" not in graph.nodes["mag:1"]
