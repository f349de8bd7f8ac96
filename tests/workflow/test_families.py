"""Families: the list's own, a person's, and communities where nobody named any."""

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from ptm_graph.errors import DecisionsError
from ptm_graph.graph.families import shown_families
from ptm_graph.library import Library
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord
from ptm_graph.workflow import adding, decisions, opening, reading
from ptm_graph.workflow.building import build_library
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


LIST = """\
family_names: {Encoders: 编码器}
papers:
  - {title: BERT, identifiers: {arxiv: "1810.04805"}, family: Encoders}
  - {title: RoBERTa, identifiers: {arxiv: "1907.11692"}, family: Encoders}
"""
BERT, ROBERTA = "arxiv:1810.04805", "arxiv:1907.11692"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "list.yaml").write_text(LIST, encoding="utf-8")
    build_library(tmp_path / "library.db", [tmp_path / "list.yaml"])
    with Library.open(tmp_path / "library.db", writable=True) as opened:
        yield opened


def chinese(library: Library) -> dict[str, str]:
    return shown_families(opening.lineage_of(library).graph, "zh")


def test_names_of_a_list_are_in_its_library_through_merge_split_and_reading_again(
    library: Library, tmp_path: Path
) -> None:
    assert chinese(library) == {"Encoders": "编码器"}
    with library.writing() as writer:
        writer.allow_joining(writer.number(BERT), writer.number(ROBERTA))
        writer.merge(writer.number(BERT), writer.number(ROBERTA), "for a test")
    assert chinese(library) == {"Encoders": "编码器"}
    with library.writing() as writer:
        writer.split(library.merges()[-1].number, "for a test")
    assert chinese(library) == {"Encoders": "编码器"}
    reading.remember(library, reading.lists_for(library))
    assert chinese(library) == {"Encoders": "编码器"}
    (tmp_path / "list.yaml").write_text(LIST.replace("编码器", "编码"), encoding="utf-8")
    reading.remember(library, reading.lists_for(library))
    assert chinese(library) == {"Encoders": "编码"}


def test_a_library_without_a_list_keeps_the_names_and_writes_them_with_its_entries(
    library: Library, tmp_path: Path
) -> None:
    with library.writing() as writer:
        writer.set_reading_lists([])
    assert reading.lists_for(library).read.family_names == {"Encoders": {"zh": "编码器"}}
    library.close()
    added = adding.add_entries(tmp_path / "library.db", [SeedEntry("Another paper")])
    assert "Encoders: {zh: 编码器}" in added.file.read_text(encoding="utf-8")


def test_a_person_s_names_count_more_than_the_list_s(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text("family_names: {Encoders: 我的}\n", encoding="utf-8")
    assert chinese(library) == {"Encoders": "我的"}
    new = {"Encoders": {"en": "Mine", "zh": "我的"}}
    before = decisions.store_families(path, {BERT: "Read"}, new)
    assert shown_families(opening.lineage_of(library).graph, "en")["Encoders"] == "Mine"
    decisions.store_families(path, *before)
    assert decisions.read_file(path).families == ((), (("Encoders", (("zh", "我的"),)),))


@pytest.mark.parametrize("names", ["[a]", "{Encoders: [a]}"])
def test_names_in_the_decisions_that_are_none_are_told(names: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(f"family_names: {names}\n", encoding="utf-8")
    with pytest.raises(DecisionsError, match=r"decisions\.yaml.*family_names"):
        decisions.read_file(path)


def test_a_family_follows_its_paper_to_a_better_identifier(
    library: Library, tmp_path: Path
) -> None:
    path, title = tmp_path / "decisions.yaml", "A work with a long enough title"
    with library.writing() as writer:
        writer.replace_entries([SeedEntry(title)])
    (old,) = (key for _, key in library.seed_entries())
    decisions.store_families(path, {str(old): "Hers"})
    new = library.store_paper(PaperRecord("import", {"arxiv": "1901.00001"}, title=title))
    assert old != new

    def now() -> str:
        return str(opening.lineage_of(library).citations.nodes[new]["family"])

    assert now() == "Hers"
    decisions.follow(path, library.former_keys())
    assert decisions.read_file(path).families.papers == ((new, "Hers"),)
    assert now() == "Hers"


def test_the_word_about_the_key_of_now_counts_more_than_that_about_a_former_one(
    tmp_path: Path,
) -> None:
    path, former = tmp_path / "decisions.yaml", {"title:a": "arxiv:1"}
    decisions.store_families(path, {"title:a": "Old", "arxiv:1": "New"})
    told = decisions.read_file(path).families
    assert decisions.families_now(told, former) == {"arxiv:1": "New"}
    decisions.store_families(path, {"arxiv:1": None}, former=former)
    assert decisions.read_file(path).families.papers == ()
