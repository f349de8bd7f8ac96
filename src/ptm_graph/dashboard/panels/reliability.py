"""What confidences mean: how often candidates were right, by what was known of the references."""

from __future__ import annotations

import streamlit as st

from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.safe_text import as_html
from ptm_graph.lineage.reliability import Group, reliability
from ptm_graph.words.wording import Said
from ptm_graph.workflow.opening import DecidedLineage, Inferred
from ptm_graph.workflow.recalibrating import ENOUGH, learned


def reliability_table(frame: Frame) -> None:
    """Show the measured tables; the numbers in words are what the bars show."""
    words = frame.words
    heads = "".join(
        f'<th scope="col" class="pg-points">{words(f"reliability.{name}")}</th>'
        for name in ("said", "right", "papers")
    )
    groups = "".join(
        '<tbody><tr><th scope="rowgroup" colspan="5">'
        f"<b>{words.named('knowledge', state)}</b></th></tr>"
        + "".join(_row(one) for one in table.best)
        + "</tbody>"
        for state, table in reliability().items()
    )
    st.html(
        f"<b>{words('reliability.title')}</b>"
        f'<table class="pg-terms"><thead><tr><th scope="col">{words("reliability.shown")}</th>'
        f'{heads}<td style="width:32%"></td></tr></thead>{groups}</table>'
        f'<div class="pg-muted">{words("reliability.note")}</div>'
    )
    for said in _own(frame):
        st.html(f'<div class="pg-note">{as_html(words.told(said), 300)}</div>')


def _row(one: Group) -> str:
    figures = "".join(
        f'<td class="pg-points">{text}</td>'
        for text in (f"{one.said:.0%}", f"{one.right:.0%}", f"{one.papers:,}")
    )
    return (
        f'<tr><th scope="row">{one.low:.0%}–{one.high:.0%}</th>{figures}'
        '<td aria-hidden="true"><div style="position:relative;padding-top:0.3rem">'
        f'<div class="pg-bar" style="width:{one.right:.0%}"></div>'
        f'<div style="position:absolute;top:0.1rem;left:{one.said:.0%};width:2px;height:0.8rem;'
        'background:currentColor"></div></div></td></tr>'
    )


def _own(frame: Frame) -> list[Said]:
    """What the person's decisions made of the confidences, or suggest."""
    opened = frame.opened
    moved = opened.recalibration
    said = [] if moved is None else [Said("confidence.recalibrated by", {"count": moved.decisions})]
    found = DecidedLineage(
        Inferred(opened.citations, opened.lineage, opened.family),
        opened.family,
        opened.decisions,
        opened.decisions_path,
        opened.unused_decisions,
        moved,
    )
    what = learned(found) if len(opened.decisions) >= ENOUGH else None
    return [*said, *([what.said] if what is not None and what.said is not None else [])]
