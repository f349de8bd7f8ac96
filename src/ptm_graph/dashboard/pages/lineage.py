"""The drawing, and beside it the pinned paper or edge, or the same content as a list."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.address import state
from ptm_graph.dashboard.controls import filters_from, find_paper, hidden_line
from ptm_graph.dashboard.drawing import picked
from ptm_graph.dashboard.drawing.composing import Drawing, View, compose
from ptm_graph.dashboard.drawing.listing import paper_list
from ptm_graph.dashboard.drawing.selection import Filters, Selection, lineage_of
from ptm_graph.dashboard.exporting import GRAPH_FORMATS, export_menu, of_kind
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.panels.edge import citation_panel, edge_panel
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.panels.paper import paper_panel
from ptm_graph.dashboard.reader import SHOWN
from ptm_graph.dashboard.safe_text import as_html, as_markdown
from ptm_graph.dashboard.time_travel import OpenedThen, as_partial, date_of, opened_at
from ptm_graph.palette import DARK

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
    "family",
    "since",
    "until",
    "only",
    "single",
    "side",
    "size",
    "scale",
    "papers",
    "edges",
)
SIDES = ("details", "list")
_LEAST_HEIGHT = 520
_TRAIL = "ptm-graph trail"
_CLICKED = "ptm-graph clicked"
_MOST_SWITCHES = 24
"""Families that are offered as switches; more are chosen in the menu."""
_LONGEST_TRAIL = 8


def render(frame: Frame) -> None:
    """Show the page."""
    _pinned_or_noted(frame)
    show = frame.address.choice("show", SHOWN, "lineage")
    row = st.columns([3.4, 1.3, 1.05, 1.2], vertical_alignment="center", gap="small")
    with row[0]:
        find_paper(frame, _pin_paper)
    with row[1]:
        _shown_control(frame, show)
    with row[2]:
        filters = filters_from(frame)
    frame = _travelled(frame)
    paper, edge = _pinned(frame)
    if _came_later(frame, paper, edge):
        paper, edge = None, None
    drawing = compose(frame.opened, _view(frame, show, filters, paper, edge))
    with row[3]:
        _downloads(frame, drawing.selection, show)
    show_notes(frame)
    _travel_line(frame)
    left, beside = st.columns([2.95, 1], gap="medium")
    with left:
        _draw(frame, drawing, show)
        _foot(frame, drawing.selection)
        _legend(frame)
    with beside:
        _beside(frame, drawing.selection, max(drawing.height, _LEAST_HEIGHT))


def _pinned_or_noted(frame: Frame) -> None:
    """Drop keys from the address that the library does not know, with a note."""
    address, citations = frame.address, frame.opened.citations
    for name in ("paper", "lock", "from", "to"):
        key = address.text(name)
        if key is not None and key not in citations:
            address.refuse(name, key)
    tail, head = address.text("from"), address.text("to")
    if tail is None or head is None:
        address.keep("from")
        address.keep("to")
    elif not (frame.opened.family.has_edge(tail, head) or citations.has_edge(tail, head)):
        address.refuse("from", f"{tail} → {head}")
        address.keep("to")


def _pinned(frame: Frame) -> tuple[str | None, tuple[str, str] | None]:
    tail, head = frame.address.text("from"), frame.address.text("to")
    if tail is not None and head is not None:
        return None, (tail, head)
    return frame.address.text("paper"), None


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
    """Whether what is pinned was not there yet at the date travelled to."""
    citations, family = frame.opened.citations, frame.opened.family
    if edge is not None:
        return not (citations.has_edge(*edge) or family.has_edge(*edge))
    return paper is not None and paper not in citations


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
        marked=st.session_state.get(_CLICKED) != (paper, edge),
        local=address.choice("size", ("world", "local"), "world") == "local",
        dense=address.choice("scale", ("dense", "even"), "dense") == "dense",
        language=frame.words.language,
        dark=frame.palette is DARK,
    )


def _draw(frame: Frame, drawing: Drawing, show: str) -> None:
    words, address, graph = frame.words, frame.address, drawing.selection.graph
    if not graph:
        st.info(words("lineage.nothing"), icon=":material/filter_alt_off:")
        return
    anew = f"{address.generation}:{address.revisions.get('pin', 0)}"
    key = f"drawing:{drawing.signature}:{anew}"
    st.echarts_chart(
        drawing.options,
        height=drawing.height,
        key=key,
        theme="streamlit",
        on_select=lambda: _clicked(frame, graph, key),
        alt=_description(frame, drawing.selection, show),
    )


def _clicked(frame: Frame, graph: nx.DiGraph[str], key: str) -> None:
    found = picked(graph, state(st.session_state.get(key)))
    paper = None if found.edge else found.paper
    _set_pin(frame, paper, found.edge)
    st.session_state[_CLICKED] = (paper, found.edge)


def _set_pin(frame: Frame, paper: str | None, edge: tuple[str, str] | None) -> None:
    address = frame.address
    st.session_state.pop(_CLICKED, None)
    address.put("paper", paper)
    address.keep("from", edge[0] if edge else None)
    address.keep("to", edge[1] if edge else None)
    if paper is not None:
        trail = [key for key in st.session_state.get(_TRAIL, []) if key != paper]
        st.session_state[_TRAIL] = [*trail, paper][-_LONGEST_TRAIL:]


def _pin_paper(frame: Frame, paper: str | None) -> None:
    """Pin from anywhere but the drawing, which then starts without a selection."""
    _set_pin(frame, paper, None)
    frame.address.put("pin")


def _pin_edge(frame: Frame, tail: str, head: str) -> None:
    _set_pin(frame, None, (tail, head))
    frame.address.put("pin")


def _description(frame: Frame, selection: Selection, show: str) -> str:
    return frame.words(
        f"lineage.alt_{show}",
        papers=len(selection.graph),
        edges=selection.graph.number_of_edges(),
    )


def _foot(frame: Frame, selection: Selection) -> None:
    words = frame.words
    hidden_line(frame, selection)
    local = frame.address.text("size") == "local"
    if isinstance(frame.opened, OpenedThen):
        size = words("legend.size_then")
    else:
        size = words("legend.size_local") if local else words("legend.size_world")
    st.html(
        f'<div class="pg-muted">{words("legend.line", size=size)} '
        f"{as_html(words('credits.line'))}</div>"
    )


def _legend(frame: Frame) -> None:
    """The families as switches; the same filter as in the menu."""
    words, address = frame.words, frame.address
    options = list(frame.opened.colours)
    if not 1 < len(options) <= _MOST_SWITCHES:
        return
    held = [family for family in address.values.get("family", ()) if family in options]
    key = f"{address.key('family')}:legend:{len(held)}:{hash(tuple(held))}"
    st.pills(
        words("legend.families"),
        options,
        selection_mode="multi",
        default=held,
        format_func=lambda one: as_markdown(one, 40),
        key=key,
        on_change=lambda: address.put("family", *st.session_state.get(key, ())),
        wrap=True,
    )


def _beside(
    frame: Frame,
    selection: Selection,
    height: int,
) -> None:
    side = _side_control(frame)
    paper, edge = _pinned(frame)
    with st.container(height=height - 50, border=False, key="panel"):
        if side == "list":
            paper_list(frame, selection.graph, paper, lambda key: _pin_paper(frame, key))
        elif _came_later(frame, paper, edge):
            _pinned_bar(frame)
            st.info(frame.words("travel.not_yet"), icon=":material/history:")
        elif edge is not None:
            _pinned_bar(frame)
            _edge(frame, edge)
        elif paper is not None:
            _pinned_bar(frame)
            _walk(frame, paper)
            paper_panel(
                frame,
                paper,
                lambda key: _pin_paper(frame, key),
                lambda tail, head: _pin_edge(frame, tail, head),
            )
        else:
            _introduction(frame)


def _side_control(frame: Frame) -> str:
    """Details or list; only one of them is made, because both together are slow."""
    side = frame.address.choice("side", SIDES, "details")
    chosen = st.segmented_control(
        frame.words("lineage.side"),
        SIDES,
        default=side,
        required=True,
        format_func=lambda name: frame.words.named("side", name),
        key=frame.address.key("side"),
        label_visibility="collapsed",
    )
    frame.address.keep("side", chosen if chosen == "list" else None)
    return chosen or side


def _edge(frame: Frame, edge: tuple[str, str]) -> None:
    def pin(key: str) -> None:
        _pin_paper(frame, key)

    if frame.opened.family.has_edge(*edge) and frame.address.text("show") in (None, "lineage"):
        edge_panel(frame, *edge, pin)
    else:
        citation_panel(frame, *edge, pin)


def _pinned_bar(frame: Frame) -> None:
    words = frame.words
    trail = [key for key in st.session_state.get(_TRAIL, []) if key in frame.opened.citations]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            words("lineage.unpin"),
            key="unpin",
            icon=":material/close:",
            type="tertiary",
            shortcut="Esc",
            on_click=_pin_paper,
            args=(frame, None),
        )
        for key in reversed(trail[:-1]):
            st.button(
                as_markdown(name_of(frame.opened, key), 16),
                key=f"trail {key}",
                type="tertiary",
                on_click=_pin_paper,
                args=(frame, key),
            )


def _walk(frame: Frame, paper: str) -> None:
    """Lock the lineage of the pinned paper and go through it in date order."""
    words, address, family = frame.words, frame.address, frame.opened.family
    if paper not in family:
        return
    locked = address.text("lock")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if locked is None or locked not in family:
            st.button(
                words("lineage.lock"),
                key="lock",
                icon=":material/lock:",
                on_click=_lock,
                args=(frame, paper),
            )
            return
        kin = lineage_of(family, locked, _depth(frame, "up"), _depth(frame, "down"))
        here = kin.index(paper) if paper in kin else None
        steps = ((-1, "previous", "Left", "arrow_back"), (1, "next", "Right", "arrow_forward"))
        for step, name, shortcut, icon in steps:
            to = None if here is None else here + step
            st.button(
                words(f"lineage.{name}"),
                key=name,
                icon=f":material/{icon}:",
                shortcut=shortcut,
                disabled=to is None or not 0 <= to < len(kin),
                on_click=_pin_paper,
                args=(frame, kin[to] if to is not None and 0 <= to < len(kin) else None),
            )
        st.button(
            words("lineage.unlock"),
            key="unlock",
            icon=":material/lock_open:",
            on_click=_lock,
            args=(frame, None),
        )


def _depth(frame: Frame, name: str) -> int | None:
    text = frame.address.text(name)
    return int(text) if text is not None and text.isdigit() else None


def _lock(frame: Frame, key: str | None) -> None:
    frame.address.put("lock", key)
    if key is None:
        frame.address.put("up")
        frame.address.put("down")


def _introduction(frame: Frame) -> None:
    words, family = frame.words, frame.opened.family
    st.html(
        f'<div class="pg-title">{words("intro.title")}</div>'
        '<ol class="pg-body">'
        f"<li>{words('intro.one')}</li><li>{words('intro.two')}</li>"
        f"<li>{words('intro.three')}</li></ol>"
    )
    st.html(
        '<table class="pg-terms"><tbody>'
        f"<tr><td>{_stroke('solid')}</td><td>{words('tier.A')}</td></tr>"
        f"<tr><td>{_stroke('dashed')}</td><td>{words('tier.B')}</td></tr>"
        f"<tr><td>{_stroke('dotted')}</td><td>{words('tier.C')}</td></tr>"
        f"<tr><td>●</td><td>{words('legend.seed')}</td></tr>"
        f"<tr><td>◆</td><td>{words('legend.addition')}</td></tr>"
        f"<tr><td>◌</td><td>{words('legend.vague')}</td></tr>"
        "</tbody></table>"
    )
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
            on_click=_pin_paper,
            args=(frame, key),
        )


def _stroke(line: str) -> str:
    return (
        '<span aria-hidden="true" style="display:inline-block;width:2.6rem;'
        f'vertical-align:middle;border-top:2px {line} currentColor"></span>'
    )
