"""Making a library from reading lists and a snapshot, and a snapshot of a library."""

from __future__ import annotations

import contextlib
import datetime
import functools
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from ptm_graph import bundled
from ptm_graph.enrich import BuildReport, build
from ptm_graph.enrich.progress import Progress
from ptm_graph.enrich.refresh import refresh
from ptm_graph.enrich.snapshotting import take_snapshot
from ptm_graph.errors import LibraryError
from ptm_graph.files import part_prefix, sweep, write_text
from ptm_graph.library import Library
from ptm_graph.reading_lists.result import refuse_nothing
from ptm_graph.settings import Settings
from ptm_graph.sources import snapshot as snapshots
from ptm_graph.sources.service import Service
from ptm_graph.sources.services import opened
from ptm_graph.workflow.reading import ListName, Lists, lists_named, remember
from ptm_graph.workflow.sourcing import openers

_MAKING = threading.Lock()


def build_library(
    path: Path,
    names: Sequence[ListName] = (),
    snapshot: Path | None = None,
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Fill a library with reading lists and what a snapshot knows about them.

    Where the settings name a corpus, it is what the corpus knows, and of a snapshot only
    what is in one that is named.

    Parameters
    ----------
    path : Path
        The library; made where it is missing. What it holds is kept where it is more.
    names : sequence of str or Path, optional
        Files and folders; ``-`` stands for standard input. Default: the bundled list.
    snapshot : Path, optional
        Default: the bundled one.
    settings : Settings, optional
        Default: those of the environment.
    progress : Progress, optional
        Told about each stage, where a corpus is asked.

    Raises
    ------
    ReadingListError
        If a list cannot be read, or no paper is understood of them.
    LibraryError
        If the library cannot be written.
    CorpusError
        If the corpus cannot be used.
    """
    settings = settings or Settings.from_environment()
    lists = lists_named(names or (bundled.seed_list(),))
    refuse_nothing(lists.read, names[0] if names else None)
    corpus = openers(settings, alone=True) if settings.corpus is not None else None
    facts = None
    if snapshot is not None or corpus is None:
        facts = snapshots.read_file(snapshot or bundled.snapshot())
    with Library.open(path, writable=True) as library:
        if corpus is None:
            return fill(library, lists, facts)
        if facts is not None:
            fill(library, lists, facts)
        return _fill_from(library, lists, settings, corpus, progress)


def _fill_from(
    library: Library,
    lists: Lists,
    settings: Settings,
    corpus: Sequence[Callable[[Settings], Service]],
    progress: Progress | None,
) -> BuildReport:
    """Fill a library with lists and what a corpus knows about them."""
    with opened(settings, corpus) as asked:
        report = refresh(
            library,
            lists.entries,
            *asked,
            unused=lists.read.unused,
            lists=lists.paths,
            max_age=datetime.timedelta(0),  # the corpus may be another one than the last time
            progress=progress,
        )
    remember(library, lists)
    return BuildReport(
        entries=len(lists.entries),
        seeds=len({key for _, key in library.seed_entries()}),
        papers=report.papers,
        citations=report.citations,
        missing=tuple(report.problems),
        unused=tuple(lists.read.unused),
    )


def fill(
    library: Library,
    lists: Lists,
    facts: snapshots.Snapshot | None = None,
    *,
    whole: bool = False,
) -> BuildReport:
    """Fill a library with lists that were read, and what a snapshot knows about them.

    Parameters
    ----------
    library : Library
        Open for writing.
    lists : Lists
        The lists.
    facts : Snapshot, optional
        Default: the bundled one.
    whole : bool, default False
        As for :func:`ptm_graph.enrich.build.build`.
    """
    if facts is None:
        facts = _bundled(bundled.snapshot())
    report = build(
        library,
        lists.entries,
        facts,
        unused=lists.read.unused,
        lists=lists.paths,
        whole=whole,
    )
    remember(library, lists)
    return report


@functools.lru_cache(maxsize=1)
def _bundled(path: Path) -> snapshots.Snapshot:
    """The bundled snapshot, which stays the same as long as a program runs."""
    return snapshots.read_file(path)


def fill_bundled(library: Library) -> BuildReport:
    """Fill a library with the bundled reading list and snapshot."""
    return fill(library, lists_named([bundled.seed_list()]))


def make_bundled(path: Path) -> None:
    """Make a library from the reading list and the snapshot that ship with the package.

    The file is there when it is whole; one that is there already is left alone.

    Raises
    ------
    LibraryError
        If the file cannot be written.
    """
    with _MAKING:
        if path.exists():
            return
        sweep(path)
        part = path.with_name(f"{part_prefix(path)}.part")
        try:
            with Library.open(part, writable=True) as library:
                fill_bundled(library)
            if not path.exists():  # another process may have made one of its own meanwhile
                part.replace(path)
        except OSError as error:
            raise LibraryError(f"{path}: cannot be written: {error.strerror or error}") from error
        finally:
            for name in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
                with contextlib.suppress(OSError):
                    name.unlink()


def save_snapshot(library: Library, out: Path, provenance: str | None = None) -> int:
    """Write the facts of a library as text; give the number of papers.

    Parameters
    ----------
    library : Library
        Open for reading.
    out : Path
        The file.
    provenance : str, optional
        Where the data came from and of when it is. Default: what the library remembers.
    """
    snapshot = take_snapshot(library, provenance)
    write_text(out, snapshots.write(snapshot), "snapshot")
    return len(snapshot.papers)
