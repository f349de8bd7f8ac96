"""What is read from the graph before anything is scored."""

import networkx as nx
import numpy as np
import pytest
from citation_graphs import listed

from ptm_graph.lineage import infer


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
    assert np.isnan(first[references.child])
