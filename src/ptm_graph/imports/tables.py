"""Tables: our own folder or zip, or one table of edges from anybody."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx

from ptm_graph.errors import InputError
from ptm_graph.exports.node_link import own_name
from ptm_graph.imports.building import Edge, add_edges
from ptm_graph.imports.draft import Draft
from ptm_graph.words.cells import unguarded
from ptm_graph.words.doors import LARGEST, MOST_PAPERS, MOST_ROWS, Tally, refuse_too_many

_TAILS = ("source", "citing", "parent", "from", "tail", "citing_id", "parent_id")
_HEADS = ("target", "cited", "child", "to", "head", "cited_id", "child_id")
_NAMES = ("id", "key", "node", "paper")

Row = dict[str, str]


def read(source: Path, account: Tally) -> Draft:
    """Read tables of papers and edges; the edges must be there, with columns for both ends."""
    graph: nx.DiGraph[Any] = nx.DiGraph()
    texts = dict(_texts(source))
    papers = _rows(texts.get("nodes.csv", ""), source)
    for number, row in enumerate(papers, 2):
        name = next((row.pop(word) for word in _NAMES if row.get(word)), None)
        if name is None:
            account.note(f"nodes.csv, line {number}", "it has no id, left out")
            continue
        graph.add_node(name, **_told(row))
        refuse_too_many("papers", len(graph), MOST_PAPERS)
    for row in _rows(texts.get("about.csv", ""), source):
        if row.get("name") and row.get("value"):
            graph.graph[row["name"]] = row["value"]
    if "edges.csv" not in texts:
        raise InputError(f"{source} holds no edges.csv")
    edges = list(_edges(_rows(texts["edges.csv"], source), source, graph))
    if "nodes.csv" not in texts:
        for tail, head, _ in edges:
            graph.add_nodes_from((tail, head))
            refuse_too_many("papers", len(graph), MOST_PAPERS)
    add_edges(graph, edges, account)
    return Draft(graph, "CSV tables")


def _texts(source: Path) -> Iterator[tuple[str, str]]:
    left = LARGEST
    if source.is_dir():
        for path in sorted(source.glob("*.csv")):
            left -= path.stat().st_size
            _refuse_large(left)
            yield path.name, path.read_text("utf-8-sig")
    elif source.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(source) as archive:
                for entry in archive.infolist():
                    name = Path(entry.filename).name
                    if name.endswith(".csv"):
                        with archive.open(entry) as table:
                            data = table.read(max(left, 0) + 1)  # what its header says may be wrong
                        left -= len(data)
                        _refuse_large(left)
                        yield name, data.decode("utf-8-sig")
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
            if isinstance(error, UnicodeDecodeError):
                raise
            raise InputError(f"{source} is not a zip file that can be read: {error}") from error
    else:
        yield "edges.csv", source.read_text("utf-8-sig")


def _refuse_large(left: int) -> None:
    if left < 0:
        raise InputError(f"its tables hold more than {LARGEST // 2**20} MB; divide them")


def _rows(text: str, source: Path) -> list[Row]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    csv.field_size_limit(1 << 30)
    try:
        lines = []
        for line in reader:
            if any(line):
                lines.append([unguarded(cell) for cell in line])
                refuse_too_many("rows", len(lines), MOST_ROWS)
    except csv.Error as error:
        raise InputError(f"{source}, line {reader.line_num}: {error}") from error
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:]] if lines else []


def _edges(rows: list[Row], source: Path, graph: nx.DiGraph[Any]) -> Iterator[Edge]:
    if not rows:
        return
    by_word = {name.strip().lower(): name for name in rows[0]}
    tail = next((by_word[word] for word in _TAILS if word in by_word), None)
    head = next((by_word[word] for word in _HEADS if word in by_word), None)
    if tail is None or head is None:
        columns = ", ".join(rows[0])
        raise InputError(
            f"{source}: no columns for the ends of an edge (citing and cited, parent and child, "
            f"or source and target) among {columns}"
        )
    if "parent" in tail.lower():
        graph.graph.setdefault("direction", "parent-child")
    elif "citing" in tail.lower():
        graph.graph.setdefault("direction", "citing-cited")
    for row in rows:
        ends = (row.pop(tail, ""), row.pop(head, ""))
        if all(ends):
            yield (*ends, _told(row))


def _told(row: Row) -> dict[str, Any]:
    return {own_name(name): cell for name, cell in row.items() if name and cell}
