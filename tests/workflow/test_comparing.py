"""Papers are laid side by side: what is known of each, and what they cite together."""

import networkx as nx
import pytest

from ptm_graph.errors import QueryError
from ptm_graph.lineage.graph import edge_attributes
from ptm_graph.words.model import Label, Relation
from ptm_graph.workflow.comparing import MOST_COMPARED, compare, rows


def citations() -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("a", name="A", title="Paper A", date="2019-06", references_known=3)
    graph.add_node("b", name="B", title="Paper B", tags="x; y", properties="layers: 12")
    graph.add_node("c", name="C", title="Paper C", references_known=2, reference_count=4)
    for key, cited in (("a", 10), ("b", None), ("c", 20)):
        if cited is not None:
            graph.nodes[key]["citation_count"] = cited
    for key, number in (("r", 5), ("s", 9)):
        graph.add_node(key, name=key.upper(), title=f"Reference {key}", citation_count=number)
    graph.add_edges_from([("a", "r"), ("a", "s"), ("c", "r"), ("c", "s"), ("c", "a"), ("b", "r")])
    return graph


def family() -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key in "abc":
        graph.add_node(key, name=key.upper())
    guess = Relation("b", "c", 0.0, 0.3, "B", rank=1)
    sure = Relation("a", "c", 1.0, 0.9, "A", rank=2, labels=(Label("distils", "distils"),))
    for one in (guess, sure):
        graph.add_edge(one.parent, one.child, **edge_attributes(one))
    return graph


def test_each_paper_has_its_parents_children_and_what_it_changed() -> None:
    found = compare(family(), citations(), ["c", "a", "c"])
    child, parent = found.papers
    assert [one.name for one in child.parents] == ["A", "B"]  # what is proposed comes last
    assert child.parents[0].sentence == "C distils A."
    assert (child.parents[0].changed, parent.children, child.cites) == (("distils",), 1, ("A",))


def test_shared_references_are_those_that_two_cite_most_shared_first() -> None:
    found = compare(family(), citations(), ["a", "b", "c"])
    assert [(one.key, one.cited_by) for one in found.shared] == [
        ("r", ("a", "b", "c")),
        ("s", ("a", "c")),
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_row_has_a_cell_for_each_paper_and_nothing_unknown_is_zero(language: str) -> None:
    found = compare(family(), citations(), ["a", "b", "c"], language)
    told = rows(found, language)
    assert {len(row.cells) for row in told} == {3}
    by_name = {row.name: row.cells for row in told}
    assert by_name["layers"] == (None, "12", None)
    assert ("10", None, "20") in by_name.values()  # citations
    assert ("2", None, "2") in by_name.values()  # shared references
    assert not any(row.cells == (None, None, None) for row in told)


def test_a_comparison_has_two_to_four_papers_of_the_library() -> None:
    for keys in (["a"], ["a", "a"], list("abcrs")):
        with pytest.raises(QueryError, match=f"2 to {MOST_COMPARED}"):
            compare(family(), citations(), keys)
    with pytest.raises(QueryError, match="no paper"):
        compare(family(), citations(), ["a", "nowhere"])


def test_a_paper_outside_the_lineage_is_compared_by_what_is_known() -> None:
    found = compare(family(), citations(), ["a", "r"])
    assert found.papers[1].parents == () and found.papers[1].children == 0
    assert found.papers[1].references_known is None
