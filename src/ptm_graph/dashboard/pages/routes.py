"""The routes from one paper to another: drawn, and said in sentences."""

from __future__ import annotations

import networkx as nx
import streamlit as st

from ptm_graph.analysis import Route, Routes, RouteStep, routes
from ptm_graph.dashboard.controls import count_proposals, left_out
from ptm_graph.dashboard.drawing.composing import show_part
from ptm_graph.dashboard.explaining import edge_reason, label_text, perhaps, show_legend, sure_text
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.links import show_edge
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.safe_text import as_html, as_markdown
from ptm_graph.errors import PtmGraphError
from ptm_graph.words.model import percent

NAMES = ("a", "b", "kind", "over", "proposals")
KINDS = ("strongest", "shortest", "time")
OVER = ("lineage", "citations")
_MOST = 10


def render(frame: Frame) -> None:
    """Show the page."""
    words, address = frame.words, frame.address
    st.header(words("routes.title"), anchor=False)
    kind = address.choice("kind", KINDS, "strongest")
    over = address.choice("over", OVER, "lineage")
    graph = frame.opened.graph(over)
    ends = _ends(frame, graph)
    row = st.columns([0.8, 1.35, 0.5, 1.35], gap="medium", vertical_alignment="bottom")
    with row[2]:
        st.button(
            words("routes.swap"),
            key="swap",
            icon=":material/swap_horiz:",
            shortcut="S",
            on_click=_swap,
            args=(frame,),
            disabled=ends is None,
        )
    with row[0]:
        over = _choice(frame, "over", OVER, over)
    with row[1]:
        kinds = KINDS if over == "lineage" else KINDS[1:]
        kind = _choice(frame, "kind", kinds, kind if kind in kinds else kinds[0])
    with row[3]:
        proposals = count_proposals(frame) if over == "lineage" else False
    show_notes(frame)
    graph = frame.opened.graph(over)
    if ends is None:
        st.info(words("routes.choose"), icon=":material/route:")
        return
    found = _found(frame, graph, ends, kind, over, proposals=proposals)
    if found is None:
        return
    left_out(frame, found.proposals)
    _show(frame, graph, found)


def _swap(frame: Frame) -> None:
    start, end = frame.address.text("a"), frame.address.text("b")
    frame.address.put("a", end)
    frame.address.put("b", start)


def _choice(frame: Frame, name: str, options: tuple[str, ...], start: str) -> str:
    chosen = st.segmented_control(
        frame.words(f"routes.{name}"),
        options,
        default=start,
        required=True,
        format_func=lambda one: frame.words.named("route", one),
        key=f"{frame.address.key(name)}:{len(options)}",
    )
    frame.address.keep(name, chosen if chosen not in (None, KINDS[0], OVER[0]) else None)
    return str(chosen or start)


def _ends(frame: Frame, graph: nx.DiGraph[str]) -> tuple[str, str] | None:
    words, address = frame.words, frame.address
    options = [key for key in frame.opened.search_options.arranged() if key in graph]
    chosen = []
    for column, name in zip(st.columns(2, gap="medium"), ("a", "b"), strict=True):
        start = address.text(name)
        if start is not None and start not in graph:
            address.refuse(name, start)
            start = None
        with column:
            key = st.selectbox(
                words(f"routes.{name}"),
                options,
                index=options.index(start) if start is not None else None,
                format_func=lambda one: frame.opened.search_options[one],
                placeholder=words("find.placeholder"),
                filter_mode="contains",
                key=address.key(name),
            )
        address.keep(name, key)
        chosen.append(key)
    one, other = chosen
    return None if one is None or other is None else (one, other)


def _found(
    frame: Frame,
    graph: nx.DiGraph[str],
    ends: tuple[str, str],
    kind: str,
    over: str,
    *,
    proposals: bool,
) -> Routes | None:
    """The routes; None where the question was none, which is told."""
    if ends[0] == ends[1]:
        st.info(frame.words("routes.same"), icon=":material/route:")
        return None
    try:
        return routes(
            graph,
            *ends,
            kind=kind,  # type: ignore[arg-type]
            limit=_MOST,
            direction="parent-child" if over == "lineage" else "citing-cited",
            proposals=proposals,
        )
    except PtmGraphError as error:
        st.info(as_markdown(frame.words.told(error)), icon=":material/route:")
        return None


def _show(frame: Frame, graph: nx.DiGraph[str], found: Routes) -> None:
    words = frame.words
    if not found.routes:
        st.info(words("routes.none"), icon=":material/route:")
        return
    total = len(found.routes) if found.total is None else found.total
    st.html(
        '<div class="pg-muted">'
        + words("routes.found", shown=len(found.routes), total=total)
        + f" {words.named('follow', found.follow)}</div>"
    )
    drawing, said = st.columns([1.6, 1], gap="medium")
    with drawing:
        _drawn(frame, graph, found.routes)
    with said:
        for number, route in enumerate(found.routes, start=1):
            _said(frame, graph, route, number)
        if graph is frame.opened.family:
            pairs = {(one.earlier, one.later) for route in found.routes for one in route.steps}
            if any(route.strength is not None for route in found.routes):
                st.html(f'<div class="pg-muted">{words("routes.strength")}</div>')
            show_legend(words, (graph.edges[pair] for pair in sorted(pairs)))


def _drawn(frame: Frame, graph: nx.DiGraph[str], found: tuple[Route, ...]) -> None:
    pairs = {
        pair
        for route in found
        for step in route.steps
        for pair in ((step.earlier, step.later), (step.later, step.earlier))
    }
    part: nx.DiGraph[str] = nx.DiGraph(**graph.graph)
    shown = {key for route in found for key in route.papers}
    part.add_nodes_from((key, graph.nodes[key]) for key in graph if key in shown)
    part.add_edges_from(edge for edge in graph.edges(data=True) if edge[:2] in pairs)
    told = {"papers": len(part), "edges": part.number_of_edges()}
    show_part(frame, part, frame.opened.sizes(local=False), frame.words("routes.alt", **told))


def _said(frame: Frame, graph: nx.DiGraph[str], route: Route, number: int) -> None:
    words = frame.words
    names = " → ".join(as_html(name_of(frame.opened, key), 40) for key in route.papers)
    strength = "" if route.strength is None else f" · {percent(route.strength)}"
    st.html(f'<div class="pg-body"><b>{number}. {names}</b>{strength}</div>')
    for place_, step in enumerate(route.steps):
        st.html(f'<div class="pg-muted">{_sentence(frame, graph, step)}</div>')
        if graph is frame.opened.family:
            st.button(
                words("routes.why"),
                key=f"route {number} {place_}",
                type="tertiary",
                icon=":material/help:",
                on_click=show_edge,
                args=(step.earlier, step.later),
            )


def _sentence(frame: Frame, graph: nx.DiGraph[str], step: RouteStep) -> str:
    later, earlier = (as_html(name_of(frame.opened, key), 50) for key in (step.later, step.earlier))
    words = frame.words
    if graph is not frame.opened.family:
        return words("routes.cites", later=later, earlier=earlier)
    data = graph.edges[step.earlier, step.later]
    label = as_html(label_text(words, str(data.get("label") or "")), 120)
    reason = as_html(edge_reason(words, data) or words("unknown"), 240)
    changed = f" – <b>{label}</b>" if label else ""
    changed += f" ({as_html(sure_text(words, data), 40)})" if "confidence" in data else ""
    told = {"perhaps": perhaps(words, data), "later": later, "earlier": earlier, "reason": reason}
    return words("routes.because", **told) + changed
