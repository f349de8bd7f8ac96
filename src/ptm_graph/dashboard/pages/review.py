"""The list is confirmed here: paper by paper, where a decision is worth most first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from operator import itemgetter

import streamlit as st

from ptm_graph.dashboard import deciding
from ptm_graph.dashboard.deciding import Act, Pair, decision_of, parent_chooser
from ptm_graph.dashboard.explaining import abstention_text, label_text, reason_text, sure_text
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.links import is_leaving, paper_button, show_paper
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.reader import to_review
from ptm_graph.dashboard.safe_text import as_html, as_markdown
from ptm_graph.graph.selection import is_proposal
from ptm_graph.library import Library
from ptm_graph.lineage import Candidate, ToConfirm
from ptm_graph.workflow import quoting
from ptm_graph.workflow.decisions import Decision

NAMES = ("child", "parent", "part")
"""Links of earlier versions name a relation, or a part of the page; both lead to a paper."""
_NEWEST = 8
_MOST_SILENT = 40
_REASON = 240
_LATER = "ptm-graph review later"
_PENDING = "ptm-graph review pending"
_HISTORY = "ptm-graph review history"
_PRESSED = "ptm-graph review pressed"
_HERE = "ptm-graph review here"
"""The paper that is asked about now."""
_LONGEST_HISTORY = 500


def render(frame: Frame) -> None:
    """Show the page."""
    words, address = frame.words, frame.address
    st.header(words("review.title"), anchor=False)
    with st.spinner(words("review.ordering"), show_time=True):
        everything = to_review(frame.opened)
    if not st.session_state.get(_PENDING):
        st.session_state[_LATER] = {}  # the library was opened with all that is in the file
    queue = [one for one in everything if one.offered]
    child = address.text("child")
    if child is not None and all(one.child != child for one in everything):
        address.refuse("child", child)
    address.keep("part")
    address.keep("parent")
    act = deciding.told()
    if act is not None:  # by the choice of another parent
        _remember(act)
        _go_on(frame, queue, act.pair[1])
    show_notes(frame)
    _confirming(frame, queue)
    _silent(frame, [one.child for one in everything if not one.offered])


# --- what is decided -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _State:
    """What people decided so far, including what has just been pressed."""

    held: Mapping[Pair, Decision]
    named: frozenset[str]
    """Papers of which a person named a parent."""

    def verdict(self, parent: str, child: str) -> str | None:
        one = self.held.get((parent, child))
        return None if one is None else one.verdict

    def confirmed(self, one: ToConfirm) -> bool:
        """Whether a person named a parent of a paper, or none of those that are offered."""
        if one.child in self.named:
            return True
        offered = [candidate.relation.parent for candidate in one.offered]
        return all(self.verdict(parent, one.child) == "rejected" for parent in offered)


def _state(frame: Frame) -> _State:
    held: dict[Pair, Decision | None] = {one.pair: one for one in frame.opened.decisions}
    held |= st.session_state.get(_LATER, {})
    left = {pair: one for pair, one in held.items() if one is not None}
    named = frozenset(one.child for one in left.values() if one.verdict != "rejected")
    return _State(left, named)


def _take(frame: Frame, queue: Sequence[ToConfirm], one: ToConfirm, parent: str) -> None:
    """Take a paper as the parent, beside those that were taken as one of several."""
    made = decision_of(frame, "set", parent, one.child)
    _answer(frame, "set", made.pair, deciding.in_place(_state(frame).held, made))
    _go_on(frame, queue, one.child)


def _also(frame: Frame, one: ToConfirm, parent: str) -> None:
    """Take a paper as one of several parents; the others are still to be named."""
    pair = parent, one.child
    _go(frame, one.child)  # also of the first paper, which no address names
    _answer(frame, "accepted", pair, {pair: decision_of(frame, "accepted", *pair)})


def _none(frame: Frame, queue: Sequence[ToConfirm], one: ToConfirm) -> None:
    """None of those that are offered or stated is a parent."""
    child = one.child
    after: dict[Pair, Decision | None] = {
        pair: None for pair, held in _state(frame).held.items() if held.child == child
    }
    offered = [candidate.relation.parent for candidate in one.offered]
    for parent in dict.fromkeys([*offered, *frame.opened.family.pred.get(child, ())]):
        if (parent, child) not in after or parent in offered:
            after[parent, child] = decision_of(frame, "rejected", parent, child)
    _answer(frame, "none", (offered[0], child), after)
    _go_on(frame, queue, child)


def _withdraw(frame: Frame, pairs: Sequence[Pair]) -> None:
    _answer(frame, "withdrawn", pairs[0], dict.fromkeys(pairs))


def _answer(frame: Frame, said: str, pair: Pair, after: Mapping[Pair, Decision | None]) -> None:
    held = _state(frame).held
    before = {one: held.get(one) for one in after}
    if _verdicts(before) == _verdicts(after):
        return  # a key pressed twice
    _remember(Act(said, pair, before, after))
    _put(after)


def _verdicts(held: Mapping[Pair, Decision | None]) -> dict[Pair, str | None]:
    return {pair: None if one is None else one.verdict for pair, one in held.items()}


def _undo(frame: Frame) -> None:
    """Take the last answer back, and ask about its paper again."""
    act = st.session_state[_HISTORY].pop()
    _put(act.before)
    _go(frame, act.pair[1])


def _remember(act: Act) -> None:
    history = st.session_state.setdefault(_HISTORY, [])
    history.append(act)
    del history[:-_LONGEST_HISTORY]


def _put(wanted: Mapping[Pair, Decision | None]) -> None:
    st.session_state.setdefault(_LATER, {}).update(wanted)
    st.session_state.setdefault(_PENDING, {}).update(wanted)


def _write(frame: Frame) -> None:
    """Write what was pressed, once the next paper can be seen: a long file takes a moment."""
    wanted = st.session_state.pop(_PENDING, None)
    if wanted and not deciding.store(frame, wanted):
        for pair in wanted:
            st.session_state[_LATER].pop(pair, None)
        st.session_state[_HISTORY].clear()


# --- keys ------------------------------------------------------------------------------------


class _Turn(IntEnum):
    """Who comes first of the keys that were pressed while the page was busy.

    All of them are about the paper that was seen then, and arrive in no order: what stays
    with the paper comes before what leaves it. Once it is left no answer is about it: whoever
    pressed a second key saw the first paper still, or the next one already.
    """

    ALSO = 0
    ANSWER = 1
    STEP = 2
    UNDO = 3


def _press(turn: _Turn, child: str | None, act: Callable[..., None], *about: object) -> None:
    """Note what is to be done; of a child, only while the page asks about it."""
    st.session_state.setdefault(_PRESSED, []).append((turn, child, partial(act, *about)))


def _do_pressed() -> None:
    for _, child, act in sorted(st.session_state.pop(_PRESSED, []), key=itemgetter(0)):
        if child in (None, st.session_state.get(_HERE)):
            act()


# --- where we are ----------------------------------------------------------------------------


def _go(frame: Frame, child: str | None) -> None:
    frame.address.keep("child", child)
    st.session_state[_HERE] = child


def _go_on(frame: Frame, queue: Sequence[ToConfirm], child: str) -> None:
    _go(frame, _following(queue, _state(frame), child))


def _following(queue: Sequence[ToConfirm], state: _State, child: str) -> str | None:
    """The paper that is asked about next: the first open one behind, else the first of all."""
    place = next((at for at, one in enumerate(queue) if one.child == child), -1)
    ordered = [*queue[place + 1 :], *queue[: place + 1]]
    return next((one.child for one in ordered if not state.confirmed(one)), None)


def _here(frame: Frame, queue: Sequence[ToConfirm], state: _State) -> ToConfirm | None:
    child = frame.address.text("child")
    if child is None or all(one.child != child for one in queue):
        child = _following(queue, state, "")
    return next((one for one in queue if one.child == child), None)


# --- what is shown ---------------------------------------------------------------------------


@st.fragment
def _confirming(frame: Frame, queue: Sequence[ToConfirm]) -> None:
    try:
        _do_pressed()
        if is_leaving():
            st.rerun()
        _show(frame, queue)
    finally:
        _write(frame)
    failed = deciding.failure()
    if failed:
        st.error(as_markdown(failed, 300))


def _show(frame: Frame, queue: Sequence[ToConfirm]) -> None:
    words, state = frame.words, _state(frame)
    done = sum(state.confirmed(one) for one in queue)
    total = len(queue)
    counts = {"done": words.number(done), "total": words.number(total)}
    st.progress(done / total if total else 1.0, text=words("review.progress", **counts))
    here = _here(frame, queue, state)
    st.session_state[_HERE] = here.child if here else None
    # read before anything is shown: the paper and its keys have to come together
    quotes = _quotes(frame, here) if here else {}
    left, right = st.columns([2.4, 1], gap="large")
    with left:
        if here is None:
            st.success(words("review.done"), icon=":material/task_alt:")
            _steps(frame, queue, None, state)
        else:
            _paper(frame, here, state)
            _steps(frame, queue, here, state)
            _candidates(frame, queue, here, state, quotes)
    with right:
        if not frame.read_only:
            st.html(f'<div class="pg-muted">{words("review.keys")}</div>')
        _decided(frame, queue, state)


def _paper(frame: Frame, one: ToConfirm, state: _State) -> None:
    """What is asked about, and what the lineage says of it now."""
    words, opened = frame.words, frame.opened
    data = opened.citations.nodes[one.child]
    name, title = name_of(opened, one.child), str(data.get("title") or "")
    year = f" ({data['year']})" if data.get("year") else ""
    parts = [
        as_html(title, 200) if title != name else "",
        words("review.below", count=words.number(one.descendants)) if one.descendants else "",
    ]
    told = " · ".join(part for part in parts if part)
    parents = [
        f"<b>{as_html(name_of(opened, held.parent), 50)}</b>"
        for held in state.held.values()
        if held.child == one.child and held.verdict != "rejected"
    ]
    if parents:
        now = words("review.you_say", names=words.list(parents))
    elif state.confirmed(one):
        now = words("review.you_say_none")
    elif one.stated or opened.family.pred.get(one.child):
        now = words("review.who")
    else:
        now = as_html(abstention_text(words, opened, one.child), 300)
    key = as_html(one.child, 200)
    st.html(
        f'<h3 class="pg-asked" data-paper="{key}">{as_html(name, 120)}{year}</h3>'
        f'<div class="pg-muted">{told}</div><div class="pg-body" role="status">{now}</div>'
    )


def _quotes(frame: Frame, one: ToConfirm) -> dict[str, str]:
    """The best sentence of each candidate that has any."""
    told = {each.relation.parent: each.relation.evidence.sentences for each in one.offered}
    with Library.open(frame.opened.path) as library:
        quoted = quoting.said(library, one.child, told)
    return {parent: found[0].text for parent, found in quoted.items() if found}


def _candidates(
    frame: Frame,
    queue: Sequence[ToConfirm],
    one: ToConfirm,
    state: _State,
    quotes: Mapping[str, str],
) -> None:
    for place, candidate in enumerate(one.offered):
        quote = quotes.get(candidate.relation.parent, "")
        with st.container(border=True):
            left, right = st.columns([3.4, 1], gap="small")
            with left:
                _candidate(frame, candidate, place, state, quote)
            if not frame.read_only:
                with right, st.container(gap="small"):
                    _buttons(frame, queue, one, place)


def _candidate(frame: Frame, candidate: Candidate, place: int, state: _State, quote: str) -> None:
    """One candidate: how sure, what changed, what the paper says of it, and why it may be."""
    words, opened, relation = frame.words, frame.opened, candidate.relation
    data = opened.citations.nodes[relation.parent]
    name, title = name_of(opened, relation.parent), str(data.get("title") or "")
    year = f" ({data['year']})" if data.get("year") else ""
    chip = _chip(frame, relation.parent, relation.child, state)
    labels = " · ".join(as_html(label_text(words, label.text), 80) for label in relation.labels)
    lines = [
        f'<div class="pg-title">{place + 1}. {as_html(name, 90)}{year}</div>',
        f'<div class="pg-muted">{as_html(title, 160)}</div>' if title not in ("", name) else "",
        f'<div class="pg-body"><b>{as_html(sure_text(words, relation), 40)}</b> '
        f"{words('edge.confidence')}{chip}" + (f" · <b>{labels}</b>" if labels else "") + "</div>",
        f'<div class="pg-quote">“{as_html(quote, 320)}”</div>' if quote else "",
        f'<div class="pg-muted">{as_html(reason_text(words, relation), _REASON)}</div>',
    ]
    st.html("".join(lines))


def _chip(frame: Frame, parent: str, child: str, state: _State) -> str:
    """What is known of a candidate already: a person's word, or the lineage's."""
    words = frame.words
    verdict = state.verdict(parent, child)
    if verdict is not None:
        told = words.named("decided", verdict)
    elif frame.opened.family.has_edge(parent, child):
        proposed = is_proposal(frame.opened.family.edges[parent, child])
        told = words("review.proposed" if proposed else "review.stated")
    else:
        return ""
    return f' <span class="pg-chip">{told}</span>'


def _buttons(frame: Frame, queue: Sequence[ToConfirm], one: ToConfirm, place: int) -> None:
    words, parent = frame.words, one.offered[place].relation.parent
    # the paper is in the key: a key pressed twice is no answer about the next paper
    st.button(
        words("review.take"),
        key=f"take {place} {one.child}",
        icon=":material/check:",
        shortcut=str(1 + place),
        width="stretch",
        on_click=_press,
        args=(_Turn.ANSWER, one.child, _take, frame, queue, one, parent),
    )
    st.button(
        words("review.also"),
        key=f"also {place} {one.child}",
        icon=":material/add:",
        type="tertiary",
        shortcut=str(4 + place),
        width="stretch",
        on_click=_press,
        args=(_Turn.ALSO, one.child, _also, frame, one, parent),
    )


def _steps(frame: Frame, queue: Sequence[ToConfirm], one: ToConfirm | None, state: _State) -> None:
    """None of them, the way back and forward, and any other paper."""
    words = frame.words
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if one is not None and not frame.read_only:
            st.button(
                words("review.none"),
                key=f"none {one.child}",
                icon=":material/close:",
                shortcut="0",
                on_click=_press,
                args=(_Turn.ANSWER, one.child, _none, frame, queue, one),
            )
        if not frame.read_only:
            _undo_button(frame)
        if one is None:
            return
        place = queue.index(one)
        for name, shortcut, icon, to in (
            ("previous", "K", "arrow_back", place - 1),
            ("next", "J", "arrow_forward", place + 1),
        ):
            known = 0 <= to < len(queue)
            st.button(
                words(f"review.{name}"),
                key=f"review {name}",
                icon=f":material/{icon}:",
                type="tertiary",
                shortcut=shortcut,
                disabled=not known,
                on_click=_press,
                args=(_Turn.STEP, one.child, _go, frame, queue[to].child if known else None),
            )
        parent_chooser(frame, one.child)
        held = [pair for pair in state.held if pair[1] == one.child]
        if held and not frame.read_only:
            st.button(
                words("review.withdraw"),
                key=f"withdraw {one.child}",
                icon=":material/undo:",
                type="tertiary",
                on_click=_press,
                args=(_Turn.ANSWER, one.child, _withdraw, frame, held),
            )
        st.button(
            words("review.drawing"),
            key="review drawing",
            icon=":material/arrow_outward:",
            type="tertiary",
            on_click=show_paper,
            args=(one.child,),
        )


def _undo_button(frame: Frame) -> None:
    history = st.session_state.get(_HISTORY)
    if history:
        name = as_markdown(name_of(frame.opened, history[-1].pair[1]), 30)
        st.button(
            frame.words("review.undo_last", name=name),
            key="undo last",
            icon=":material/undo:",
            shortcut="U",
            on_click=_press,
            args=(_Turn.UNDO, None, _undo, frame),
        )


def _decided(frame: Frame, queue: Sequence[ToConfirm], state: _State) -> None:
    """What has been decided, newest first; each leads to its paper."""
    words, opened = frame.words, frame.opened
    made = sorted(state.held.values(), key=lambda one: one.at, reverse=True)
    by_child: dict[str, list[Decision]] = {}
    for one in made:
        by_child.setdefault(one.child, []).append(one)
    st.html(f"<b>{words('review.decided', count=words.number(len(by_child)))}</b>")
    if not by_child:
        st.html(f'<div class="pg-muted">{words("review.nothing")}</div>')
    rest = len(by_child) - _NEWEST
    more = words("paper.more", count=words.number(rest))
    shown = len(by_child) if rest > 0 and st.toggle(more, key="all decisions") else _NEWEST
    asked = {one.child for one in queue}
    with st.container(key="decided", gap=None):
        for child, held in list(by_child.items())[:shown]:
            named = [name_of(opened, one.parent) for one in held if one.verdict != "rejected"]
            told = words.list(named) or words("review.not_these", count=words.number(len(held)))
            st.button(
                as_markdown(f"{name_of(opened, child)} ← {told}", 70),
                key=f"decided {child}",
                type="tertiary",
                on_click=_go if child in asked else show_paper,
                args=(frame, child) if child in asked else (child,),
                disabled=child not in opened.citations,
            )
    _unused(frame, state)


def _unused(frame: Frame, state: _State) -> None:
    """Decisions that could not be applied, each with a way back."""
    words, opened = frame.words, frame.opened
    for one in opened.unused_decisions:
        if one.pair not in state.held:
            continue
        names = f"{name_of(opened, one.parent)} → {name_of(opened, one.child)}"
        st.html(f'<div class="pg-muted">{as_html(names, 80)}: {words("review.unused")}</div>')
        if not frame.read_only:
            st.button(
                words("decide.undo"),
                key=f"undo {one.parent} {one.child}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_withdraw,
                args=(frame, [one.pair]),
            )


def _silent(frame: Frame, children: Sequence[str]) -> None:
    """Papers with nothing to offer, each with the reason; any paper can be named all the same."""
    if not children:
        return
    words = frame.words
    count = words.number(len(children))
    if not st.toggle(words("review.silent", count=count), key="silent"):
        return
    for child in children[:_MOST_SILENT]:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            paper_button(frame, child, group="silent")
            reason = as_html(abstention_text(words, frame.opened, child), 200)
            st.html(f'<div class="pg-muted">{reason}</div>', width="content")
            parent_chooser(frame, child)
    rest = len(children) - _MOST_SILENT
    if rest > 0:
        st.html(f'<div class="pg-muted">{words("paper.more", count=words.number(rest))}</div>')
