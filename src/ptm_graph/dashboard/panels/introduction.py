"""How to read the drawing, shown while nothing is pinned."""

from __future__ import annotations

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.controls import proposals_of
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.pinning import pin_paper
from ptm_graph.dashboard.safe_text import as_markdown
from ptm_graph.exports.arrows import KINDS, kind_of, kind_words
from ptm_graph.graph.selection import without_proposals
from ptm_graph.layout.palette import PALE, STROKES, ArrowKind
from ptm_graph.words.notices import GRAVITY, SIGNS, kind_in, word


def introduction(frame: Frame, graph: nx.DiGraph[str], show: str) -> None:
    """Show what the drawing means, in three steps and its signs, and where to begin."""
    words = frame.words
    two, three = (
        (words("intro.two"), words("intro.three"))
        if show == "lineage"
        else (words("intro.two_citations"), words("intro.three_citations"))
    )
    st.html(
        f'<div class="pg-title">{words("intro.title")}</div>'
        f'<ol class="pg-body"><li>{words("intro.one")}</li><li>{two}</li><li>{three}</li></ol>'
    )
    rows = "".join(
        f"<tr><td>{sign}</td><td>{meaning}</td></tr>"
        for sign, meaning in _signs(frame, graph, show)
    )
    st.html(f'<table class="pg-terms"><tbody>{rows}</tbody></table>')
    family = graph if show == "lineage" else frame.opened.family
    _starts(frame, family if proposals_of(frame) == "counted" else without_proposals(family))


def _signs(frame: Frame, graph: nx.DiGraph[str], show: str) -> list[tuple[str, str]]:
    """The signs of the drawing that occur in it, and what they mean."""
    words, fresh = frame.words, frame.opened.fresh
    papers = [data for _, data in graph.nodes(data=True)]
    signs = []
    if show == "lineage":
        edges = [data for _, _, data in graph.edges(data=True)]
        present = {kind_of(data) for data in edges}
        signs = [
            (_line(kind), kind_words(kind, words.language)) for kind in KINDS if kind in present
        ]
        if any(data.get("decision") for data in edges):
            signs.append((_line("A", shadow=True), words("legend.accepted")))
    signs.append(("●", words("legend.seed")))
    if not all(data.get("seed") for data in papers):
        signs.append(("○", words("legend.addition")))
    if any(data.get("date_precision") not in ("day", "month") for data in papers):
        signs.append((_ring("dotted", 1), words("legend.vague")))
    if any(key in fresh for key in graph):
        signs.append((_ring("dashed", 2), words("legend.fresh")))
    kinds = {kind_in(data) for data in papers}
    told = [(SIGNS[kind], word(kind, words.language)) for kind in GRAVITY if kind in kinds]
    return [*signs, *told, (_ring("solid", 3), words("legend.pinned"))]


def _starts(frame: Frame, family: nx.DiGraph[str]) -> None:
    """Papers with the most children of those that are drawn, to begin with."""
    words = frame.words
    most = sorted(family, key=lambda key: (-family.out_degree(key), key))[:6]
    most = [key for key in most if family.out_degree(key)]
    if most:
        st.html(f"<b>{words('intro.most')}</b>")
    for key in most:
        st.button(
            words(
                "intro.children",
                name=as_markdown(name_of(frame.opened, key), 40),
                count=family.out_degree(key),
            ),
            key=f"most {key}",
            type="tertiary",
            on_click=pin_paper,
            args=(frame, key),
        )


def _line(kind: ArrowKind, *, shadow: bool = False) -> str:
    """The line of a kind of arrow, as the drawing has it."""
    stroke, stops, end = STROKES[kind], [], 0.0
    for place, length in enumerate(stroke.dashes or (1.0,)):
        colour = "transparent" if place % 2 else "currentColor"
        stops.append(f"{colour} {end:g}px {end + length:g}px")
        end += length
    glow = "box-shadow:0 0 4px 1px currentColor;" if shadow else ""
    pale = f"opacity:{PALE};" if stroke.pale else ""
    return (
        '<span aria-hidden="true" style="display:inline-block;width:2.6rem;vertical-align:middle;'
        f"height:{round(1.6 * stroke.width)}px;{glow}{pale}"
        f'background:repeating-linear-gradient(90deg,{",".join(stops)})"></span>'
    )


def _ring(line: str, width: int) -> str:
    return (
        '<span aria-hidden="true" style="display:inline-block;width:0.85rem;height:0.85rem;'
        f'border-radius:50%;vertical-align:middle;border:{width}px {line} currentColor"></span>'
    )
