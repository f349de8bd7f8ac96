"""How good the data is: sources, gaps, what was dropped and why, accuracy, credits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from ptm_graph._version import __version__
from ptm_graph.dashboard.frame import Frame, show_notes, table_height
from ptm_graph.dashboard.panels.names import completeness, name_of
from ptm_graph.dashboard.panels.reliability import reliability_table
from ptm_graph.dashboard.published import published_accuracy
from ptm_graph.dashboard.safe_text import as_html, as_markdown, shortened
from ptm_graph.errors import PtmGraphError
from ptm_graph.evaluation.evaluating import Evaluation, evaluate
from ptm_graph.evaluation.gold import read_gold
from ptm_graph.graph.selection import proposal_count
from ptm_graph.library import Library
from ptm_graph.words.doors import STAGE as VALUES
from ptm_graph.words.model import Problem
from ptm_graph.words.wording import understood
from ptm_graph.workflow import decisions
from ptm_graph.workflow.standing import fallen

NAMES = ("stage",)
_MOST_PROBLEMS = 300
"""Rows of what could not be used; the terminal has the rest."""


def render(frame: Frame) -> None:
    """Show the page."""
    words = frame.words
    st.header(words("quality.title"), anchor=False)
    with Library.open(frame.opened.path) as library:
        problems = library.problems()
        unresolved = library.columns.unresolved_count()
        citations = library.citation_count()
        sources = library.columns.sources()
    _numbers(frame, citations, unresolved)
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        _fallen(frame)
        _gaps(frame)
        _problems(frame, problems)
    with right:
        _published(frame)
        reliability_table(frame)
        _accuracy(frame)
        _sources(frame, sources)
        _credits(frame)
    show_notes(frame)


def _numbers(frame: Frame, citations: int, unresolved: int) -> None:
    words, opened = frame.words, frame.opened
    seeds = sum(bool(data.get("seed")) for _, data in opened.citations.nodes(data=True))
    proposals = proposal_count(opened.family)
    figures = (
        ("papers", len(opened.citations)),
        ("seeds", seeds),
        ("citations", citations),  # of a large library the graph has a part of them
        ("relations", opened.family.number_of_edges() - proposals),
        ("proposals", proposals),
        ("unresolved", unresolved),
        ("abstentions", len(opened.lineage.abstentions)),
    )
    with st.container(key="figures"):
        row = st.columns(len(figures))
    for column, (name, value) in zip(row, figures, strict=True):
        with column:
            st.metric(words.named("figure", name), words.number(value))


def _fallen(frame: Frame) -> None:
    """Papers of the list that descend from what does not stand any more."""
    told = [one.said(frame.words.language) for one in fallen(frame.opened.family)]
    if told:
        lines = "".join(f"<li>{as_html(frame.words.told(one), 400)}</li>" for one in told)
        st.html(f"<b>{frame.words('quality.fallen')}</b><ul>{lines}</ul>")


def _gaps(frame: Frame) -> None:
    """Papers whose references are not all known, emptiest first."""
    words, opened = frame.words, frame.opened
    states = Counter(
        str(data.get("references_state"))
        for _, data in opened.citations.nodes(data=True)
        if data.get("seed")
    )
    st.html(
        f"<b>{words('quality.gaps')}</b>"
        '<div class="pg-muted">'
        + " · ".join(
            f"{words.named('state', state)}: {states[state]}"
            for state in ("complete", "partial", "unknown")
        )
        + "</div>"
    )
    gaps = sorted(opened.lineage.gaps, key=lambda gap: (gap.known or 0, gap.child))
    if not gaps:
        st.html(f'<div class="pg-muted">{words("quality.no_gaps")}</div>')
        return
    st.dataframe(
        pd.DataFrame(
            {
                words("column.name"): [shortened(name_of(opened, gap.child)) for gap in gaps],
                words("column.state"): [
                    completeness(words, gap.state, gap.known, gap.stated) for gap in gaps
                ],
                words("column.references_known"): pd.array(
                    [gap.known for gap in gaps], dtype="Int64"
                ),
                words("column.reference_count"): pd.array(
                    [gap.stated for gap in gaps], dtype="Int64"
                ),
                words("column.sentences"): [gap.sentences for gap in gaps],
            }
        ),
        hide_index=True,
        height=table_height(len(gaps), 300),
        placeholder=words("unknown"),
        alt=words("quality.gaps"),
    )


def _problems(frame: Frame, problems: tuple[Problem, ...]) -> None:
    words = frame.words
    st.html(f"<b>{words('quality.dropped', count=len(problems))}</b>")
    if not problems:
        st.html(f'<div class="pg-muted">{words("quality.nothing_dropped")}</div>')
        return
    stages = sorted({one.stage for one in problems})
    stage = frame.address.choice("stage", ["", *stages], "")
    chosen = st.selectbox(
        words("quality.stage"),
        ["", *stages],
        index=["", *stages].index(stage),
        format_func=lambda one: (
            shortened(words.named("stage", one)) if one else words("filter.all")
        ),
        key=frame.address.key("stage"),
    )
    frame.address.keep("stage", chosen or None)
    shown = [one for one in problems if not chosen or one.stage == chosen]
    rows = "".join(
        f"<tr><td>{as_html(words.named('stage', one.stage), 60)}</td>"
        f"<td>{as_html(_subject(frame, one), 200)}</td>"
        f"<td>{as_html(words.reply(one.code, one.reason), 600)}</td>"
        f'<td class="pg-points">{"" if one.line is None else one.line}</td></tr>'
        for one in shown[:_MOST_PROBLEMS]
    )
    heads = "".join(
        f'<th scope="col">{words(f"column.{name}")}</th>'
        for name in ("stage", "name", "reason", "line")
    )
    more = len(shown) - _MOST_PROBLEMS
    st.html(  # not a grid, which cuts what is longer than a line
        f'<table class="pg-terms"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        + (f'<div class="pg-muted">{words("paper.more", count=words.number(more))}</div>')
        * (more > 0)
    )


def _subject(frame: Frame, problem: Problem) -> str:
    if problem.stage != VALUES:  # a title may read like a sentence of ours
        return problem.subject
    return frame.words.told(understood(problem.subject))


def _sources(frame: Frame, sources: Mapping[str, int]) -> None:
    words, opened = frame.words, frame.opened
    st.html(f"<b>{words('quality.sources')}</b>")
    rows = "".join(
        f'<tr><th scope="row">{as_html(words.source(source), 60)}</th>'
        f'<td class="pg-points">{words.number(count)}</td></tr>'
        for source, count in sorted(sources.items(), key=lambda item: (-item[1], item[0]))
    )
    st.html(
        f'<table class="pg-terms"><thead><tr><th scope="col">{words("quality.source")}</th>'
        f'<th scope="col" class="pg-points">{words("quality.source_papers")}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    told = [text for text in (opened.source, opened.fetched) if text]
    if told:
        st.html(f'<div class="pg-muted">{as_html(" · ".join(told), 600)}</div>')


def _published(frame: Frame) -> None:
    """How well the method agrees with what people drew, as the documentation has it."""
    words, found = frame.words, published_accuracy()
    if found is None:
        return
    st.html(f"<b>{words('quality.accuracy')}</b>")
    first, *others = (words.named("published_head", head) for head in found.heads)
    heads = "".join(
        f'<th scope="col" class="pg-points">{as_html(head, 40)}</th>' for head in others
    )
    rows = "".join(
        f'<tr><th scope="row">{as_html(words.named("published_row", row[0]), 80)}</th>'
        + "".join(f'<td class="pg-points">{as_html(cell, 40)}</td>' for cell in row[1:])
        + "</tr>"
        for row in found.rows
    )
    st.html(
        f'<table class="pg-terms"><thead><tr><th scope="col">{as_html(first, 40)}</th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table>"
        f'<div class="pg-muted" style="margin-top:0.4rem">{words("quality.published")}</div>'
    )


def _accuracy(frame: Frame) -> None:
    """The lineage measured against what people decided, beside simple rules."""
    words, opened = frame.words, frame.opened
    st.html(f"<b>{words('quality.own')}</b>")
    gold = decisions.as_gold(opened.decisions)
    decided = sum(one.verdict != "rejected" for one in opened.decisions)
    if not decided:
        st.html(f'<div class="pg-muted">{words("quality.no_gold")}</div>')
        return
    if not st.toggle(words("quality.measure", count=decided), key="measure"):
        return
    try:
        found = _measured(str(opened.path), gold, frame)
    except (PtmGraphError, ValueError, ZeroDivisionError) as error:
        st.info(as_markdown(words.told(error)))
        return
    figures = {words("quality.this"): found.figures(), **found.baselines}
    names = ("hit@1", "map", "f1")
    rows = "".join(
        f'<tr><th scope="row">{as_html(name, 60)}</th>'
        + "".join(f'<td class="pg-points">{_share(row.get(one))}</td>' for one in names)
        + "</tr>"
        for name, row in figures.items()
    )
    heads = "".join(f'<th scope="col" class="pg-points">{one}</th>' for one in names)
    st.html(
        f'<table class="pg-terms"><thead><tr><th scope="col"></th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _measured(path: str, gold: str, frame: Frame) -> Evaluation:
    citations = frame.opened.citations
    return evaluate(citations, read_gold(gold, citations), complete_only=False)


def _credits(frame: Frame) -> None:
    words = frame.words
    named = str(frame.opened.citations.graph.get("credits") or "").split("; ")
    lines = "".join(f"<li>{as_html(credit, 300)}</li>" for credit in named if credit)
    st.html(
        f"<b>{words('quality.credits')}</b>"
        f'<ul class="pg-muted">{lines}</ul><div class="pg-muted">ptm-graph {__version__}</div>'
    )
