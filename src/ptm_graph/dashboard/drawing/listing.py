"""The drawing's content as a list that keyboard and screen reader can use."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.drawing.filtering import day_of
from ptm_graph.dashboard.explaining import label_text, perhaps, show_legend, sure_text
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.safe_text import as_markdown
from ptm_graph.graph.dates import date_of
from ptm_graph.words.notices import SIGNS, kind_in, word

PER_PAGE = 150


def paper_list(
    frame: Frame, graph: nx.DiGraph[str], pinned: str | None, pin: Callable[[str], None]
) -> None:
    """Show the drawn papers by date, each with its parents; choosing one pins it."""
    words = frame.words
    keys = sorted(graph, key=lambda key: (day_of(graph.nodes[key]), key))
    pages = (len(keys) + PER_PAGE - 1) // PER_PAGE
    first = 0
    if pages > 1:
        page = st.number_input(words("list.page", count=pages), 1, pages, 1, key="list page")
        first = (int(page) - 1) * PER_PAGE
    shown = keys[first : first + PER_PAGE]
    if not shown:
        st.text(words("lineage.nothing"))
        return
    # the same widget whatever is pinned, so that the keyboard keeps its place in it
    key = f"list:{frame.address.generation}:{first}"
    st.session_state[key] = pinned if pinned in shown else None

    def chosen() -> None:
        value = st.session_state.get(key)
        if value is not None:
            pin(value)

    st.radio(
        words("list.label", count=len(keys)),
        shown,
        index=None,
        format_func=lambda one: _named(frame, graph, one),
        captions=[_parents(frame, graph, one) for one in shown],
        key=key,
        on_change=chosen,
    )
    show_legend(words, [data for *_, data in graph.in_edges(shown, data=True)])


def _named(frame: Frame, graph: nx.DiGraph[str], key: str) -> str:
    data = graph.nodes[key]
    date = date_of(data)
    when = frame.words.date(date) if date else frame.words("paper.no_date")
    kind = kind_in(data)
    standing = f" · {SIGNS[kind]} {word(kind, frame.words.language)}" if kind else ""
    return f"{as_markdown(str(data.get('name') or key), 60)} · {when}{standing}"


def _parents(frame: Frame, graph: nx.DiGraph[str], key: str) -> str:
    listed = sorted(graph.in_edges(key, data=True), key=lambda edge: edge[2].get("rank") or 1)
    parts = []
    for tail, _, data in listed[:4]:
        name = as_markdown(str(graph.nodes[tail].get("name") or tail), 40)
        held = f" {sure_text(frame.words, data)}" if "confidence" in data else ""
        first = str(data.get("label") or "").split(" · ", maxsplit=1)[0]
        label = as_markdown(label_text(frame.words, first), 50)
        parts.append(f"← {perhaps(frame.words, data)}{name}{held}{f' ({label})' if label else ''}")
    rest = len(listed) - 4
    return "; ".join(parts) + (f" … +{rest}" if rest > 0 else "")
