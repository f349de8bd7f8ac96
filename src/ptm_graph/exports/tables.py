"""CSV tables of papers and edges that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ptm_graph.characters import xml_valid
from ptm_graph.exports.columns import columns
from ptm_graph.exports.job import Job
from ptm_graph.exports.node_link import free_name
from ptm_graph.exports.values import Scalar
from ptm_graph.exports.zipped import write_zip

_FORMULA = re.compile("'*[=+\\-@\t\r\n|%=+-@]")
"""What a spreadsheet may take for a formula at the beginning of a cell, full-width signs
included."""


def write(job: Job, out: BinaryIO) -> None:
    """Write a zip of ``nodes.csv``, ``edges.csv`` and ``about.csv``."""
    write_zip(files(job), out)


def files(job: Job) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The tables by name, in pieces.

    UTF-8 with a byte order mark (spreadsheets need it for Chinese), separated by
    commas, lines ended by CR LF, as RFC 4180 has it. An unknown value is an empty
    cell. A text that a spreadsheet would run as a formula gets an apostrophe in
    front of it; :func:`from_cell` takes it away again.
    """
    yield "nodes.csv", _encoded(_nodes(job))
    yield "edges.csv", _encoded(_edges(job))
    yield "about.csv", _encoded([["name", "value"], *map(list, job.graph_attributes.items())])


def _nodes(job: Job) -> Iterator[list[Scalar]]:
    names = list(columns(paper for _, paper in job.papers()))
    yield ["id", *map(free_name, names)]
    for key, paper in job.papers():
        yield [key, *(paper.get(name, "") for name in names)]


def _edges(job: Job) -> Iterator[list[Scalar]]:
    names = list(columns(data for _, _, data in job.edges()))
    yield ["source", "target", *map(free_name, names)]
    for tail, head, data in job.edges():
        yield [tail, head, *(data.get(name, "") for name in names)]


def _encoded(rows: Iterable[list[Scalar]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    for row in rows:
        writer.writerow([to_cell(value) for value in row])
        if line.tell() > 1 << 16:
            yield line.getvalue().encode("utf-8")
            line.seek(0)
            line.truncate()
    yield line.getvalue().encode("utf-8")


def to_cell(value: Scalar) -> str:
    """A value as a cell; numbers stay numbers, texts are made harmless.

    >>> to_cell(-1.5), to_cell("=cmd|' /C calc'!A0")
    ('-1.5', "'=cmd|' /C calc'!A0")
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    text = xml_valid(value)
    return f"'{text}" if _FORMULA.match(text) else text


def from_cell(text: str) -> str:
    """Undo :func:`to_cell` for texts.

    >>> from_cell("'=1+1"), from_cell("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
