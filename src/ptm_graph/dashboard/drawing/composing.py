"""One view of the library as a drawing, kept in memory: a click asks for the same one again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.catalogue import words as words_of
from ptm_graph.dashboard.drawing.chart import FOOT, RULER, Style, chart_options
from ptm_graph.dashboard.drawing.filtering import Filters, Selection, select
from ptm_graph.dashboard.drawing.tips import edge_labels, edge_tips, paper_tips
from ptm_graph.dashboard.drawing.writing import Pins, edges_of, labels_on_arrows, near_to
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.reader import Opened, State
from ptm_graph.layout.labels import Edge
from ptm_graph.layout.palette import DARK, LIGHT
from ptm_graph.layout.screen import place
from ptm_graph.words import lists

WIDTH = 915.0
"""Design width of the drawing: what is beside the panel at 1280 pixels."""
_LEAST_HEIGHT = 160
_PART_WIDTH, _LEAST_PART = 740, 140


@dataclass(frozen=True, slots=True)
class View:
    """All that a drawing depends on, beside the library."""

    show: str
    """One of :data:`ptm_graph.dashboard.reader.SHOWN`."""
    filters: Filters
    paper: str | None = None
    """The pinned paper, which is drawn whatever the filters say."""
    edge: tuple[str, str] | None = None
    """The pinned edge, likewise."""
    marked: bool = True
    """Whether the drawing marks what is pinned; the chart itself marks what was clicked."""
    local: bool = False
    """Whether size is citations within the library."""
    by_tag: bool = False
    """Whether the dots have the colours of tags; otherwise those of their families."""
    dense: bool = True
    """Whether the time axis is stretched where papers crowd."""
    language: str = "en"
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is sent to the browser, and what of the graph that is."""

    selection: Selection
    options: dict[str, Any]
    """For ``st.echarts_chart``; empty where nothing is left to draw."""
    height: int
    """In pixels."""
    unwritten: frozenset[Edge]
    """Edges whose label found no room."""
    pins: Pins
    """What is marked in it."""
    signature: str
    """Changes with what is drawn, so that a selection never means another paper."""


def compose(opened: Opened, view: View, kept: Pins | None = None) -> Drawing:
    """The drawing of a view, from memory where it was asked for before.

    What was clicked in a drawing is marked by the chart itself. The drawing stays as it was
    unless labels of what was clicked found no room.

    Parameters
    ----------
    opened : Opened
        The library.
    view : View
        What is asked for.
    kept : (str or None, (str, str) or None), optional
        What is marked in the drawing that the reader has enlarged: a click leaves it as it is.
    """
    if kept is not None and not view.marked:
        view = replace(view, paper=kept[0], edge=kept[1], marked=True)
    if not view.marked:
        same = _composed(opened.state, replace(view, paper=None, edge=None, marked=True), opened)
        graph = same.selection.graph
        pins = (view.paper, view.edge)
        if near_to(graph, pins) is not None and same.unwritten.isdisjoint(edges_of(graph, pins)):
            return same
    return _composed(opened.state, replace(view, marked=True), opened)


@st.cache_resource(max_entries=24, show_spinner=False)
def _composed(state: State, view: View, _opened: Opened) -> Drawing:
    pinned = view.edge or ((view.paper,) if view.paper else ())
    selection = select(_opened.graph(view.show), view.filters, always=pinned)
    graph = selection.graph
    if not graph:
        return Drawing(selection, {}, _LEAST_HEIGHT, frozenset(), (None, None), "")
    words = words_of(view.language)
    sizes = _opened.sizes(local=view.local)
    placement = place(
        graph,
        width=WIDTH,
        colours=_opened.colours,
        sizes={key: sizes.get(key) for key in graph},
        dense=view.dense,
        other=words("lineage.no_family"),
        names=_opened.family_names.get(view.language),
    )
    labels = labels_on_arrows(graph, placement, edge_labels(graph, words), (view.paper, view.edge))
    style = Style(
        palette=DARK if view.dark else LIGHT,
        paper=view.paper,
        edge=view.edge,
        fresh=_opened.fresh,
        paper_tips=paper_tips(graph, words, sizes),
        edge_tips=edge_tips(graph, words),
        labels=labels,
        dots=_dots(graph, _opened.tags) if view.by_tag else None,
        no_date=words("lineage.no_date"),
    )
    height = max(int(placement.height + RULER + FOOT), _LEAST_HEIGHT)
    options = chart_options(graph, placement, style)
    unwritten = frozenset(edge for label in labels if not label.free for edge in label.edges)
    pins = (view.paper, view.edge)
    return Drawing(selection, options, height, unwritten, pins, _signature(graph, view.show))


def show_part(
    frame: Frame, part: nx.DiGraph[str], sizes: Mapping[str, float | None], alt: str
) -> None:
    """Show a few papers beside what is said of them; nothing in it can be chosen."""
    placement = place(
        part,
        width=_PART_WIDTH,
        colours=frame.opened.colours,
        sizes={key: sizes.get(key) for key in part},
        other=frame.words("lineage.no_family"),
        names=frame.opened.family_names.get(frame.words.language),
    )
    style = Style(
        palette=frame.palette,
        paper_tips=paper_tips(part, frame.words, sizes),
        edge_tips=edge_tips(part, frame.words),
        labels=labels_on_arrows(part, placement, edge_labels(part, frame.words)),
    )
    st.echarts_chart(
        chart_options(part, placement, style),
        height=max(int(placement.height + RULER + FOOT), _LEAST_PART),
        alt=alt,
    )


def _dots(graph: nx.DiGraph[str], tags: Mapping[str, int]) -> dict[str, int]:
    """The colour of each paper's first tag."""
    first = {key: lists.split(data.get("tags"))[:1] for key, data in graph.nodes(data=True)}
    return {key: tags.get("".join(held), -1) for key, held in first.items()}


def _signature(graph: nx.DiGraph[str], show: str) -> str:
    import hashlib

    text = "\0".join((show, *graph, *(f"{tail}\1{head}" for tail, head in graph.edges())))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
