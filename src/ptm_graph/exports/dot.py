"""Graphviz: the family diagram with the labels of what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ptm_graph.exports.arrows import Arrow, arrows
from ptm_graph.exports.job import Job
from ptm_graph.exports.streaming import write_lines
from ptm_graph.exports.values import shown_name, text_of
from ptm_graph.layout.palette import LIGHT, STROKES, ArrowKind
from ptm_graph.words.characters import xml_valid

_STYLES: Mapping[ArrowKind, str] = {
    "C": "dashed",
    "name only": "dashed",
    "proposal": "dotted",
    "name only proposal": "dotted",
}


def write(job: Job, out: BinaryIO) -> None:
    """Write DOT: families are clusters, siblings with one label share one arrow.

    A relation by its name only is a double line, a proposal a dotted and pale one.
    """
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    for line in job.about.lines:
        yield f"// {line}"
    yield "digraph lineage {"
    yield f"  graph [rankdir=LR, fontname=Helvetica, label={_quoted(job.about.title)}];"
    yield "  node [shape=box, style=rounded, fontname=Helvetica, fontsize=11];"
    yield "  edge [fontname=Helvetica, fontsize=9];"
    for number, band in enumerate(job.layout.bands):
        colour = LIGHT.family(band.colour_index)
        yield f"  subgraph cluster_{number} {{"
        name = _quoted(job.band_name(band.name))
        yield f'    graph [label={name}, color="{colour}", style=rounded];'
        for key in job.keys:
            if job.place(key).band == number:
                yield f'    {_quoted(key)} [{_paper(job, key)}, color="{colour}"];'
        yield "  }"
    for number, arrow in enumerate(arrows(job)):
        yield from _arrow(arrow, f"junction {number}")
    yield "}"


def _paper(job: Job, key: str) -> str:
    paper = job.paper(key)
    title = text_of(paper, "title") or ""
    date = text_of(paper, "date") or job.say("export.date unknown")
    hint = f"{title} ({date})"
    return f"label={_quoted(shown_name(key, paper))}, tooltip={_quoted(hint)}"


def _arrow(arrow: Arrow, junction: str) -> Iterator[str]:
    style = _style(arrow.kind)
    label = f", label={_quoted(arrow.label)}" if arrow.label else ""
    if len(arrow.heads) == 1:
        yield f"  {_quoted(arrow.tail)} -> {_quoted(arrow.heads[0])} [{style}{label}];"
        return
    yield f"  {_quoted(junction)} [shape=point, width=0.03];"
    yield f"  {_quoted(arrow.tail)} -> {_quoted(junction)} [{style}{label}, arrowhead=none];"
    for head in arrow.heads:
        yield f"  {_quoted(junction)} -> {_quoted(head)} [{style}];"


def _style(kind: ArrowKind) -> str:
    colour = LIGHT.arrow(kind)
    if kind in ("name only", "name only proposal"):
        colour = f"{colour}:{LIGHT.background}:{colour}"
    width = f"{STROKES[kind].width:g}"
    return f'style={_STYLES.get(kind, "solid")}, color="{colour}", penwidth={width}'


def _quoted(text: str) -> str:
    """A quoted string; backslashes are doubled, for labels know escapes of their own."""
    lines = xml_valid(text).replace("\\", "\\\\").replace('"', '\\"').split("\n")
    return '"' + "\\n".join(line.replace("\r", "") for line in lines) + '"'
