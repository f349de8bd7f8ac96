"""A list from one paper: which, how far, what it costs; then how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.panels.job import watched
from ptm_graph.dashboard.refreshing import RefreshJob, job_of
from ptm_graph.dashboard.safe_text import as_html, as_markdown
from ptm_graph.errors import AmbiguousQueryError, PtmGraphError

if TYPE_CHECKING:
    from ptm_graph.workflow.refreshing import RefreshReport

_MOST_UP, _MOST_PAPERS = 6, 500


def start_panel(frame: Frame, *, empty: bool) -> None:
    """Let the reader start from one paper where there is no list; tell of it until it is over.

    Parameters
    ----------
    frame : Frame
        The page.
    empty : bool
        Whether the library has no list.
    """
    if frame.read_only:
        return
    job = job_of(str(frame.opened.path))
    if job.running:
        st.html(f"<b>{frame.words('trace_page.title')}</b>")
        watched(frame, job)
    elif empty:
        st.html(f"<b>{frame.words('trace_page.title')}</b>")
        _form(frame, job)
    elif job.traced is not None:
        papers, left = (frame.words.number(count) for count in job.traced)
        st.success(frame.words("trace_page.done", papers=papers, left=left))


def _form(frame: Frame, job: RefreshJob) -> None:
    from ptm_graph.workflow.tracing import Bounds, expected, starts

    words = frame.words
    row = st.columns([3, 1, 1], gap="small", vertical_alignment="bottom")
    text = row[0].text_input(
        words("trace_page.paper"), key="start from", placeholder=words("trace_page.example")
    )
    up = row[1].number_input(words("trace_page.up"), 1, _MOST_UP, 3, key="generations")
    budget = row[2].number_input(words("trace_page.budget"), 2, _MOST_PAPERS, 60, key="budget")
    bounds = Bounds(up=int(up), papers=int(budget))
    if text.strip():
        try:
            starts([text])
            cost = expected(frame.opened.path, bounds)
        except PtmGraphError as error:
            st.error(as_markdown(words.told(error), 600), icon=":material/error:")
            return
        minutes = max(1, round(cost.seconds / 60))
        said = words("trace_page.cost", papers=cost.papers, requests=cost.requests, minutes=minutes)
        st.html(f'<div class="pg-muted">{said}</div>')
    st.button(
        words("trace_page.start"),
        key="trace",
        type="primary",
        icon=":material/account_tree:",
        disabled=not text.strip(),
        on_click=_begin,
        args=(frame, text.strip(), bounds.up, bounds.papers),
    )
    _ended(frame, job, lambda chosen: _begin(frame, chosen, bounds.up, bounds.papers))


def _ended(frame: Frame, job: RefreshJob, again: Callable[[str], None]) -> None:
    """Why the last one made no list; a title that may be several papers with each of them."""
    words = frame.words
    if isinstance(job.error, AmbiguousQueryError):
        st.warning(words("trace_page.which", text=as_markdown(job.error.query, 200)))
        for number, line in enumerate(job.error.choices):
            button, about = st.columns([1, 3.2], gap="small", vertical_alignment="center")
            button.button(
                words("list_page.take"),
                key=f"start {number}",
                icon=":material/check:",
                on_click=again,
                args=(line.split()[1],),
            )
            about.html(f'<div class="pg-body">{as_html(line.partition(" ")[2], 200)}</div>')
    elif job.error is not None:
        st.error(as_markdown(words.told(job.error), 600), icon=":material/error:")
    elif job.cancelled:
        st.info(words("refresh.cancelled"))


def _begin(frame: Frame, text: str, up: int, papers: int) -> None:
    """Start it in the background."""
    path = frame.opened.path

    def work(job: RefreshJob) -> RefreshReport:
        from ptm_graph.workflow.tracing import Bounds, trace

        done = trace(path, [text], Bounds(up=up, papers=papers), progress=job)
        job.traced = len(done.papers), len(done.left)
        return done.report

    job_of(str(path)).start(work)
