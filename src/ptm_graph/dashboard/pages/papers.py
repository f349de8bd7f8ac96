"""The whole library as a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.reader import papers_table

NAMES = ("q", "list")


def render(frame: Frame) -> None:
    """Show the page."""
    words, address = frame.words, frame.address
    show_notes(frame)
    row = st.columns([3, 1.4, 2], vertical_alignment="center")
    with row[0]:
        query = st.text_input(
            words("papers.search"),
            address.text("q") or "",
            key=address.key("q"),
            placeholder=words("papers.placeholder"),
            label_visibility="collapsed",
            max_chars=200,
        )
        address.keep("q", query or None)
    with row[1]:
        only = st.toggle(words("papers.only_list"), address.flag("list"), key=address.key("list"))
        address.keep("list", "1" if only else None)
    table = papers_table(frame.opened)
    if only:
        table = table[table["seed"]]
    table = _found(table, query)
    with row[2]:
        st.text(words("papers.count", count=words.number(len(table))))
    if table.empty:
        st.info(words("papers.nothing"), icon=":material/search_off:")
        return
    _table(frame, table)


def _found(table: pd.DataFrame, query: str) -> pd.DataFrame:
    for word in query.casefold().split():
        table = table[table["searched"].str.contains(word, regex=False)]
    return table


def _table(frame: Frame, table: pd.DataFrame) -> None:
    words = frame.words
    columns = [
        "name",
        "title",
        "family",
        "published",
        "citation_count",
        "cited_here",
        "references_known",
        "reference_count",
        "venue",
        "authors",
        "link",
    ]
    config = {name: words(f"column.{name}") for name in columns}
    st.dataframe(
        table[columns],
        hide_index=True,
        column_config=config
        | {
            "link": st.column_config.LinkColumn(
                words("column.link"), display_text=words("column.open")
            ),
            "title": st.column_config.TextColumn(words("column.title"), width="large"),
        },
        height=640,
        placeholder=words("unknown"),
        key=frame.address.key("table"),
        alt=words("papers.alt"),
    )
