"""What ships with the package, and what it must show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import networkx as nx
import pytest

from ptm_graph import Library, bundled, citation_graph, lineage_graph
from ptm_graph.sources import snapshot as snapshots
from ptm_graph.words.model import RelationTier
from ptm_graph.workflow.reading import read_lists

pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="module")
def library(bundled_library_path: Path) -> Iterator[Library]:
    with Library.open(bundled_library_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def citations(library: Library) -> nx.DiGraph[str]:
    return citation_graph(library)


@pytest.fixture(scope="module")
def family(citations: nx.DiGraph[str]) -> nx.DiGraph[str]:
    return lineage_graph(citations)


def test_the_bundled_reading_list_is_read_without_loss() -> None:
    listed = read_lists([bundled.seed_list()])
    assert listed.unused == ()
    assert len(listed.entries) > 101


def test_no_two_entries_share_an_identifier_or_an_alias() -> None:
    entries = read_lists([bundled.seed_list()]).entries
    identifiers = Counter(item for entry in entries for item in entry.identifiers.items())
    aliases = Counter(
        alias for entry in entries for alias in {alias.casefold() for alias in entry.aliases}
    )
    assert [item for item, count in identifiers.items() if count > 1] == []
    assert [alias for alias, count in aliases.items() if count > 1] == []


def test_every_seed_is_a_paper_of_both_graphs(
    library: Library, citations: nx.DiGraph[str], family: nx.DiGraph[str]
) -> None:
    seeds = {key for _, key in library.seed_entries()}
    assert seeds
    assert seeds <= set(citations)
    assert seeds <= set(family)


@pytest.mark.parametrize("parent", ["GPT", "ELMo"])
def test_bert_has_its_two_parents(library: Library, family: nx.DiGraph[str], parent: str) -> None:
    assert family.has_edge(library.find(parent).key, library.find("BERT").key)


def test_a_paper_that_trains_with_an_optimiser_does_not_descend_from_it(
    library: Library, family: nx.DiGraph[str]
) -> None:
    assert not family.has_edge(library.find("LAMB").key, library.find("NEZHA").key)


def test_a_paper_descends_from_what_its_abstract_builds_on_though_no_reference_is_known(
    library: Library, citations: nx.DiGraph[str], family: nx.DiGraph[str]
) -> None:
    parent, child = library.find("BERT").key, library.find("NEZHA").key
    assert not citations.has_edge(child, parent)
    assert family.edges[parent, child]["tier"] == "name only"
    assert "abstract says" in family.edges[parent, child]["reason"]


@pytest.mark.parametrize("child", ["RoBERTa", "ALBERT", "XLNet"])
def test_bert_is_a_parent(library: Library, family: nx.DiGraph[str], child: str) -> None:
    assert family.has_edge(library.find("BERT").key, library.find(child).key)


def test_every_relation_has_a_reason_a_tier_and_a_confidence(family: nx.DiGraph[str]) -> None:
    assert family.number_of_edges() > 50
    for _, _, relation in family.edges(data=True):
        assert relation["reason"]
        assert relation["tier"] in get_args(RelationTier)
        assert 0 < relation["confidence"] < 1


def test_the_lineage_has_no_cycle_and_at_most_three_parents(family: nx.DiGraph[str]) -> None:
    assert nx.is_directed_acyclic_graph(family)
    assert max(dict(family.in_degree()).values()) <= 3


def test_two_builds_give_the_same_library_and_lineage(
    library: Library, family: nx.DiGraph[str]
) -> None:
    again = Library.bundled()
    assert again.dump() == library.dump()
    other = lineage_graph(citation_graph(again))
    assert list(other.edges(data=True)) == list(family.edges(data=True))


def test_the_snapshot_is_text_without_texts() -> None:
    path = bundled.snapshot()
    assert path.stat().st_size < 5_000_000
    for line in path.read_text(encoding="utf-8").splitlines():
        assert '"abstract":' not in line
        assert '"sentences":["' not in line


def test_the_snapshot_names_and_credits_its_sources() -> None:
    header = bundled.snapshot().read_text(encoding="utf-8").splitlines()[0]
    assert "ODC-BY" in header
    assert "arXiv" in header
    assert re.search(r"\b20\d\d\b", snapshots.read_file(bundled.snapshot()).provenance)
