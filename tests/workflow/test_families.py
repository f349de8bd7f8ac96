"""Families: the list's own, a person's, and communities where nobody named any."""

from pathlib import Path

import networkx as nx
import pytest

from ptm_graph.errors import DecisionsError
from ptm_graph.workflow import decisions
from ptm_graph.workflow.families import put_families


def two_groups(**family: str) -> "nx.DiGraph[str]":
    """Six papers of a list in two groups that cite each other, and one outside."""
    made: nx.DiGraph[str] = nx.DiGraph()
    for group, phrase in (("a", "image segmentation"), ("b", "speech recognition")):
        keys = [f"{group}{number}" for number in range(3)]
        for key in keys:
            told = {"family": family[key]} if key in family else {}
            made.add_node(key, name=key.upper(), seed=True, key_phrases=phrase, **told)
        made.add_edges_from((one, two) for one in keys for two in keys if one > two)
    made.add_node("outside", name="Outside")
    made.add_edge("b2", "outside")
    return made


def families(graph: "nx.DiGraph[str]") -> dict[str, tuple[str | None, str | None]]:
    return {
        key: (data.get("family"), data.get("family_by")) for key, data in graph.nodes(data=True)
    }


def test_a_list_without_families_gets_those_of_its_citations_and_says_so() -> None:
    graph = two_groups()
    put_families(graph, {})
    found = families(graph)
    assert found["a0"] == found["a2"] == ("image segmentation", "communities")
    assert found["b0"] == found["b1"] == ("speech recognition", "communities")
    assert found["outside"] == (None, None)


def test_a_list_that_names_families_keeps_them_and_gets_no_others() -> None:
    graph = two_groups(a0="Mine")
    put_families(graph, {})
    assert {key: family for key, (family, _) in families(graph).items() if family} == {"a0": "Mine"}


def test_a_person_s_word_counts_more_than_the_list_s() -> None:
    graph = two_groups(a0="Mine")
    put_families(graph, {"a0": "Hers", "nobody": "Lost"})
    assert families(graph)["a0"] == ("Hers", "person")
    assert "nobody" not in graph


def test_a_renamed_community_keeps_its_name_for_papers_that_come_later() -> None:
    graph = two_groups()
    put_families(graph, {"a0": "Segmenting", "a1": "Segmenting"})
    assert families(graph)["a2"] == ("Segmenting", "communities")
    assert families(graph)["b0"] == ("speech recognition", "communities")


def test_one_paper_moved_elsewhere_does_not_rename_where_it_came_from() -> None:
    graph = two_groups()
    put_families(graph, {"a0": "speech recognition"})
    assert families(graph)["a0"] == ("speech recognition", "person")
    assert families(graph)["a1"] == ("image segmentation", "communities")


def test_what_a_person_named_is_kept_beside_the_decisions_and_can_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    before = decisions.store_families(path, {"a0": "Segmenting", "a1": "Segmenting"})
    assert before == ({"a0": None, "a1": None}, {})
    assert decisions.read_file(path).families.papers == (("a0", "Segmenting"), ("a1", "Segmenting"))
    decisions.store_families(path, *before)
    assert decisions.read_file(path).families == ((), ())
    assert decisions.read(path) == ()


def test_families_that_are_no_mapping_are_told_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text("decisions: []\nfamilies: [one]\n")
    with pytest.raises(DecisionsError, match=r"decisions\.yaml.*families"):
        decisions.read_file(path)
