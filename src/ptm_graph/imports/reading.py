"""Which reader a file needs, and what is done with what it read."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Literal

from ptm_graph.errors import InputError
from ptm_graph.imports.account import Imported
from ptm_graph.imports.draft import Draft
from ptm_graph.imports.meaning import adopt
from ptm_graph.words.doors import LARGEST, Tally, number

Direction = Literal["parent-child", "citing-cited"]

_KNOWN = ".graphml .gexf .json .cyjs .vos.json .csv .tsv .zip, or a folder of tables"


def read_graph(path: str | Path, *, direction: Direction | None = None) -> Imported:
    """Read a graph from a file that this project or another program wrote.

    Our own node-link JSON and GraphML come back exactly as they were: exporting
    them again gives the same bytes. Anything else is translated into the words of
    the data model, and :attr:`Imported.problems` says what was not understood.

    Parameters
    ----------
    path : str or Path
        GraphML, GEXF, node-link JSON, Cytoscape or VOSviewer JSON, a CSV table of
        edges, or a folder or zip with ``nodes.csv`` and ``edges.csv``.
    direction : {"parent-child", "citing-cited"}, optional
        What an edge of the file means. By default what the file says, and
        ``citing-cited`` where it says nothing.

    Returns
    -------
    Imported
        The graph and the account.

    Raises
    ------
    InputError
        If the file cannot be read as any of these.
    """
    source = Path(path)
    account = Tally("import", str(source))
    try:
        draft = _draft(source, account)
    except InputError as error:
        named = str(error).startswith(str(source))
        raise error if named else InputError(f"{source}: {error}") from error
    graph = draft.graph
    if not draft.own:
        adopt(graph, account)
        _set_direction(draft, account, direction)
    elif direction is not None:
        graph.graph["direction"] = direction
    return Imported(graph, draft.format, draft.own, account.problems())


def _draft(source: Path, account: Tally) -> Draft:
    if not source.exists():
        raise InputError(f"{source}: no such file")
    ending = source.suffix.lower()
    if source.is_file() and source.stat().st_size > LARGEST:
        raise InputError(f"{source}: larger than {LARGEST // 2**20} MB; divide it")
    try:
        if source.is_dir() or ending in (".csv", ".tsv", ".zip"):
            from ptm_graph.imports import tables

            return tables.read(source, account)
        if ending in (".json", ".cyjs"):
            return _json_draft(source, account)
        if ending in (".graphml", ".gexf", ".xml"):
            from ptm_graph.imports import xml_graphs

            return xml_graphs.read(source, account)
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{source} is not UTF-8 text (byte {error.start})") from error
    raise InputError(f"{source}: not a known graph format; known are {_KNOWN}")


def _json_draft(source: Path, account: Tally) -> Draft:
    from ptm_graph.imports import json_graphs

    try:
        text = source.read_text("utf-8-sig")
        content: Any = json.loads(text, parse_int=number, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"{source} is not JSON{place}: {error}") from error
    return json_graphs.read(content, source, account)


def _no_number(_: str) -> float:
    return math.nan


def _set_direction(draft: Draft, account: Tally, wanted: Direction | None) -> None:
    stated = draft.graph.graph.get("direction")
    if wanted is None and stated not in ("parent-child", "citing-cited"):
        edges = [data for _, _, data in draft.graph.edges(data=True)]
        if edges and all("tier" in data and "confidence" in data for data in edges):
            wanted = "parent-child"  # only relations have these: our own GEXF comes back so
    if wanted is None and stated not in ("parent-child", "citing-cited"):
        wanted = "citing-cited"
        account.note("direction of the edges", "not stated by the file, taken as citing → cited")
    if wanted is not None:
        draft.graph.graph["direction"] = wanted
