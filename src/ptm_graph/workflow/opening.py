"""A library as people use it: where it is, what was decided about it, and its lineage with that.

Whoever shows a lineage asks here, so that terminal, dashboard, exports and the history of
refreshes give the same relations.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx

from ptm_graph.graph.citations import citation_graph
from ptm_graph.graph.families import add_names
from ptm_graph.library import Library
from ptm_graph.lineage import Lineage, ToConfirm, infer, to_confirm, to_graph
from ptm_graph.lineage.recalibration import Recalibration
from ptm_graph.lineage.score import Candidates
from ptm_graph.lineage.weights import recalibrated
from ptm_graph.settings import Settings
from ptm_graph.workflow import decisions
from ptm_graph.workflow.decisions import Decision, Families
from ptm_graph.workflow.families import put_families
from ptm_graph.workflow.graphs import is_read

LARGEST_WHOLE = 5000
"""Papers up to which a library is read whole; of a larger one, what its lineage rests on."""
MOST_CHILDREN = 300
"""Papers whose parents are looked for where no reading list says which ones matter."""

_PACKAGE = Path(__file__).parent.parent

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of each file."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """The lineage of a library as the engine sees it, without anybody's decisions."""

    citations: nx.DiGraph[str]
    """Citing → cited. Of a large library all papers, but most of them with title and date
    alone, and only the citations that the lineage rests on."""
    lineage: Lineage
    graph: nx.DiGraph[str]
    """Parent → child."""
    former: Mapping[str, str] = field(default_factory=dict)
    """Keys that papers had before → the keys they have now."""


@dataclass(frozen=True, slots=True)
class DecidedLineage:
    """The lineage of a library with the decisions of people laid over it."""

    inferred: Inferred
    graph: nx.DiGraph[str]
    """Parent → child."""
    decisions: tuple[Decision, ...]
    decisions_path: Path
    unused: tuple[Decision, ...]
    """Decisions that could not be applied, see :func:`ptm_graph.workflow.decisions.apply`."""
    recalibration: Recalibration | None = None
    """What the confidences were moved by, if the person wished it."""
    families: Families | None = None
    """Families that a person gave papers, and their names."""

    @property
    def citations(self) -> nx.DiGraph[str]:
        """Citing → cited, as far as the lineage rests on it."""
        return self.inferred.citations


def stamp(*paths: Path) -> Stamp:
    """Changes whenever one of the files does; a database's write-ahead log belongs to it."""
    found = []
    for path in paths:
        for name in (path, path.with_name(path.name + "-wal")):
            try:
                state = name.stat()
            except OSError:
                continue
            if state.st_size:
                found.append((str(name), state.st_mtime_ns, state.st_size))
    return tuple(found)


def decisions_path(library: Library, given: Path | None = None) -> Path:
    """Where decisions are kept: as given, in the environment, or beside the reading list.

    The bundled list of an installed package is no place to write to; decisions about it, or
    about a library without a list, are beside the library.
    """
    named = given or Settings.from_environment().decisions
    if named is not None:
        return named
    for listed in library.reading_lists()[:1]:
        if isinstance(listed, str):
            break
        folder = listed.parent
        if os.access(folder, os.W_OK) and not folder.is_relative_to(_PACKAGE):
            return folder / "decisions.yaml"
    return (library.path.parent if library.path else Path.cwd()) / "decisions.yaml"


def lineage_of(library: Library, decisions_file: Path | None = None) -> DecidedLineage:
    """Give the lineage of a library with the decisions of people laid over it.

    Parameters
    ----------
    library : Library
        Open for reading.
    decisions_file : Path, optional
        Default: as :func:`decisions_path` says.

    Raises
    ------
    InputError
        If the file of decisions cannot be read.
    """
    path = decisions_path(library, decisions_file)
    return with_decisions(lambda *also: inferred(library, *also), path)


