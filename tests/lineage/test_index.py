"""What is read from the graph before anything is scored."""

from typing import Any

import networkx as nx
import numpy as np
import pytest
from citation_graphs import listed

from ptm_graph.lineage import infer
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.lineage.text_signals import abstract_extends, title_name


def test_a_title_names_a_parent_whose_reference_is_not_known() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("old", title="OldNet: first", year=2018, seed=True, citation_count=900)
    graph.add_node(
        "new",
        title="TinyOldNet: OldNet made small",
        year=2019,
        seed=True,
        references_state="unknown",
    )
    (relation,) = infer(graph).relations
    assert (relation.parent, relation.child, relation.tier) == ("old", "new", "name only")
    assert "note.name only" in [note.code for note in relation.evidence.notes]
    assert relation.confidence < 0.75


def test_a_complete_list_with_sentences_admits_no_uncited_parent() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("old", title="OldNet: first", year=2018, seed=True)
    graph.add_node("other", title="Other", year=2017)
    graph.add_node(
        "new", title="OldNet made small", year=2019, seed=True, references_state="complete"
    )
    graph.add_edge("new", "other", mentions=1)
    assert infer(graph).relations == ()


@pytest.mark.parametrize("bad", ["", "not a date", "2019-99-99"])
def test_a_date_that_is_none_counts_as_unknown(bad: str) -> None:
    references = listed({"date": bad}, {"date": "2001"})
    first, _ = references.index.dates
    assert np.isnan(first[references.children[0]])


def derived(names: str, **child: Any) -> CitationIndex:
    """A child whose abstract derives from these names, and two papers that bear one."""
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_node("old", title="OldNet: first", year=2018, seed=True, citation_count=900)
    made.add_node("flow", title="OldNet-flow: second", year=2018, seed=True)
    made.add_node("apart", title="Another: not of the list", aliases="FarNet", seed=False)
    made.add_node("one", title="TwinNet: one", seed=True)
    made.add_node("other", title="TwinNet: other", seed=True)
    told = {"title": "NewNet: a net", "year": 2019, "seed": True, "derived_names": names}
    made.add_node("new", **{**told, **child})
    return CitationIndex(made)


def parents(index: CitationIndex) -> list[str]:
    return [index.keys[number] for number in index.named_parents(index.number["new"])]


def test_an_abstract_names_a_parent_whose_reference_is_not_known() -> None:
    index = derived("OldNet")
    assert parents(index) == ["old"]
    references = ReferenceLists(index, [index.number["new"]])
    assert abstract_extends(references).tolist() == [1.0]
    assert title_name(references).tolist() == [0.0]
    (relation,) = Engine(index).relations(Engine(index).judge(index.number["new"], "list"))
    assert (relation.tier, relation.parent) == ("name only", "old")
    assert "title or abstract" in " ".join(map(str, relation.evidence.notes))


@pytest.mark.parametrize("names", ["FarNet", "TwinNet", "NewNet", "oldnet", "No; Such", ""])
def test_a_name_that_no_one_paper_of_the_list_bears_leads_nowhere(names: str) -> None:
    assert parents(derived(names)) == []


def test_the_longer_of_two_ways_to_read_a_name_counts() -> None:
    assert parents(derived("OldNet-flow; OldNet")) == ["flow"]
    assert parents(derived("OldNet-large; OldNet")) == ["old"]


def test_a_name_of_later_work_or_of_a_child_outside_the_list_leads_nowhere() -> None:
    assert parents(derived("OldNet", year=2017)) == []
    assert parents(derived("OldNet", seed=False)) == []


def test_a_known_reference_is_not_named_only() -> None:
    index = derived("OldNet")
    graph: nx.DiGraph[str] = nx.DiGraph([("new", "old")])
    graph.add_nodes_from((key, dict(data)) for key, data in index.attributes.items())
    assert parents(CitationIndex(graph)) == []
