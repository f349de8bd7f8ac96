"""A person's decisions from the pages: accept, reject, set another parent, take back, undo."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.explaining import sure_text
from ptm_graph.dashboard.finding import found
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.pinning import decided_here, pin_edge, pin_paper
from ptm_graph.dashboard.reader import likely_parents
from ptm_graph.dashboard.safe_text import as_html, as_markdown
from ptm_graph.errors import PtmGraphError
from ptm_graph.graph.selection import without_proposals
from ptm_graph.workflow import decisions
from ptm_graph.workflow.decisions import Decision, Verdict

Pair = tuple[str, str]
Held = Mapping[Pair, Decision | None]
"""Parent and child → what is decided about them; None: nothing."""

_MOST_OFFERED = 5
_FAILED = "ptm-graph decision failed"
_TOLD = "ptm-graph decided"
_ANEW = "ptm-graph draw anew"


@dataclass(frozen=True, slots=True)
class Act:
    """What a person decided in one go, and how it was before."""

    said: str
    """What the toast says of it."""
    pair: Pair
    """Parent and child it is about."""
    before: Held
    after: Held
    asked: str | None = None
    """The parent that was asked about, where another one was decided for."""


# --- what is done ----------------------------------------------------------------------------


def decision_of(
    frame: Frame, verdict: Verdict, parent: str, child: str, label: str | None = None
) -> Decision:
    """A decision by whoever runs the dashboard, now."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return Decision(child, parent, verdict, decisions.person(), now, label)


def store(frame: Frame, wanted: Held) -> bool:
    """Write decisions into the file beside the reading list; False, and told, where it fails."""
    made = [
        (one, [name_of(frame.opened, one.child), name_of(frame.opened, one.parent)])
        for one in wanted.values()
        if one is not None
    ]
    gone = [pair for pair, one in wanted.items() if one is None]
    try:
        decisions.record_all(frame.opened.decisions_path, made, gone, frame.opened.former)
    except (PtmGraphError, OSError) as error:
        st.session_state[_FAILED] = frame.words("decide.failed", why=frame.words.told(error))
        return False
    return True


def decide(
    frame: Frame,
    verdict: Verdict,
    parent: str,
    child: str,
    label: str | None = None,
    *,
    asked: str | None = None,
) -> None:
    """Decide about one relation, and offer to undo that.

    Parameters
    ----------
    frame : Frame
        The run.
    verdict, parent, child, label
        The decision.
    asked : str, optional
        The parent that was asked about, where another one is decided for.
    """
    pair = parent, child
    made = decision_of(frame, verdict, parent, child, label)
    held = {one.pair: one for one in frame.opened.decisions}
    after = in_place(held, made, asked)
    _do(frame, Act(verdict, pair, {one: held.get(one) for one in after}, after, asked))


def in_place(
    held: Mapping[Pair, Decision], made: Decision, asked: str | None = None
) -> dict[Pair, Decision | None]:
    """What changes with a decision: who is set takes the place of who was, and of ``asked``."""
    before = [
        one.pair
        for one in held.values()
        if one.child == made.child and (one.verdict == "set" or one.parent == asked)
    ]
    gone = before if made.verdict == "set" else []
    return {**dict.fromkeys(gone), made.pair: made}


def take_back(frame: Frame, parent: str, child: str) -> None:
    """Withdraw a decision, and offer to undo that."""
    pair = parent, child
    _do(frame, Act("withdrawn", pair, {pair: frame.opened.decision(pair)}, {pair: None}))


def undo(frame: Frame, act: Act) -> None:
    """Let it be as it was before."""
    _do(frame, Act("undone", act.pair, act.after, act.before, act.asked))


def _do(frame: Frame, act: Act) -> None:
    if not store(frame, act.after):
        return
    st.session_state[_TOLD] = act
    for pair in act.after:
        decided_here(pair)
    _follow(frame, act)


def _follow(frame: Frame, act: Act) -> None:
    """Pin what there is now, where the relation that is pinned has come or gone."""
    address = frame.address
    pinned = address.text("from"), address.text("to")
    if pinned[0] is None or pinned[1] is None:
        return
    parent: str | None
    child = act.pair[1]
    if act.said == "set" and pinned == (act.asked, child):
        parent = act.pair[0]
    elif pinned == act.pair and act.after.get(act.pair) is None:
        parent = _inferred_parent(frame, act)
    else:
        if act.said != "accepted":
            address.put("pin")
        return
    if parent is None:
        pin_paper(frame, child)
    else:
        pin_edge(frame, parent, child)


def _inferred_parent(frame: Frame, act: Act) -> str | None:
    """Whom to look at when nobody decides about a relation any more: it may never have been."""
    own = [one for one in frame.opened.lineage.relations if one.child == act.pair[1]]
    names = [one.parent for one in sorted(own, key=lambda one: one.rank)]
    wanted = (key for key in (act.pair[0], act.asked, *names) if key in names)
    return next(wanted, None)


def told() -> Act | None:
    """What was decided in the click before, for a page that says so itself; given once."""
    act: Act | None = st.session_state.pop(_TOLD, None)
    return act


def failure() -> str | None:
    """Why a decision was not stored; given once."""
    failed: str | None = st.session_state.pop(_FAILED, None)
    return failed


def draw_anew() -> None:
    """Let the whole page follow what was clicked in a part of it."""
    st.session_state[_ANEW] = True


# --- what is shown ---------------------------------------------------------------------------


