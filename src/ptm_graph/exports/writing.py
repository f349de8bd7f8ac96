"""Writing an export whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx

from ptm_graph.errors import ExportError
from ptm_graph.exports.formats import Format, format_of
from ptm_graph.exports.job import About, Job, checked, key_of
from ptm_graph.exports.speaking import language_of, said_in, unquoted
from ptm_graph.files import new_file
from ptm_graph.layout import Layout
from ptm_graph.lineage.in_words import ENGLISH
from ptm_graph.plugs import loaded


def export(
    graph: nx.DiGraph[Any],
    path: str | Path,
    *,
    format: str | None = None,
    layout: Layout | None = None,
    metadata: Mapping[str, str] | None = None,
    **options: object,
) -> Path:
    """Write a citation or lineage graph to a file.

    The file appears complete or not at all, and the same graph always gives the
    same bytes.

    Parameters
    ----------
    graph : networkx.DiGraph
        With the attributes of the data model.
    path : str or Path
        Where to write; its ending names the format. Tables (``csv``) become a zip
        where the name ends with ``.zip``, and else a folder of that name.
    format : str, optional
        Name of the format (see :data:`ptm_graph.exports.FORMATS`), where the
        ending does not tell.
    layout : Layout, optional
        Positions for the drawings; by default :func:`ptm_graph.layout.lay_out`.
    metadata : mapping, optional
        Graph-level attributes that override those of the graph: ``title``,
        ``kind``, ``direction``, ``made_by``, ``source``, ``fetched``, ``credits``.
    **options
        Options of single formats, as ``docs/exports.md`` lists them.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ExportError
        For an unknown format, a graph that cannot be written, a library that is
        not installed, or a folder that cannot be written to.
    """
    target = Path(path)
    chosen = format_of(target, format)
    job = _job(chosen, graph, layout, metadata, options)
    _check(chosen, job)
    if chosen.folder is not None and target.suffix.lower() != ".zip":
        loaded(chosen.folder)(job, target)
        return target
    write = loaded(chosen.write)
    with new_file(target, "export") as out:
        write(job, out)
    return target


def to_bytes(
    graph: nx.DiGraph[Any],
    format: str,
    *,
    layout: Layout | None = None,
    metadata: Mapping[str, str] | None = None,
    **options: object,
) -> bytes:
    """The content of the file that :func:`export` would write, for a download.

    Parameters
    ----------
    graph : networkx.DiGraph
        With the attributes of the data model.
    format : str
        Name of the format; tables (``csv``) become a zip.
    layout, metadata, **options
        As :func:`export` takes them.

    Returns
    -------
    bytes
        The same for the same graph, whatever the order of its nodes.

    Raises
    ------
    ExportError
        For an unknown format, a graph that cannot be written, or a library that is
        not installed.
    """
    chosen = format_of("", format)
    job = _job(chosen, graph, layout, metadata, options)
    _check(chosen, job)
    out = io.BytesIO()
    loaded(chosen.write)(job, out)
    return out.getvalue()


def all_bytes(
    graph: nx.DiGraph[Any],
    formats: Iterable[Format],
    *,
    metadata: Mapping[str, str] | None = None,
    **options: object,
) -> Iterator[tuple[Format, bytes | ExportError]]:
    """The content of files in several formats, which share what they have in common.

    Parameters and content are those of :func:`to_bytes`.

    Yields
    ------
    (Format, bytes or ExportError)
        The error where a format cannot be written, such as for a library that is missing.
    """
    jobs: dict[bool, Job] = {}
    for chosen in formats:
        try:
            if chosen.speaks not in jobs:
                jobs[chosen.speaks] = _job(chosen, graph, None, metadata, options)
            _check(chosen, jobs[chosen.speaks])
            out = io.BytesIO()
            loaded(chosen.write)(jobs[chosen.speaks], out)
            yield chosen, out.getvalue()
        except ExportError as error:
            yield chosen, error


def _job(
    chosen: Format,
    graph: nx.DiGraph[Any],
    layout: Layout | None,
    metadata: Mapping[str, str] | None,
    options: Mapping[str, object],
) -> Job:
    directed = checked(graph)
    described = {**directed.graph, **(metadata or {})}
    if layout is not None:
        papers = {key_of(key): place for key, place in layout.papers.items()}
        layout = replace(layout, papers=papers)
    if described.get("quoting") == "none":
        directed = unquoted(directed)
    language = language_of(options.get("language") or ENGLISH)
    if not chosen.speaks:
        return Job(directed, About.of(directed, described), described, layout, dict(options))
    about = About.of(directed, described, language)
    return Job(said_in(directed, language), about, described, layout, dict(options))


def _check(chosen: Format, job: Job) -> None:
    if job.about.direction not in chosen.takes:
        raise ExportError(
            f"“{chosen.name}” does not accept a graph whose edges are {job.about.edge_meaning}; "
            "choose another graph or another format"
        )
