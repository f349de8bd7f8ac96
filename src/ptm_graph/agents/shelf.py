"""A library for those who ask it again and again: opened once, and again when a file changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TypeVar

import networkx as nx

from ptm_graph.analysis import GraphArrays
from ptm_graph.errors import LibraryMissingError, QueryError
from ptm_graph.library import Library
from ptm_graph.lineage import Explanation, Parentless, parentless, relations, why
from ptm_graph.lineage.weights import recalibrated
from ptm_graph.words.model import Paper, Relation
from ptm_graph.words.wording import Said
from ptm_graph.workflow import growing
from ptm_graph.workflow.decisions import Decision
from ptm_graph.workflow.opening import DecidedLineage, Stamp, decisions_path, lineage_of, stamp

_Answer = TypeVar("_Answer")
_TRIES = 3
_REMEMBERED = 64


class State:
    """What a library says while its files are as they are; what is asked for again is kept."""

    def __init__(self, library: Library, decisions: Path, stamped: Stamp):
        self.library, self.decisions, self.stamp = library, decisions, stamped
        self._papers: dict[str, Paper] = {}
        self._explained: dict[tuple[str, str | None], Explanation] = {}

    @cached_property
    def decided(self) -> DecidedLineage:
        """The lineage with people's decisions."""
        return lineage_of(self.library, self.decisions)

    @property
    def family(self) -> nx.DiGraph[str]:
        """Parent → child."""
        return self.decided.graph

    @property
    def citations(self) -> nx.DiGraph[str]:
        """Citing → cited."""
        return self.decided.citations

    @cached_property
    def citing_arrays(self) -> GraphArrays:
        """The citations in the form in which likeness is computed."""
        return GraphArrays(self.citations, "citing-cited")

    @cached_property
    def relations(self) -> dict[tuple[str, str], Relation]:
        """Parent and child → relation."""
        return {(one.parent, one.child): one for one in relations(self.family)}

    @cached_property
    def decisions_of(self) -> dict[tuple[str, str], Decision]:
        """Parent and child → what a person decided."""
        return {one.pair: one for one in self.decided.decisions}

    @cached_property
    def parentless(self) -> dict[str, Parentless]:
        """Papers without a parent, and why."""
        rejected = {one.pair for one in self.decided.decisions if one.verdict == "rejected"}
        found = parentless(self.family, self.decided.inferred.lineage, rejected)
        return {one.child: one for one in found}

    @cached_property
    def proposals(self) -> growing.Proposals:
        """Works that the list may lack."""
        return growing.proposals(self.library, self.decisions, decided=self.decided)

    def paper(self, key: str) -> Paper | None:
        """The paper of a key, former keys included; None: not in this library."""
        if key not in self._papers:
            try:
                self._papers[key] = self.library.paper(key)
            except QueryError:
                return None
        return self._papers[key]

    def why(self, child: str, parent: str | None) -> Explanation:
        """Every candidate of a child, see :func:`ptm_graph.lineage.why`."""
        asked = child, parent
        if asked not in self._explained:
            if len(self._explained) >= _REMEMBERED:
                self._explained.clear()
            self._explained[asked] = why(
                self.citations,
                child,
                parent,
                candidates=self.decided.inferred.lineage.candidates,
                weights=recalibrated(self.decided.recalibration),
            )
        return self._explained[asked]


class Shelf:
    """One library file; calls from several threads take turns.

    Parameters
    ----------
    path : Path
        The library.
    decisions : Path, optional
        Default: as :func:`ptm_graph.workflow.opening.decisions_path` says.
    """

    def __init__(self, path: Path, decisions: Path | None = None):
        self.path, self._named = path, decisions
        self._state: State | None = None
        self._turn = RLock()

    def ask(self, question: Callable[[State], _Answer], *, once: bool = False) -> _Answer:
        """Answer from one state of the files, again if they changed meanwhile.

        Parameters
        ----------
        question : callable
            Gives the answer.
        once : bool, default False
            It changes the files itself.

        Raises
        ------
        LibraryError
            If the library cannot be read.
        """
        with self._turn:
            for _ in range(0 if once else _TRIES - 1):
                state = self._now()
                try:
                    answer = question(state)
                except Exception:
                    if self._stamp(state.decisions) == state.stamp:
                        raise
                    continue
                if self._stamp(state.decisions) == state.stamp:
                    return answer
            return question(self._now())

    def close(self) -> None:
        """Close the file; the next question opens it again."""
        with self._turn:
            if self._state is not None:
                self._state.library.close()
            self._state = None

    def _now(self) -> State:
        held = self._state
        if held is None or self._stamp(held.decisions) != held.stamp:
            self.close()
            if not self.path.exists():
                raise LibraryMissingError(Said("library.missing", {"library": str(self.path)}))
            before = stamp(self.path)
            library = Library.open(self.path)
            decisions = decisions_path(library, self._named)
            held = self._state = State(library, decisions, (*before, *stamp(decisions)))
        return held

    def _stamp(self, decisions: Path) -> Stamp:
        return (*stamp(self.path), *stamp(decisions))
