"""CSV tables of papers and edges that a spreadsheet opens without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from ptm_graph.exports.job import Job
from ptm_graph.exports.node_link import free_name
from ptm_graph.exports.typed_columns import columns
from ptm_graph.exports.values import Scalar
from ptm_graph.exports.zipped import write_zip
from ptm_graph.words.characters import xml_valid

_FORMULA = re.compile("'*[=+\\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may take for a formula at the beginning of a cell, full-width signs
included."""
_SUSPECT = frozenset("'=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")
"""With what such a text begins; asking this first is cheaper."""

Row = Sequence[Scalar | None]


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


def _encoded(rows: Iterable[Row]) -> Iterator[bytes]:
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
    text = xml_valid(value)
    return f"'{text}" if text[:1] in _SUSPECT and _FORMULA.match(text) else text


def from_cell(text: str) -> str:
    """Undo :func:`to_cell` for texts.

    >>> from_cell("'=1+1"), from_cell("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
