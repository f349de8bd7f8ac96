"""Single signals on small lists, and what partial data do to a lineage."""

from typing import Any

import networkx as nx
import numpy as np
import pytest

from ptm_graph.lineage import infer
from ptm_graph.lineage.graph_signals import cocitation, explained_away
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.labels import labels
from ptm_graph.lineage.reference_list import ReferenceList
from ptm_graph.lineage.score import SIGNAL_NAMES
from ptm_graph.lineage.signals import SIGNALS
from ptm_graph.lineage.text_signals import influential, name_within, title_name
from ptm_graph.lineage.weights import default_weights


def listed(
    child: dict[str, Any], *cited: dict[str, Any], extra: tuple[tuple[str, str], ...] = ()
) -> ReferenceList:
    """The reference list of one child; keys ``a``, ``b`` … in order."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("child", **{"title": "child", "seed": True, **child})
    for key, data in zip("abcdefgh", cited, strict=False):
        node = {name: value for name, value in data.items() if not name.startswith("edge_")}
        graph.add_node(key, **{"title": key, **node})
        edge = {name[5:]: value for name, value in data.items() if name.startswith("edge_")}
        graph.add_edge("child", key, **edge)
    graph.add_edges_from(extra)
    index = CitationIndex(graph)
    return ReferenceList(index, index.number["child"])


def test_every_signal_gives_one_number_a_reference_and_copes_with_nothing_known() -> None:
    references = listed({}, {}, {}, {})
    for signal in SIGNALS:
        values = signal.compute(references)
        assert values.shape == (3,), signal.name
        assert not np.isinf(values).any(), signal.name
        assert signal.say(1.0), signal.name


def test_every_weight_belongs_to_a_signal() -> None:
    assert set(default_weights().weights) == set(SIGNAL_NAMES)


def test_the_name_of_one_of_two_namesakes_counts_for_neither() -> None:
    references = listed(
        {"title": "Better TwinNet"},
        {"title": "TwinNet: one"},
        {"title": "TwinNet: another"},
        {"title": "SoloNet: alone"},
    )
    assert title_name(references).tolist() == [0, 0, 0]


def test_a_longer_name_hides_the_shorter_inside_it() -> None:
    references = listed(
        {"title": "Pruning GPT-2 further"}, {"title": "x", "aliases": "GPT"}, {"aliases": "GPT-2"}
    )
    assert title_name(references).tolist() == [0, 1]


def test_the_longest_contained_name_wins() -> None:
    references = listed(
        {"title": "RoBERTaXL: more"}, {"title": "BERT: one"}, {"title": "RoBERTa: two"}
    )
    assert name_within(references).tolist() == [0, 1]


def test_influence_without_citing_sentences_is_unknown() -> None:
    references = listed(
        {}, {"edge_influential": True}, {"edge_influential": False, "edge_mentions": 2}
    )
    assert np.isnan(influential(references)[0]) and influential(references)[1] == 0


def test_cocitation_prefers_what_later_papers_cite_together_with_the_child() -> None:
    extra = (("later", "child"), ("later", "a"), ("last", "child"), ("last", "a"), ("last", "b"))
    values = cocitation(listed({}, {}, {}, {}, extra=extra))
    assert values[0] > values[1] > values[2]


def test_a_reference_is_explained_away_by_a_stronger_descendant_in_the_same_sentences() -> None:
    references = listed(
        {},
        {"edge_sentence_numbers": "1 2"},
        {"edge_sentence_numbers": "1 2 3 4"},
        extra=(("b", "a"),),
    )
    assert explained_away(references, np.array([0.0, 2.0])).tolist() == [1.0, 0.0]
    assert explained_away(references, np.array([2.0, 0.0])).tolist() == [0.0, 0.0]


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
    assert (relation.parent, relation.child, relation.tier) == ("old", "new", "A")
    assert any("not known" in note for note in relation.evidence.notes)
    assert relation.confidence < 0.6


def test_a_complete_list_with_sentences_admits_no_uncited_parent() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("old", title="OldNet: first", year=2018, seed=True)
    graph.add_node("other", title="Other", year=2017)
    graph.add_node(
        "new", title="OldNet made small", year=2019, seed=True, references_state="complete"
    )
    graph.add_edge("new", "other", mentions=1)
    assert infer(graph).relations == ()


def test_a_lineage_needs_no_texts_once_the_facts_are_there() -> None:
    def family(**texts: str) -> "nx.DiGraph[str]":
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_node("old", title="OldNet: first", year=2015, seed=True)
        graph.add_node("new", title="NewNet: second", year=2017, seed=True)
        facts = {"mentions": 7, "fact_own_extends": 1.0, "fact_spoken_of": 9.0}
        graph.add_edge("new", "old", **facts, **texts)
        return graph

    (full,) = infer(family(sentences="We extend OldNet.")).relations
    (bare,) = infer(family()).relations
    assert (full.score, full.tier, full.reason) == (bare.score, bare.tier, bare.reason)
    assert full.evidence.sentences == ("We extend OldNet.",)
    assert any("refresh" in note for note in bare.evidence.notes)


def test_labels_name_the_change_and_then_the_child_s_own_phrases() -> None:
    references = listed(
        {"key_phrases": "cross-lingual transfer; alpha network; language pairs"},
        {
            "key_phrases": "alpha network",
            "edge_fact_label_cross_lingual": 3.0,
            "edge_fact_label_multilingual": 1.0,
        },
    )
    index = references.index
    found = labels(index, index.number["child"], index.number["a"])
    assert [label.text for label in found] == [
        "cross-lingual",
        "cross-lingual transfer",
        "language pairs",
    ]
    assert found[0].rule == "cross_lingual" and found[1].rule == "key phrases"


@pytest.mark.parametrize("bad", ["", "not a date", "2019-99-99"])
def test_a_date_that_is_none_counts_as_unknown(bad: str) -> None:
    references = listed({"date": bad}, {"date": "2001"})
    first, _ = references.index.dates
    assert np.isnan(first[references.child])
