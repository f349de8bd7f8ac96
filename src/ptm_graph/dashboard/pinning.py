"""What is pinned on the lineage page: one paper, one edge, or nothing."""

from __future__ import annotations

import streamlit as st

from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.reader import Opened

Edge = tuple[str, str]

_CLICKED = "ptm-graph clicked"
_TRAIL = "ptm-graph trail"
_DECIDED = "ptm-graph decided here"
_LONGEST_TRAIL = 8


def check_pins(frame: Frame) -> None:
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
    elif not known_edge(frame.opened, (tail, head)):
        if (tail, head) in st.session_state.get(_DECIDED, ()):
            pin_paper(frame, head)  # the decision it was there by is taken back: no fault of a link
            return
        address.refuse("from", f"{tail} → {head}")
        address.keep("to")


def decided_here(edge: Edge) -> None:
    """Remember that a relation was decided about in this session, whatever became of that."""
    st.session_state.setdefault(_DECIDED, set()).add(edge)


def known_edge(opened: Opened, edge: Edge) -> bool:
    """Whether there is such a relation or citation, or was one until a person said no."""
    drawn = opened.family.has_edge(*edge) or opened.citations.has_edge(*edge)
    return drawn or opened.decision(edge) is not None


def pinned(frame: Frame) -> tuple[str | None, Edge | None]:
    """The pinned paper, or the pinned edge as tail and head."""
    tail, head = frame.address.text("from"), frame.address.text("to")
    if tail is not None and head is not None:
        return None, (tail, head)
    return frame.address.text("paper"), None


def lock(frame: Frame, key: str | None) -> None:
    """Draw only the lineage of a paper, or all of it again."""
    frame.address.put("lock", key)
    if key is None:
        frame.address.put("up")
        frame.address.put("down")


def pin_paper(frame: Frame, paper: str | None) -> None:
    """Pin a paper, or nothing, from anywhere but the drawing, which starts anew then."""
    _pin(frame, paper, None)
    frame.address.put("pin")


def pin_edge(frame: Frame, tail: str, head: str) -> None:
    """Pin an edge from anywhere but the drawing, which starts anew then."""
    _pin(frame, None, (tail, head))
    frame.address.put("pin")


def pin_clicked(frame: Frame, paper: str | None, edge: Edge | None) -> None:
    """Pin what was clicked in the drawing, which marks it by itself."""
    _pin(frame, paper, edge)
    st.session_state[_CLICKED] = (paper, edge)


def was_clicked(paper: str | None, edge: Edge | None) -> bool:
    """Whether what is pinned was clicked in the drawing, which then stays as it is."""
    return bool(st.session_state.get(_CLICKED) == (paper, edge))


def trail(opened: Opened) -> list[str]:
    """Papers pinned before, the oldest first; the last one is the pinned paper."""
    return [key for key in st.session_state.get(_TRAIL, []) if key in opened.citations]


def _pin(frame: Frame, paper: str | None, edge: Edge | None) -> None:
    address = frame.address
    st.session_state.pop(_CLICKED, None)
    address.put("paper", paper)
    address.keep("from", edge[0] if edge else None)
    address.keep("to", edge[1] if edge else None)
    if paper is not None:
        before = [key for key in st.session_state.get(_TRAIL, []) if key != paper]
        st.session_state[_TRAIL] = [*before, paper][-_LONGEST_TRAIL:]
