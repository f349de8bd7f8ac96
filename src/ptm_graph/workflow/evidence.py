"""Full texts as evidence: what a person does with files of papers."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ptm_graph.errors import FullTextError, InputError, SourceError
from ptm_graph.full_texts.formats import FORMATS, files_in, is_paper, read_file, recognised
from ptm_graph.full_texts.full_text import FullText, Unused
from ptm_graph.settings import Settings
from ptm_graph.sources.grobid import Grobid
from ptm_graph.words.wording import Said

_HEAD = 65_536


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
    with contextlib.ExitStack() as stack:
        grobid = Grobid.of(Settings.from_environment())
        if grobid is not None:
            stack.enter_context(contextlib.closing(grobid))
        yield from _read_all(path, None if grobid is None else grobid.tei)


def _read_all(path: Path, grobid: Callable[[bytes], bytes] | None) -> Iterator[PaperRead]:
    if not path.is_dir() or is_paper(path):
        for text in read_file(path, grobid):
            yield PaperRead(path, text)
        return
    files = [one for one in files_in(path) if one.is_dir() or _may_be_paper(one)]
    if not files:
        known = ", ".join(FORMATS)
        raise FullTextError(Said("full text.empty folder", {"file": str(path), "known": known}))
    for one in files:
        yield from _each(one, grobid)


def _may_be_paper(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return recognised(path.name, file.read(_HEAD)) is not None
    except OSError:
        return True  # reading it says why not


def _each(path: Path, grobid: Callable[[bytes], bytes] | None) -> Iterator[PaperRead]:
    try:
        for text in read_file(path, grobid):
            yield PaperRead(path, text)
    except (InputError, SourceError) as error:
        wrong = (Unused(str(path), str(error)),)
        yield PaperRead(path, FullText(None, None, (), (), (), 0, unused=wrong))
