"""Proposed relations one by one, least certain first, for a person to decide."""

from __future__ import annotations

import streamlit as st

from ptm_graph.dashboard.deciding import just_decided, last_decided, take_back
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.links import show_edge
from ptm_graph.dashboard.panels.edge import edge_panel
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.safe_text import as_markdown

NAMES = ("parent", "child")


def render(frame: Frame) -> None:
    """Show the page."""
    words, opened = frame.words, frame.opened
    st.subheader(words("review.title"), anchor=False)
    open_pairs = undecided(frame)
    total = len(open_pairs) + len(opened.decisions)
    st.progress(
        len(opened.decisions) / total if total else 1.0,
        text=words("review.progress", done=len(opened.decisions), open=len(open_pairs)),
    )
    here = _here(frame, open_pairs)
    show_notes(frame)
    left, right = st.columns([1.7, 1], gap="large")
    with right:
        _decided(frame)
    with left:
        if here is None:
            st.success(words("review.done"), icon=":material/task_alt:")
            return
        _steps(frame, open_pairs, here)
        edge_panel(frame, *here, show_edge_of)


def undecided(frame: Frame) -> list[tuple[str, str]]:
    """Relations nobody has decided about, least certain first."""
    edges = [
        (_certainty(float(data["confidence"])), parent, child)
        for parent, child, data in frame.opened.family.edges(data=True)
        if not data.get("decision")
    ]
    return [(parent, child) for _, parent, child in sorted(edges)]


def show_edge_of(key: str) -> None:
    """From a paper of the edge to the drawing."""
    from ptm_graph.dashboard.links import show_paper

    show_paper(key)


def _here(frame: Frame, pairs: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The relation the address names, the one after it if that was just decided, or the first."""
    address = frame.address
    parent, child = address.text("parent"), address.text("child")
    if (parent, child) == just_decided():
        after = _following(frame, pairs, (str(parent), str(child)))
        address.keep("parent", after and after[0])
        address.keep("child", after and after[1])
        return after
    if parent is not None and child is not None:
        if frame.opened.family.has_edge(parent, child):
            return parent, child
        known = {one.pair for one in frame.opened.decisions}
        if (parent, child) not in known:  # a rejected one is gone for a good reason
            address.refuse("parent", f"{parent} → {child}")
        address.keep("parent")
        address.keep("child")
    return pairs[0] if pairs else None


def _following(
    frame: Frame, pairs: list[tuple[str, str]], decided: tuple[str, str]
) -> tuple[str, str] | None:
    """The undecided relation that comes after one in the order of certainty."""
    sure = {
        (one.parent, one.child): _certainty(one.confidence)
        for one in frame.opened.lineage.relations
    }
    place = (sure.get(decided, 0.0), *decided)
    after = (pair for pair in pairs if (sure.get(pair, 0.0), *pair) > place)
    return next(after, pairs[0] if pairs else None)


def _certainty(confidence: float) -> float:
    return abs(confidence - 0.5)


def _steps(frame: Frame, pairs: list[tuple[str, str]], here: tuple[str, str]) -> None:
    words = frame.words
    place = pairs.index(here) if here in pairs else -1
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for name, shortcut, icon, to in (
            ("previous", "K", "arrow_back", place - 1),
            ("next", "J", "arrow_forward", place + 1),
        ):
            st.button(
                words(f"review.{name}"),
                key=f"review {name}",
                icon=f":material/{icon}:",
                shortcut=shortcut,
                disabled=not 0 <= to < len(pairs),
                on_click=_go,
                args=(frame, pairs[to] if 0 <= to < len(pairs) else here),
            )
        st.button(
            words("review.drawing"),
            key="review drawing",
            icon=":material/arrow_outward:",
            type="tertiary",
            on_click=show_edge,
            args=here,
        )
        last = last_decided(frame)
        if last is not None and last != here and not frame.read_only:
            name = as_markdown(name_of(frame.opened, last[1]), 30)
            st.button(
                words("review.undo_last", name=name),
                key="undo last",
                icon=":material/undo:",
                shortcut="U",
                type="tertiary",
                on_click=_undo_last,
                args=(frame, *last),
            )


def _undo_last(frame: Frame, parent: str, child: str) -> None:
    """Take the last decision back, and ask about the relation again if it is there."""
    take_back(frame, parent, child)
    if any((one.parent, one.child) == (parent, child) for one in frame.opened.lineage.relations):
        _go(frame, (parent, child))


def _go(frame: Frame, pair: tuple[str, str]) -> None:
    frame.address.keep("parent", pair[0])
    frame.address.keep("child", pair[1])


def _decided(frame: Frame) -> None:
    """What has been decided, newest first, each with a way back."""
    words, opened = frame.words, frame.opened
    st.html(f"<b>{words('review.decided', count=len(opened.decisions))}</b>")
    if not opened.decisions:
        st.html(f'<div class="pg-muted">{words("review.none")}</div>')
    for one in sorted(opened.decisions, key=lambda one: one.at, reverse=True)[:40]:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            verdict = words.named("decision", one.verdict)
            names = f"{name_of(opened, one.parent)} → {name_of(opened, one.child)}"
            unused = f" ({words('review.unused')})" if one in opened.unused_decisions else ""
            st.markdown(f"{as_markdown(names, 80)} · {verdict}{unused}", width="content")
            if not frame.read_only:
                st.button(
                    words("decide.undo"),
                    key=f"undo {one.parent} {one.child}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=take_back,
                    args=(frame, one.parent, one.child),
                )
