"""A refresh: the services put together, the lists read, the lineage remembered, the news told."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from ptm_graph.enrich.citing import Preference
from ptm_graph.enrich.planning import Plan, plan
from ptm_graph.enrich.progress import Progress
from ptm_graph.enrich.refresh import refresh
from ptm_graph.enrich.report import RefreshReport
from ptm_graph.enrich.staleness import FRESH_FOR, Due
from ptm_graph.enrich.text_stages import MOST, TextWishes
from ptm_graph.library import Library
from ptm_graph.library.history import RelationRow
from ptm_graph.settings import Settings
from ptm_graph.sources.service import Service
from ptm_graph.sources.services import opened
from ptm_graph.words.model import Problem, SeedEntry
from ptm_graph.workflow import decisions
from ptm_graph.workflow.changes import Digest, News, collect, digest
from ptm_graph.workflow.opening import DecidedLineage, decisions_path, lineage_of
from ptm_graph.workflow.reading import ListName, left_out, lists_for, remember
from ptm_graph.workflow.sourcing import openers

__all__ = [
    "FRESH_FOR",
    "MOST",
    "Plan",
    "Preference",
    "Progress",
    "RefreshReport",
    "Refreshed",
    "TextWishes",
    "lineage_rows",
    "plan_refresh",
    "refresh_library",
    "sources_beside",
]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refresh that is over."""

    report: RefreshReport
    news: tuple[News, ...]
    """All that it changed; one entry."""
    digest: Digest
    """The same as it is told."""
    unused: tuple[Problem, ...]
    """What the reading lists contain that could not be used."""
    left: tuple[SeedEntry, ...] = ()
    """Entries the lists no longer have; their papers and decisions stay in the library."""


def refresh_library(
    path: Path,
    names: Sequence[ListName] = (),
    *,
    settings: Settings | None = None,
    max_age: datetime.timedelta = FRESH_FOR,
    citations: int = 0,
    citations_by: Preference = "influential",
    texts: TextWishes | None = None,
    decisions_file: Path | None = None,
    budget: int | None = None,
    progress: Progress | None = None,
    services: Sequence[Callable[[Settings], Service]] | None = None,
) -> Refreshed:
    """Ask the services for what is new in a library, and remember what became of its lineage.

    Parameters
    ----------
    path : Path
        The library; made where it is missing.
    names : sequence of str or Path, optional
        Reading lists; default as :func:`ptm_graph.workflow.reading.lists_for` says.
    settings : Settings, optional
        Default: those of the environment.
    max_age, citations, citations_by, texts, budget, progress
        As for :func:`ptm_graph.enrich.refresh.refresh`.
    decisions_file : Path, optional
        Decisions to lay over the lineage that is remembered; default as
        :func:`ptm_graph.workflow.opening.decisions_path` says.
    services : sequence of callable, optional
        How those that are asked are opened; default: those that the settings name.

    Raises
    ------
    LibraryBusyError, RefusedError, LibraryError
        As :func:`ptm_graph.enrich.refresh.refresh`.
    ReadingListError
        If a list cannot be read.
    """
    settings = settings or Settings.from_environment()
    with Library.open(path, writable=True) as library:
        lists = lists_for(library, names)
        left = left_out(library, lists)
        held: list[DecidedLineage] = []

        def lineage(refreshed: Library) -> list[RelationRow]:
            held.append(lineage_of(refreshed, decisions_file))
            return lineage_rows(held[-1].graph)

        with opened(settings, services or openers(settings)) as asked:
            report = refresh(
                library,
                lists.entries,
                *asked,
                unused=lists.read.unused,
                lists=lists.paths,
                max_age=max_age,
                citations=citations,
                citations_by=citations_by,
                texts=texts,
                lineage=lineage,
                budget=budget,
                progress=progress,
            )
        remember(library, lists)
        decisions.follow(decisions_path(library, decisions_file), library.former_keys())
        news = collect(library, str(report.number))
        graphs = (lambda: (held[-1].graph, held[-1].citations)) if held else None
        told = digest(library, str(report.number), graphs)
    return Refreshed(report, tuple(news), told, lists.read.unused, left)


def plan_refresh(
    path: Path,
    names: Sequence[ListName] = (),
    *,
    settings: Settings | None = None,
    max_age: datetime.timedelta = FRESH_FOR,
    citations: int = 0,
    texts: TextWishes | None = None,
    services: Sequence[Callable[[Settings], Service]] | None = None,
) -> Plan:
    """Count what a refresh would ask for, without asking; the library is left as it is.

    Parameters
    ----------
    path, names, settings, max_age, citations, texts, services
        As for :func:`refresh_library`.
    """
    settings = settings or Settings.from_environment()
    now = datetime.datetime.now(datetime.UTC)
    with Library.open(path) if path.exists() else Library.in_memory() as library:
        return plan(
            library,
            lists_for(library, names).entries,
            settings,
            lambda copied: Due(copied, max_age, now),
            citations=citations,
            texts=texts,
            services=services or openers(settings),
        )


def sources_beside(library: Path) -> Path:
    """The folder in which the sources of a library's papers are kept, where they are."""
    return library.with_name(f"{library.name}.sources")


def lineage_rows(lineage: nx.DiGraph[str]) -> list[RelationRow]:
    """Give a lineage, parent → child, in the form the history remembers."""
    return [
        RelationRow(
            parent=parent,
            child=child,
            rank=int(data["rank"]),
            tier=str(data["tier"]),
            confidence=round(float(data["confidence"]), 4),
            label=str(data.get("label", "")),
            decided=data.get("decision") is not None,
        )
        for parent, child, data in sorted(lineage.edges(data=True), key=lambda edge: edge[:2])
    ]
