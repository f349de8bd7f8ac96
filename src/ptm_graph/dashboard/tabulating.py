"""The papers of a library as rows, searched and sorted in the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any

import networkx as nx
import pandas as pd
import streamlit as st

from ptm_graph.analysis import Rank, ranks
from ptm_graph.dashboard.reader import Opened
from ptm_graph.dashboard.safe_text import shortened
from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library
from ptm_graph.library.data_frames import papers_frame
from ptm_graph.library.searching import Wanted
from ptm_graph.words import lists
from ptm_graph.words.addresses import web_address
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, url_of
from ptm_graph.words.notices import GRAVITY, sign
from ptm_graph.workflow.graphs import is_read
from ptm_graph.workflow.opening import Stamp

MOST_ROWS = 1000
"""Rows sent to the page; a search or a filter reaches the others."""


def ranked_table(opened: Opened, wanted: Wanted) -> pd.DataFrame:
    """The first papers that fit, how complete they are, and their ranks in the reading list."""
    return _ranked_table(str(opened.path), opened.stamp, wanted, opened)


@st.cache_resource(max_entries=2, show_spinner=False)
def _ranks(path: str, stamp: Stamp, _opened: Opened) -> dict[str, Rank]:
    return ranks(_opened.citations)


@st.cache_resource(max_entries=8, show_spinner=False)
def _ranked_table(path: str, stamp: Stamp, wanted: Wanted, _opened: Opened) -> pd.DataFrame:
    papers = papers_found(_opened, wanted)
    table = papers_table(_opened, dict(islice(papers.items(), MOST_ROWS)))
    found = _ranks(path, stamp, _opened)
    for name, field in (
        ("list_citations", "citations"),
        ("list_rank", "citations_rank"),
        ("pagerank_rank", "pagerank_rank"),
        ("world_rank", "world_rank"),
    ):
        values = [getattr(found[key], field) if key in found else None for key in table.index]
        table[name] = pd.array(values, dtype="Int64")
    share = table["references_known"] / table["reference_count"].where(table["reference_count"] > 0)
    table["completeness"] = share.astype("Float64").clip(upper=1.0)
    return table


def papers_table(opened: Opened, found: Mapping[str, int]) -> pd.DataFrame:
    """Papers as a table for reading, one row a paper.

    Parameters
    ----------
    opened : Opened
        The library.
    found : mapping of str to int
        Key → row number of the papers, in the order of the rows.
    """
    with Library.open(opened.path) as library:
        table = papers_frame(library.columns, found.values())
        cited = library.columns.citer_counts(found.values())
    # a refresh may have merged one of them meanwhile
    table = table.loc[[key for key in found if key in table.index]]
    table["cited_here"] = [cited.get(found[key], 0) for key in table.index]
    table["link"] = [
        _first_link(row) for row in table[list(IDENTIFIER_KINDS)].itertuples(index=False, name=None)
    ]
    table["authors"] = [None if pd.isna(text) else lists.shown(text) for text in table["authors"]]
    # what a person or the program called a group, too: the library knows the list's own only
    nodes = opened.family.nodes
    table["family"] = [nodes[key].get("family") if key in nodes else None for key in table.index]
    for name in ("name", "title", "authors", "venue", "family"):
        table[name] = [None if pd.isna(text) else shortened(str(text)) for text in table[name]]
    told = (() if pd.isna(one) else lists.split(one) for one in table["notices"])
    kinds = (next((kind for kind in GRAVITY if kind in one), None) for one in told)
    table["name"] = [
        name if name is None or kind is None else f"{name}{sign({'notice': kind})}"
        for name, kind in zip(table["name"], kinds, strict=True)
    ]
    return table


@st.cache_resource(max_entries=6, show_spinner=False)
def _found(path: str, state: Stamp, wanted: Wanted) -> Mapping[str, int]:
    with Library.open(path) as library:
        return library.columns.find(wanted)


def papers_found(opened: Opened, wanted: Wanted) -> Mapping[str, int]:
    """Key → row number of the papers that fit, the reading list first, then the most cited."""
    return _found(str(opened.path), opened.stamp, wanted)


def read_in_full(opened: Opened, keys: Collection[str]) -> nx.DiGraph[str]:
    """Papers with all that is known of them, and the citations between them."""
    known = [key for key in keys if key in opened.citations]
    return nx.DiGraph(citations_of(opened, known).subgraph(known))


def citations_of(opened: Opened, keys: Collection[str]) -> nx.DiGraph[str]:
    """A graph with all that is known of some papers of the library.

    Of most papers of a large library the graph in memory has the title alone; they are
    read anew then.
    """
    if all(is_read(opened.citations.nodes[key]) for key in keys):
        return opened.citations
    with Library.open(opened.path) as library:
        return citation_graph(library, keys)


def _first_link(identifiers: Sequence[Any]) -> str | None:
    for kind, value in zip(IDENTIFIER_KINDS, identifiers, strict=True):
        url = url_of(kind, value) if isinstance(value, str) and value else None
        if url is not None:
            return web_address(url)
    return None
