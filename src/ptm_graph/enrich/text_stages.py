"""The stages that read papers themselves; they are gone through only on demand."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptm_graph.enrich.facts import Spoken
from ptm_graph.enrich.full_texts import Adding, Reading
from ptm_graph.enrich.report import TextCounts
from ptm_graph.enrich.resolving import Resolution, resolve
from ptm_graph.enrich.stages import Expected, Question, Stage, is_read
from ptm_graph.enrich.staleness import OLD_FACTOR, Due
from ptm_graph.errors import FullTextError, NotFoundError, RejectedError
from ptm_graph.files import new_file
from ptm_graph.full_texts.full_text import FullText
from ptm_graph.full_texts.latex import read_latex
from ptm_graph.library import Library
from ptm_graph.library.writing import Writer
from ptm_graph.sources.batches import Looked
from ptm_graph.sources.service import Service, SourceText
from ptm_graph.words import titles
from ptm_graph.words.model import Paper, SeedEntry
from ptm_graph.words.records import FULL_TEXT
from ptm_graph.words.replies import OK, Reply
from ptm_graph.words.wording import Said, said_by

MOST = 100
"""Papers whose sources one refresh asks for, unless another number is wished."""
NIGHT = datetime.timedelta(hours=20)
"""Within this time no more titles are looked up, however many refreshes there are."""

_SHORTEST_TITLE, _LONGEST_TITLE = 15, 250
"""Letters of a title that is looked up; a longer one is an entry that was not taken apart."""
_NO_LATEX = frozenset(
    {"full text.latex pdf", "full text.postscript", "full text.page", "full text.no latex"}
)


@dataclass(frozen=True, slots=True)
class TextWishes:
    """How full texts are to be read."""

    most: int = MOST
    """Papers whose sources are asked for at most, and titles that are looked up."""
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
        self.readings: list[Reading] = []
        """What was read, for as long as the refresh lasts."""
        self._wishes = wishes or TextWishes()
        self._adding: Callable[[], Adding]

    def asked_as(self, paper: Paper) -> str | None:
        """The service's own identifier as it is."""
        return paper.identifiers.get(self.service.own_kind)

    def due(self, library: Library, due: Due) -> list[Question]:
        """Seeds whose source was not asked for, then those asked for long ago."""
        today = due.now.date().isoformat()
        self._adding = functools.cache(lambda: Adding(library, today))
        checked = library.checked(self.what)
        found = [
            one
            for one in super().due(library, due.slowed(OLD_FACTOR))
            if one.paper.key in checked or not is_read(library, one.paper.key)
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
            said = Said("reply.no source", {"service": self.service.source.title})
            return Looked({question.asked: _Read(None, Reply("no source", str(said)))})
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
            return _Read(None, _failed(name, error))
        if self._wishes.keep is not None:
            keep(source.data, self._wishes.keep, name)
        return _Read(text, OK, source.version)

    def store(self, writer: Writer, question: Question, answer: _Read) -> tuple[int, Reply]:
        """Store what the paper says, and forget the source."""
        number = writer.number(question.paper.key)
        reply = answer.reply
        if answer.text is not None:
            reading = Reading(
                *(answer.text, question.asked, "latex", self.service.source.name),
                *(answer.version, question.paper.key),
            )
            reply = self._added(writer, reading)
        self.counts.read += reply.ok
        self.counts.without_source += reply.code == "no source"
        self.counts.not_read += reply.code == "source not read"
        return number, reply

    def _added(self, writer: Writer, reading: Reading) -> Reply:
        try:
            with writer.trying():
                self._adding().add(writer, reading)
        except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            return _failed(reading.file, error)
        self.readings.append(reading)
        return OK

    @property
    def spoken(self) -> Spoken:
        """What was read of each citation, where the library keeps no words."""
        return self._adding().spoken if self.readings else {}

    def problems(self, library: Library) -> dict[str, Reply]:
        """Sources that could not be read; that there is none is no problem."""
        found = super().problems(library).items()
        return {key: reply for key, reply in found if reply.code != "no source"}


class ReferenceTitles(Stage):
    """Look up titles that only the papers themselves list, those cited most often first."""

    capability = "titles"

    def __init__(self, service: Service, texts: Sequence[FullTexts], wishes: TextWishes | None):
        super().__init__(service)
        self.what, self.title = "titles of references", "titles that papers list"
        self.wanted = wishes is not None
        self._texts = texts
        self._most = (wishes or TextWishes()).most
        self._at = ""
        self._listed: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """Title in letters → who lists it, and as what."""
        self._found = False
        self.spoken: Spoken = {}

    def due(self, library: Library, due: Due) -> list[Question]:
        """Titles that were not looked up lately, each once, however many papers list it."""
        self._at = due.now.isoformat(timespec="seconds")
        asked, slow = library.checked_parts(self.what), due.slowed(OLD_FACTOR)
        said = self._said()
        found: dict[str, Question] = {}
        self._listed.clear()
        for key, title, year in library.columns.listed_only_by(FULL_TEXT):
            part = _part(title)
            self._listed[part].append((key, title))
            if not _SHORTEST_TITLE <= len(part) < _LONGEST_TITLE or part in found:
                continue
            _, authors = said.get(part, (0, ()))
            entry = SeedEntry(title, authors=authors or None, year=year)
            one = Question(part, library.paper(key), (entry,))
            known = next(iter(asked.get(part, {}).values()), None)
            if known is None or slow.is_due(one.paper, {key: known}):
                found[part] = one
        ordered = sorted(found.values(), key=lambda one: -said.get(one.asked, (0, ()))[0])
        night = (due.now - NIGHT).isoformat(timespec="seconds")
        spent = sum(one.at > night for told in asked.values() for one in told.values())
        return ordered[: max(0, self._most - spent)]

    def _said(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Of the references in texts just read: how many sentences cite each, and its authors."""
        found: dict[str, tuple[int, tuple[str, ...]]] = {}
        for reading in self._readings():
            times = Counter(key for one in reading.text.sentences for key in one.references)
            for one in reading.text.references:
                part = _part(one.title or one.raw or "")
                before, authors = found.get(part, (0, ()))
                found[part] = (before + times[one.key], authors or one.authors)
        return found

    def _readings(self) -> list[Reading]:
        return [one for stage in self._texts for one in stage.readings]

    def expected(self, library: Library, due: Due) -> Expected:
        """Those that are known, and as many more as may be looked up."""
        known = tuple(self.due(library, due))
        reads = any(stage.due(library, due) for stage in self._texts)
        return Expected(known, self._most - len(known) if reads else 0, estimated=reads)

    def requests(self, expected: Expected) -> dict[Service, int]:
        """One for each title."""
        return {self.service: len(expected.questions) + expected.more}

    def ask(self, questions: Sequence[Question]) -> Looked[Resolution]:
        """Look one title up."""
        (question,) = questions
        (entry,) = question.entries
        return Looked({question.asked: resolve(entry, self.service)})

    def store(
        self, writer: Writer, question: Question, answer: Resolution | None
    ) -> tuple[int, Reply]:
        """Store the paper; without one, remember that the title was looked up."""
        number = writer.number(question.paper.key)
        if answer is not None and answer.found is not None:
            self._found, cited = True, writer.store_paper(answer.found)
            for key, title in self._listed[question.asked]:
                writer.resolve_reference(writer.number(key), title, cited, FULL_TEXT)
        reply = OK if answer is None else answer.reply
        writer.mark_asked([number], f"{self.what}: {question.asked}", self._at, reply)
        return number, OK

    def finish(self, library: Library) -> None:
        """Add what the texts that were just read say of the references that were found."""
        if not self._found:
            return
        adding = Adding(library, self._at[:10])
        with library.writing() as writer:
            for reading in self._readings():
                adding.add(writer, reading)
        self.spoken = adding.spoken

    def problems(self, library: Library) -> dict[str, Reply]:
        """None: a reference without a record stays on its list, and is counted there."""
        return {}


def _failed(name: str, error: Exception) -> Reply:
    said = Said("reply.reading failed", {"file": name, "error": type(error).__name__})
    return Reply("source not read", str(said))


def _part(title: str) -> str:
    return titles.normal(title).replace(" ", "")[:_LONGEST_TITLE]


def counted(table: Iterable[Stage]) -> TextCounts | None:
    """What the full-text stages of a table did; None where none was wanted."""
    done = [one.counts for one in table if isinstance(one, FullTexts) and one.wanted]
    if not done:
        return None
    names = [field.name for field in dataclasses.fields(TextCounts)]
    return TextCounts(**{name: sum(getattr(one, name) for one in done) for name in names})


def spoken_in(table: Iterable[Stage]) -> Spoken:
    """What the full-text stages of a table read, where the library keeps no words."""
    return dict(
        item
        for one in table
        if isinstance(one, FullTexts | ReferenceTitles)
        for item in one.spoken.items()
    )


def keep(data: bytes, folder: Path, name: str) -> None:
    """Keep a source for the user alone, gzipped; another program's mark on it is not asked for."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    packed = data if data.startswith(b"\x1f\x8b") else gzip.compress(data, mtime=0)
    with new_file(folder / f"{re.sub(r'[^A-Za-z0-9.-]', '_', name)}.gz", mode=0o600) as stream:
        stream.write(packed)
