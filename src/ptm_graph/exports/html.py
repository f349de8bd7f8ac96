"""One HTML page that opens from disk: pyvis draws, our layout places.

pyvis (0.3.2) would load Bootstrap from another host even with
``cdn_resources="in_line"``, puts the heading into the page as it is, and turns a
tooltip that contains ``href`` into HTML. So the page comes from our own template,
which escapes everything, takes vis-network from the pyvis package, and forbids the
browser any request. pyvis still makes nodes, edges and options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ptm_graph.exports.about_paper import facts, links
from ptm_graph.exports.arrows import (
    KIND_WORDS,
    TIER_WORDS,
    edges_in_words,
    kind_of,
    kinds_of,
    label_of,
)
from ptm_graph.exports.job import Job
from ptm_graph.exports.values import Scalar, list_of, notes_in, shown_name, text_of
from ptm_graph.graph.selection import is_proposal
from ptm_graph.layout import shortened
from ptm_graph.layout.palette import DARK, LIGHT, PALE, STROKES, ArrowKind, Palette
from ptm_graph.words.characters import one_line
from ptm_graph.words.model import percent

BUDGET = 3000
"""Papers drawn at most; the page says how many are hidden."""
_STRAIGHT_ABOVE = 1500
"""Edges above which curves would make the drawing slow."""
_PAGE = Path(__file__).with_name("page")


def write(job: Job, out: BinaryIO) -> None:
    """Write the page.

    Options
    -------
    budget : int, default 3000
        Papers drawn at most: seeds first, then those with most edges.
    """
    out.write(page(job).encode("utf-8"))


def page(job: Job) -> str:
    """The page as text."""
    from jinja2 import Environment, FileSystemLoader
    from pyvis.network import Network

    whole, job = job, job.within(int(job.option("budget", BUDGET)))
    numbers = {key: number for number, key in enumerate(job.keys)}
    edges = list(job.edges())
    papers = dict(job.papers())
    network = Network(directed=True, cdn_resources="in_line", width="100%", height="100%")
    for key in job.keys:
        network.add_node(numbers[key], **_drawn_paper(job, key, papers[key]))
    # add_edge searches all edges for every new one; the list is what it appends to.
    network.edges = [_drawn_edge(edge, numbers) for edge in edges]
    network.options = _options(len(edges))
    pyvis_templates = network.template_dir
    network.templateEnv = Environment(
        loader=FileSystemLoader([_PAGE, pyvis_templates]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    network.path = "page.html"
    network.templateEnv.globals.update(_page_variables(whole, job, papers, edges, numbers))
    return str(network.generate_html())


def _drawn_paper(job: Job, key: str, paper: Mapping[str, Scalar]) -> dict[str, Any]:
    place = job.place(key)
    year_only = place.precision == "year"
    return {
        "label": place.label,
        "shape": "box",
        "x": place.x_pixel,
        "y": place.y_pixel,
        "group": str(job.layout.bands[place.band].colour_index),
        "borderWidth": 2 if paper.get("seed") is True else 1,
        "font": {"size": place.font_size},
        "shapeProperties": {"borderDashes": [3, 3] if year_only or not place.dated else False},
    }


def _drawn_edge(
    edge: tuple[str, str, Mapping[str, Scalar]], numbers: Mapping[str, int]
) -> dict[str, Any]:
    tail, head, data = edge
    drawn: dict[str, Any] = {"from": numbers[tail], "to": numbers[head], "arrows": "to"}
    kind = kind_of(data)
    stroke = STROKES[kind]
    if kind != "plain":
        drawn |= {"dashes": list(stroke.dashes) or False, "width": round(1.2 * stroke.width, 2)}
    if stroke.pale:
        drawn["pale"] = PALE
    label = label_of(data)
    if text_of(data, "label") and label:
        drawn["label"] = label if len(label) <= 40 else label[:39] + "…"
    return drawn


def _options(edges: int) -> dict[str, Any]:
    curve = {"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45}
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "dragNodes": False,
            "hover": True,
            "hideEdgesOnDrag": edges > _STRAIGHT_ABOVE,
            "hideEdgesOnZoom": edges > _STRAIGHT_ABOVE,
            "selectConnectedEdges": False,
            "tooltipDelay": 200,
        },
        "nodes": {
            "fixed": True,
            "margin": {"top": 4, "bottom": 4, "left": 7, "right": 7},
            "font": {"face": "system-ui, sans-serif", "multi": False},
            "scaling": {"label": {"drawThreshold": 5}},
        },
        "edges": {
            "smooth": False if edges > _STRAIGHT_ABOVE else curve,
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
            "font": {"size": 9, "align": "middle", "strokeWidth": 3, "multi": False},
            "scaling": {"label": {"drawThreshold": 5}},
            "selectionWidth": 1.5,
            "hoverWidth": 0.5,
        },
        "groups": {"useDefaultGroups": False},
    }


def _page_variables(
    whole: Job,
    job: Job,
    papers: Mapping[str, Mapping[str, Scalar]],
    edges: Sequence[tuple[str, str, Mapping[str, Scalar]]],
    numbers: Mapping[str, int],
) -> dict[str, Any]:
    lineage = job.about.direction == "parent-child"
    details = {
        "papers": [_paper_details(job, key, paper) for key, paper in papers.items()],
        "edges": [
            [numbers[tail], numbers[head], _edge_details(data)] for tail, head, data in edges
        ],
        "into": "Parents" if lineage else "Cited by",
        "out": "Children" if lineage else "Cites",
        "bands": [
            [shortened(band.name, 320, 12), band.top_pixel, band.bottom_pixel, band.colour_index]
            for band in job.layout.bands
        ],
        "ticks": [[tick.label, tick.x_pixel] for tick in job.layout.ticks],
        "undated": job.layout.undated_pixel,
        "width": job.layout.width,
        "light": _colours(job, LIGHT),
        "dark": _colours(job, DARK),
    }
    return {
        "about": job.about,
        "details": details,
        "families": _families(job, papers, edges, numbers),
        "hidden": len(whole.keys) - len(papers),
        "shown": len(papers),
        "edges_shown": edges_in_words(job.graph, job.about.direction),
        "kinds": [(_line_class(kind), KIND_WORDS[kind]) for kind in kinds_of(job)],
        "edges_hidden": whole.graph.number_of_edges() - len(edges),
        "lineage": lineage,
    }


def _paper_details(job: Job, key: str, paper: Mapping[str, Scalar]) -> dict[str, Any]:
    return {
        "key": one_line(key),
        "name": shown_name(key, paper),
        "title": text_of(paper, "title") or "",
        "band": job.place(key).band,
        "family": job.layout.bands[job.place(key).band].name,
        "facts": facts(paper),
        "links": links(paper),
        "notes": notes_in(paper),
        "abstract": text_of(paper, "abstract") or "",
        "found": " ".join(filter(None, _searched(key, paper))).casefold(),
    }


def _searched(key: str, paper: Mapping[str, Scalar]) -> Iterator[str | None]:
    yield one_line(key)
    yield from (text_of(paper, name) for name in ("name", "title"))
    yield from (list_of(paper, name) for name in ("aliases", "authors", "tags", "properties"))
    yield from notes_in(paper)


def _edge_details(data: Mapping[str, Scalar]) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: text_of(data, name)
        for name in ("label", "reason", "tier", "decision")
        if text_of(data, name)
    } | {name: list_of(data, name) for name in ("notes", "intents") if list_of(data, name)}
    if is_proposal(data):
        told["perhaps"] = KIND_WORDS["proposal"]
    if told.get("tier"):
        told["tier"] = TIER_WORDS.get(told["tier"], told["tier"])
    confidence = data.get("confidence")
    means = text_of(data, "confidence_means")
    if isinstance(confidence, float | int) and not told.get("decision"):
        told["confidence"] = percent(confidence) + (f": {means}" if means else "")
    elif told.get("decision") and means:
        told["decision"] = f"{means}: {told['decision']}"
    sentences = str(data.get("sentences") or "")
    lines = [one_line(line) for line in sentences.splitlines() if one_line(line)]
    return told | ({"sentences": lines} if lines else {})


def _line_class(kind: ArrowKind) -> str:
    """The classes of the style sheet that draw a kind of arrow in the legend."""
    return kind.replace("name only", "name-only")


def _colours(job: Job, palette: Palette) -> dict[str, Any]:
    indices = sorted({band.colour_index for band in job.layout.bands} | {-1})
    return {
        "groups": {
            str(index): {"line": palette.family(index), "fill": palette.tint(index, 0.22)}
            for index in indices
        },
        "bands": {str(index): palette.tint(index, 0.07) for index in indices},
        "background": palette.background,
        "text": palette.text,
        "muted": palette.muted,
        "grid": palette.grid,
        "relation": palette.relation,
        "accent": palette.accent,
    }


def _families(
    job: Job,
    papers: Mapping[str, Mapping[str, Scalar]],
    edges: Sequence[tuple[str, str, Mapping[str, Scalar]]],
    numbers: Mapping[str, int],
) -> list[dict[str, Any]]:
    """What the list beside the drawing says: the same content, by family and date."""
    related: dict[str, list[dict[str, Any]]] = {}
    lineage = job.about.direction == "parent-child"
    for tail, head, data in edges:
        listed, other = (head, tail) if lineage else (tail, head)
        words = [text_of(data, "label"), text_of(data, "reason")]
        related.setdefault(listed, []).append(
            {
                "name": shown_name(other, papers[other]),
                "perhaps": is_proposal(data),
                "words": " – ".join(filter(None, words)),
            }
        )
    listed_families = []
    for index, band in enumerate(job.layout.bands):
        members = [key for key in papers if job.place(key).band == index]
        members.sort(key=lambda key: (job.place(key).day, key))
        listed_families.append(
            {
                "name": band.name,
                "number": index,
                "colour": band.colour_index,
                "papers": [
                    {
                        "number": numbers[key],
                        "name": shown_name(key, papers[key]),
                        "title": text_of(papers[key], "title") or "",
                        "date": text_of(papers[key], "date") or "date unknown",
                        "related": related.get(key, []),
                    }
                    for key in members
                ],
            }
        )
    return listed_families
