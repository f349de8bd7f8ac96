"""The library as the pages see it: opened once, and again when one of its files changes."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.drawing.filtering import day_of
from ptm_graph.dashboard.finding import exact_first, names_of
from ptm_graph.dashboard.safe_text import shortened
from ptm_graph.dashboard.serving.garbage import spared
from ptm_graph.errors import QueryError
from ptm_graph.graph.families import shown_families
from ptm_graph.layout.screen import family_colours
from ptm_graph.library import Library
from ptm_graph.lineage import Candidate, Explanation, Lineage, ToConfirm, why
from ptm_graph.lineage.recalibration import Recalibration
from ptm_graph.lineage.weights import recalibrated
from ptm_graph.settings import Settings
from ptm_graph.words import lists
from ptm_graph.words.wording import LANGUAGES
from ptm_graph.workflow import opening
from ptm_graph.workflow.decisions import Decision, Families
from ptm_graph.workflow.graphs import GRAPHS, derived_graph, is_read, listed_papers
from ptm_graph.workflow.opening import Stamp, stamp

if TYPE_CHECKING:
    from ptm_graph.analysis import GraphArrays, Neighbour

READ_ONLY = "PTM_GRAPH_READ_ONLY"
"""Environment variable: set to 1, nothing can be changed from the pages."""

SHOWN = GRAPHS
"""Graphs that can be drawn."""

State = tuple[str, Stamp, Stamp, str]
"""Path, its stamp, that of the decisions, and the date travelled to or nothing: what all that
is computed from a library and kept in memory belongs to."""


@dataclass(frozen=True)
class Opened:
    """What one state of the library's files says; shared by all visitors, never changed."""

    path: Path
    stamp: Stamp
    citations: nx.DiGraph[str]
    """Citing → cited. Of a large library all papers, but most of them with title and date
    alone, and only the citations that the lineage rests on."""
    lineage: Lineage
    """As inferred, without decisions."""
    family: nx.DiGraph[str]
    """Parent → child, with the decisions of people laid over it."""
    decisions: tuple[Decision, ...]
    decisions_path: Path
    decided: Stamp
    """Of the decisions' file."""
    unused_decisions: tuple[Decision, ...]
    colours: Mapping[str, int]
    """Family → colour index, largest family first."""
    tags: Mapping[str, int]
    """Tag of the reading list → colour index, the most frequent tag first."""
    fetched: str | None
    source: str | None
    """Provenance of the snapshot the library was made from."""
    search_options: SearchOptions
    """Key → how the search box lists it; papers of the reading list first."""
    years: tuple[int | None, int | None]
    """First and last year of the papers that may be drawn."""
    fresh: frozenset[str] = field(default_factory=frozenset)
    """Papers that came with the last refresh."""
    former: Mapping[str, str] = field(default_factory=dict)
    """Keys that papers had before → the keys they have now."""
    recalibration: Recalibration | None = None
    """What the confidences were moved by, if the person wished it."""
    given_families: Families | None = None
    """Families that a person gave papers, and their names."""
    family_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language → family → what it is called there."""

    @property
    def state(self) -> State:
        """Changes whenever the answer to any question may."""
        return str(self.path), self.stamp, self.decided, ""

    def family_name(self, family: str, language: str) -> str:
        """What a family is called in a language."""
        return self.family_names.get(language, {}).get(family, family)

    def as_decided(self) -> opening.DecidedLineage:
        """The same in the form in which it is asked further."""
        return opening.DecidedLineage(
            opening.Inferred(self.citations, self.lineage, self.family, self.former),
            self.family,
            self.decisions,
            self.decisions_path,
            self.unused_decisions,
            self.recalibration,
            self.given_families,
        )

    def decision(self, pair: tuple[str, str] | None) -> Decision | None:
        """What a person decided about a relation, parent and child; None: nothing."""
        return next((one for one in self.decisions if one.pair == pair), None)

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

    def graph(self, show: str) -> nx.DiGraph[str]:
        """One of :data:`SHOWN`."""
        if show == "lineage":
            return self.family
        return _derived(str(self.path), self.stamp, show, self.recalibration, self.given_families)


def read_only() -> bool:
    """Whether the pages may change nothing."""
    return os.environ.get(READ_ONLY, "").strip().lower() in ("1", "true", "yes")


def opened(path: Path) -> Opened:
    """The library at a path, from memory where nothing has changed since.

    Raises
    ------
    LibraryError
        If it cannot be read.
    InputError
        If the file of decisions cannot be read.
    """
    state = stamp(path)
    decided = _decisions_path(str(path), state, Settings.from_environment().decisions)
    return _opened(str(path), state, str(decided), stamp(decided))


@st.cache_resource(max_entries=4, show_spinner=False)
def _decisions_path(path: str, state: Stamp, named: Path | None) -> Path:
    with Library.open(path) as library:
        return opening.decisions_path(library, named)


@dataclass(frozen=True)
class _Read:
    inferred: opening.Inferred
    fetched: str | None
    source: str | None
    fresh: frozenset[str]


@st.cache_resource(max_entries=2, show_spinner=False)
def _read(
    path: str,
    state: Stamp,
    also: tuple[str, ...] = (),
    moved: Recalibration | None = None,
    families: Families | None = None,
) -> _Read:
    """The graphs of a library; ``also`` are papers outside the list that people decided on."""
    with spared(), Library.open(path) as library:
        return _Read(
            opening.inferred(library, also, moved, families),
            library.meta("fetched"),
            library.meta("snapshot"),
            _fresh(library),
        )


def _fresh(library: Library) -> frozenset[str]:
    refreshes = [one for one in library.history.refreshes() if not one.first_fill]
    if not refreshes:
        return frozenset()
    last = refreshes[-1].number
    return frozenset(
        one.paper for one in library.history.changes(last, last) if one.kind == "paper"
    )


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(path: str, state: Stamp, decided: str, decided_state: Stamp) -> Opened:
    found = opening.with_decisions(lambda *also: _read(path, state, *also).inferred, Path(decided))
    base = _read(path, state, (), found.recalibration, found.families)
    return Opened(
        path=Path(path),
        stamp=state,
        citations=found.citations,
        lineage=found.inferred.lineage,
        family=found.graph,
        decisions=found.decisions,
        decisions_path=found.decisions_path,
        decided=decided_state,
        unused_decisions=found.unused,
        former=found.inferred.former,
        recalibration=found.recalibration,
        given_families=found.families,
        colours=family_colours(found.graph),
        family_names={one: shown_families(found.graph, one) for one in LANGUAGES},
        tags=_tags(found.graph),
        fetched=base.fetched,
        source=base.source,
        search_options=SearchOptions(found.citations),
        years=_years(found.citations),
        fresh=base.fresh,
    )


@st.cache_resource(max_entries=8, show_spinner=False)
def _derived(
    path: str,
    state: Stamp,
    show: str,
    moved: Recalibration | None,
    families: Families | None,
) -> nx.DiGraph[str]:
    return derived_graph(_read(path, state, (), moved, families).inferred.citations, show)


MOST_ARRANGED = 2000
"""Papers that a search box offers."""


def _tags(family: nx.DiGraph[str]) -> dict[str, int]:
    told = (lists.split(data.get("tags")) for _, data in family.nodes(data=True))
    counted = Counter(tag for tags in told for tag in tags)
    return {tag: number for number, (tag, _) in enumerate(counted.most_common())}


class SearchOptions(Mapping[str, str]):
    """Key → how the search box lists a paper, each line made when it is asked for.

    Papers of the reading list come first, then those read in full, then all others; of the
    former the most cited ones, so that a name leads to the paper most people mean by it.
    """

    def __init__(self, citations: nx.DiGraph[str]):
        self._nodes = citations.nodes
        self._keys: list[str] | None = None
        self._arranged: list[str] | None = None

    def __getitem__(self, key: str) -> str:
        return _search_line(self._nodes[key])

    def __contains__(self, key: object) -> bool:
        return key in self._nodes

    def __iter__(self) -> Iterator[str]:
        if self._keys is None:
            read = [key for key, data in self._nodes(data=True) if is_read(data)]
            rest = [key for key, data in self._nodes(data=True) if not is_read(data)]
            self._keys = [*sorted(sorted(read), key=self._order), *rest]
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._nodes)

    def arranged(self) -> Sequence[str]:
        """All keys, in the order for a box to type in.

        Among the first :data:`MOST_ARRANGED` a short name stands before the lines that contain
        it; see :func:`ptm_graph.dashboard.finding.exact_first`.
        """
        if self._arranged is None:
            every = list(self)
            keys = every[:MOST_ARRANGED]
            own = {key for key in keys if self._nodes[key].get("seed")}
            names = [names_of(self._nodes[key]) for key in keys]
            first = exact_first(keys, [self[key] for key in keys], names, own)
            self._arranged = [*first, *every[MOST_ARRANGED:]]
        return self._arranged

    def _order(self, key: str) -> tuple[bool, int, str]:
        data = self._nodes[key]
        name = str(data.get("name") or key).casefold()
        return not data.get("seed"), -int(data.get("citation_count") or 0), name


def _search_line(data: Mapping[str, Any]) -> str:
    name, title = str(data.get("name") or ""), str(data.get("title") or "")
    first = shortened(", ".join(lists.split(data.get("aliases"))) or name, 80)
    year = data.get("year")
    rest = f" — {shortened(title, 120)}" if title and title != name else ""
    return f"{first}{rest}" + (f" ({year})" if year is not None else "")


def _years(citations: nx.DiGraph[str]) -> tuple[int | None, int | None]:
    days = [day_of(data) for _, data in citations.nodes(data=True) if data.get("seed")]
    years = [day.year for day in days if day != datetime.date.max]
    return (min(years), max(years)) if years else (None, None)


# --- answers that are asked for again and again ----------------------------------------------


@st.cache_data(max_entries=256, show_spinner=False)
def _why(
    path: str,
    state: Stamp,
    parent: str | None,
    child: str,
    moved: Recalibration | None,
    _opened: Opened,
) -> Explanation:
    candidates, weights = _opened.lineage.candidates, recalibrated(moved)
    return why(_opened.citations, child, parent, candidates=candidates, weights=weights)


def why_lost(
    opened: Opened, parent: str, child: str, most: int = 6
) -> tuple[str | None, tuple[Candidate, ...]]:
    """Why the runner-up lost, and the best candidates in order.

    Raises
    ------
    QueryError
        If the child does not cite the parent.
    """
    moved = opened.recalibration
    found = _why(str(opened.path), opened.stamp, parent, child, moved, opened)
    return found.why_runner_up_lost, found.candidates[:most]


def likely_parents(opened: Opened, child: str, most: int = 6) -> tuple[Candidate, ...]:
    """The best candidates of a child in order; none where nothing is known of its references."""
    moved = opened.recalibration
    try:
        found = _why(str(opened.path), opened.stamp, None, child, moved, opened)
    except QueryError:
        return ()
    return found.candidates[:most]


@st.cache_resource(max_entries=2, show_spinner=False)
def _to_review(
    path: str, state: Stamp, moved: Recalibration | None, _opened: Opened
) -> tuple[ToConfirm, ...]:
    return opening.to_review(_opened.as_decided(), again=True)


def to_review(opened: Opened) -> tuple[ToConfirm, ...]:
    """The papers to confirm, those first where a decision is worth most.

    The order is that of the first time somebody asked: whoever decides finds her way back.
    """
    return _to_review(str(opened.path), opened.stamp, opened.recalibration, opened)


@st.cache_resource(max_entries=2, show_spinner=False)
def _arrays(path: str, state: Stamp) -> GraphArrays:
    from ptm_graph.analysis import GraphArrays

    return GraphArrays(_read(path, state).inferred.citations, "citing-cited")


def similar_papers(opened: Opened, key: str, most: int = 6) -> tuple[Neighbour, ...]:
    """Papers of the list most like a paper, by shared references and shared citers."""
    from ptm_graph.analysis import similar

    among = listed_papers(opened.citations)
    return similar(_arrays(str(opened.path), opened.stamp), key, among=among, limit=most)
