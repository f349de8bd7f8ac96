"""The stages that read papers themselves; they are gone through only on demand."""

from __future__ import annotations

import dataclasses
import gzip
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptm_graph.enrich.facts import Spoken
from ptm_graph.enrich.full_texts import Adding, Reading
from ptm_graph.enrich.report import TextCounts
from ptm_graph.enrich.stages import Question, Stage
from ptm_graph.enrich.staleness import OLD_FACTOR, Due
from ptm_graph.errors import FullTextError, NotFoundError, RejectedError
from ptm_graph.files import new_file
from ptm_graph.full_texts.full_text import FullText
from ptm_graph.full_texts.latex import read_latex
from ptm_graph.library import Library
from ptm_graph.library.writing import Writer
from ptm_graph.sources.batches import Looked
from ptm_graph.sources.service import Service, SourceText
from ptm_graph.words.replies import OK, Reply
from ptm_graph.words.wording import Said, said_by

MOST = 100
"""Papers whose sources one refresh asks for, unless another number is wished."""

_NO_LATEX = frozenset(
    {"full text.latex pdf", "full text.postscript", "full text.page", "full text.no latex"}
)


@dataclass(frozen=True, slots=True)
class TextWishes:
    """How full texts are to be read."""

    most: int = MOST
    """Papers whose sources are asked for at most."""
    keep: Path | None = None
    """Folder for the sources, which nobody but the user may read; None: they are not kept."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of one source."""

    text: FullText | None
    reply: Reply
    version: str | None = None


class FullTexts(Stage):
    """Read the source of every seed, a few papers at a time."""

    capability = "full texts"

    def __init__(
        self,
        service: Service,
        better: Sequence[Stage] = (),
        *,
        wishes: TextWishes | None = None,
    ):
        super().__init__(service, better)
        self.wanted = wishes is not None
        self.counts = TextCounts()
        self._wishes = wishes or TextWishes()
        self.adding: Adding | None = None
        """Of the library that is asked for; None before that."""

    def due(self, library: Library, due: Due) -> list[Question]:
        """Seeds whose source was not asked for, then those asked for long ago."""
        self.adding = Adding(library, due.now.date()) if self.wanted else None
        checked = library.checked(self.what)
        found = [
            one
            for one in super().due(library, due.in_turns(OLD_FACTOR))
            if one.paper.key in checked or not _is_read(library, one.paper.key)
        ]
        found.sort(key=lambda one: checked.get(one.paper.key, ("",))[0])
        self.counts.left = max(0, len(found) - self._wishes.most)
        return found[: self._wishes.most]

    def ask(self, questions: Sequence[Question]) -> Looked[_Read]:
        """Fetch the source of one paper, and read it."""
        (question,) = questions
        try:
            source = self.service.full_text(question.asked)
        except NotFoundError:
            return Looked()
        except RejectedError as error:
            return Looked({question.asked: _Read(None, Reply("source not read", str(error)))})
        return Looked({question.asked: self._read(question.asked, source)})

    def _read(self, name: str, source: SourceText) -> _Read:
        try:
            text = read_latex(source.data, name)
        except FullTextError as error:
            said = said_by(error)
            none = isinstance(said, Said) and said.code in _NO_LATEX
            return _Read(None, Reply("no source" if none else "source not read", str(said)))
        except Exception as error:  # whatever the paper does to its reader
            values = {"file": name, "error": type(error).__name__}
            return _Read(None, Reply("source not read", str(Said("reply.reading failed", values))))
        if self._wishes.keep is not None:
            keep(source.data, self._wishes.keep, name)
        return _Read(text, OK, source.version)

    def store(self, writer: Writer, question: Question, answer: _Read | None) -> tuple[int, Reply]:
        """Store what the paper says, and forget the source."""
        number = writer.number(question.paper.key)
        if answer is None:
            self.counts.without_source += 1
            values = {"service": self.service.source.title}
            return number, Reply("no source", str(Said("reply.no source", values)))
        if answer.text is not None and self.adding is not None:
            self.counts.read += 1
            source, paper = self.service.source.name, question.paper.key
            reading = Reading(answer.text, question.asked, "latex", source, answer.version, paper)
            self.adding.add(writer, reading)
        elif answer.reply.code == "no source":
            self.counts.without_source += 1
        else:
            self.counts.not_read += 1
        return number, answer.reply

    def problems(self, library: Library) -> dict[str, Reply]:
        """Sources that could not be read; that there is none is no problem."""
        found = super().problems(library).items()
        return {key: reply for key, reply in found if reply.code != "no source"}


def counted(table: Iterable[Stage]) -> TextCounts | None:
    """What the full-text stages of a table did; None where none was wanted."""
    done = [one.counts for one in table if isinstance(one, FullTexts) and one.wanted]
    if not done:
        return None
    names = [field.name for field in dataclasses.fields(TextCounts)]
    return TextCounts(**{name: sum(getattr(one, name) for one in done) for name in names})


def spoken(table: Iterable[Stage]) -> Spoken:
    """Words that were read and are not kept: facts are made of them, then they are forgotten."""
    made = [one.adding for one in table if isinstance(one, FullTexts) and one.adding is not None]
    return {ends: said for one in made for ends, said in one.spoken.items()}


def _is_read(library: Library, key: str) -> bool:
    """Whether the list of a paper was read from a file of the user's."""
    return any(one.counts.get("references") for one in library.full_texts(key))


def keep(data: bytes, folder: Path, name: str) -> None:
    """Keep a source for the user alone, gzipped; another program's mark on it is not asked for."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    packed = data if data.startswith(b"\x1f\x8b") else gzip.compress(data, mtime=0)
    with new_file(folder / f"{re.sub(r'[^A-Za-z0-9.-]', '_', name)}.gz", mode=0o600) as stream:
        stream.write(packed)
