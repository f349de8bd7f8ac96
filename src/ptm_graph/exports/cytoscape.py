"""Cytoscape's JSON (``.cyjs``): for Cytoscape desktop, Cytoscape.js and networkx."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ptm_graph.exports.job import Job
from ptm_graph.exports.node_link import as_json, free_name, separated
from ptm_graph.exports.streaming import write_lines
from ptm_graph.exports.values import shown_name


def write(job: Job, out: BinaryIO) -> None:
    """Write elements with their data and positions.

    Names that Cytoscape keeps for itself (``id``, ``source``, ``target``) get an
    underscore behind them, as in node-link JSON. ``value`` repeats the key, because
    ``networkx.cytoscape_graph`` names nodes by it.
    """
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    graph = {"name": job.about.title} | job.graph_attributes
    yield "{"
    yield '"format_version": "1.0",'
    yield f'"generated_by": {as_json(job.about.made_by)},'
    yield '"target_cytoscapejs_version": "~3.0",'
    yield '"directed": true,'
    yield '"multigraph": false,'
    yield f'"data": {as_json(graph)},'
    yield '"elements": {'
    yield '"nodes": ['
    yield from separated(_node(job, key) for key in job.keys)
    yield "],"
    yield '"edges": ['
    yield from separated(
        as_json({"data": {"id": f"e{number}", "source": tail, "target": head} | _free(data)})
        for number, (tail, head, data) in enumerate(job.edges())
    )
    yield "]"
    yield "}"
    yield "}"


def _node(job: Job, key: str) -> str:
    paper, place = job.paper(key), job.place(key)
    named = {"id": key, "value": key, "name": shown_name(key, paper)}
    position = {"x": place.x_pixel, "y": place.y_pixel}
    return as_json({"data": named | _free(paper), "position": position})


def _free(values: dict[str, str | int | float | bool]) -> dict[str, object]:
    return {free_name(name): value for name, value in values.items()}
