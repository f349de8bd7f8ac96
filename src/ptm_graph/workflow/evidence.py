"""Full texts as evidence: what a person does with files of papers."""

from __future__ import annotations

import contextlib
import csv
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ptm_graph.enrich.facts import update_facts
from ptm_graph.enrich.full_texts import Added, Reading, add_full_texts, keeps_words
from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.errors import FullTextError, InputError, SourceError
from ptm_graph.full_texts.formats import FORMATS, files_in, format_of, is_paper, read_file
from ptm_graph.full_texts.full_text import FullText, Unused
from ptm_graph.library import Library
from ptm_graph.library.lock import refresh_lock
from ptm_graph.library.store import QUOTING
from ptm_graph.settings import Settings
from ptm_graph.sources.grobid import Grobid
from ptm_graph.words.model import Problem
from ptm_graph.words.records import FULL_TEXT, SOURCES, FullTextReading
from ptm_graph.words.wording import Said, phrase


@dataclass(frozen=True, slots=True)
class PaperRead:
    """A paper, and where it was read."""

    file: Path
    text: FullText
    """Of a file that could not be read: nothing but the reason in ``unused``."""


def read_papers(path: Path) -> Iterator[PaperRead]:
    """Read the full texts of a file or folder.

    Parameters
    ----------
    path : Path
        A file; a folder of files, at any depth; or a folder that is one LaTeX paper.

    Yields
    ------
    PaperRead
        In the order of the names. In a folder, a file that cannot be read is a paper of
        which only the reason is known; one of no known format is left out.

    Raises
    ------
    FullTextError
        If a file cannot be read, or a folder holds no full text.
    """
    with _grobid() as grobid:
        if not path.is_dir() or is_paper(path):
            for text in read_file(path, grobid):
                yield PaperRead(path, text)
            return
        for one in _papers_in(path):
            yield from _each(one, grobid)


@contextlib.contextmanager
def _grobid() -> Iterator[Callable[[bytes], bytes] | None]:
    grobid = Grobid.of(Settings.from_environment())
    if grobid is None:
        yield None
        return
    with contextlib.closing(grobid):
        yield grobid.tei


def _papers_in(folder: Path) -> list[Path]:
    files = [one for one in files_in(folder) if one.is_dir() or _may_be_paper(one)]
    if not files:
        known = ", ".join(FORMATS)
        raise FullTextError(Said("full text.empty folder", {"file": str(folder), "known": known}))
    return files


def _may_be_paper(path: Path) -> bool:
    try:
        return format_of(path) is not None
    except (OSError, EOFError, zlib.error):
        return True  # reading it says why not


def _each(path: Path, grobid: Callable[[bytes], bytes] | None) -> Iterator[PaperRead]:
    try:
        for text in read_file(path, grobid):
            yield PaperRead(path, text)
    except (InputError, SourceError) as error:
        wrong = (Unused(str(path), str(error)),)
        yield PaperRead(path, FullText(None, None, (), (), (), 0, unused=wrong))


# --- into a library ---------------------------------------------------------------------------


def add(
    library_file: Path,
    sources: Sequence[Path],
    *,
    named_in: Path | None = None,
    progress: Progress | None = None,
) -> list[Added]:
    """Add full texts to a library: each to its paper, as far as it is known.

    Parameters
    ----------
    library_file : Path
        The library; has to be there.
    sources : sequence of Path
        Files, folders of files, and folders that are one LaTeX paper.
    named_in : Path, optional
        A CSV file whose columns ``file`` and ``paper`` say which paper a file is of: the name
        of the file, and its key, identifier or title.
    progress : Progress, optional
        Told about each file.

    Returns
    -------
    list of Added
        What became of each text, those of no paper of the library with the reason.

    Raises
    ------
    LibraryBusyError
        If the library is being refreshed.
    InputError
        If there is no such file, no full text in a folder, or no such column.
    """
    files = [file for source in sources for file in _files(source)]
    papers = {} if named_in is None else _papers_named(named_in)
    progress = progress or Silent()
    progress.stage("reading full texts", len(files))
    with refresh_lock(library_file), Library.open(library_file, writable=True) as library:
        added = add_full_texts(library, _readings(files, papers, progress), progress)
        missing = sorted(papers.keys() - {one.name for one in files} - {str(one) for one in files})
        added += [Added(one, reason=_NOT_THERE) for one in missing]
        _note(library, added)
    return added


