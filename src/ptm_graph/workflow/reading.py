"""Reading lists: files, folders and standard input, in one way, whoever asks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ptm_graph import bundled
from ptm_graph.library import Library
from ptm_graph.reading_lists import ReadingList, read_bytes, read_files
from ptm_graph.reading_lists.result import joined
from ptm_graph.words.model import SeedEntry

STANDARD_INPUT = "-"
"""Stands for standard input where reading lists are named."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Reading lists that were read for a library."""

    read: ReadingList
    paths: tuple[Path, ...]
    """Where a refresh reads them again; empty where one of them cannot be read again."""

    @property
    def entries(self) -> tuple[SeedEntry, ...]:
        """In the order of the files and of their lines."""
        return self.read.entries


def read_lists(names: Sequence[str | Path], format: str | None = None) -> ReadingList:
    """Read files, folders and standard input, one behind the other.

    Parameters
    ----------
    names : sequence of str or Path
        Paths; ``-`` stands for standard input.
    format : str, optional
        A name in :data:`ptm_graph.reading_lists.FORMATS`; guessed where it is not given.

    Raises
    ------
    ReadingListError
        If one that was named cannot be read.
    """
    return joined(
        read_bytes(sys.stdin.buffer.read(), None, format)
        if str(name) == STANDARD_INPUT
        else read_files([name], format)
        for name in names
    )


def lists_for(library: Library, names: Sequence[str | Path] = ()) -> Lists:
    """Read the lists that are named, else those the library was last made from.

    A library that has no list to read again keeps its entries; an empty one gets the bundled
    list.

    Parameters
    ----------
    library : Library
        Open for reading.
    names : sequence of str or Path, optional
        As for :func:`lists_named`.
    """
    remembered = library.reading_lists()
    if not names and not remembered and library.paper_count():
        return Lists(ReadingList(tuple(entry for entry, _ in library.seed_entries())), ())
    return lists_named(names or remembered or [bundled.seed_list()])


def lists_named(names: Sequence[str | Path]) -> Lists:
    """Read the lists that are named, to be remembered by their full paths.

    Parameters
    ----------
    names : sequence of str or Path
        Paths; ``-`` stands for standard input, which leaves nothing to read again.
    """
    if any(str(name) == STANDARD_INPUT for name in names):
        return Lists(read_lists(names), ())
    paths = tuple(Path(name).absolute() for name in names)
    return Lists(read_lists(paths), paths)
