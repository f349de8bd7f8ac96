"""The way through the papers: back, let go, compared, and a locked lineage by its dates."""

from __future__ import annotations

import streamlit as st

from ptm_graph.dashboard.controls import proposals_of
from ptm_graph.dashboard.drawing.filtering import lineage_of
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.links import show_comparison
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.pinning import lock, pin_paper, trail
from ptm_graph.dashboard.safe_text import as_markdown
from ptm_graph.workflow.comparing import MOST_COMPARED


def pinned_bar(frame: Frame) -> None:
    """Let go of what is pinned, or go back to what was pinned before."""
    words = frame.words
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            words("lineage.unpin"),
            key="unpin",
            icon=":material/close:",
            type="tertiary",
            shortcut="Esc",
            on_click=pin_paper,
            args=(frame, None),
        )
        for key in reversed(trail(frame.opened)[:-1]):
            st.button(
                as_markdown(name_of(frame.opened, key), 16),
                key=f"trail {key}",
                type="tertiary",
                on_click=pin_paper,
                args=(frame, key),
            )


def walk(frame: Frame, paper: str) -> None:
    """Lock the lineage of the pinned paper and go through it in date order."""
    words, address, family = frame.words, frame.address, frame.opened.family
    if paper not in family:
        _compare(frame, paper)
        return
    locked = address.text("lock")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if locked is None or locked not in family:
            st.button(
                words("lineage.lock"),
                key="lock",
                icon=":material/lock:",
                on_click=lock,
                args=(frame, paper),
            )
            _compare(frame, paper)
            return
        counted = proposals_of(frame) == "counted"
        depths = _depth(frame, "up"), _depth(frame, "down")
        kin = lineage_of(family, locked, *depths, proposals=counted)
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
                on_click=pin_paper,
                args=(frame, kin[to] if to is not None and 0 <= to < len(kin) else None),
            )
        st.button(
            words("lineage.unlock"),
            key="unlock",
            icon=":material/lock_open:",
            on_click=lock,
            args=(frame, None),
        )
        _compare(frame, paper)


def _depth(frame: Frame, name: str) -> int | None:
    text = frame.address.text(name)
    return int(text) if text is not None and text.isdigit() else None


def _compare(frame: Frame, key: str) -> None:
    """The way to this paper and its parents side by side."""
    family = frame.opened.family
    ranks = {
        parent: int(edge["rank"])
        for parent, _, edge in family.in_edges([key] if key in family else [], data=True)
    }
    beside = sorted(ranks, key=lambda parent: ranks[parent])
    st.button(
        frame.words("paper.compare"),
        key="compare",
        type="tertiary",
        icon=":material/compare_arrows:",
        on_click=show_comparison,
        args=((key, *beside)[:MOST_COMPARED],),
    )