_NOT_THERE = "is not among the files that were read"


def _files(source: Path) -> list[Path]:
    if not source.exists():
        raise FullTextError(Said("full text.missing", {"file": str(source)}))
    return _papers_in(source) if source.is_dir() and not is_paper(source) else [source]


def _readings(
    files: Sequence[Path], papers: Mapping[str, str], progress: Progress
) -> Iterator[Reading]:
    with _grobid() as grobid:
        for file in files:
            for one in _each(file, grobid):
                paper = papers.get(file.name, papers.get(str(file)))
                known = None if one.text.is_unread else format_of(file)
                yield Reading(one.text, str(file), known or "none", paper=paper)
            progress.advance()


def _papers_named(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
            return {row["file"]: row["paper"] for row in rows if row["paper"]}
    except KeyError as error:
        said = Said("full text.no column", {"file": str(path), "column": str(error.args[0])})
        raise FullTextError(said) from error
    except (OSError, UnicodeError, csv.Error) as error:
        said = Said("full text.unreadable", {"file": str(path), "error": str(error)})
        raise FullTextError(said) from error


STAGE = "full texts"
"""Under this name the library remembers which files could not be used."""


def _note(library: Library, added: Sequence[Added]) -> None:
    tried = {one.file for one in added}
    left = [one for one in library.problems() if one.stage == STAGE and one.subject not in tried]
    new = [Problem(STAGE, one.file, one.reason) for one in added if one.reason]
    with library.writing() as writer:
        writer.replace_problems([STAGE], [*left, *new])


@dataclass(frozen=True, slots=True)
class PaperStatus:
    """What is known of the references of a paper whose full text was read."""

    paper: str
    title: str
    readings: tuple[FullTextReading, ...]
    before: int
    """References that others than the paper itself tell."""
    known: int
    """All references that are known."""
    papers: int
    """Those of them that are papers of the library."""


@dataclass(frozen=True, slots=True)
class Status:
    """What full texts a library has."""

    papers: tuple[PaperStatus, ...]
    unused: tuple[Problem, ...]
    """Files that are of no paper, or could not be read."""
    keeps_words: bool


def status(library: Library) -> Status:
    """Tell which full texts of a library were read, and what they added."""
    told = []
    for key, readings in library.full_texts_read().items():
        paper = library.paper(key)
        counts = library.columns.counted_by_others(key, FULL_TEXT)
        told.append(PaperStatus(key, paper.title, readings, *counts))
    unused = tuple(one for one in library.problems() if one.stage == STAGE)
    return Status(tuple(told), unused, keeps_words(library))


def references_said(library: Library, key: str | None = None, language: str = "en") -> str | None:
    """How many references of a paper, or of the whole list, each source gave, in a line.

    “60 references: 58 Semantic Scholar, 44 Crossref, 60 the paper itself”. None where there are
    none.
    """
    count, given = library.columns.references_given(key)
    if not given:
        return None
    told = (
        phrase(
            _OURS.get(source, "references.giver"),
            language,
            count=f"{number:,}",
            source=SOURCES[source].title if source in SOURCES else source,
        )
        for source, number in given.items()
    )
    givers = phrase("reason.comma", language).join(told)
    return phrase("references.given", language, count=f"{count:,}", givers=givers)


_OURS: Mapping[str, str] = {
    FULL_TEXT: "references.full text",
    "snapshot": "references.snapshot",
    "import": "references.import",
}
"""Sources that are no services → how many references they gave."""


def set_quoting(library_file: Path, quoting: Literal["short", "none"]) -> None:
    """Tell a library to keep the words of passages, or numbers alone.

    Those it has are forgotten at once; to have them again, the full texts must be added again.
    """
    with refresh_lock(library_file), Library.open(library_file, writable=True) as library:
        if quoting == "none":
            update_facts(library)  # while there are words to make them of
        with library.writing() as writer:
            writer.set_meta(QUOTING, quoting)
            if quoting == "none":
                writer.forget_quotes()
