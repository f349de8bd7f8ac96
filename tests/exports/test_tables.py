from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import ExportError
from ptm_graph.exports import export, to_bytes
from ptm_graph.exports.job import key_of
from ptm_graph.exports.tables import encoded, to_cell
from ptm_graph.words.cells import unguarded
from ptm_graph.words.characters import xml_valid


def tables(graph: nx.DiGraph[str]) -> dict[str, list[dict[str, str]]]:
    archive = zipfile.ZipFile(io.BytesIO(to_bytes(graph, "csv")))
    return {
        name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
        for name in archive.namelist()
    }


def test_every_paper_and_edge_is_a_row(any_graph: nx.DiGraph[str]) -> None:
    found = tables(any_graph)
    assert {unguarded(row["id"]) for row in found["nodes.csv"]} == {key_of(n) for n in any_graph}
    ends = {(unguarded(row["source"]), unguarded(row["target"])) for row in found["edges.csv"]}
    assert ends == {(key_of(tail), key_of(head)) for tail, head in any_graph.edges}


def test_texts_come_back_as_they_were(hostile: nx.DiGraph[str]) -> None:
    rows = {unguarded(row["id"]): row for row in tables(hostile)["nodes.csv"]}
    for node, data in hostile.nodes(data=True):
        for name, value in data.items():
            if isinstance(value, str):
                assert unguarded(rows[key_of(node)][name]) == xml_valid(value)


def test_no_cell_begins_like_a_formula(hostile: nx.DiGraph[str]) -> None:
    for rows in tables(hostile).values():
        for row in rows:
            for cell in (*row, *row.values()):
                assert not cell.startswith(("=", "+", "@", "\t", "\r", "|", "="))
                assert not cell.startswith("-") or float(cell) < 0


def test_pandas_reads_numbers_as_numbers_and_unknown_as_missing(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = export(family, tmp_path / "family.csv")
    frame = pd.read_csv(folder / "nodes.csv", index_col="id")
    assert frame.loc["arxiv:1810.04805", "citation_count"] == 33854
    assert frame["citation_count"].isna().sum() == 3
    edges = pd.read_csv(folder / "edges.csv")
    assert edges["score"].min() == -1.0


def test_the_name_decides_between_a_folder_and_a_zip(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = export(family, tmp_path / "family.csv")
    assert sorted(found.name for found in folder.iterdir()) == [
        "about.csv",
        "edges.csv",
        "nodes.csv",
    ]
    assert zipfile.is_zipfile(export(family, tmp_path / "family.zip"))
    assert zipfile.is_zipfile(export(family, tmp_path / "family.csv.zip"))
    export(family, tmp_path / "tables", format="csv")
    assert (tmp_path / "tables" / "nodes.csv").read_bytes() == (folder / "nodes.csv").read_bytes()


def test_a_folder_of_tables_is_replaced_and_any_other_refused(
    family: nx.DiGraph[str], tmp_path: Path
) -> None:
    folder = export(family, tmp_path / "family.csv")
    (folder / "nodes.csv").write_text("old")
    export(family, folder)
    assert "old" not in (folder / "nodes.csv").read_text("utf-8")[:5]
    (folder / "letter.txt").write_text("mine")
    with pytest.raises(ExportError, match=r"holds letter\.txt"):
        export(family, folder)
    assert sorted(found.name for found in tmp_path.iterdir()) == ["family.csv"]


@pytest.mark.parametrize("text", ["1810.04805", "2018-10", "a=b", "BERT", "'quoted'"])
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    assert to_cell(text) == text


@pytest.mark.parametrize("text", ["=1", "+1", "-a", "@a", "|a", "%a", "\uff1d1", "\uff20a", "'=1"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert to_cell(text) == f"'{text}"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4)))
def test_any_reader_of_csv_understands_the_rows(rows: list[list[str]]) -> None:
    written = b"".join(encoded(rows)).decode("utf-8-sig")
    cells = [
        [unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(written, newline=""))
    ]
    assert cells == [[xml_valid(cell) for cell in row] for row in rows]


@given(st.text())
def test_any_text_survives_a_cell(text: str) -> None:
    assert unguarded(to_cell(text)) == xml_valid(text)
