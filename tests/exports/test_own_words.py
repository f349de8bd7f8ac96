"""What the owner of a list says is in the exports of a graph, as text."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from ptm_graph.exports import to_bytes
from ptm_graph.graph.citations import citation_graph
from ptm_graph.imports import read_graph
from ptm_graph.library import Library
from ptm_graph.words.model import Note, SeedEntry

HOSTILE = 'turns </script> *all* "wheels"; one\\two'


@pytest.fixture
def graph() -> nx.DiGraph[str]:
    entries = [
        SeedEntry(
            "Widgets for everybody",
            identifiers={"arxiv": "2001.00001"},
            notes=(Note(HOSTILE), Note("二")),
            tags=("MLM", "a; b"),
            properties={"teeth": "24; or 12"},
        ),
        SeedEntry("The same again", identifiers={"arxiv": "2001.00001"}, notes=(Note("二"),)),
    ]
    with Library.in_memory() as library:
        with library.writing() as writer:
            writer.replace_entries(entries)
        return citation_graph(library)


def test_a_node_has_notes_tags_and_properties_as_texts(graph: nx.DiGraph[str]) -> None:
    data = graph.nodes["arxiv:2001.00001"]
    assert data["note"] == f"{HOSTILE}\n二"
    assert (data["tags"], data["properties"]) == ("MLM; a\\; b", "teeth: 24\\; or 12")


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("graphml", "turns &lt;/script&gt; *all*"),
        ("html", "turns \\u003c/script"),
        ("md", "> turns \\</script\\> \\*all\\*"),
        ("bib", "keywords = {MLM; a\\textbackslash{}; b;}"),
        ("ris", "RN  - 二"),
        ("csl", '"annote": "turns </script> *all*'),
    ],
)
def test_every_format_carries_them_without_letting_them_act(
    graph: nx.DiGraph[str], format: str, expected: str
) -> None:
    assert expected in to_bytes(graph, format).decode()


def test_graphml_gives_them_back(graph: nx.DiGraph[str], tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    path.write_bytes(to_bytes(graph, "graphml"))
    read = read_graph(path).graph
    assert dict(read.nodes["arxiv:2001.00001"]) == dict(graph.nodes["arxiv:2001.00001"])
