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


def proposed() -> "nx.DiGraph[str]":
    """a → b → c, perhaps c → d."""
    made = chain()
    made.edges["c", "d"]["proposal"] = True
    return made


def test_proposals_are_drawn_and_counted_or_hidden_on_wish() -> None:
    found = select(proposed(), Filters())
    assert found.graph.has_edge("c", "d")
    assert (found.proposals, found.proposals_hidden) == (1, 0)
    hidden = select(proposed(), Filters(proposals="hidden"))
    assert not hidden.graph.has_edge("c", "d")
    assert (hidden.proposals, hidden.proposals_hidden) == (0, 1)


def test_a_lock_follows_no_proposal_unless_these_count() -> None:
    assert lineage_of(proposed(), "b") == ["a", "b", "c"]
    assert lineage_of(proposed(), "b", proposals=True) == ["a", "b", "c", "d"]
    found = select(proposed(), Filters(lock="b"))
    assert list(found.graph) == ["a", "b", "c"]
    assert found.not_followed == 1
    counted = select(proposed(), Filters(lock="b", proposals="counted"))
    assert list(counted.graph) == ["a", "b", "c", "d"]
    assert counted.not_followed == 0


def test_what_a_person_decided_is_drawn_however_unsure_it_is() -> None:
    made = chain()
    made.edges["c", "d"]["decision"] = "accepted"
    assert select(made, Filters(confidence=0.8)).graph.has_edge("c", "d")
    assert not select(chain(), Filters(confidence=0.8)).graph.has_edge("c", "d")


def test_a_name_only_is_a_tier_of_its_own() -> None:
    made = chain()
    made.edges["a", "b"]["tier"] = "name only"
    assert list(select(made, Filters(tiers=("name only",))).graph.edges()) == [("a", "b")]
    assert not list(select(made, Filters(tiers=("A",))).graph.edges())


def test_the_budget_keeps_the_reading_list_and_says_what_it_hides() -> None:
    found = select(chain(), Filters(papers=3, edges=1))
    assert set(found.graph) == {"b", "c", "d"}
    assert found.papers_over == 1
    assert list(found.graph.edges()) == [("b", "c")]
    assert found.edges_over == 1


def test_what_is_pinned_stays_whatever_the_filters_say() -> None:
    found = select(chain(), Filters(families=("Two",)), always=("a", "e", "gone"))
    assert {"a", "e"} <= set(found.graph)


def test_tags_filter_papers_that_have_one_of_them() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("a", tags="MLM; NSP")
    graph.add_node("b", tags="LM")
    graph.add_node("c")
    found = select(graph, Filters(tags=("NSP", "PLM"), unrelated=True))
    assert list(found.graph) == ["a"]
