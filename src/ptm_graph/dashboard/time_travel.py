"""The library as it stood at a date: nothing later is used, whoever learnt it.

The lineage is inferred again from the papers that had certainly appeared, with the counts of
that time; decisions, which people made later, are left aside.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.reader import (
    Opened,
    State,
    similar_papers,
    why_lost,
)
from ptm_graph.lineage import Candidate, Lineage, infer, to_graph, why
from ptm_graph.lineage.recalibration import Recalibration
from ptm_graph.lineage.weights import recalibrated
from ptm_graph.words.model import PartialDate
from ptm_graph.workflow.graphs import derived_graph, listed_papers
from ptm_graph.workflow.opening import Stamp

if TYPE_CHECKING:
    from ptm_graph.analysis import GraphArrays, Neighbour


@dataclass(frozen=True)
class OpenedThen(Opened):
    """One state of the library's files at a date before today."""

    date: datetime.date = datetime.date.max
    later: int = 0
    """Papers left out because they came, or may have come, after the date."""
    undated: int = 0
    """Papers left out because nobody knows when they came."""

    @property
    def state(self) -> State:
        """As of today's library, and the date."""
        return *super().state[:3], self.date.isoformat()

    def sizes(self, *, local: bool) -> Mapping[str, float | None]:
        """How cited each paper was by papers of the library: the world's counts are today's."""
        return {key: float(count) for key, count in self.citations.in_degree()}

    def graph(self, show: str) -> nx.DiGraph[str]:
        """One of :data:`ptm_graph.dashboard.reader.SHOWN`, at the date."""
        if show == "lineage":
            return self.family
        return _derived(str(self.path), self.stamp, self.date, show, self)


def date_of(text: str) -> datetime.date | None:
    """The last day that ``2019``, ``2019-06`` or ``2019-06-19`` means; None for anything else."""
    date = PartialDate.parse(text)
    return date.last_day if date is not None and str(date) == text else None


def month_ends(opened: Opened) -> list[str]:
    """Months one may travel to, as ``2019-06``: from the first paper's to the last one's."""
    first, last = opened.years
    if first is None or last is None:
        return []
    return [f"{year:04d}-{month:02d}" for year in range(first, last + 1) for month in range(1, 13)]


def as_partial(date: datetime.date) -> PartialDate:
    """A day as briefly as it can be said: a month's last day is the month."""
    whole = date.day == calendar.monthrange(date.year, date.month)[1]
    return PartialDate(date.year, date.month, None if whole else date.day)


def opened_at(opened: Opened, date: datetime.date) -> OpenedThen:
    """What the library says of a date, from memory where it was asked before."""
    then = _then(str(opened.path), opened.stamp, date, opened.recalibration, opened)
    values = {one.name: getattr(opened, one.name) for one in fields(opened)}
    counts = then.citations.graph
    return OpenedThen(
        **values
        | {
            "citations": then.citations,
            "lineage": then.lineage,
            "family": then.family,
            "decisions": (),
            "unused_decisions": (),
            "fresh": frozenset(),
        },
        date=date,
        later=int(counts["later_papers"]),
        undated=int(counts["undated_papers"]),
    )


@dataclass(frozen=True)
class _Then:
    citations: nx.DiGraph[str]
    lineage: Lineage
    family: nx.DiGraph[str]


@st.cache_resource(max_entries=6, show_spinner=False)
def _then(
    path: str,
    state: Stamp,
    date: datetime.date,
    moved: Recalibration | None,
    _opened: Opened,
) -> _Then:
    from ptm_graph.analysis import as_of

    citations = as_of(_opened.citations, date)
    today = _opened.lineage
    children = {one.child for one in today.relations} | {one.child for one in today.abstentions}
    lineage = infer(
        citations,
        candidates=today.candidates,
        until=date,
        children=sorted(child for child in children if child in citations),
        weights=recalibrated(moved),
    )
    return _Then(citations, lineage, to_graph(citations, lineage))


@st.cache_resource(max_entries=6, show_spinner=False)
def _derived(
    path: str, state: Stamp, date: datetime.date, show: str, _opened: OpenedThen
) -> nx.DiGraph[str]:
    return derived_graph(_opened.citations, show)


@st.cache_resource(max_entries=2, show_spinner=False)
def _arrays(path: str, state: Stamp, date: datetime.date, _opened: OpenedThen) -> GraphArrays:
    from ptm_graph.analysis import GraphArrays

    return GraphArrays(_opened.citations, "citing-cited")


def similar_then(opened: Opened, key: str) -> tuple[Neighbour, ...]:
    """Papers most like one, today or at the date the library is opened at."""
    if not isinstance(opened, OpenedThen):
        return similar_papers(opened, key)
    from ptm_graph.analysis import similar

    arrays = _arrays(str(opened.path), opened.stamp, opened.date, opened)
    return similar(arrays, key, among=listed_papers(opened.citations), limit=6)


def candidates_then(opened: Opened, parent: str, child: str, most: int) -> tuple[Candidate, ...]:
    """The best candidates of a child in order, today or at the date.

    Raises
    ------
    QueryError
        If the child does not cite the parent.
    """
    if not isinstance(opened, OpenedThen):
        return why_lost(opened, parent, child, most)[1]
    among = opened.lineage.candidates
    weights = recalibrated(opened.recalibration)
    found = why(
        opened.citations, child, parent, candidates=among, until=opened.date, weights=weights
    )
    return found.candidates[:most]
