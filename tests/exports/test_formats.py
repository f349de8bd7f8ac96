"""What holds for every format."""

from __future__ import annotations

import sys
from pathlib import Path

import networkx as nx
import pytest

from ptm_graph.errors import ExportError
from ptm_graph.exports import FORMATS, export, to_bytes

PICTURES = {"png", "pdf"}
"""Drawn slowly: they are tried with fewer graphs in tests of their own."""


@pytest.mark.parametrize("name", sorted(set(FORMATS) - PICTURES))
def test_every_graph_can_be_written_and_always_as_the_same_bytes(
    name: str, any_graph: nx.DiGraph[str]
) -> None:
    turned: nx.DiGraph[str] = nx.DiGraph()
    turned.graph.update(any_graph.graph)
    turned.add_nodes_from(reversed(list(any_graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(any_graph.edges(data=True))))
    assert to_bytes(any_graph, name) == to_bytes(turned, name)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - PICTURES - {"csv", "pptx", "vault"}))
def test_texts_are_utf_8_without_forbidden_characters(name: str, hostile: nx.DiGraph[str]) -> None:
    text = to_bytes(hostile, name).decode("utf-8")
    escaped_anyway = {"json", "cyjs", "html"}
    if name not in escaped_anyway:
        assert not set(text) & set(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))


@pytest.mark.parametrize("name", sorted(set(FORMATS) - PICTURES - {"csv", "pptx", "vault"}))
def test_each_file_tells_who_made_it_when_and_from_whose_data(
    name: str, family: nx.DiGraph[str]
) -> None:
    text = to_bytes(family, name).decode("utf-8").replace("\\", "")
    for told in ("ptm-graph test", "2022-06-30", "Semantic Scholar (ODC-BY)"):
        assert told in text


def test_a_missing_library_is_named_with_the_extra_that_brings_it(
    family: nx.DiGraph[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(ExportError, match=r"pip install 'ptm-graph\[slides\]'"):
        export(family, tmp_path / "graph.pptx")
    assert list(tmp_path.iterdir()) == []
