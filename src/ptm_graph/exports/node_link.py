"""Node-link JSON: what ``networkx.node_link_graph(data, edges="edges")`` reads.

The shape is described by ``node_link.schema.json`` in this package. Node-link
keeps a node's name under ``id`` and an edge's ends under ``source`` and
``target``; an attribute of one of these names gets an underscore behind it, so
that nothing is overwritten (see :func:`free_name`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from ptm_graph.exports.job import Job
from ptm_graph.exports.streaming import write_lines

SCHEMA_VERSION = 1
"""Version of the format, in the file as ``schema_version``."""

_TAKEN = re.compile(r"(id|source|target|key)_*")


def write(job: Job, out: BinaryIO) -> None:
    """Write node-link JSON, one paper or edge on each line, so that versions can be compared."""
    write_lines(_lines(job), out)


@lru_cache(maxsize=1024)
def free_name(name: str) -> str:
    """Name of an attribute in the file: not one that node-link itself uses.

    >>> free_name("source"), free_name("source_"), free_name("title")
    ('source_', 'source__', 'title')
    """
    return name + "_" if _TAKEN.fullmatch(name) else name


def own_name(name: str) -> str:
    """Undo :func:`free_name`.

    >>> own_name("source_"), own_name("title")
    ('source', 'title')
    """
    return name[:-1] if name.endswith("_") and _TAKEN.fullmatch(name) else name


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the format."""
    text = Path(__file__).with_name("node_link.schema.json").read_text("utf-8")
    return dict(json.loads(text))


def _lines(job: Job) -> Iterator[str]:
    yield "{"
    yield f'"schema_version": {SCHEMA_VERSION},'
    yield '"directed": true,'
    yield '"multigraph": false,'
    yield f'"graph": {as_json(job.graph_attributes)},'
    yield '"nodes": ['
    yield from separated(
        as_json({"id": key} | {free_name(name): value for name, value in paper.items()})
        for key, paper in job.papers()
    )
    yield "],"
    yield '"edges": ['
    yield from separated(
        as_json(
            {"source": tail, "target": head}
            | {free_name(name): value for name, value in data.items()}
        )
        for tail, head, data in job.edges()
    )
    yield "]"
    yield "}"


def separated(items: Iterator[str]) -> Iterator[str]:
    """Put a comma behind every item but the last."""
    previous = next(items, None)
    for item in items:
        yield f"{previous},"
        previous = item
    if previous is not None:
        yield previous


as_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode
"""A value on one line; attributes are scalars and cannot hold themselves."""
