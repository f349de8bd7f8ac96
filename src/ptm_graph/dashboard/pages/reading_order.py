"""What to read first and why; what is read is ticked off and kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import networkx as nx
import streamlit as st

from ptm_graph.analysis import ReadingOrder, ReadingStep, papers_of_family, reading_order
from ptm_graph.dashboard.controls import count_proposals, left_out
from ptm_graph.dashboard.explaining import reading_reason, show_legend
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.links import show_paper
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.read_marks import mark, read_marks
from ptm_graph.dashboard.safe_text import as_html, as_markdown, shortened
from ptm_graph.errors import PtmGraphError
from ptm_graph.exports import to_bytes
from ptm_graph.graph.dates import date_of
from ptm_graph.lineage.saying import joined

NAMES = ("for", "paper", "family", "pace", "unread", "proposals")
GOALS = ("list", "family", "paper")
_PER_PAGE = 25
_PACE = 3
_SAID = "ptm-graph reading order said"
_TICKED = "ptm-graph ticked last"


def render(frame: Frame) -> None:
    """Show the page."""
    words = frame.words
    st.header(words("order.title"), anchor=False)
    said = st.session_state.pop(_SAID, None)
    if said:
        st.error(as_markdown(said, 400), icon=":material/error:")
    goals, asked = _goals(frame)
    show_notes(frame)
    if not asked:
        st.info(words("order.choose"), icon=":material/menu_book:")
        return
    try:
        order = reading_order(
            frame.opened.family,
            goals,
            citations=frame.opened.citations,
            proposals=frame.address.flag("proposals"),
        )
        marks = read_marks(frame.opened.path)
    except PtmGraphError as error:
        st.error(as_markdown(words.told(error)))
        return
    unread = [step for step in order.steps if step.paper not in marks]
    _progress(frame, order, len(unread))
    _next(frame, unread[0] if unread else None, marks)
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        only = st.toggle(
            words("order.unread"), frame.address.flag("unread"), key=frame.address.key("unread")
        )
        frame.address.keep("unread", "1" if only else None)
        _proposals(frame, order)
    steps = unread if only else list(order.steps)
    _steps(frame, steps, marks)
    _downloads(frame, order)


def _parents(step: ReadingStep) -> tuple[str, ...]:
    """The parents whose confidences are told."""
    return tuple(key for one in step.reasons if one.kind == "parents" for key in one.papers)


def _goals(frame: Frame) -> tuple[Collection[str] | None, bool]:
    """The papers to understand (None: the whole list), and whether they were chosen."""
    words, address, opened = frame.words, frame.address, frame.opened
    row = st.columns([1.5, 2.3, 0.8], vertical_alignment="bottom", gap="medium")
    with row[0]:
        goal = st.segmented_control(
            words("order.for"),
            GOALS,
            default=address.choice("for", GOALS, "list"),
            required=True,
            format_func=lambda one: words.named("goal", one),
            key=address.key("for"),
        )
    address.keep("for", goal if goal != "list" else None)
    with row[2]:
        pace = st.number_input(
            words("order.pace"),
            1,
            40,
            address.number("pace", _PACE, 1, 40),
            key=address.key("pace"),
        )
        address.keep("pace", str(pace) if pace != _PACE else None)
    with row[1]:
        if goal == "family":
            family = _chosen(
                frame, "family", list(opened.colours), lambda one: shortened(frame.family_name(one))
            )
            return (papers_of_family(opened.citations, family), True) if family else (None, False)
        if goal == "paper":
            papers = _papers(frame)
            return papers or None, bool(papers)
    return None, True


def _chosen(
    frame: Frame, name: str, options: Sequence[str], named: Callable[[str], str]
) -> str | None:
    address = frame.address
    start = address.text(name)
    if start is not None and start not in options:
        address.refuse(name, start)
        start = None
    chosen: str | None = st.selectbox(
        frame.words(f"order.{name}"),
        options,
        index=options.index(start) if start is not None else None,
        format_func=named,
        placeholder=frame.words("order.placeholder"),
        filter_mode="contains",
        key=address.key(name),
    )
    address.keep(name, chosen)
    return chosen


def _papers(frame: Frame) -> list[str]:
    """The papers to understand: of the lineage, and others that a link names."""
    address, opened = frame.address, frame.opened
    held = address.choices("paper", opened.citations)
    options = [key for key in opened.search_options.arranged() if key in opened.family]
    options += [key for key in held if key not in opened.family]
    chosen = st.multiselect(
        frame.words("order.paper"),
        options,
        held,
        format_func=lambda one: opened.search_options[one],
        placeholder=frame.words("order.placeholder"),
        filter_mode="contains",
        key=address.key("paper"),
    )
    address.keep("paper", *chosen)
    return list(chosen)


def _progress(frame: Frame, order: ReadingOrder, unread: int) -> None:
    words = frame.words
    total = len(order.steps)
    pace = frame.address.number("pace", _PACE, 1, 40)
    st.progress(
        (total - unread) / total if total else 0.0,
        text=words("order.progress", read=total - unread, total=total, hours=unread * pace),
    )


def _next(frame: Frame, step: ReadingStep | None, marks: frozenset[str]) -> None:
    """What is to be read now, with keys: a tick moves on to the one after it."""
    words = frame.words
    ticked = st.session_state.get(_TICKED)
    if step is None and ticked not in marks:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if step is not None:
            name = as_html(name_of(frame.opened, step.paper), 80)
            said = words("order.next", name=f"<b>{name}</b>")
            st.html(f'<div class="pg-said" role="status">{said}</div>', width="content")
            if not frame.read_only:
                st.button(
                    words("order.tick"),
                    key="tick next",
                    icon=":material/check:",
                    shortcut="D",
                    on_click=_mark,
                    args=(frame, step.paper, True),
                )
            st.button(
                words("order.show"),
                key="show next",
                icon=":material/arrow_outward:",
                shortcut="S",
                on_click=show_paper,
                args=(step.paper,),
            )
        if ticked in marks and not frame.read_only:
            st.button(
                words("order.undo", name=as_markdown(name_of(frame.opened, ticked), 40)),
                key="untick last",
                icon=":material/undo:",
                type="tertiary",
                shortcut="U",
                on_click=_mark,
                args=(frame, ticked, False),
            )


def _proposals(frame: Frame, order: ReadingOrder) -> None:
    """The switch that counts proposals, which the order above was made with."""
    before = frame.address.flag("proposals")
    if count_proposals(frame) != before:
        st.rerun()
    left_out(frame, order.proposals)


def _steps(frame: Frame, steps: Sequence[ReadingStep], marks: frozenset[str]) -> None:
    words = frame.words
    pages = max((len(steps) + _PER_PAGE - 1) // _PER_PAGE, 1)
    first, to_read = 0, next((at for at, one in enumerate(steps) if one.paper not in marks), 0)
    if pages > 1:
        start = to_read // _PER_PAGE + 1  # where it is, the page follows what is read
        page = st.number_input(
            words("list.page", count=pages), 1, pages, start, key=f"order page {start}", width=180
        )
        first = (min(int(page), pages) - 1) * _PER_PAGE
    if not steps:
        st.success(words("order.all_read"), icon=":material/task_alt:")
    shown = steps[first : first + _PER_PAGE]
    for number, step in enumerate(shown, start=first + 1):
        _step(frame, step, number, read=step.paper in marks, now=number == to_read + 1)
    pairs = [(parent, step.paper) for step in shown for parent in _parents(step)]
    show_legend(words, (frame.opened.family.edges[pair] for pair in pairs))


def _step(frame: Frame, step: ReadingStep, number: int, *, read: bool, now: bool) -> None:
    data = frame.opened.citations.nodes[step.paper]
    date = date_of(data)
    name = as_markdown(name_of(frame.opened, step.paper), 80)
    row = st.columns([0.28, 0.72], gap="small", vertical_alignment="center")
    with row[0], st.container(horizontal=True, vertical_alignment="center", gap="small"):
        key = f"read {step.paper}"
        st.checkbox(
            f"{number}\\. **{name}**" if now and not read else f"{number}\\. {name}",
            read,
            key=f"{key} {read}",
            disabled=frame.read_only,
            on_change=_mark,
            args=(frame, step.paper, not read),
            width="content",
        )
        _show_button(frame, step.paper)
    with row[1]:
        texts = [as_html(text, 200) for text in _reasons(frame, step)]
        reasons = joined(texts, frame.words.language)
        title = as_html(str(data.get("title") or ""), 140)
        when = frame.words.date(date) if date else frame.words("paper.no_date")
        st.html(
            f'<div class="pg-body">{title} <span class="pg-muted">({when})</span></div>'
            f'<div class="pg-muted">{reasons}</div>'
        )


def _reasons(frame: Frame, step: ReadingStep) -> list[str]:
    return [reading_reason(frame.words, frame.opened, step, one) for one in step.reasons]


def _show_button(frame: Frame, key: str) -> None:
    """A button that shows the paper in the drawing."""
    st.button(
        frame.words("order.show"),
        key=f"show {key}",
        type="tertiary",
        icon=":material/arrow_outward:",
        on_click=show_paper,
        args=(key,),
    )


def _mark(frame: Frame, key: str, read: bool) -> None:
    try:
        mark(frame.opened.path, key, read)
        st.session_state[_TICKED] = key if read else None
    except (PtmGraphError, OSError) as error:
        st.session_state[_SAID] = frame.words("order.failed", why=frame.words.told(error))


def _downloads(frame: Frame, order: ReadingOrder) -> None:
    words = frame.words
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            words("order.markdown"),
            data=lambda: _markdown(frame, order),
            file_name="reading-order.md",
            mime="text/markdown",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            words("order.bibtex"),
            data=lambda: to_bytes(_part(frame, order), "bib"),
            file_name="reading-order.bib",
            mime="application/x-bibtex",
            on_click="ignore",
            icon=":material/download:",
        )


def _part(frame: Frame, order: ReadingOrder) -> nx.DiGraph[str]:
    return nx.DiGraph(frame.opened.citations.subgraph([step.paper for step in order.steps]))


def _markdown(frame: Frame, order: ReadingOrder) -> str:
    marks = read_marks(frame.opened.path)
    lines = [f"# {frame.words('order.title')}", ""]
    for number, step in enumerate(order.steps, start=1):
        data = frame.opened.citations.nodes[step.paper]
        tick = "x" if step.paper in marks else " "
        name = as_markdown(name_of(frame.opened, step.paper), 120)
        title = as_markdown(str(data.get("title") or ""), 300)
        lines.append(f"{number}. [{tick}] **{name}** – {title} ({data.get('date') or '?'})")
        lines.extend(f"    - {as_markdown(text, 300)}" for text in _reasons(frame, step))
    return "\n".join(lines) + "\n"
