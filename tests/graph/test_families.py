"""Names of families in two languages: what a reader sees, and that nothing else changes."""

import json

import networkx as nx
import pytest

from ptm_graph.graph.families import (
    NAMES,
    add_names,
    families_of,
    in_language,
    names_in,
    shown_families,
)


def two_families(**names: dict[str, str]) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    for key, family in (("a", "Vision"), ("b", "Vision"), ("c", "Words"), ("d", "Acts")):
        graph.add_node(key, family=family, seed=True)
    graph.add_node("alone", seed=True)
    add_names(graph, names)
    return graph


def test_a_family_has_its_name_of_the_language_or_else_the_list_s_own() -> None:
    graph = two_families(Vision={"zh": "视觉"}, Words={"en": "Language", "zh": "语言"})
    assert shown_families(graph, "zh") == {"Vision": "视觉", "Acts": "Acts", "Words": "语言"}
    assert shown_families(graph, "en")["Words"] == "Language"


def test_a_graph_in_another_language_has_the_same_families_in_the_same_order_of_colours() -> None:
    graph = two_families(Vision={"zh": "视觉"}, Acts={"zh": "行为"}, Words={"zh": "词"})
    said = in_language(graph, "zh")
    shown = shown_families(graph, "zh")
    assert families_of(said) == [shown[family] for family in families_of(graph)]
    assert [said.nodes[key].get("family") for key in "abcd"] == ["视觉", "视觉", "词", "行为"]
    assert graph.nodes["a"]["family"] == "Vision"
    assert in_language(graph, "en") is graph


def test_two_families_that_are_called_the_same_stay_two() -> None:
    graph = two_families(Vision={"zh": "同名"}, Words={"zh": "同名"}, Acts={"zh": "Acts"})
    assert len(set(shown_families(graph, "zh").values())) == 3
    taken = two_families(Vision={"zh": "Words"})
    assert shown_families(taken, "zh") == {
        "Vision": "Words (Vision)",
        "Acts": "Acts",
        "Words": "Words",
    }


def test_what_is_known_later_counts_more_and_keeps_the_rest() -> None:
    graph = two_families(Vision={"en": "Seeing", "zh": "视觉"})
    add_names(graph, {"Vision": {"zh": "看"}})
    assert names_in(graph.graph[NAMES]) == {"Vision": {"en": "Seeing", "zh": "看"}}


@pytest.mark.parametrize("text", [None, "", "[1]", "{", "[" * 100_000, '{"a": 1, "b": {"zh": 2}}'])
def test_names_that_are_none_name_nothing(text: object) -> None:
    assert not any(names_in(text).values())
    graph = two_families()
    graph.graph[NAMES] = text
    assert shown_families(graph, "zh")["Vision"] == "Vision"


def test_names_are_text_that_every_format_can_hold() -> None:
    assert json.loads(two_families(Vision={"zh": "视觉"}).graph[NAMES]) == {
        "Vision": {"zh": "视觉"}
    }