def with_decisions(
    infer_with: Callable[[tuple[str, ...], Recalibration | None, Families], Inferred], path: Path
) -> DecidedLineage:
    """Lay the decisions of a file over a lineage.

    Parameters
    ----------
    infer_with : callable
        As :func:`inferred` of one library; what it gave before, it may remember.
    path : Path
        The file; a missing one holds no decisions.
    """
    decided, moved, families, _ = decisions.read_file(path)
    found = infer_with((), moved, families)
    decided = decisions.current(decided, found.former)
    also = _unread(found.citations, decided)
    if also:
        found = infer_with(also, moved, families)
    among = found.lineage.candidates
    graph, unused = decisions.apply(
        found.graph, found.citations, decided, among, recalibrated(moved)
    )
    return DecidedLineage(found, graph, decided, path, unused, moved, families)


def inferred(
    library: Library,
    also: Collection[str] = (),
    moved: Recalibration | None = None,
    families: Families | None = None,
) -> Inferred:
    """Infer the lineage of a library, of a large one from what matters.

    Parents are sought for the papers of the reading list, among these. Without a list nobody
    has said which papers matter: parents are looked for, for the most cited papers
    (:data:`MOST_CHILDREN`), among all their references.

    Parameters
    ----------
    library : Library
        Open for reading.
    also : collection of str, optional
        Keys of papers that are read with all that is known of them, too.
    moved : Recalibration, optional
        What a person's decisions make of the confidences.
    families : Families, optional
        Which families a person put papers into, see :func:`put_families`, and their names.
    """
    children, former = _children(library), library.former_keys()
    citations = _citations(library, also, children)
    if families is not None:
        add_names(citations, {family: dict(names) for family, names in families.names})
    put_families(citations, decisions.families_now(families, former))
    lineage = infer(
        citations,
        children=children,
        candidates=candidates_of(library),
        weights=recalibrated(moved),
    )
    return Inferred(citations, lineage, to_graph(citations, lineage), former)


def to_review(
    decided: DecidedLineage, most: int | None = None, *, again: bool = False
) -> tuple[ToConfirm, ...]:
    """Give the papers that a reader is asked about, those first where her word is worth most.

    Parameters
    ----------
    decided : DecidedLineage
        A lineage with the decisions about it.
    most : int, optional
        How many papers to give; default: all whose parents were sought.
    again : bool, default False
        Offer rejected relations again, for a page that shows them as such.
    """
    lineage = decided.inferred.lineage
    children = {one.child for one in lineage.relations}
    children |= {one.child for one in lineage.abstentions}
    return to_confirm(
        decided.citations,
        decided.graph,
        children,
        rejected={one.pair for one in decided.decisions if one.verdict == "rejected" and not again},
        candidates=lineage.candidates,
        most=most,
        weights=recalibrated(decided.recalibration),
    )


def citations_around(library: Library, keys: Collection[str] = ()) -> nx.DiGraph[str]:
    """Give the citation graph that the lineage rests on, and that of more papers.

    Parameters
    ----------
    library : Library
        Open for reading.
    keys : collection of str, optional
        Keys of papers that matter, too.
    """
    return _citations(library, keys, _children(library))


def candidates_of(library: Library) -> Candidates:
    """Among which references parents are looked for: those on the reading list, if there is one."""
    return "list" if library.seed_entries() else "all"


def _children(library: Library) -> Sequence[str] | None:
    """The papers whose parents are looked for; None: those of the reading list."""
    if candidates_of(library) == "list":
        return None
    return sorted(library.columns.most_cited(MOST_CHILDREN))


def _citations(
    library: Library, also: Collection[str], children: Sequence[str] | None
) -> nx.DiGraph[str]:
    if library.paper_count() <= LARGEST_WHOLE:
        return citation_graph(library)
    return citation_graph(library, {*(children or ()), *also})


def _unread(citations: nx.DiGraph[str], decided: Sequence[Decision]) -> tuple[str, ...]:
    """Papers that people decided on whose citations the graph lacks."""
    found = {key for one in decided for key in one.pair if key in citations}
    return tuple(sorted(key for key in found if not is_read(citations.nodes[key])))
