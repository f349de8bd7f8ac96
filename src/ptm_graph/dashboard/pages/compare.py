"""Two to four papers side by side, to read and to take along as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.links import paper_button
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.reader import MOST_ARRANGED
from ptm_graph.dashboard.safe_text import as_html, as_markdown
from ptm_graph.dashboard.tabulating import citations_of
from ptm_graph.exports.comparison import in_latex, in_markdown
from ptm_graph.workflow.comparing import (
    LEAST_COMPARED,
    MOST_COMPARED,
    Comparison,
    Row,
    compare,
    rows,
)

NAMES = ("papers",)
_MOST_SHARED = 60
_LIKELY = 2
"""Pairs that are offered where none was chosen."""
_CELL = 1500


def render(frame: Frame) -> None:
    """Show the page."""
    words = frame.words
    st.header(words("compare.title"), anchor=False)
    keys = _papers(frame)
    show_notes(frame)
    if len(keys) < LEAST_COMPARED:
        st.info(words("compare.choose"), icon=":material/compare_arrows:")
        if not keys:
            _likely(frame)
        return
    language = words.language
    citations = citations_of(frame.opened, keys)
    found = compare(frame.opened.family, citations, keys, language)
    with st.container(horizontal=True, gap="small"):
        for key in keys:
            paper_button(frame, key, group="compared")
    st.html(_table(found, rows(found, language)))
    _shared(frame, found)
    for name, text, kind in (
        ("markdown", in_markdown(found, language), "md"),
        ("latex", in_latex(found, language), "tex"),
    ):
        with st.expander(words(f"compare.{name}")):
            st.code(text, language=name, wrap_lines=True)
            st.download_button(
                words("download.save"),
                data=text,
                file_name=f"comparison.{kind}",
                key=f"save {name}",
                on_click="ignore",
                icon=":material/download:",
            )


def _likely(frame: Frame) -> None:
    """Offer the surest parents with their child, each paper once."""
    words, graph, offered = frame.words, frame.opened.family, set[str]()
    surest = sorted(
        (-float(data.get("confidence") or 0.0), parent, child)
        for parent, child, data in graph.edges(data=True)
    )
    for _, parent, child in surest:
        if offered.isdisjoint((parent, child)):
            if not offered:
                st.html(f'<div class="pg-muted">{words("compare.likely")}</div>')
            offered.update((parent, child))
            names = {"parent": parent, "child": child}
            told = {one: name_of(frame.opened, key) for one, key in names.items()}
            st.button(
                as_markdown(words("compare.pair", **told), 120),
                key=f"likely {parent} {child}",
                icon=":material/compare_arrows:",
                on_click=frame.address.put,
                args=("papers", parent, child),
            )
        if len(offered) == 2 * _LIKELY:
            return


def _papers(frame: Frame) -> list[str]:
    address, options = frame.address, frame.opened.search_options
    held = address.choices("papers", options)
    for one in held[MOST_COMPARED:]:
        address.refuse("papers", one, held[:MOST_COMPARED])
    held = held[:MOST_COMPARED]
    offered = list(dict.fromkeys([*held, *options.arranged()[:MOST_ARRANGED]]))
    chosen = st.multiselect(
        frame.words("compare.papers"),
        offered,
        held,
        format_func=lambda one: options[one],
        placeholder=frame.words("find.placeholder"),
        max_selections=MOST_COMPARED,
        filter_mode="contains",
        key=address.key("papers"),
    )
    address.keep("papers", *chosen)
    return list(chosen)


def _table(found: Comparison, told: Sequence[Row]) -> str:
    heads = "".join(
        f'<th scope="col"><b>{as_html(paper.name, 100)}</b></th>' for paper in found.papers
    )
    lines = "".join(
        f'<tr><th scope="row">{as_html(row.name, 60)}</th>'
        + "".join(f"<td>{'–' if one is None else as_html(one, _CELL)}</td>" for one in row.cells)
        + "</tr>"
        for row in told
    )
    return (
        f'<table class="pg-terms pg-compared"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )


def _shared(frame: Frame, found: Comparison) -> None:
    """The references that papers share, with a tick for each paper that cites it."""
    words = frame.words
    if not found.shared:
        return
    heads = "".join(f'<th scope="col">{as_html(paper.name, 60)}</th>' for paper in found.papers)
    lines = "".join(
        f'<tr><th scope="row"><b>{as_html(one.name, 100)}</b>'
        + (f" {as_html(one.title, 160)}" if one.title != one.name else "")
        + (f" ({as_html(one.date[:4], 4)})" if one.date else "")
        + "</th>"
        + "".join(
            f'<td class="pg-tick">{"✓" if paper.key in one.cited_by else ""}</td>'
            for paper in found.papers
        )
        + "</tr>"
        for one in found.shared[:_MOST_SHARED]
    )
    rest = len(found.shared) - _MOST_SHARED
    more = words("paper.more", count=words.number(rest)) if rest > 0 else ""
    with st.expander(words("compare.shared", count=words.number(len(found.shared)))):
        st.html(
            f'<table class="pg-terms"><thead><tr><td></td>{heads}</tr></thead>'
            f'<tbody>{lines}</tbody></table><div class="pg-muted">{more}</div>'
        )
