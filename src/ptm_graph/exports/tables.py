"""CSV tables of papers and edges that a spreadsheet opens without running anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from ptm_graph.exports.job import Job
from ptm_graph.exports.node_link import free_name
from ptm_graph.exports.typed_columns import columns
from ptm_graph.exports.values import Scalar
from ptm_graph.exports.zipped import write_zip
from ptm_graph.words.cells import guarded
from ptm_graph.words.characters import xml_valid

Row = Sequence[Scalar | None]


def write(job: Job, out: BinaryIO) -> None:
    """Write a zip of ``nodes.csv``, ``edges.csv`` and ``about.csv``."""
    write_zip(files(job), out)


def files(job: Job) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The tables by name, in pieces.

    UTF-8 with a byte order mark (spreadsheets need it for Chinese), separated by
    commas, lines ended by CR LF, as RFC 4180 has it. An unknown value is an empty
    cell. A text that a spreadsheet would run as a formula gets an apostrophe in
    front of it; :func:`.cells.unguarded` takes it away again.
    """
    yield "nodes.csv", encoded(_nodes(job))
    yield "edges.csv", encoded(_edges(job))
    yield "about.csv", encoded([["name", "value"], *map(list, job.graph_attributes.items())])


def _nodes(job: Job) -> Iterator[Row]:
    names = list(columns(paper for _, paper in job.papers()))
    yield ["id", *map(free_name, names)]
    for key, paper in job.papers():
        yield [key, *map(paper.get, names)]


def _edges(job: Job) -> Iterator[Row]:
    names = list(columns(data for _, _, data in job.edges()))
    yield ["source", "target", *map(free_name, names)]
    for tail, head, data in job.edges():
        yield [tail, head, *map(data.get, names)]


def encoded(rows: Iterable[Row]) -> Iterator[bytes]:
    """A table in pieces, as :func:`files` describes it."""
    yield b"\xef\xbb\xbf"
    pending: list[str] = []
    size = 0
    for row in rows:
        # The csv module looks at every character on its own, which takes half of the time.
        line = ",".join(["" if value is None else _quoted(to_cell(value)) for value in row])
        pending.append(f"{line}\r\n")
        size += len(line)
        if size > 1 << 16:
            yield "".join(pending).encode("utf-8")
            pending, size = [], 0
    yield "".join(pending).encode("utf-8")


def _quoted(cell: str) -> str:
    """A cell in quotation marks where it needs them (RFC 4180)."""
    if '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return f'"{cell}"' if "," in cell or "\n" in cell or "\r" in cell else cell


def to_cell(value: Scalar) -> str:
    """A value as a cell; numbers stay numbers, texts are made harmless.

    >>> to_cell(-1.5), to_cell("=cmd|' /C calc'!A0")
    ('-1.5', "'=cmd|' /C calc'!A0")
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    return guarded(xml_valid(value))
