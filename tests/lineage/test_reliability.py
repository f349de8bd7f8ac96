"""What a confidence means, in words and from measured figures."""

import networkx as nx
import pytest

from ptm_graph.lineage import edge_attributes, infer, relations, to_graph, why
from ptm_graph.lineage.reliability import legend, meaning, measured_field, reliability
from ptm_graph.lineage.weights import KNOWLEDGE, Knowledge
from ptm_graph.words.model import Relation
from ptm_graph.words.wording import Said, sentence


def edge(confidence: float, **more: object) -> dict[str, object]:
    return {"confidence": confidence, "rank": 1, "knowledge": "sentences", **more}


@pytest.mark.parametrize("state", KNOWLEDGE)
def test_the_table_of_each_state_leaves_no_confidence_out(state: Knowledge) -> None:
    for groups in (reliability()[state].best, reliability()[state].further):
        assert groups[0].high == 1.0 and groups[-1].low == 0.0
        assert [one.low for one in groups[:-1]] == [one.high for one in groups[1:]]
        assert all(one.low <= one.said <= one.high and one.papers >= 8 for one in groups)
    assert sum(one.papers for one in reliability()[state].best) == pytest.approx(500, abs=5)


def test_a_confidence_is_told_by_what_was_measured_of_the_same_knowledge_and_rank() -> None:
    for state in KNOWLEDGE:
        for rank in (1, 2):
            group = reliability()[state].group(0.34, rank)
            said = meaning(edge(0.34, knowledge=state, rank=rank))
            assert said is not None
            share = said.values["share"]
            assert isinstance(share, Said)
            count, of = (share.code or "").removeprefix("share.").split("/")
            assert int(count) / int(of) == pytest.approx(group.right, abs=0.06)
            assert str(share) in str(said)
            assert "此类关系" in sentence(said, "zh")


@pytest.mark.parametrize("state", KNOWLEDGE)
@pytest.mark.parametrize("rank", [1, 2])
def test_more_confidence_never_means_right_less_often(state: Knowledge, rank: int) -> None:
    told = [reliability()[state].group(at / 100, rank).right for at in range(101)]
    assert told == sorted(told)
    groups = reliability()[state].best if rank == 1 else reliability()[state].further
    assert (
        min(one.right for one in groups) <= told[0] < told[-1] <= max(one.right for one in groups)
    )


def test_of_two_candidates_with_one_confidence_the_second_was_right_less_often() -> None:
    table = reliability()["sentences"]
    assert table.group(0.35, 2).right < table.group(0.35, 1).right


def test_a_decision_is_no_percentage_and_of_a_foreign_graph_nothing_is_claimed() -> None:
    decided = edge(0.34, decision="accepted")
    assert str(meaning(decided)) == "your decision"
    assert str(meaning(decided, own=False)) == "a person's decision"
    assert meaning({"confidence": 0.34}) is None
    assert meaning(edge(0.34, knowledge="guesses")) is None
    assert legend([decided, {"confidence": 0.34}]) == ()


def test_in_another_field_the_meaning_is_an_assumption_and_says_so() -> None:
    assert "assumption" in str(meaning(edge(0.5, field_measured=False)))
    for known in (True, None):
        assert "assumption" not in str(meaning(edge(0.5, field_measured=known)))


def test_a_recalibrated_confidence_speaks_for_itself() -> None:
    said = str(meaning(edge(0.66, recalibrated=42)))
    expected = "about two of three such relations should be right, recalibrated by 42 of your"
    assert said.startswith(expected)


@pytest.mark.parametrize(
    ("paper", "measured"),
    [
        ({"categories": "cs.CL; cs.LG"}, True),
        ({"categories": "stat.ML"}, True),
        ({"fields_of_study": "Mathematics; Computer Science"}, True),
        ({"fields_of_study": "Biology"}, False),
        ({"categories": "physics.comp-ph"}, False),
        ({"categories": "q-bio.NC", "fields_of_study": "Computer Science"}, True),
        ({}, None),
        ({"categories": None, "fields_of_study": ""}, None),
    ],
)
def test_the_field_is_told_from_what_is_stored(
    paper: dict[str, object], measured: bool | None
) -> None:
    assert measured_field(paper) is measured


def test_a_legend_has_one_line_for_each_meaning_highest_first() -> None:
    low, high = reliability()["sentences"].group(0.35, 1), reliability()["sentences"].group(0.9, 1)
    assert low.right != high.right
    said = [str(one) for one in legend(edge(each) for each in (0.35, 0.351, 0.39, 0.9))]
    assert len(said) == 2
    assert "90%: " in said[0] and "35% to 39%: " in said[1]


def test_what_a_confidence_rests_on_stays_with_the_relation(family: "nx.DiGraph[str]") -> None:
    family.nodes["gamma"]["fields_of_study"] = "Biology"
    graph = to_graph(family, infer(family))
    found = {(one.parent, one.child): one for one in relations(graph)}
    assert found["beta", "gamma"].knowledge == "sentences"
    assert found["beta", "gamma"].field_measured is False
    assert graph.edges["beta", "gamma"]["confidence_means"] == str(meaning(found["beta", "gamma"]))
    assert "assumption" in graph.edges["beta", "gamma"]["confidence_means"]
    for one in infer(family).relations:
        assert one == found[one.parent, one.child]


def test_a_relation_that_was_never_scored_has_no_such_attributes() -> None:
    attributes = edge_attributes(Relation("a", "b", 0.0, 0.5, "C"))
    assert not {"knowledge", "recalibrated", "confidence_means"} & set(attributes)


@pytest.mark.parametrize("listed", [True, False])
def test_why_gives_the_confidence_of_the_lineage(family: "nx.DiGraph[str]", listed: bool) -> None:
    for key in family:
        family.nodes[key]["seed"] = listed
    inferred = infer(family).relations
    assert inferred
    for one in inferred:
        candidates = why(family, one.child, one.parent).candidates
        (same,) = [each.relation for each in candidates if each.relation.parent == one.parent]
        assert (same.confidence, same.score) == (one.confidence, one.score)
