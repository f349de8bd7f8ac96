"""One HTML page that opens from disk: pyvis draws, our layout places.

pyvis (0.3.2) would load Bootstrap from another host even with
``cdn_resources="in_line"``, puts the heading into the page as it is, and turns a
tooltip that contains ``href`` into HTML. So the page comes from our own template,
which escapes everything, takes vis-network from the pyvis package, and forbids the
browser any request. pyvis still makes nodes, edges and options.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import networkx as nx

from ptm_graph.exports.about_paper import facts, links, notices_told
from ptm_graph.exports.arrows import (
    confidence_words,
    edges_in_words,
    kind_of,
    kind_words,
    kinds_of,
    tier_words,
)
from ptm_graph.exports.job import Job
from ptm_graph.exports.values import Scalar, list_of, notes_in, shown_name, text_of
from ptm_graph.graph.selection import is_proposal
from ptm_graph.layout import Layout
from ptm_graph.layout.contrast import READABLE_SMALL, readable
from ptm_graph.layout.labels import BESIDE, CLEAR, MOST, SHARES, TRIED, brief, shared_labels
from ptm_graph.layout.palette import DARK, LIGHT, MARKS, STROKES, Form, Palette, form
from ptm_graph.layout.placement import OTHER
from ptm_graph.layout.screen import SMALLEST, Band, Placement, Spot, family_colours
from ptm_graph.layout.timescale import Tick
from ptm_graph.words import lists
from ptm_graph.words.characters import one_line
from ptm_graph.words.model import percent
from ptm_graph.words.terms import LONGEST_QUOTE as LONGEST_QUOTE  # noqa: PLC0414
from ptm_graph.words.terms import MOST_QUOTES as MOST_QUOTES  # noqa: PLC0414
from ptm_graph.words.terms import short
from ptm_graph.words.wording import phrase, sentences

BUDGET = 3000
"""Papers drawn at most; the page says how many are hidden."""
DESIGN_WIDTH = 915.0
"""Pixels for which papers are put into lanes: what a screen of 1,280 has beside the panel.
The page stretches the drawing to the window it finds."""
PALE_STRENGTH = 0.42
"""How strong the arrow of a proposal is, beside 0.6 of a parent that is stated."""
_STRAIGHT_ABOVE = 1500
"""Edges above which curves would make the drawing slow."""
_SHAPES: Mapping[Form, str] = {"circle": "dot", "square": "square", "triangle": "triangle"}
_PAGE = Path(__file__).with_name("page")

_Edge = tuple[str, str, Mapping[str, Scalar]]


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
    lineage = job.about.direction == "parent-child"
    edges = [
        (tail, head, data) if lineage else (head, tail, data) for tail, head, data in job.edges()
    ]
    papers = dict(job.papers())
    placement = _placement(whole, job)
    network = Network(directed=True, cdn_resources="in_line", width="100%", height="100%")
    for key in job.keys:
        network.add_node(numbers[key], **_drawn_paper(papers[key], placement.spots[key], placement))
    # add_edge searches all edges for every new one; the list is what it appends to.
    network.edges = [_drawn_edge(edge, numbers, placement) for edge in edges]
    network.options = _options(len(edges))
    pyvis_templates = network.template_dir
    network.templateEnv = Environment(
        loader=FileSystemLoader([_PAGE, pyvis_templates]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    network.path = "page.html"
    variables = {
        "about": job.about,
        "lineage": lineage,
        "light": LIGHT,
        "dark": DARK,
        "details": _details(job, papers, edges, placement),
        "families": _families(job, papers, edges, placement),
        "hidden": len(whole.keys) - len(papers),
        "shown": len(papers),
        "say": job.say,
        "counted": job.say("export.papers", count=str(len(papers))),
        "edges_shown": edges_in_words(job.graph, job.about.direction, job.language),
        "kinds": [
            (kind, STROKES[kind].pattern, kind_words(kind, job.language)) for kind in kinds_of(job)
        ],
        "sure": confidence_words(job),
        "forms": MARKS,
        "edges_hidden": whole.graph.number_of_edges() - len(edges),
        "undated": any(spot.precision is None for spot in placement.spots.values()),
        "vague": any(spot.precision == "year" for spot in placement.spots.values()),
        "notices": notices_told(job),
        "unlisted": any(paper.get("seed") is not True for paper in papers.values()),
    }
    network.templateEnv.globals.update(variables)
    return str(network.generate_html())


def _placement(whole: Job, job: Job) -> Placement:
    if job.given_layout is not None:
        return _as_given(job.given_layout, job.keys)
    return job.on_screen(DESIGN_WIDTH, family_colours(whole.graph))


def _number(value: object) -> float | None:
    usable = isinstance(value, int | float) and math.isfinite(value) and value >= 0
    return float(value) if usable else None  # type: ignore[arg-type]


def _as_given(layout: Layout, keys: Sequence[str]) -> Placement:
    """A layout that was made for boxes, with dots in their places."""
    spots = {
        key: Spot(key, one.label, one.x_pixel, one.y_pixel, SMALLEST * 1.4, one.band, one.precision)
        for key in keys
        for one in (layout.papers[key],)
    }
    return Placement(
        spots=spots,
        bands=tuple(
            Band(band.name, band.top_pixel, band.bottom_pixel, band.colour_index, band.size)
            for band in layout.bands
        ),
        ticks=tuple(Tick(one.label, one.x_pixel, len(one.label) == 4) for one in layout.ticks),
        undated=layout.undated_pixel,
        width=layout.width,
        height=layout.height,
    )


def _drawn_paper(paper: Mapping[str, Scalar], spot: Spot, placement: Placement) -> dict[str, Any]:
    colour = placement.bands[spot.band].colour
    vague = spot.precision not in ("day", "month")
    return {
        "label": "",  # names are written by the page itself, as large at every zoom
        "shape": _SHAPES[form(colour)],
        "size": round(spot.diameter / 2, 2),
        "x": spot.x,
        "y": spot.y,
        "group": str(colour),
        "hollow": paper.get("seed") is not True,
        "shapeProperties": {"borderDashes": [2, 2] if vague else False},
    }


def _drawn_edge(edge: _Edge, numbers: Mapping[str, int], placement: Placement) -> dict[str, Any]:
    older, newer, data = edge
    first = _number(data.get("rank")) in (None, 1.0)
    stroke = STROKES[kind_of(data)]
    down = placement.spots[newer].y - placement.spots[older].y
    return {
        "from": numbers[older],
        "to": numbers[newer],
        "arrows": "to",
        "dashes": list(stroke.dashes) or False,
        "width": round((1.15 if first else 0.85) * stroke.width, 2),
        "strength": PALE_STRENGTH if stroke.pale else 0.6 if first else 0.38,
        "bow": "curvedCW" if down > 0 else "curvedCCW",
    }


def _options(edges: int) -> dict[str, Any]:
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "dragNodes": False,
            "hover": True,
            "hideEdgesOnDrag": edges > _STRAIGHT_ABOVE,
            "hideEdgesOnZoom": edges > _STRAIGHT_ABOVE,
            "selectable": False,
            "tooltipDelay": 200,
        },
        "nodes": {"fixed": True, "borderWidth": 1},
        "edges": {
            "smooth": False,
            "arrows": {"to": {"enabled": edges <= _STRAIGHT_ABOVE}},
            "hoverWidth": 0.5,
        },
        "groups": {"useDefaultGroups": False},
    }


def _details(
    job: Job,
    papers: Mapping[str, Mapping[str, Scalar]],
    edges: Sequence[_Edge],
    placement: Placement,
) -> dict[str, Any]:
    lineage = job.about.direction == "parent-child"
    numbers = {key: number for number, key in enumerate(job.keys)}
    band_of = {key: placement.bands[placement.spots[key].band] for key in papers}
    return {
        "papers": [
            _paper_details(key, paper, band_of[key].name, job) | {"band": placement.spots[key].band}
            for key, paper in papers.items()
        ],
        "edges": [
            [numbers[older], numbers[newer], _edge_details(data, job.language)]
            for older, newer, data in edges
        ],
        "important": [numbers[key] for key in _by_importance(job)],
        "labels": _labels(edges),
        "rule": {
            "shares": [round(share, 2) for share in SHARES],
            "beside": BESIDE,
            "tried": TRIED,
            "clear": CLEAR,
            "most": MOST,
        },
        "words": _words(job.language, _LINEAGE_WORDS if lineage else _CITATION_WORDS),
        "bands": [[band.name, band.top, band.bottom, band.colour] for band in placement.bands],
        "ticks": [[tick.label, tick.x, tick.year] for tick in placement.ticks],
        "undated": placement.undated,
        "width": placement.width,
        "height": placement.height,
        "straight": len(edges) > _STRAIGHT_ABOVE,
        "light": _colours(placement, LIGHT),
        "dark": _colours(placement, DARK),
    }


_LINEAGE_WORDS = {
    **{"into": "compare.parents", "out": "compare.children"},
    **{"older": "panel.parent", "newer": "panel.child"},
}
_CITATION_WORDS = {
    **{"into": "panel.Cites", "out": "panel.Cited by"},
    **{"older": "panel.cited", "newer": "panel.citing"},
}


def _words(language: str, own: Mapping[str, str]) -> dict[str, str]:
    """What the script says, with places for its values."""
    told = {key.removeprefix("panel."): key for key in sentences() if key.startswith("panel.")}
    told |= {"family": "compare.family", "perhaps": "export.may be", **own}
    told["no date"] = "export.date unknown"
    return {name: sentences()[key][language] for name, key in told.items()}


def _by_importance(job: Job) -> list[str]:
    """Whose name is written first where there is no room for all: as within a budget."""
    seeds = {key for key, paper in job.papers() if paper.get("seed") is True}
    return sorted(job.keys, key=lambda key: (key not in seeds, -job.degree(key), key))


def _labels(edges: Sequence[_Edge]) -> list[tuple[str, list[int]]]:
    """What changed, the strongest first, and the numbers of the arrows it is said of."""
    drawn: nx.DiGraph[str] = nx.DiGraph()
    drawn.add_edges_from((older, newer, dict(data)) for older, newer, data in edges)
    numbers = {(older, newer): number for number, (older, newer, _) in enumerate(edges)}
    texts = {
        (older, newer): brief(label) + "?" * is_proposal(data)
        for older, newer, data in edges
        if (label := text_of(data, "label"))
    }
    return [(text, [numbers[edge] for edge in held]) for text, held in shared_labels(drawn, texts)]


def _paper_details(key: str, paper: Mapping[str, Scalar], family: str, job: Job) -> dict[str, Any]:
    called = [text_of(paper, "name"), *lists.split(text_of(paper, "aliases"))]
    return {
        "key": one_line(key),
        "name": shown_name(key, paper),
        "title": text_of(paper, "title") or "",
        "called": [one_line(name).casefold() for name in called if name],
        "date": text_of(paper, "date") or text_of(paper, "year") or job.say("export.date unknown"),
        "family": family,
        "facts": facts(paper, job.language),
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


def _edge_details(data: Mapping[str, Scalar], language: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: text_of(data, name)
        for name in ("label", "reason", "tier", "decision")
        if text_of(data, name)
    } | {name: list_of(data, name) for name in ("notes", "intents") if list_of(data, name)}
    if is_proposal(data):
        told["perhaps"] = kind_words("proposal", language)
    if told.get("tier"):
        told["tier"] = tier_words(told["tier"], language)
    confidence = _number(data.get("confidence"))
    told["sure"] = 1.0 if told.get("decision") else confidence or 0.0
    means = text_of(data, "confidence_means")
    if confidence is not None and not told.get("decision"):
        told["confidence"] = _joined(percent(confidence), means, language)
    elif told.get("decision") and means:
        told["decision"] = _joined(means, told["decision"], language)
    quotes = list(filter(None, map(one_line, str(data.get("sentences") or "").splitlines())))
    if quotes:
        told["sentences"] = [short(quote) for quote in quotes[:MOST_QUOTES]]
        count = int(_number(data.get("mentions")) or 0) if len(quotes) >= MOST_QUOTES else 0
        told["more"] = max(len(quotes), count) - len(told["sentences"])
    return told


def _joined(name: str, meaning: str | None, language: str) -> str:
    return phrase("reason.colon", language, name=name, meaning=meaning) if meaning else name


def _colours(placement: Placement, palette: Palette) -> dict[str, Any]:
    indices = sorted({band.colour for band in placement.bands} | {-1})
    return {
        "groups": {
            str(index): {
                "line": palette.family(index),
                "ink": readable(palette, index),
                "small": readable(palette, index, READABLE_SMALL),
                "band": palette.tint(index, 0.10),
            }
            for index in indices
        },
        "background": palette.background,
        "text": palette.text,
        "muted": palette.muted,
        "grid": palette.grid,
        "accent": palette.accent,
    }


def _families(
    job: Job,
    papers: Mapping[str, Mapping[str, Scalar]],
    edges: Sequence[_Edge],
    placement: Placement,
) -> list[dict[str, Any]]:
    """What the list below the drawing says: the same content, by family and date."""
    numbers = {key: number for number, key in enumerate(job.keys)}
    related: dict[str, list[dict[str, Any]]] = {}
    for older, newer, data in edges:
        words = [text_of(data, "label"), text_of(data, "reason")]
        related.setdefault(newer, []).append(
            {
                "name": shown_name(older, papers[older]),
                "perhaps": is_proposal(data),
                "words": " – ".join(filter(None, words)),
            }
        )
    members: dict[int, list[str]] = {}
    for key in sorted(papers, key=lambda key: (placement.spots[key].x, key)):
        members.setdefault(placement.spots[key].band, []).append(key)
    return [
        {
            "name": band.name or job.band_name(OTHER),
            "number": index,
            "colour": band.colour,
            "form": form(band.colour),
            "papers": [
                {
                    "number": numbers[key],
                    "name": shown_name(key, papers[key]),
                    "title": text_of(papers[key], "title") or "",
                    "date": text_of(papers[key], "date") or job.say("export.date unknown"),
                    "related": related.get(key, []),
                }
                for key in members.get(index, [])
            ],
        }
        for index, band in enumerate(placement.bands)
    ]
