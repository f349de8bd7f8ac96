"""Whole dumps on disk: making a corpus, bringing it up to date, and checking it."""

from __future__ import annotations

from pathlib import Path

from ptm_graph.corpus import checking, importing, updating
from ptm_graph.corpus.dumps.registry import DUMPS
from ptm_graph.corpus.engines import size_of
from ptm_graph.corpus.importing import Plan, in_words
from ptm_graph.corpus.layout import Corpus
from ptm_graph.enrich.progress import Progress
from ptm_graph.words.wording import Said

__all__ = ["Plan", "check", "import_dump", "in_words", "opened", "plan", "update"]


def plan(dump: str, folder: Path, corpus: Path, memory: str) -> Plan:
    """What an import has to do; see :func:`ptm_graph.corpus.importing.plan`.

    Raises
    ------
    CorpusError
        If there is nothing to import.
    InputError
        If ``memory`` is no size.
    """
    return importing.plan(DUMPS[dump], folder, corpus, memory=size_of(memory))


def import_dump(
    dump: str,
    folder: Path,
    corpus: Path,
    memory: str,
    *,
    sentences: bool = False,
    release: str = "",
    progress: Progress | None = None,
) -> Corpus:
    """Make a corpus of a dump; see :func:`ptm_graph.corpus.importing.import_dump`."""
    return importing.import_dump(
        DUMPS[dump],
        folder,
        corpus,
        memory=size_of(memory),
        sentences=sentences,
        release=release,
        progress=progress,
    )


def update(
    corpus: Path, diffs: Path, memory: str, *, release: str = "", progress: Progress | None = None
) -> Corpus:
    """Bring a corpus up to date; see :func:`ptm_graph.corpus.updating.update`."""
    return updating.update(
        corpus, diffs, memory=size_of(memory), release=release, progress=progress
    )


def opened(corpus: Path) -> Corpus:
    """A corpus that is there and whole; CorpusError for any other."""
    return Corpus(corpus)


def check(corpus: Path, memory: str, *, progress: Progress | None = None) -> list[Said]:
    """What is wrong with a corpus; see :func:`ptm_graph.corpus.checking.check`."""
    return checking.check(Corpus(corpus), memory=size_of(memory), progress=progress)