def toast(frame: Frame) -> None:
    """Say what was decided, with a way back, until something else is done."""
    failed, act, words = failure(), told(), frame.words
    if failed is not None:
        with st.container(key="toast"):
            st.html(f'<div class="pg-body" role="alert">{as_html(failed, 300)}</div>')
    elif act is not None:
        names = [as_html(name_of(frame.opened, key), 40) for key in act.pair]
        text = words(f"toast.{act.said}", parent=names[0], child=names[1])
        with st.container(key="toast", horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f'<div class="pg-body" role="status">{text}</div>', width="content")
            st.button(
                words("decide.undo"),
                key="undo toast",
                icon=":material/undo:",
                shortcut="U",
                on_click=undo,
                args=(frame, act),
            )


def decision_bar(frame: Frame, parent: str, child: str) -> None:
    """Buttons to decide about one relation; nothing where the dashboard is read-only."""
    words = frame.words
    if frame.read_only:
        return
    held = frame.opened.decision((parent, child))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            words("decide.accept"),
            key="accept",
            icon=":material/check:",
            shortcut="A",
            disabled=held is not None and held.verdict == "accepted",
            on_click=decide,
            args=(frame, "accepted", parent, child),
        )
        st.button(
            words("decide.reject"),
            key="reject",
            icon=":material/close:",
            shortcut="X",
            disabled=held is not None and held.verdict == "rejected",
            on_click=decide,
            args=(frame, "rejected", parent, child),
        )
        parent_chooser(frame, child, parent)
        if held is not None:
            st.button(
                words("decide.undo"),
                key="undo",
                icon=":material/undo:",
                # the toast has the key while it is there
                shortcut=None if _TOLD in st.session_state else "U",
                on_click=take_back,
                args=(frame, parent, child),
            )


def parent_chooser(frame: Frame, child: str, parent: str | None = None) -> None:
    """Any paper of the library as the parent of another, in place of one or beside others."""
    if not frame.read_only:
        _chooser(frame, child, parent)


@st.fragment
def _chooser(frame: Frame, child: str, parent: str | None) -> None:
    if st.session_state.pop(_ANEW, False):
        st.rerun()  # the decision concerns the whole page
    label = frame.words("decide.other" if parent else "decide.another")
    place = f"{parent}→{child}"
    box = st.popover(label, icon=":material/alt_route:", key=f"choose {place}", on_change="rerun")
    if box.open:
        with box:
            _choose(frame, child, parent, place)


def _choose(frame: Frame, child: str, parent: str | None, place: str) -> None:
    words = frame.words
    query = st.text_input(
        words("decide.parent"),
        placeholder=words("decide.parent_placeholder"),
        key=f"find parent {place}",
    )
    likely = [one.relation.parent for one in likely_parents(frame.opened, child)]
    keys, exact = found(frame.opened, query, likely) if query else (tuple(likely), None)
    keys = tuple(key for key in keys if key not in (parent, child))[:_MOST_OFFERED]
    if not keys:
        st.html(f'<div class="pg-muted" role="status">{words("decide.nothing")}</div>')
    chosen = _offered(frame, keys, exact, f"parent {place} {query}", child)
    label = st.text_input(words("decide.label"), max_chars=80, key=f"relabel {place}")
    has_others = parent is None and any(frame.opened.family.pred.get(child, ()))
    also = has_others and st.checkbox(words("decide.also"), key=f"also {place}")
    circle = chosen is not None and _descends(frame, chosen, child)
    if circle:
        names = [as_html(name_of(frame.opened, str(key)), 40) for key in (chosen, child)]
        text = words("decide.circle", parent=names[0], child=names[1])
        st.html(f'<div class="pg-note" role="alert">{text}</div>')
    named = as_markdown(name_of(frame.opened, chosen), 40) if chosen else ""
    st.button(
        words("decide.save_parent", name=named) if chosen else words("decide.save"),
        key=f"save {place}",
        type="primary",
        disabled=circle or (chosen is None and (parent is None or not label)),
        on_click=_decide_here,
        args=(frame, "set" if chosen and not also else "accepted", chosen or parent, child, label),
        kwargs={"asked": parent},
    )


def _offered(
    frame: Frame, keys: tuple[str, ...], exact: str | None, key: str, child: str
) -> str | None:
    """The papers to choose from; chosen at first is only the one of exactly that name."""
    if not keys:
        return None
    words, opened = frame.words, frame.opened
    likely = {one.relation.parent: one.relation for one in likely_parents(opened, child)}

    def caption(one: str) -> str:
        data = opened.citations.nodes[one]
        title = str(data.get("title") or "")
        known = likely.get(one)
        parts = [
            "" if title == name_of(opened, one) else as_markdown(title, 70),
            str(data.get("year") or ""),
            f"{sure_text(words, known)} {words('edge.confidence')}" if known else "",
            "" if opened.citations.has_edge(child, one) else words("decide.not_cited"),
        ]
        return " · ".join(part for part in parts if part)

    chosen = st.radio(
        words("decide.choose"),
        keys,
        index=keys.index(exact) if exact in keys else None,
        format_func=lambda one: as_markdown(name_of(opened, one), 60),
        captions=[caption(one) for one in keys],
        key=key,
    )
    return None if chosen is None else str(chosen)


def _descends(frame: Frame, paper: str, child: str) -> bool:
    """Whether a paper descends from the child whose parent it would be."""
    family = without_proposals(frame.opened.family)
    return paper in family and child in family and nx.has_path(family, child, paper)


def _decide_here(
    frame: Frame, verdict: Verdict, parent: str, child: str, label: str, *, asked: str | None
) -> None:
    st.session_state[f"choose {asked}→{child}"] = False
    draw_anew()
    decide(frame, verdict, parent, child, label or None, asked=asked)
