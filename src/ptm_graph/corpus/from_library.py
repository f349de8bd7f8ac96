"""A corpus of the papers and citations of a library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from ptm_graph.corpus.layout import TABLES, Corpus, Info, TableName, finish
from ptm_graph.corpus.numbers import citation_row, paper_row, stored_signals
from ptm_graph.corpus.writing import clear, write_table
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.words.model import IDENTIFIER_KINDS

if TYPE_CHECKING:
    import pyarrow

_PART = 50_000
"""Rows that are written at once."""


def from_graph(citations: nx.DiGraph[str], path: Path) -> Corpus:
    """Write the papers and citations of a graph as a corpus; what is in the folder is replaced.

    Papers are numbered in the order of their keys. A corpus has no reading list: whatever is one
    in the graph is a paper like others.

    Parameters
    ----------
    citations : networkx.DiGraph
        Citation graph, citing → cited (``docs/data-model.md``).
    path : Path
        Folder of the corpus; it is made where it is missing.
    """
    index = CitationIndex(without_list(citations))
    clear(path)
    rows: dict[TableName, int] = {
        "papers": write_table(path, "papers", _papers(index)),
        "ids": write_table(path, "ids", _ids(index)),
        "abstracts": write_table(path, "abstracts", _abstracts(index)),
        "citations": write_table(path, "citations", _citations(index)),
        "cited_by": write_table(path, "cited_by", _cited_by(index)),
    }
    told = citations.graph
    alone = sum(1 for paper in index.keys if citations.has_edge(paper, paper))
    left_out = {"self-citation": alone} if alone else {}
    credits = tuple(text for text in str(told.get("credits") or "").split("; ") if text)
    return finish(path, Info(str(told.get("source") or "a library"), "", rows, left_out, credits))


def without_list(citations: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """A graph with the same papers and citations, and no reading list."""
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.graph.update(citations.graph)
    plain.add_nodes_from((key, {**data, "seed": False}) for key, data in citations.nodes(data=True))
    plain.add_edges_from(citations.edges(data=True))
    return plain


def _papers(index: CitationIndex) -> Iterator[pyarrow.Table]:
    for some in _parts(len(index.keys)):
        yield _table("papers", [paper_row(at, index.keys[at], index.node(at)) for at in some])


def _ids(index: CitationIndex) -> Iterator[pyarrow.Table]:
    found = sorted(
        (kind, str(value), number)
        for number in range(len(index.keys))
        for kind in IDENTIFIER_KINDS
        if (value := index.node(number).get(kind)) is not None
    )
    titles = ((index.plain_title(number), number) for number in range(len(index.keys)))
    found = sorted([*found, *(("title", plain, number) for plain, number in titles if plain)])
    for some in _parts(len(found)):
        names = TABLES["ids"].columns
        yield _table("ids", [dict(zip(names, found[at], strict=True)) for at in some])


def _abstracts(index: CitationIndex) -> Iterator[pyarrow.Table]:
    for some in _parts(len(index.keys)):
        held = ((at, index.node(at).get("abstract")) for at in some)
        yield _table("abstracts", [{"paper": at, "abstract": text} for at, text in held if text])


def _citations(index: CitationIndex) -> Iterator[pyarrow.Table]:
    """Reference lists are never torn apart: a stored signal looks at all of one."""
    import pyarrow as pa

    citing = np.flatnonzero(np.diff(index.starts))
    shares = np.cumsum(np.diff(index.starts)[citing]) // _PART
    for children in np.split(citing, np.flatnonzero(np.diff(shares)) + 1):
        if not len(children):
            continue
        edges = range(int(index.starts[children[0]]), int(index.starts[children[-1] + 1]))
        rows = [
            citation_row(int(index.citing[at]), int(index.cited[at]), index.edges[at])
            for at in edges
        ]
        table = _table("citations", rows)
        for name, values in stored_signals(index, children.tolist()).items():
            column = pa.array(values, from_pandas=True)  # what is not a number is unknown
            table = table.set_column(table.column_names.index(name), name, column)
        yield table


def _cited_by(index: CitationIndex) -> Iterator[pyarrow.Table]:
    for some in _parts(len(index.into)):
        edges = index.into[some.start : some.stop].tolist()
        yield _table(
            "cited_by",
            [
                citation_row(int(index.citing[at]), int(index.cited[at]), index.edges[at])
                for at in edges
            ],
        )


def _table(name: TableName, rows: list[dict[str, Any]]) -> pyarrow.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=TABLES[name].schema())


def _parts(count: int) -> Iterator[range]:
    for start in range(0, count, _PART):
        yield range(start, min(count, start + _PART))
