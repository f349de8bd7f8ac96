"""From one page to a view of another: the address is set, then the page is switched."""

from __future__ import annotations

import streamlit as st

from ptm_graph.dashboard.address import Address, enter
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.safe_text import as_markdown

_GO = "ptm-graph go to"
LINEAGE = "lineage"


def show_paper(key: str) -> None:
    """Pin a paper on the lineage page; the switch follows when the run begins."""
    address = _lineage_address()
    address.put("paper", key)
    address.keep("from")
    address.keep("to")
    st.session_state[_GO] = LINEAGE


def show_edge(parent: str, child: str) -> None:
    """Pin an edge on the lineage page."""
    address = _lineage_address()
    address.put("paper")
    address.keep("from", parent)
    address.keep("to", child)
    st.session_state[_GO] = LINEAGE


def _lineage_address() -> Address:
    from ptm_graph.dashboard.pages.lineage import NAMES

    address = enter(LINEAGE, NAMES, known_page=False, follow=False)
    address.put("pin")
    return address


def wanted_page() -> str | None:
    """The page a button asked for, once."""
    page: str | None = st.session_state.pop(_GO, None)
    return page


def paper_button(frame: Frame, key: str, *, group: str, longest: int = 60) -> None:
    """A button named like a paper that shows it in the drawing."""
    st.button(
        as_markdown(name_of(frame.opened, key), longest),
        key=f"{group} {key}",
        type="tertiary",
        icon=":material/arrow_outward:",
        on_click=show_paper,
        args=(key,),
        disabled=key not in frame.opened.citations,
    )
