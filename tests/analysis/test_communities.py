"""Communities and their names."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.analysis import communities
from ptm_graph.errors import InputError


@pytest.fixture
def citations() -> "nx.DiGraph[str]":
    """Two groups that cite inside, one edge between them, and a lonely paper."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for group, phrase in (("d", "distillation; compression"), ("x", "cross-lingual; transfer")):
        for place in range(4):
            graph.add_node(f"{group}{place}", name=f"{group.upper()}{place}", key_phrases=phrase)
            graph.add_edges_from((f"{group}{place}", f"{group}{other}") for other in range(place))
    graph.add_node("d4", name="D4", key_phrases="distillation")
    graph.add_edges_from([("d4", "d0"), ("d4", "d1"), ("x0", "d3")])
    graph.add_node("lonely", name="Lonely", key_phrases="solitude")
    return graph


def test_groups_are_named_by_their_phrases_and_largest_first(citations: "nx.DiGraph[str]") -> None:
    found = communities(citations)
    assert [one.name for one in found] == [
        "distillation, compression",
        "cross-lingual, transfer",
        "Lonely",
    ]
    assert found[0].papers == ("d0", "d1", "d2", "d3", "d4")
    assert found[2].phrases == ("solitude",)


def test_without_phrases_the_most_cited_paper_gives_the_name(citations: "nx.DiGraph[str]") -> None:
    for data in citations.nodes.values():
        del data["key_phrases"]
    assert [(one.name, one.phrases) for one in communities(citations)][:2] == [
        ("D0", ()),
        ("X0", ()),
    ]


def test_a_phrase_that_all_papers_have_tells_less(citations: "nx.DiGraph[str]") -> None:
    for data in citations.nodes.values():
        data["key_phrases"] = "language; " + data["key_phrases"]
    assert communities(citations)[0].name.startswith("distillation")


def test_a_phrase_of_a_title_and_one_of_several_words_tell_more(
    citations: "nx.DiGraph[str]",
) -> None:
    for key in ("x0", "x1", "x2", "x3"):
        citations.nodes[key]["key_phrases"] = "cross-lingual; transfer; machine translation"
        citations.nodes[key]["title"] = "Transfer for all"
    assert communities(citations)[1].name == "machine translation, transfer"


def test_no_two_communities_have_one_name(citations: "nx.DiGraph[str]") -> None:
    for data in citations.nodes.values():
        data["key_phrases"] = "one; two; three; four"
    names = [one.name for one in communities(citations)]
    assert len(set(names)) == len(names)


@given(data=st.data())
def test_every_paper_of_the_choice_is_in_one_community(any_citations: Any, data: Any) -> None:
    graph = data.draw(any_citations)
    chosen = data.draw(st.sets(st.sampled_from(sorted(graph))))
    found = [key for one in communities(graph, chosen) for key in one.papers]
    assert sorted(found) == sorted(chosen)


def test_the_order_of_filling_changes_nothing(citations: "nx.DiGraph[str]") -> None:
    turned: nx.DiGraph[str] = nx.DiGraph()
    turned.add_nodes_from(reversed(list(citations.nodes(data=True))))
    turned.add_edges_from(reversed(list(citations.edges(data=True))))
    assert communities(turned) == communities(citations)


def test_a_resolution_of_zero_is_refused() -> None:
    with pytest.raises(InputError, match="resolution"):
        communities(nx.DiGraph(), resolution=0)
