"""What of a library is damaged, and what of it comes back."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from ptm_graph.errors import LibraryError, PtmGraphError
from ptm_graph.library import Library
from ptm_graph.library.checking import Fault, is_damage
from ptm_graph.words.wording import Said
from ptm_graph.workflow.opening import lineage_of
from ptm_graph.workflow.standing import Fallen, fallen

__all__ = ["Checked", "Fault", "check_library", "explained"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A library that was looked through."""

    papers: int | None
    """How many it holds; None where the file itself is damaged."""
    faults: tuple[Fault, ...]
    fallen: tuple[Fallen, ...] = ()
    """Retracted and withdrawn works from which papers of the list descend."""

    @property
    def papers_again(self) -> tuple[str, ...]:
        """Keys of papers of which something damaged comes back when they are asked for again."""
        return tuple(sorted({one.paper for one in self.faults if one.again and one.paper}))

    @property
    def lasting(self) -> tuple[Fault, ...]:
        """What no refresh restores."""
        return tuple(one for one in self.faults if not one.again)


def check_library(path: Path) -> Checked:
    """Look through a library, without changing it.

    Raises
    ------
    LibraryError
        If it cannot even be opened.
    """
    with Library.open(path) as library:
        faults = tuple(library.faults())
        papers = None if any(one.kind == "file" for one in faults) else library.paper_count()
        below = () if faults else _fallen(library)
    return Checked(papers, faults, below)


def _fallen(library: Library) -> tuple[Fallen, ...]:
    """None is looked for where nothing was retracted: a lineage takes its time."""
    if not library.columns.any_gone():
        return ()
    with contextlib.suppress(PtmGraphError):  # such as decisions that cannot be read
        return fallen(lineage_of(library).graph)
    return ()


def explained(error: BaseException, path: Path) -> LibraryError | None:
    """What an error that nobody expected means, if a damaged library is the reason."""
    try:
        if not is_damage(error) and not (path.is_file() and check_library(path).faults):
            return None
    except LibraryError as damaged:
        return damaged
    return LibraryError(Said("library.damaged values", {"library": str(path), "error": str(error)}))
