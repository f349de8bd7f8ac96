"""The library as the pages see it: opened once, and again when the file changes."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import streamlit as st

from ptm_graph import bundled
from ptm_graph.dashboard.drawing.selection import day_of
from ptm_graph.dashboard.safe_text import shortened, web_address
from ptm_graph.graphs import citation_graph
from ptm_graph.identifiers import url_of
from ptm_graph.library import Library
from ptm_graph.lineage import Candidate, Explanation, Lineage, infer, to_graph, why
from ptm_graph.settings import Settings, default_library_path

READ_ONLY = "PTM_GRAPH_READ_ONLY"
"""Environment variable: set to 1, nothing can be changed from the pages."""

Stamp = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Opened:
    """What one state of the library file says; shared by all visitors, never changed."""

    path: Path
    citations: nx.DiGraph[str]
    """Citing → cited."""
    lineage: Lineage
    family: nx.DiGraph[str]
    """Parent → child."""
    colours: Mapping[str, int]
    """Family → colour index, largest family first."""
    fetched: str | None
    listed: nx.DiGraph[str]
    """Citations between the papers of the reading list, citing → cited."""
    search_options: Mapping[str, str]
    """Key → how the search box lists it; papers of the reading list first."""
    years: tuple[int | None, int | None]
    """First and last year of the papers that may be drawn."""

    def sizes(self, *, local: bool) -> Mapping[str, float | None]:
        """How cited each paper is.

        Parameters
        ----------
        local : bool
            Count citations within the library; otherwise those in the whole world.
        """
        if local:
            return {key: float(count) for key, count in self.citations.in_degree()}
        return {key: data.get("citation_count") for key, data in self.citations.nodes(data=True)}


def library_path() -> Path:
    """Where the library is, as for the command line."""
    return Settings.from_environment().library or default_library_path()


def read_only() -> bool:
    """Whether the pages may change nothing."""
    return os.environ.get(READ_ONLY, "").strip().lower() in ("1", "true", "yes")


def stamp(path: Path) -> Stamp:
    """Changes whenever the library file or its write-ahead log does."""
    found = []
    for name in (path, path.with_name(path.name + "-wal")):
        try:
            state = name.stat()
        except FileNotFoundError:
            continue
        if state.st_size:
            found.append((state.st_mtime_ns, state.st_size))
    return tuple(found)


def opened(path: Path) -> Opened:
    """The library at a path, from memory where the file has not changed since.

    Raises
    ------
    LibraryError
        If it cannot be read.
    """
    return _opened(str(path), stamp(path))


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(path: str, changed: Stamp) -> Opened:
    with Library.open(path) as library:
        citations = citation_graph(library)
        fetched = library.meta("fetched")
    lineage = infer(citations)
    family = to_graph(citations, lineage)
    seeds = [key for key, data in citations.nodes(data=True) if data.get("seed")]
    return Opened(
        path=Path(path),
        citations=citations,
        lineage=lineage,
        family=family,
        colours=_colours(family),
        fetched=fetched,
        listed=nx.DiGraph(citations.subgraph(seeds or citations)),
        search_options=_search_options(citations),
        years=_years(citations),
    )


def _colours(family: nx.DiGraph[str]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for _, data in family.nodes(data=True):
        if data.get("family"):
            sizes[str(data["family"])] = sizes.get(str(data["family"]), 0) + 1
    by_size = sorted(sizes, key=lambda name: (-sizes[name], name))
    return {name: number for number, name in enumerate(by_size)}


def _search_options(citations: nx.DiGraph[str]) -> dict[str, str]:
    def order(key: str) -> tuple[bool, str]:
        data = citations.nodes[key]
        return not data.get("seed"), str(data.get("name") or key).casefold()

    return {key: _search_line(citations.nodes[key]) for key in sorted(citations, key=order)}


def _search_line(data: Mapping[str, Any]) -> str:
    name, title = str(data.get("name") or ""), str(data.get("title") or "")
    aliases = str(data.get("aliases") or "")
    first = shortened(aliases.replace("; ", ", ") or name, 80)
    year = data.get("year")
    rest = f" — {shortened(title, 120)}" if title and title != name else ""
    return f"{first}{rest}" + (f" ({year})" if year is not None else "")


def _years(citations: nx.DiGraph[str]) -> tuple[int | None, int | None]:
    days = [day_of(data) for _, data in citations.nodes(data=True) if data.get("seed")]
    years = [day.year for day in days if day != datetime.date.max]
    return (min(years), max(years)) if years else (None, None)


def build_bundled(path: Path) -> None:
    """Make a library from the reading list and the snapshot that ship with the package.

    Raises
    ------
    LibraryError
        If the file cannot be written.
    """
    from ptm_graph.enrich import build, read_entries
    from ptm_graph.sources import snapshot

    seeds = bundled.seed_list()
    entries, unused = read_entries([seeds])
    with Library.open(path, writable=True) as library:
        facts = snapshot.read_file(bundled.snapshot())
        build(library, entries, facts, unused=unused, lists=[seeds])


@st.cache_data(max_entries=256, show_spinner=False)
def _why(path: str, changed: Stamp, parent: str, child: str) -> Explanation:
    return why(_opened(path, changed).citations, child, parent, candidates="list")


def why_lost(
    opened: Opened, parent: str, child: str, most: int = 6
) -> tuple[str | None, tuple[Candidate, ...]]:
    """Why the runner-up lost, and the best candidates in order.

    Raises
    ------
    QueryError
        If the child does not cite the parent.
    """
    found = _why(str(opened.path), stamp(opened.path), parent, child)
    return found.why_runner_up_lost, found.candidates[:most]


def papers_table(opened: Opened) -> pd.DataFrame:
    """All papers as a table for reading and searching, by name; one row a paper."""
    return _papers_table(str(opened.path), stamp(opened.path))


@st.cache_resource(max_entries=2, show_spinner=False)
def _papers_table(path: str, changed: Stamp) -> pd.DataFrame:
    citations = _opened(path, changed).citations
    with Library.open(path) as library:
        table = library.papers()
    cited = dict(citations.in_degree())
    table["cited_here"] = [cited.get(key, 0) for key in table.index]
    table["link"] = [_first_link(row) for row in table[_LINKED].to_dict("records")]
    texts = table[["name", "title", "aliases", "authors", *_LINKED]].fillna("").astype(str)
    table["searched"] = texts.agg(" ".join, axis=1).str.casefold()
    for name in ("name", "title", "authors", "venue", "family"):
        table[name] = [None if pd.isna(text) else shortened(str(text)) for text in table[name]]
    return table.sort_values(
        ["seed", "citation_count"], ascending=False, kind="stable", na_position="last"
    )


_LINKED = ["arxiv", "doi", "acl", "openreview", "s2"]


def _first_link(identifiers: Mapping[Any, Any]) -> str | None:
    for kind in _LINKED:
        value = identifiers.get(kind)
        if isinstance(value, str) and value:
            url = url_of(kind, value)
            return web_address(url) if url else None
    return None
