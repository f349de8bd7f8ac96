from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import networkx as nx
import numpy as np
import pytest
from systems import kept_out_by_permissions

from ptm_graph.errors import ExportError
from ptm_graph.exports import FORMATS, export, format_of, node_link, to_bytes
from ptm_graph.exports.job import Job


def test_the_ending_names_the_format(family: nx.DiGraph[str], tmp_path: Path) -> None:
    assert export(family, tmp_path / "graph.GraphML").read_bytes() == to_bytes(family, "graphml")


def test_the_format_can_be_named_where_the_ending_does_not(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    path = export(family, tmp_path / "graph.txt", format="json")
    assert path.read_bytes() == to_bytes(family, "json")


def test_every_ending_leads_to_its_format() -> None:
    for known in FORMATS.values():
        for ending in known.suffixes:
            assert format_of(f"some.file{ending}").name == known.name
            assert format_of("x", ending).name == known.name


@pytest.mark.parametrize("path", ["graph.xlsx", "graph", ".html.bak"])
def test_an_unknown_ending_is_refused_with_those_known(
    family: nx.DiGraph[str], tmp_path: Path, path: str
) -> None:
    with pytest.raises(ExportError, match=r"not name an export format; use one of .*\.graphml"):
        export(family, tmp_path / path)
    with pytest.raises(ExportError, match=r"“xlsx” is not an export format; use one of html"):
        to_bytes(family, "xlsx")


def test_a_missing_folder_is_named(family: nx.DiGraph[str], tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"the folder .*nowhere does not exist"):
        export(family, tmp_path / "nowhere" / "graph.json")


def test_a_folder_is_not_overwritten_by_a_file(family: nx.DiGraph[str], tmp_path: Path) -> None:
    (tmp_path / "graph.json").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export(family, tmp_path / "graph.json")


@kept_out_by_permissions
def test_a_folder_without_permission_gives_one_clear_line(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ExportError, match="cannot be written: Permission denied"):
            export(family, tmp_path / "graph.json")
    finally:
        tmp_path.chmod(0o700)


def test_a_failed_export_leaves_the_old_file_and_no_other(
    family: nx.DiGraph[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "graph.json"
    target.write_text("old")

    def broken(job: Job, out: BinaryIO) -> None:
        out.write(b"half of")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(node_link, "write", broken)
    with pytest.raises(ExportError, match="No space left on device"):
        export(family, target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_metadata_overrides_the_graph_and_leaves_it_alone(family: nx.DiGraph[str]) -> None:
    content = to_bytes(family, "json", metadata={"fetched": "2023-01-01"})
    assert b'"fetched": "2023-01-01"' in content
    assert family.graph["fetched"] == "2022-06-30"


def test_numbers_of_numpy_are_numbers(family: nx.DiGraph[str]) -> None:
    family.nodes["arxiv:1810.04805"]["rank"] = np.float64(0.25)
    family.nodes["arxiv:1810.04805"]["group"] = np.int64(3)
    family.nodes["arxiv:1810.04805"]["core"] = np.bool_(True)
    content = to_bytes(family, "json")
    assert b'"rank": 0.25' in content and b'"group": 3' in content and b'"core": true' in content


def test_a_list_as_attribute_is_refused_by_name(family: nx.DiGraph[str]) -> None:
    family.nodes["arxiv:1810.04805"]["authors"] = ["Jacob Devlin"]
    with pytest.raises(ExportError, match=r"paper arxiv:1810\.04805: “authors” is a list"):
        to_bytes(family, "json")


@pytest.mark.parametrize("graph", [nx.Graph(), nx.MultiDiGraph(), "graph"])
def test_only_directed_simple_graphs_are_taken(graph: object) -> None:
    with pytest.raises(ExportError, match=r"only a networkx\.DiGraph"):
        to_bytes(graph, "json")  # type: ignore[arg-type]


def test_numbers_as_node_names_are_written_as_text() -> None:
    graph: nx.DiGraph[int] = nx.DiGraph([(1, 2)])
    assert b'"source": "1", "target": "2"' in to_bytes(graph, "json")
