"""A person's decisions from the pages: accept, reject, set another parent, take back."""

from __future__ import annotations

import datetime

import streamlit as st

from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.errors import PtmGraphError
from ptm_graph.workflow import decisions
from ptm_graph.workflow.decisions import Decision, Verdict

_SAID = "ptm-graph decided"
_JUST = "ptm-graph just decided"
_LAST = "ptm-graph last decided"


def decision_bar(
    frame: Frame, parent: str, child: str, *, key: str = "", change: bool = True
) -> None:
    """Buttons to decide about one relation; nothing where the dashboard is read-only.

    Where several stand on one page each has its ``key``, and none has a shortcut; without
    ``change`` there is no choice of another parent.
    """
    words = frame.words
    if frame.read_only:
        return
    held = frame.opened.decision((parent, child))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            words("decide.accept"),
            key=f"accept{key}",
            icon=":material/check:",
            shortcut=None if key else "A",
            disabled=held is not None and held.verdict == "accepted",
            on_click=decide,
            args=(frame, "accepted", parent, child),
        )
        st.button(
            words("decide.reject"),
            key=f"reject{key}",
            icon=":material/close:",
            shortcut=None if key else "X",
            on_click=decide,
            args=(frame, "rejected", parent, child),
        )
        if change:
            with st.popover(words("decide.other"), icon=":material/alt_route:"):
                _redirect(frame, parent, child, key)
        if held is not None:
            st.button(
                words("decide.undo"),
                key=f"undo{key}",
                icon=":material/undo:",
                shortcut=None if key else "U",
                on_click=take_back,
                args=(frame, parent, child),
            )
    said = st.session_state.pop(_SAID, None)
    if said:
        st.error(said)


def parent_chooser(frame: Frame, child: str) -> None:
    """A parent for a paper that has none, among its known references."""
    if frame.read_only or not any(frame.opened.citations.successors(child)):
        return
    with st.popover(frame.words("decide.another"), icon=":material/alt_route:"):
        _redirect(frame, None, child, f" {child}")


def _redirect(frame: Frame, parent: str | None, child: str, key: str) -> None:
    """Another parent, or another word for what changed."""
    words, options = frame.words, frame.opened.search_options
    cited = [one for one in frame.opened.citations.successors(child) if one != parent]
    chosen = st.selectbox(
        words("decide.parent"),
        sorted(cited, key=lambda one: options[one].casefold()),
        index=None,
        format_func=lambda one: options[one],
        placeholder=words("decide.parent_placeholder"),
        key=f"redirect{key} {parent}→{child}",
    )
    label = st.text_input(words("decide.label"), max_chars=80, key=f"relabel{key} {parent}→{child}")
    st.button(
        words("decide.save"),
        key=f"save{key}",
        disabled=chosen is None and (parent is None or not label),
        on_click=decide,
        args=(frame, "set" if chosen else "accepted", chosen or parent, child, label or None),
        kwargs={"asked": parent},
    )


def just_decided() -> tuple[str, str] | None:
    """The relation decided on in the previous click; given once."""
    pair: tuple[str, str] | None = st.session_state.pop(_JUST, None)
    return pair


def decide(
    frame: Frame,
    verdict: Verdict,
    parent: str,
    child: str,
    label: str | None = None,
    *,
    asked: str | None = None,
) -> None:
    """Write one decision into the file beside the reading list.

    Parameters
    ----------
    frame : Frame
        The run.
    verdict, parent, child, label
        The decision.
    asked : str, optional
        The parent that was asked about, where another one is decided for.
    """
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    decision = Decision(child, parent, verdict, decisions.person(), now, label)
    names = [name_of(frame.opened, child), name_of(frame.opened, parent)]
    try:
        decisions.record(frame.opened.decisions_path, decision, names)
    except (PtmGraphError, OSError) as error:
        st.session_state[_SAID] = frame.words("decide.failed", why=frame.words.told(error))
        return
    st.session_state[_JUST] = (asked or parent, child)
    st.session_state[_LAST] = (parent, child)
    if asked is not None and frame.address.text("from") == asked:
        frame.address.keep("from", parent)  # what is pinned is now the relation that was set
    if verdict != "accepted":
        frame.address.put("pin")


def last_decided(frame: Frame) -> tuple[str, str] | None:
    """The relation decided about last in this session, as decided, while that holds."""
    pair: tuple[str, str] | None = st.session_state.get(_LAST)
    return None if frame.opened.decision(pair) is None else pair


def take_back(frame: Frame, parent: str, child: str) -> None:
    """Withdraw a decision."""
    try:
        decisions.withdraw(frame.opened.decisions_path, child, parent)
    except (PtmGraphError, OSError) as error:
        st.session_state[_SAID] = frame.words("decide.failed", why=frame.words.told(error))
