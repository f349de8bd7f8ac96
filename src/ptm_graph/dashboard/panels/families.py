"""Families renamed and papers moved, by whoever reads the drawing."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ptm_graph.dashboard.catalogue import LANGUAGES
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.safe_text import as_html, as_markdown
from ptm_graph.errors import PtmGraphError
from ptm_graph.graph.families import NAMES, names_in
from ptm_graph.reading_lists.notes import language_of_name
from ptm_graph.workflow import decisions
from ptm_graph.workflow.families import COMMUNITIES, FAMILY_BY

_BEFORE = "ptm-graph families before"
_FAILED = "ptm-graph families failed"
_LONGEST = 80
"""Characters of a name."""


def automatic(frame: Frame) -> bool:
    """Whether families were found by the citations, because the list names none."""
    nodes = frame.opened.family.nodes(data=True)
    return any(data.get(FAMILY_BY) == COMMUNITIES for _, data in nodes)


def family_editor(frame: Frame, paper: str | None) -> None:
    """Say where families come from, and let them be renamed, and the pinned paper moved."""
    words = frame.words
    if automatic(frame):
        st.html(f'<div class="pg-muted">{words("families.automatic")}</div>')
    if frame.read_only:
        return
    with st.popover(words("families.change"), icon=":material/category:"):
        _rename(frame)
        if paper is not None and frame.opened.family.nodes.get(paper, {}).get("seed"):
            _move(frame, paper)
        before = st.session_state.get(_BEFORE)
        if before:
            st.button(
                words("decide.undo"),
                key="undo family",
                icon=":material/undo:",
                on_click=_store,
                args=(frame, *before),
            )
    failed = st.session_state.pop(_FAILED, None)
    if failed:
        st.error(failed)


def _rename(frame: Frame) -> None:
    words, families = frame.words, list(frame.opened.colours)
    if not families:
        return
    old = str(
        st.selectbox(
            words("families.which"),
            families,
            format_func=lambda one: as_markdown(frame.family_name(one), 60),
            key=f"family:{len(families)}:{words.language}",
        )
    )
    called = names_in(frame.opened.family.graph.get(NAMES)).get(old, {})
    own = language_of_name(old)
    held = {one: called.get(one) or (old if one == own else "") for one in LANGUAGES}
    new = {
        one: st.text_input(
            words("families.new_name")
            if one == words.language
            else words("families.name_in", language=LANGUAGES[one]),
            value=held[one],
            max_chars=_LONGEST,
            key=f"family name {one} {old}",
        ).strip()
        for one in sorted(LANGUAGES, key=lambda one: one != words.language)
    }
    members = _members(frame, old)
    name = old if new[own] and new[own] == held[own] else new["en"] or new["zh"]
    both = {name: {one: new[one] or name for one in LANGUAGES}}
    moved = name != old or automatic(frame)
    st.button(
        words("families.rename", count=len(members)),
        key="rename family",
        disabled=new == held or not name,
        on_click=_store,
        args=(
            frame,
            dict.fromkeys(members, name) if moved else {},
            both if called or all(new.values()) else {},
            len(members),
        ),
    )


def _move(frame: Frame, paper: str) -> None:
    words, name = frame.words, name_of(frame.opened, paper)
    now = frame.opened.family.nodes[paper].get("family")
    st.html(f"<b>{words('families.move', name=as_html(name, 60))}</b>")
    to = st.selectbox(
        words("families.to"),
        [family for family in frame.opened.colours if family != now],
        index=None,
        format_func=frame.family_name,
        accept_new_options=True,
        key=f"move {paper} {now} {words.language}",
    )
    st.button(
        words("decide.save"),
        key=f"move family {paper}",
        disabled=not to,
        on_click=_store,
        args=(frame, {paper: str(to or "")[:_LONGEST]}),
    )


def _members(frame: Frame, family: str) -> list[str]:
    nodes = frame.opened.family.nodes(data=True)
    return [key for key, data in nodes if data.get("seed") and data.get("family") == family]


def _store(
    frame: Frame,
    families: Mapping[str, str | None],
    names: Mapping[str, Mapping[str, str] | None] | None = None,
    count: int | None = None,
) -> None:
    opened = frame.opened
    try:
        before = decisions.store_families(opened.decisions_path, families, names, opened.former)
    except (PtmGraphError, OSError) as error:
        st.session_state[_FAILED] = frame.words("decide.failed", why=frame.words.told(error))
        return
    st.session_state[_BEFORE] = before
    papers = len(families) if count is None else count
    st.toast(frame.words("families.stored", count=papers), icon=":material/check:")
