"""From one page to a view of another: the address is set, then the page is switched."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import streamlit as st

from ptm_graph.dashboard.address import Address, enter
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.safe_text import as_markdown

_GO = "ptm-graph go to"
LINEAGE = "lineage"
_MODULES = {
    LINEAGE: "lineage",
    "routes": "routes",
    "reading-order": "reading_order",
    "compare": "compare",
}
"""Pages one is led to → their modules."""


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


def show_papers(keys: Sequence[str]) -> None:
    """Pin one paper on the lineage page, or draw several and nothing else."""
    if len(keys) == 1:
        show_paper(keys[0])
        return
    address = _lineage_address()
    for name in ("paper", "from", "to", "lock", "family", "since", "until"):
        address.put(name)
    address.put("only", *keys)
    st.session_state[_GO] = LINEAGE


def show_order(keys: Sequence[str]) -> None:
    """The reading order that leads to some papers."""
    address = _address_of("reading-order")
    address.put("for", "paper")
    address.put("paper", *keys)
    st.session_state[_GO] = "reading-order"


def show_comparison(keys: Sequence[str]) -> None:
    """Papers side by side."""
    _address_of("compare").put("papers", *keys)
    st.session_state[_GO] = "compare"


def show_routes(start: str, end: str | None = None) -> None:
    """The routes between two papers, or from one to another that is yet to be chosen."""
    address = _address_of("routes")
    address.put("a", start)
    address.put("b", end)
    st.session_state[_GO] = "routes"


def _lineage_address() -> Address:
    address = _address_of(LINEAGE)
    address.put("pin")
    return address


def _address_of(page: str) -> Address:
    names = import_module(f"ptm_graph.dashboard.pages.{_MODULES[page]}").NAMES
    return enter(page, names, known_page=False, follow=False)


def is_leaving() -> bool:
    """Whether a button asked for another page, which the whole page has to follow."""
    return _GO in st.session_state


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
