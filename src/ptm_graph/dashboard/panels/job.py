"""How far work in the background is, with a button that stops it."""

from __future__ import annotations

import streamlit as st

from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.refreshing import RefreshJob
from ptm_graph.dashboard.safe_text import as_html, as_markdown


def watched(frame: Frame, job: RefreshJob) -> None:
    """Show how far a job is, every second; the whole page anew when it is over."""
    st.fragment(lambda: _watch(frame, job), run_every=1.0)()


def _watch(frame: Frame, job: RefreshJob) -> None:
    words = frame.words
    if not job.running:
        st.rerun()
    pace = job.pace
    stage = words.named("stage", pace.name) if pace.name else words("refresh.starting")
    far = " · ".join(words.told(one) for one in pace.said())
    st.progress(pace.share, text=far or as_markdown(stage, 60))
    if far:
        st.html(f'<div class="pg-muted">{words("refresh.now", stage=as_html(stage, 60))}</div>')
    st.button(words("refresh.cancel"), key="cancel", icon=":material/stop:", on_click=job.cancel)
