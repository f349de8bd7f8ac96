"""Proposed relations one by one, least certain first, for a person to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from ptm_graph.dashboard.deciding import (
    decision_bar,
    just_decided,
    last_decided,
    parent_chooser,
    take_back,
)
from ptm_graph.dashboard.explaining import meaning_text, reason_text, sure_text
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.links import paper_button, show_edge
from ptm_graph.dashboard.panels.edge import edge_panel, evidence
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.reader import parentless_papers
from ptm_graph.dashboard.safe_text import as_html, as_markdown
from ptm_graph.lineage import Parentless, Suggestion

NAMES = ("part", "parent", "child")
PARTS = ("relations", "papers")
_PER_PAGE = 8
_SENTENCE = 300


def render(frame: Frame) -> None:
    """Show the page."""
    words, opened = frame.words, frame.opened
    st.header(words("review.title"), anchor=False)
    open_pairs, lonely = undecided(frame), parentless_papers(opened)
    part = _part(frame, {"relations": len(open_pairs), "papers": len(lonely)})
    if part == "relations":
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
        if part == "papers":
            _papers(frame, lonely)
        elif here is None:
            st.success(words("review.done"), icon=":material/task_alt:")
        else:
            _steps(frame, open_pairs, here)
            edge_panel(frame, *here, show_edge_of)


def _part(frame: Frame, counts: Mapping[str, int]) -> str:
    """What is reviewed: relations, or papers without a parent."""
    words, address = frame.words, frame.address
    start = address.choice("part", PARTS, PARTS[0])
    chosen = st.segmented_control(
        words("review.part"),
        PARTS,
        default=start,
        required=True,
        format_func=lambda one: words.named("review_part", one).format(
            count=words.number(counts[one])
        ),
        # the counts are in the labels, which the browser sends back as the choice
        key=f"{address.key('part')}:{counts}",
        label_visibility="collapsed",
    )
    part = str(chosen or start)
    address.keep("part", part if part != PARTS[0] else None)
    return part


# --- papers without a parent -------------------------------------------------------------------


def _papers(frame: Frame, lonely: Sequence[Parentless]) -> None:
    """Papers without a stated parent, a few on each page, with their candidates."""
    words = frame.words
    just_decided()  # there is nothing to go on to: the paper is gone from the list
    if not lonely:
        st.success(words("review.all_parents"), icon=":material/task_alt:")
        return
    proposed = sum(one.proposed for one in lonely)
    counts = {"count": words.number(len(lonely)), "proposed": words.number(proposed)}
    st.html(f'<div class="pg-muted">{words("review.parentless", **counts)}</div>')
    _undo_button(frame)
    pages = (len(lonely) + _PER_PAGE - 1) // _PER_PAGE
    first = 0
    if pages > 1:
        page = st.number_input(
            words("list.page", count=pages), 1, pages, 1, key="parentless page", width=180
        )
        first = (min(int(page), pages) - 1) * _PER_PAGE
    for one in lonely[first : first + _PER_PAGE]:
        with st.container(border=True, gap="small"):
            _paper(frame, one)


def _paper(frame: Frame, one: Parentless) -> None:
    words = frame.words
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        paper_button(frame, one.child, group="parentless")
        parent_chooser(frame, one.child)
    told = as_html(words.told(one.reason), _SENTENCE)
    if one.descendants:
        told += f" · {words('review.below', count=words.number(one.descendants))}"
    st.html(f'<div class="pg-muted">{told}</div>')
    if not one.candidates:
        st.html(f'<div class="pg-muted">{words("review.no_candidates")}</div>')
    for suggestion in one.candidates:
        _suggestion(frame, one, suggestion)


def _suggestion(frame: Frame, one: Parentless, suggestion: Suggestion) -> None:
    """One candidate: how sure, why it is not the parent, and the buttons to decide."""
    words, relation = frame.words, suggestion.relation
    perhaps = words("edge.perhaps") if one.proposed else ""
    name = as_html(name_of(frame.opened, relation.parent), 60)
    tier = as_html(words.named("tier_name", relation.tier), 20)
    verdict = as_html(words.told(suggestion.verdict), 120)
    reason = as_html(reason_text(words, relation), _SENTENCE)
    st.html(
        f'<div class="pg-body">{perhaps}<b>{name}</b> {sure_text(words, relation)} '
        f'<span class="pg-chip">{tier}</span>{verdict}</div>'
        f'<div class="pg-muted">{as_html(meaning_text(words, relation), 300)}</div>'
        f'<div class="pg-muted">{reason}</div>'
    )
    key = f" {relation.parent}→{relation.child}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        decision_bar(frame, relation.parent, relation.child, key=key, change=False)
        shown = st.toggle(words("routes.why"), key=f"why{key}")
    if shown:
        evidence(frame, relation)


# --- relations ---------------------------------------------------------------------------------


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
        _undo_button(frame, here)


def _undo_button(frame: Frame, here: tuple[str, str] | None = None) -> None:
    """The way back from the last decision, where it is not the relation that is shown."""
    last = last_decided(frame)
    if last is None or last == here or frame.read_only:
        return
    st.button(
        frame.words("review.undo_last", name=as_markdown(name_of(frame.opened, last[1]), 30)),
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
