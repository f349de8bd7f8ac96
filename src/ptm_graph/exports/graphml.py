"""GraphML with typed attributes, for yEd, Gephi, igraph and networkx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ptm_graph.exports.job import Job
from ptm_graph.exports.names import as_nmtoken
from ptm_graph.exports.streaming import write_lines
from ptm_graph.exports.typed_columns import Column, Kind, columns, written
from ptm_graph.exports.values import Scalar, shown_name, text_of
from ptm_graph.exports.xml_text import attribute, content
from ptm_graph.layout import Band, PlacedPaper
from ptm_graph.layout.palette import LIGHT, channels

VIEW = "view_"
"""Begins the ids of keys that only serve a drawing; our import leaves them out."""

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{namespaces} \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns {schema}">"""
_SCHEMA = "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"
_YED_SCHEMA = "http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd"
_YED_NAMESPACES = ' xmlns:y="http://www.yworks.com/xml/graphml"'

_VIEW_TYPES: dict[str, Kind] = {
    "label": "string",
    "x": "double",
    "y": "double",
    "size": "double",
    "r": "long",
    "g": "long",
    "b": "long",
}
"""Names by which Gephi takes label, position, size and colour from attributes."""


def write(job: Job, out: BinaryIO) -> None:
    """Write GraphML, one paper or edge after the other.

    Options
    -------
    yed : bool, default False
        Add yEd's labels, colours and positions (``y:`` extension).
    view : bool, default True
        Add label, position, size and colour as attributes that Gephi understands.
    schema_ids : bool, default False
        Write ids that the GraphML schema allows (``NMTOKEN``: no ``/``, no space)
        and the paper's key as an attribute; networkx then names the nodes by those ids.
    """
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    yed, view = bool(job.option("yed", False)), bool(job.option("view", True))
    keys = _Keys(job)
    views = {name: kind for name, kind in _VIEW_TYPES.items() if view and name not in keys.node}
    yield _HEAD.format(
        namespaces=_YED_NAMESPACES if yed else "", schema=_YED_SCHEMA if yed else _SCHEMA
    )
    yield f"<desc>{content(' · '.join(job.about.lines))}</desc>"
    yield from keys.declarations()
    for name, kind in views.items():
        yield _key(f"{VIEW}{name}", "node", name, kind)
    schema_ids = bool(job.option("schema_ids", False))
    if schema_ids:
        yield _key(f"{VIEW}key", "node", "key", "string")
    if yed:
        yield f'<key id="{VIEW}yed_node" for="node" yfiles.type="nodegraphics"/>'
        yield f'<key id="{VIEW}yed_edge" for="edge" yfiles.type="edgegraphics"/>'
    yield '<graph id="G" edgedefault="directed">'
    yield from keys.data("graph", job.graph_attributes)
    for key, paper in job.papers():
        place = job.place(key) if view or yed else None
        lines = [f"<node id={_id(key, schema_ids)}>", *keys.data("node", paper)]
        if place is not None:
            band = job.layout.bands[place.band]
            lines += _view(views, shown_name(key, paper), place, band)
            lines += _yed_node(place, band) if yed else ()
        if schema_ids:
            lines.append(f'<data key="{VIEW}key">{content(key)}</data>')
        yield "\n".join((*lines, "</node>"))
    ids = {key: _id(key, schema_ids) for key in job.keys}
    for tail, head, data in job.edges():
        lines = [f"<edge source={ids[tail]} target={ids[head]}>", *keys.data("edge", data)]
        lines += _yed_edge(data) if yed else ()
        yield "\n".join((*lines, "</edge>"))
    yield "</graph>"
    yield "</graphml>"


class _Keys:
    """The declared attributes of graph, nodes and edges, with their types."""

    def __init__(self, job: Job) -> None:
        self._domains = {
            "graph": columns([job.graph_attributes]),
            "node": columns(paper for _, paper in job.papers()),
            "edge": columns(data for _, _, data in job.edges()),
        }
        self._openings = {
            domain: {
                name: (f'<data key="{domain[0]}{column.number}">', column.kind)
                for name, column in found.items()
            }
            for domain, found in self._domains.items()
        }

    @property
    def node(self) -> dict[str, Column]:
        return self._domains["node"]

    def declarations(self) -> Iterator[str]:
        for domain, found in self._domains.items():
            for column in found.values():
                yield _key(f"{domain[0]}{column.number}", domain, column.name, column.kind)

    def data(self, domain: str, values: Mapping[str, Scalar]) -> list[str]:
        found, lines = self._openings[domain], []
        for name, value in values.items():
            opening, kind = found[name]
            text = content(str(value)) if kind == "string" else written(value, kind)
            lines.append(f"{opening}{text}</data>")
        return lines


def _key(identifier: str, domain: str, name: str, kind: str) -> str:
    return f'<key id="{identifier}" for="{domain}" attr.name={attribute(name)} attr.type="{kind}"/>'


def _id(key: str, schema_ids: bool) -> str:
    return attribute(as_nmtoken(key) if schema_ids else key)


def _view(views: Mapping[str, Kind], name: str, place: PlacedPaper, band: Band) -> Iterator[str]:
    red, green, blue = channels(LIGHT.family(band.colour_index))
    values: dict[str, Scalar] = {
        "label": name,
        "x": place.x_pixel,
        "y": -place.y_pixel,  # Gephi's y runs upwards
        "size": place.font_size,
        "r": red,
        "g": green,
        "b": blue,
    }
    for view, kind in views.items():
        yield f'<data key="{VIEW}{view}">{content(written(values[view], kind))}</data>'


def _yed_node(place: PlacedPaper, band: Band) -> Iterator[str]:
    left, top = place.x_pixel - place.width / 2, place.y_pixel - place.height / 2
    border = "line" if place.precision in ("day", "month") else "dashed"
    yield (
        f'<data key="{VIEW}yed_node"><y:ShapeNode>'
        f'<y:Geometry height="{place.height}" width="{place.width}" x="{left:.2f}" y="{top:.2f}"/>'
        f'<y:Fill color="{LIGHT.tint(band.colour_index, 0.22)}" transparent="false"/>'
        f'<y:BorderStyle color="{LIGHT.family(band.colour_index)}" type="{border}" width="1.0"/>'
        f'<y:NodeLabel fontSize="{place.font_size:.0f}" textColor="{LIGHT.text}">'
        f"{content(place.label)}</y:NodeLabel>"
        '<y:Shape type="roundrectangle"/></y:ShapeNode></data>'
    )


def _yed_edge(data: Mapping[str, Scalar]) -> Iterator[str]:
    style = {"B": "dashed", "C": "dotted"}.get(str(data.get("tier")), "line")
    label = text_of(data, "label")
    words = f'<y:EdgeLabel fontSize="9">{content(label)}</y:EdgeLabel>' if label else ""
    yield (
        f'<data key="{VIEW}yed_edge"><y:PolyLineEdge>'
        f'<y:LineStyle color="{LIGHT.relation}" type="{style}" width="1.0"/>'
        f'<y:Arrows source="none" target="standard"/>{words}</y:PolyLineEdge></data>'
    )
