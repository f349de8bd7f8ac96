"""GEXF 1.3 for Gephi: typed attributes, dates for the timeline, positions and colours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ptm_graph.exports.job import Job
from ptm_graph.exports.streaming import write_lines
from ptm_graph.exports.typed_columns import Column, columns, written
from ptm_graph.exports.values import Scalar, shown_name
from ptm_graph.exports.xml_text import attribute, content
from ptm_graph.layout.palette import LIGHT, channels

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">"""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def write(job: Job, out: BinaryIO) -> None:
    """Write GEXF, one paper or edge after the other.

    A paper exists from its date on, an edge from the later date of its ends; what
    has no date exists always. A date known to the month or year starts in its middle.
    """
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    nodes, edges = (
        columns(paper for _, paper in job.papers()),
        columns(data for _, _, data in job.edges()),
    )
    yield _HEAD
    yield from _meta(job)
    yield '<graph mode="dynamic" defaultedgetype="directed" idtype="string" timeformat="date">'
    yield from _declared("node", nodes)
    yield from _declared("edge", edges)
    yield "<nodes>"
    for key, paper in job.papers():
        shown = f" label={attribute(shown_name(key, paper))}{_start(job, key)}"
        opening = f"<node id={attribute(key)}{shown}>"
        yield "\n".join((opening, *_values(nodes, paper), *_view(job, key), "</node>"))
    yield "</nodes>"
    yield "<edges>"
    for number, (tail, head, data) in enumerate(job.edges()):
        shown = f" label={attribute(str(data['label']))}" if "label" in data else ""
        ends = f"source={attribute(tail)} target={attribute(head)}"
        opening = f'<edge id="{number}" {ends}{shown}{_start(job, tail, head)}>'
        yield "\n".join((opening, *_values(edges, data), "</edge>"))
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _meta(job: Job) -> Iterator[str]:
    fetched = _DAY.match(job.about.fetched or "")
    yield f'<meta lastmodifieddate="{fetched[0]}">' if fetched else "<meta>"
    yield f"<creator>{content(job.about.made_by)}</creator>"
    yield f"<description>{content(' · '.join((job.about.title, *job.about.lines)))}</description>"
    yield "</meta>"


def _declared(kind: str, found: Mapping[str, Column]) -> Iterator[str]:
    yield f'<attributes class="{kind}" mode="static">'
    for column in found.values():
        yield (
            f'<attribute id="{column.number}" title={attribute(column.name)} type="{column.kind}"/>'
        )
    yield "</attributes>"


def _values(found: Mapping[str, Column], values: Mapping[str, Scalar]) -> list[str]:
    lines = ["<attvalues>"]
    for name, value in values.items():
        column = found[name]
        if column.kind == "string":
            lines.append(f'<attvalue for="{column.number}" value={attribute(str(value))}/>')
        else:
            number = written(value, column.kind)
            lines.append(f'<attvalue for="{column.number}" value="{number}"/>')
    lines.append("</attvalues>")
    return lines


def _start(job: Job, *keys: str) -> str:
    dates = [date for key in keys if (date := job.place(key).date) is not None]
    return f' start="{max(dates)}"' if dates else ""


def _view(job: Job, key: str) -> Iterator[str]:
    place = job.place(key)
    red, green, blue = channels(LIGHT.family(job.layout.bands[place.band].colour_index))
    yield f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
    yield f'<viz:position x="{place.x_pixel}" y="{-place.y_pixel}" z="0.0"/>'
    yield f'<viz:size value="{place.font_size}"/>'
