"""The drawing, and beside it the pinned paper or edge, or the same content as a list."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.access import tell
from ptm_graph.dashboard.address import state
from ptm_graph.dashboard.controls import COLOURS, filters_from, find_paper, hidden_line
from ptm_graph.dashboard.drawing import picked
from ptm_graph.dashboard.drawing.composing import Drawing, View, compose
from ptm_graph.dashboard.drawing.filtering import Filters, Selection
from ptm_graph.dashboard.drawing.listing import paper_list
from ptm_graph.dashboard.exporting import GRAPH_FORMATS, export_menu, of_kind
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.panels.edge import citation_panel, edge_panel, rejected_panel
from ptm_graph.dashboard.panels.families import family_editor
from ptm_graph.dashboard.panels.introduction import introduction
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.panels.paper import paper_panel
from ptm_graph.dashboard.panels.walk import pinned_bar, walk
from ptm_graph.dashboard.pinning import (
    check_pins,
    known_edge,
    pin_clicked,
    pin_edge,
    pin_paper,
    pinned,
    was_clicked,
)
from ptm_graph.dashboard.reader import SHOWN
from ptm_graph.dashboard.safe_text import as_html, as_markdown
from ptm_graph.dashboard.time_travel import OpenedThen, as_partial, date_of, opened_at
from ptm_graph.layout.palette import DARK, form
from ptm_graph.words.model import EVEN_ODDS, percent
from ptm_graph.words.terms import named_in

NAMES = (
    "paper",
    "from",
    "to",
    "show",
    "lock",
    "up",
    "down",
    "conf",
    "tier",
    "proposals",
    "family",
    "tag",
    "since",
    "until",
    "only",
    "single",
    "side",
    "size",
    "scale",
    "colour",
    "papers",
    "edges",
)
SIDES = ("details", "list", "drawing")
"""What stands beside the drawing; on a phone, which of the three is shown."""
ZOOMED = "ptm-graph zoomed"
"""Key of the drawing that the reader has enlarged."""
_MARKED = "ptm-graph marked"
_LEAST_HEIGHT = 520
_MOST_SWITCHES = 24
"""Families that are offered as switches; more are chosen in the menu."""


def render(frame: Frame) -> None:
    """Show the page."""
    check_pins(frame)
    show = frame.address.choice("show", SHOWN, "lineage")
    with st.container(key="controls"):
        row = st.columns([3.4, 1.3, 1.05, 1.2], vertical_alignment="center", gap="small")
    with row[0]:
        find_paper(frame)
    with row[1]:
        _shown_control(frame, show)
    with row[2]:
        filters = filters_from(frame)
    frame = _travelled(frame)
    paper, edge = pinned(frame)
    if _came_later(frame, paper, edge):
        paper, edge = None, None
    view = _view(frame, show, filters, paper, edge)
    drawing = _composed(frame, view)
    with row[3]:
        _downloads(frame, drawing.selection, show)
    show_notes(frame)
    tell(_told(frame, drawing, paper, edge))
    _travel_line(frame)
    with st.container(key=f"stage-{_side(frame)}"):
        left, beside = st.columns([2.95, 1], gap="medium")
        with left:
            _draw(frame, drawing, show)
            _foot(frame, drawing.selection, show)
            _legend(frame, by_tag=view.by_tag)
            family_editor(frame, paper)
        with beside:
            _beside(frame, drawing, show)


def _told(frame: Frame, drawing: Drawing, paper: str | None, edge: tuple[str, str] | None) -> str:
    """What is shown now, for whoever listens."""
    words, family = frame.words, frame.opened.family
    if edge is not None:
        names = [name_of(frame.opened, key) for key in edge]
        return words("told.edge", tail=names[0], head=names[1])
    if paper is not None:
        return words(
            "told.paper",
            name=name_of(frame.opened, paper),
            parents=family.in_degree(paper) if paper in family else 0,
            children=family.out_degree(paper) if paper in family else 0,
        )
    return words("told.drawing", papers=len(drawing.selection.graph))


def _travelled(frame: Frame) -> Frame:
    """The run at the date travelled to, where nothing can be decided; else as it is."""
    date = date_of(frame.address.text("until") or "")
    if date is None:
        return frame
    with st.spinner(frame.words("travel.underway"), show_time=True):
        return replace(frame, opened=opened_at(frame.opened, date), read_only=True)


def _travel_line(frame: Frame) -> None:
    """Say that this is not today, and what is left out."""
    words, then = frame.words, frame.opened
    if not isinstance(then, OpenedThen):
        return
    text = words(
        "travel.line",
        date=f"<b>{words.date(as_partial(then.date))}</b>",
        papers=words.number(len(then.citations)),
        later=words.number(then.later),
        undated=words.number(then.undated),
    )
    row = st.columns([5.6, 1], gap="small", vertical_alignment="center")
    locked = frame.address.text("lock")
    if locked is not None and locked not in then.family:
        text += " " + words("travel.lock_not_yet")
    with row[0]:
        st.html(f'<div class="pg-note" role="status">{text}</div>')
    with row[1]:
        st.button(
            words("travel.back"),
            key="back to today",
            icon=":material/today:",
            type="tertiary",
            on_click=frame.address.put,
            args=("until",),
        )


def _downloads(frame: Frame, selection: Selection, show: str) -> None:
    """What is drawn, or the whole graph that it is a part of, as a file."""
    export_menu(
        frame,
        {
            "drawn": lambda: of_kind(selection.graph, show),
            "whole": lambda: of_kind(frame.opened.graph(show), show),
        },
        GRAPH_FORMATS,
        stem=show,
    )


def _came_later(frame: Frame, paper: str | None, edge: tuple[str, str] | None) -> bool:
    """Whether what is pinned did not exist yet at the date travelled to."""
    if edge is not None:
        return not known_edge(frame.opened, edge)
    return paper is not None and paper not in frame.opened.citations


def _shown_control(frame: Frame, show: str) -> None:
    chosen = st.selectbox(
        frame.words("lineage.show"),
        SHOWN,
        index=SHOWN.index(show),
        format_func=lambda name: frame.words.named("show", name),
        key=frame.address.key("show"),
        label_visibility="collapsed",
    )
    if chosen != show:
        frame.address.keep("show", None if chosen == "lineage" else chosen)
        frame.address.keep("from", None)
        frame.address.keep("to", None)
        st.rerun()


def _view(
    frame: Frame,
    show: str,
    filters: Filters,
    paper: str | None,
    edge: tuple[str, str] | None,
) -> View:
    address = frame.address
    return View(
        show=show,
        filters=filters,
        paper=paper,
        edge=edge,
        marked=not was_clicked(paper, edge),
        local=address.choice("size", ("world", "local"), "world") == "local",
        by_tag=bool(frame.opened.tags) and address.choice("colour", COLOURS, COLOURS[0]) == "tag",
        dense=address.choice("scale", ("dense", "even"), "dense") == "dense",
        language=frame.words.language,
        dark=frame.palette is DARK,
    )


def _composed(frame: Frame, view: View) -> Drawing:
    """The drawing; while the reader has it enlarged, the one that she sees."""
    drawing = compose(frame.opened, view)
    if st.session_state.get(ZOOMED) == _key(frame, drawing):
        drawing = compose(frame.opened, view, st.session_state.get(_MARKED))
    st.session_state[_MARKED] = drawing.pins
    return drawing


def _key(frame: Frame, drawing: Drawing) -> str:
    revision = frame.address.revisions.get("pin", 0)
    return f"drawing:{drawing.signature}:{frame.address.generation}:{revision}"


def _draw(frame: Frame, drawing: Drawing, show: str) -> None:
    graph, key = drawing.selection.graph, _key(frame, drawing)
    if not graph:
        _nothing(frame, drawing.selection, show)
        return
    # the window's height is known to the browser only
    st.html(f"<style>.stApp {{--pg-least: {drawing.height}px;}}</style>")
    if st.session_state.get(ZOOMED) != key:
        # pressed by the page itself, see :mod:`ptm_graph.dashboard.access`
        st.button("+", key="zoomed", on_click=_zoomed, args=(key,))
    st.echarts_chart(
        drawing.options,
        height=drawing.height,
        key=key,
        theme="streamlit",
        on_select=lambda: _clicked(frame, graph, key),
        alt=_description(frame, drawing.selection, show),
    )


def _zoomed(key: str) -> None:
    st.session_state[ZOOMED] = key


def _nothing(frame: Frame, selection: Selection, show: str) -> None:
    """Say why nothing is drawn."""
    words = frame.words
    if not frame.opened.graph(show):
        st.info(
            words("lineage.none_then" if isinstance(frame.opened, OpenedThen) else "lineage.none")
        )
    elif selection.unrelated and not selection.filtered and not frame.address.text("conf"):
        st.info(words("lineage.unrelated"), icon=":material/scatter_plot:")
    else:
        st.info(words("lineage.nothing"), icon=":material/filter_alt_off:")


def _clicked(frame: Frame, graph: nx.DiGraph[str], key: str) -> None:
    found = picked(graph, state(st.session_state.get(key)))
    pin_clicked(frame, None if found.edge else found.paper, found.edge)


def _description(frame: Frame, selection: Selection, show: str) -> str:
    return frame.words(
        f"lineage.alt_{show}",
        papers=len(selection.graph),
        edges=selection.graph.number_of_edges(),
        proposals=selection.proposals,
    )


def _foot(frame: Frame, selection: Selection, show: str) -> None:
    words = frame.words
    hidden_line(frame, selection)
    local = frame.address.text("size") == "local"
    if isinstance(frame.opened, OpenedThen):
        size = words("legend.size_then")
    else:
        size = words("legend.size_local") if local else words("legend.size_world")
    odds = percent(EVEN_ODDS)
    strokes = f"{words('legend.strokes', odds=odds)} " if selection.proposals else ""
    sources = words.list(named_in(frame.opened.citations.graph.get("credits")))
    data = as_html(words("credits.line", sources=sources)) if sources else ""
    st.html(f'<div class="pg-muted">{words("legend.line", size=size)} {strokes}{data}</div>')


def _legend(frame: Frame, *, by_tag: bool) -> None:
    """What the colours mean, as switches; the same filters as in the menu."""
    if by_tag:
        marks = [_mark(frame, tag, colour) for tag, colour in frame.opened.tags.items()]
        marks = [*marks[:_MOST_SWITCHES], _mark(frame, frame.words("legend.untagged"), -1)]
        st.html(f'<div class="pg-muted">{" ".join(marks)}</div>')
        _switches(frame, "tag", frame.words("legend.tags"), list(frame.opened.tags))
    else:
        _switches(frame, "family", frame.words("legend.families"), list(frame.opened.colours))


def _mark(frame: Frame, name: str, colour: int) -> str:
    sign = {"circle": "●", "square": "■", "triangle": "▲"}[form(colour)]
    return (
        f'<span class="pg-chip"><span style="color:{frame.palette.family(colour)}" '
        f'aria-hidden="true">{sign}</span> {as_html(name, 40)}</span>'
    )


def _switches(frame: Frame, name: str, label: str, options: list[str]) -> None:
    address = frame.address
    if not 1 < len(options) <= _MOST_SWITCHES:
        return
    held = [one for one in address.values.get(name, ()) if one in options]
    key = f"{address.key(name)}:legend:{len(held)}:{hash(tuple(held))}"
    st.pills(
        label,
        options,
        selection_mode="multi",
        default=held,
        format_func=lambda one: as_markdown(frame.family_name(one), 40),
        key=key,
        on_change=lambda: address.put(name, *st.session_state.get(key, ())),
        wrap=True,
    )


def _beside(frame: Frame, drawing: Drawing, show: str) -> None:
    side = _side_control(frame)
    graph, height = drawing.selection.graph, max(drawing.height, _LEAST_HEIGHT)
    with st.container(height=height - 50, border=False, key="panel"):
        paper, edge = pinned(frame)
        chosen = paper is not None or edge is not None
        if side == "list":
            # in one container whatever is chosen, so that the keyboard keeps its place
            st.html(f"<style>.stApp {{--pg-list: {'300px' if chosen else 'none'};}}</style>")
            with st.container(key="listing"):
                paper_list(frame, graph, paper, lambda key: pin_paper(frame, key))
        if chosen or side != "list":
            _details(frame, graph, show)


def _details(frame: Frame, graph: nx.DiGraph[str], show: str) -> None:
    paper, edge = pinned(frame)
    if paper is None and edge is None:
        introduction(frame, graph, show)
        return
    pinned_bar(frame)
    if _came_later(frame, paper, edge):
        st.info(frame.words("travel.not_yet"), icon=":material/history:")
    elif edge is not None:
        _edge(frame, edge)
    elif paper is not None:
        walk(frame, paper)
        paper_panel(
            frame,
            paper,
            lambda key: pin_paper(frame, key),
            lambda tail, head: pin_edge(frame, tail, head),
        )


def _side(frame: Frame) -> str:
    return frame.address.choice("side", SIDES, "details")


def _side_control(frame: Frame) -> str:
    """Details alone, or the list above them; on a phone, the drawing instead of both."""
    side = _side(frame)
    with st.container(key="sides"):
        chosen = st.segmented_control(
            frame.words("lineage.side"),
            SIDES,
            default=side,
            required=True,
            format_func=lambda name: frame.words.named("side", name),
            key=frame.address.key("side"),
            label_visibility="collapsed",
        )
    frame.address.keep("side", None if chosen == "details" else chosen)
    if chosen not in (None, side):
        st.rerun()
    return side


def _edge(frame: Frame, edge: tuple[str, str]) -> None:
    def pin(key: str) -> None:
        pin_paper(frame, key)

    opened = frame.opened
    if opened.family.has_edge(*edge) and frame.address.text("show") in (None, "lineage"):
        edge_panel(frame, *edge, pin)
    elif opened.citations.has_edge(*edge):
        citation_panel(frame, *edge, pin)
    else:
        rejected_panel(frame, *edge, pin)
