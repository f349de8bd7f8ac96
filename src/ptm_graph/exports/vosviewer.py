"""JSON of VOSviewer and VOSviewer Online: items, links, clusters."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from ptm_graph.exports.about_paper import links
from ptm_graph.exports.job import Job
from ptm_graph.exports.node_link import as_json, separated
from ptm_graph.exports.streaming import write_lines
from ptm_graph.exports.values import Scalar, list_of, shown_name, text_of
from ptm_graph.layout.palette import LIGHT

_MOST_CLUSTERS = 1000


def write(job: Job, out: BinaryIO) -> None:
    """Write the network; families are clusters.

    VOSviewer knows no direction: a link says only that two papers are related.
    Its strength is the confidence of a relation, or the number of citing sentences;
    1 where neither is known.
    """
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    info = {"title": job.about.title, "description": html.escape(" · ".join(job.about.lines))}
    yield "{"
    yield '"network": {'
    yield '"items": ['
    yield from separated(as_json(_item(job, key)) for key in job.keys)
    yield "],"
    yield '"links": ['
    yield from separated(
        as_json({"source_id": tail, "target_id": head, "strength": _strength(data)})
        for tail, head, data in job.edges()
    )
    yield "],"
    yield '"clusters": ['
    yield from separated(
        as_json(
            {
                "cluster": number + 1,
                "label": band.name,
                "color": LIGHT.family(band.colour_index),
            }
        )
        for number, band in enumerate(job.layout.bands[:_MOST_CLUSTERS])
    )
    yield "]"
    yield "},"
    yield f'"info": {as_json(info)}'
    yield "}"


def _item(job: Job, key: str) -> dict[str, Any]:
    paper, place = job.paper(key), job.place(key)
    told = [
        text_of(paper, "title"),
        list_of(paper, "authors"),
        *(text_of(paper, name) for name in ("venue", "date")),
    ]
    item: dict[str, Any] = {
        "id": key,
        "label": shown_name(key, paper),
        "description": "<br>".join(html.escape(text) for text in told if text),
        "x": place.x_pixel / 100,
        "y": -place.y_pixel / 100,
    }
    pages = links(paper)
    if pages:
        item["url"] = pages[0][1]
    if place.band < _MOST_CLUSTERS:
        item["cluster"] = place.band + 1
    count, year = paper.get("citation_count"), place.date and place.date.year
    if isinstance(count, int | float) and count >= 0:
        item["weights"] = {"Citations": count}
    if year is not None:
        item["scores"] = {"Year": year}
    return item


def _strength(data: Mapping[str, Scalar]) -> float:
    for name in ("confidence", "mentions"):
        value = data.get(name)
        if isinstance(value, int | float) and value >= 0:
            return value
    return 1
