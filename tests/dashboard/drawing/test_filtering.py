"""What is drawn of a graph."""

import networkx as nx

from ptm_graph.dashboard.drawing.filtering import Filters, lineage_of, select


def chain() -> "nx.DiGraph[str]":
    """a → b → c → d, e alone."""
    made: nx.DiGraph[str] = nx.DiGraph()
    for number, key in enumerate("abcde"):
        family = "One" if key in "ab" else "Two"
        made.add_node(key, date=f"{2015 + number}-01", family=family, seed=key != "a")
    for tail, head, tier, sure in (
        ("a", "b", "A", 0.9),
        ("b", "c", "B", 0.6),
        ("c", "d", "C", 0.3),
    ):
        made.add_edge(tail, head, tier=tier, confidence=sure, rank=1)
    return made


def test_papers_without_a_relation_are_hidden_and_counted() -> None:
    found = select(chain(), Filters())
    assert list(found.graph) == ["a", "b", "c", "d"]
    assert found.unrelated == 1
    assert list(select(chain(), Filters(unrelated=True)).graph) == list("abcde")


def test_unsure_relations_go_and_take_lonely_papers_along() -> None:
    found = select(chain(), Filters(confidence=0.5))
    assert list(found.graph.edges()) == [("a", "b"), ("b", "c")]
    assert found.unrelated == 2


def test_tiers_families_and_years_filter() -> None:
    assert list(select(chain(), Filters(tiers=("A",))).graph.edges()) == [("a", "b")]
    by_family = select(chain(), Filters(families=("Two",)))
    assert list(by_family.graph) == ["c", "d"]
    assert by_family.filtered == 2
    assert list(select(chain(), Filters(since=2016)).graph) == ["b", "c", "d"]


def test_a_locked_lineage_has_as_many_generations_as_asked() -> None:
    assert lineage_of(chain(), "b") == ["a", "b", "c", "d"]
    assert lineage_of(chain(), "b", up=0, down=1) == ["b", "c"]
    assert list(select(chain(), Filters(lock="c", up=1, down=0)).graph) == ["b", "c"]


def test_the_budget_keeps_the_reading_list_and_says_what_it_hides() -> None:
    found = select(chain(), Filters(papers=3, edges=1))
    assert set(found.graph) == {"b", "c", "d"}
    assert found.papers_over == 1
    assert list(found.graph.edges()) == [("b", "c")]
    assert found.edges_over == 1


def test_what_is_pinned_stays_whatever_the_filters_say() -> None:
    found = select(chain(), Filters(families=("Two",)), always=("a", "e", "gone"))
    assert {"a", "e"} <= set(found.graph)
