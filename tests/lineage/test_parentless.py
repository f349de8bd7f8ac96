"""Papers without a stated parent, and what a person could decide about each."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from ptm_graph.lineage import (
    Abstention,
    Candidate,
    Lineage,
    Parentless,
    edge_attributes,
    parentless,
)
from ptm_graph.lineage.parentless import PROPOSED, TURNED_DOWN
from ptm_graph.words.model import Relation
from ptm_graph.words.wording import Said

BELOW = Said("verdict.weak", {"least": 0.3})


def relation(parent: str, child: str, confidence: float) -> Relation:
    return Relation(parent, child, 0.0, confidence, "B")


def lineage_of(
    relations: Sequence[Relation] = (), abstentions: Sequence[Abstention] = ()
) -> Lineage:
    return Lineage(tuple(relations), tuple(abstentions), (), (), (), ())


def family_of(papers: str, relations: Sequence[Relation]) -> nx.DiGraph[str]:
    family: nx.DiGraph[str] = nx.DiGraph()
    family.add_nodes_from(papers, seed=True)
    for one in relations:
        family.add_edge(one.parent, one.child, **edge_attributes(one))
    return family


def judged(parent: str, child: str, confidence: float, verdict: Said) -> Candidate:
    return Candidate(relation(parent, child, confidence), True, "before", False, verdict)


def told(found: Sequence[Parentless]) -> dict[str, list[tuple[str, Said]]]:
    return {one.child: [(x.relation.parent, x.verdict) for x in one.candidates] for one in found}


def test_each_comes_with_its_reason_its_candidates_and_why_none_was_taken() -> None:
    held = [relation("a", "b", 0.9)]
    out = Abstention("c", Said("abstention.weak in list"), (judged("a", "c", 0.2, BELOW),))
    found = parentless(family_of("abc", held), lineage_of(held, [out]))
    assert told(found) == {"a": [], "c": [("a", BELOW)]}
    assert found[0].child == "c"
    assert found[0].reason.code == "abstention.weak in list"
    assert not found[0].proposed


def test_a_paper_with_proposals_only_has_them_as_candidates() -> None:
    held = [relation("a", "b", 0.4), relation("a", "c", 0.9)]
    found = {one.child: one for one in parentless(family_of("abc", held), lineage_of(held))}
    assert set(found) == {"a", "b"}
    assert found["b"].reason.code == "abstention.proposals only"
    assert [(x.relation.parent, x.verdict) for x in found["b"].candidates] == [("a", PROPOSED)]
    assert found["b"].proposed


def test_a_paper_that_a_person_gave_a_parent_is_not_among_them() -> None:
    held = [relation("a", "b", 0.4)]
    family = family_of("ab", held)
    family.edges["a", "b"]["decision"] = "accepted"
    assert [one.child for one in parentless(family, lineage_of(held))] == ["a"]


def test_where_a_decision_tells_most_comes_first() -> None:
    stated = [relation("b", "x", 0.9), relation("x", "y", 0.9)]
    proposed = [relation("a", "b", 0.2), relation("a", "c", 0.45)]
    family = family_of("abcxy", [*stated, *proposed])
    found = parentless(family, lineage_of([*stated, *proposed]))
    assert [one.child for one in found] == ["b", "c", "a"]
    assert found[0].descendants == 2
    assert found[0].gain == 0.2 * 3


def test_who_was_turned_down_is_told_and_gives_nothing_to_decide() -> None:
    held = [relation("a", "b", 0.9)]
    out = Abstention(
        "c",
        Said("abstention.weak"),
        (judged("a", "c", 0.2, BELOW), judged("b", "c", 0.1, BELOW)),
    )
    found = {
        one.child: one
        for one in parentless(
            family_of("abc", []), lineage_of(held, [out]), {("a", "b"), ("a", "c")}
        )
    }
    assert found["b"].reason.code == "abstention.rejected"
    assert told([found["b"]]) == {"b": [("a", TURNED_DOWN)]}
    assert found["b"].gain == 0
    assert told([found["c"]]) == {"c": [("a", TURNED_DOWN), ("b", BELOW)]}
    assert found["c"].gain == 0.1


def test_parents_from_outside_the_list_are_not_asked_about() -> None:
    held = [relation("outside", "a", 0.9)]
    family = family_of("ab", held)
    assert [one.child for one in parentless(family, lineage_of(held))] == ["b"]
