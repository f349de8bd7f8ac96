"""The whole library as a table; the rows ticked in it lead to the other pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import networkx as nx
import pandas as pd
import streamlit as st

from ptm_graph.dashboard.address import state
from ptm_graph.dashboard.controls import as_markdown_option
from ptm_graph.dashboard.exporting import LIST_FORMATS, export_menu, of_kind
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.links import show_comparison, show_order, show_papers, show_routes
from ptm_graph.dashboard.reader import Opened
from ptm_graph.dashboard.safe_text import shortened
from ptm_graph.dashboard.tabulating import MOST_ROWS, papers_found, ranked_table, read_in_full
from ptm_graph.library.searching import Wanted
from ptm_graph.workflow.comparing import LEAST_COMPARED, MOST_COMPARED

NAMES = ("q", "list", "family", "since", "state", "pick")
STATES = ("complete", "partial", "unknown")
_MOST_PICKED = 100
"""Papers a link can hold."""
_DEFAULTS = "ptm-graph ticked rows"


def render(frame: Frame) -> None:
    """Show the page."""
    words, address = frame.words, frame.address
    picked = address.choices("pick", frame.opened.citations)
    with st.container(key="controls"):
        row = st.columns([3, 1.3, 1.1, 1.1], vertical_alignment="center", gap="small")
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
    with row[2]:
        filters = _filters(frame)
    sought = tuple(sorted(set(query.casefold().split())))
    wanted = replace(filters, words=sought, listed=only)
    found = papers_found(frame.opened, wanted)
    show_notes(frame)
    actions = st.container(horizontal=True, gap="small", vertical_alignment="center", key="picked")
    if found:
        with st.container(key="table", height="stretch"):
            picked = _table(frame, _named(frame, ranked_table(frame.opened, wanted)), picked)
    else:
        st.info(words("papers.nothing"), icon=":material/search_off:")
    with row[3]:
        _downloads(frame, found, picked)
    with actions:
        _actions(frame, len(found), picked)


def _filters(frame: Frame) -> Wanted:
    """Families, years and completeness, in a menu; each is part of the address."""
    words, address = frame.words, frame.address
    with st.popover(words("filter.menu"), icon=":material/filter_alt:", width="stretch"):
        options = list(frame.opened.colours)
        families = st.multiselect(
            words("filter.families"),
            options,
            address.choices("family", options),
            format_func=lambda one: as_markdown_option(frame.family_name(one)),
            placeholder=words("filter.all"),
            filter_mode="contains",
            key=address.key("family"),
        )
        address.keep("family", *families)
        states = st.pills(
            words("papers.states"),
            STATES,
            selection_mode="multi",
            default=address.choices("state", STATES),
            format_func=lambda one: words.named("state", one),
            key=address.key("state"),
        )
        address.keep("state", *states)
        first, last = frame.opened.years
        since = first
        if first is not None and last is not None and first < last:
            start = address.number("since", first, first, last)
            since = st.slider(words("filter.since"), first, last, start, key=address.key("since"))
            address.keep("since", str(since) if since > first else None)
    nodes = frame.opened.family.nodes(data=True)
    among = tuple(key for key, data in nodes if data.get("family") in families)
    return Wanted(
        among=among if families else None,
        states=tuple(states),
        since=since if since != first else None,
    )


_COLUMNS = (
    "name",
    "title",
    "family",
    "published",
    "citation_count",
    "world_rank",
    "list_citations",
    "list_rank",
    "pagerank_rank",
    "completeness",
    "cited_here",
    "references_known",
    "reference_count",
    "venue",
    "authors",
    "link",
)


def _named(frame: Frame, table: pd.DataFrame) -> pd.DataFrame:
    """The table with its families called as in the language of the page."""
    shown = {shortened(one): shortened(frame.family_name(one)) for one in frame.opened.colours}
    return table.assign(family=table["family"].map(lambda one: shown.get(one, one)))


def _table(frame: Frame, table: pd.DataFrame, picked: Sequence[str]) -> list[str]:
    """Show the table; gives the keys of all ticked papers, hidden ones first."""
    words, address = frame.words, frame.address
    name = f"{address.key('pick')}:{hash(tuple(table.index))}"
    # rows that are ticked at first belong to the identity of the table: they must not change
    defaults: dict[str, list[int]] = st.session_state.setdefault(_DEFAULTS, {})
    places = {key: row for row, key in enumerate(table.index)}
    rows = defaults.setdefault(name, sorted(places[key] for key in picked if key in places))
    shown = table[list(_COLUMNS)].assign(
        name=table["name"].mask(table["name"] == table["title"], ""),  # the same text once
        completeness=(table["completeness"] * 100).round(),
    )
    event = st.dataframe(
        shown,
        hide_index=True,
        column_config=_config(frame),
        height="stretch",
        placeholder=words("unknown"),
        key=name,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": rows, "columns": [], "cells": []}},
        alt=words("papers.alt"),
    )
    ticked = state(event).get("selection", {}).get("rows", ())
    kept = [key for key in picked if key not in places]
    kept += [str(table.index[row]) for row in ticked if row < len(table)]
    address.keep("pick", *kept[:_MOST_PICKED])
    return kept


def _config(frame: Frame) -> dict[str, Any]:
    words = frame.words
    config: dict[str, Any] = {name: words(f"column.{name}") for name in _COLUMNS}
    columns = st.column_config
    return config | {
        "name": columns.TextColumn(words("column.name"), width=140),
        "title": columns.TextColumn(words("column.title"), width=265),
        "family": columns.TextColumn(words("column.family"), width=160),
        "citation_count": columns.NumberColumn(words("column.citation_count"), format="localized"),
        "world_rank": _rank(frame, "world_rank"),
        "list_citations": columns.NumberColumn(
            words("column.list_citations"), help=words("column.list_citations_help")
        ),
        "list_rank": _rank(frame, "list_rank"),
        "pagerank_rank": _rank(frame, "pagerank_rank"),
        "completeness": columns.ProgressColumn(
            words("column.completeness"),
            help=words("column.completeness_help"),
            format="%d%%",
            min_value=0,
            max_value=100,
            color="green",
        ),
        "link": columns.LinkColumn(words("column.link"), display_text=words("column.open")),
    }


def _rank(frame: Frame, name: str) -> object:
    words = frame.words
    return st.column_config.NumberColumn(
        words(f"column.{name}"), help=words(f"column.{name}_help"), format="%d."
    )


def _actions(frame: Frame, count: int, picked: Sequence[str]) -> None:
    """What the ticked papers lead to."""
    words = frame.words
    said = words("papers.count", count=words.number(count))
    if count > MOST_ROWS:
        said = words("papers.first", count=words.number(count), shown=words.number(MOST_ROWS))
    told = (
        words("papers.picked", count=words.number(len(picked))) if picked else words("papers.pick")
    )
    st.html(f'<div class="pg-muted">{said} · {told}</div>', width="content")
    if not picked:
        return
    st.button(
        words("papers.draw"),
        key="draw picked",
        icon=":material/account_tree:",
        on_click=show_papers,
        args=(tuple(picked[:_MOST_PICKED]),),
    )
    st.button(
        words("papers.order"),
        key="order picked",
        icon=":material/menu_book:",
        on_click=show_order,
        args=(tuple(picked[:_MOST_PICKED]),),
    )
    if len(picked) <= 2:
        st.button(
            words("papers.routes" if len(picked) == 2 else "papers.routes_from"),
            key="routes picked",
            icon=":material/route:",
            on_click=show_routes,
            args=tuple(picked),
        )
    if LEAST_COMPARED <= len(picked) <= MOST_COMPARED:
        st.button(
            words("papers.compare"),
            key="compare picked",
            icon=":material/compare_arrows:",
            on_click=show_comparison,
            args=(tuple(picked),),
        )
    st.button(
        words("papers.unpick"),
        key="unpick",
        type="tertiary",
        icon=":material/close:",
        on_click=frame.address.put,
        args=("pick",),
    )


def _downloads(frame: Frame, found: Mapping[str, int], picked: Sequence[str]) -> None:
    """The ticked papers, or all that were found, as a file."""
    parts = {"found": lambda: papers_graph(frame.opened, found)}
    if picked:
        parts = {"chosen": lambda: papers_graph(frame.opened, picked), **parts}
    export_menu(frame, parts, LIST_FORMATS, stem="papers")


def papers_graph(opened: Opened, keys: Collection[str]) -> nx.DiGraph[str]:
    """Papers with the citations between them, for a file."""
    return of_kind(read_in_full(opened, keys), "citations")
