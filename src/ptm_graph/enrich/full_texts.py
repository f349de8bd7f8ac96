"""Full texts → library: the lists that they complete, passages, and the facts of these."""

from __future__ import annotations

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ptm_graph.enrich.facts import update_facts
from ptm_graph.enrich.matching import Works
from ptm_graph.enrich.progress import Progress
from ptm_graph.errors import QueryError
from ptm_graph.facts.citation_facts import LONGEST_SENTENCE, CitationFacts
from ptm_graph.facts.full_text_facts import Said, for_full_text
from ptm_graph.full_texts.full_text import CitingSentence, FullText
from ptm_graph.library import Library
from ptm_graph.library.store import QUOTING
from ptm_graph.library.writing import Writer
from ptm_graph.words.model import HERE, OTHERS, Paper, Passage, wordless
from ptm_graph.words.records import (
    FULL_TEXT,
    FullTextReading,
    PaperRecord,
    ReferenceList,
    ReferenceRecord,
)
from ptm_graph.words.works import Work

_AT_ONCE = 50
"""Papers that are stored in one transaction."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A full text that was read, and where."""

    text: FullText
    file: str
    """How to call it in a message."""
    format: str
    source: str = "file"
    """Whom it is from, for example ``arxiv``."""
    version: str | None = None
    paper: str | None = None
    """What :meth:`.Library.find` takes for the paper, where somebody says which one it is."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one full text."""

    file: str
    paper: str | None = None
    """Key; None: it is of no paper of the library."""
    reason: str | None = None
    """Why not."""
    format: str | None = None
    readable: bool = True
    references: int = 0
    matched: int = 0
    """References that are papers of the library."""
    sentences: int = 0
    """Sentences that cite."""
    changed: bool = False


def keeps_words(library: Library) -> bool:
    """Whether the library keeps the words of passages; told otherwise, numbers alone."""
    return library.meta(QUOTING) != "none"


def add_full_texts(
    library: Library,
    readings: Iterable[Reading],
    progress: Progress | None = None,
    *,
    today: datetime.date | None = None,
) -> list[Added]:
    """Match full texts to papers, and store what they say of their references.

    What is stored already is left as it is, so that a run that was cut off can be repeated.

    Parameters
    ----------
    library : Library
        Open for writing; whoever calls holds the lock.
    readings : iterable of Reading
        Read one after the other; fifty are stored in one transaction.
    progress : Progress, optional
        Told about the facts that are computed anew.
    today : date, optional
        When they are read.

    Notes
    -----
    Linear in texts and in the library, of which titles and identifiers are read once.
    """
    adding = Adding(library, str(today or datetime.datetime.now(datetime.UTC).date()))
    added: list[Added] = []
    left = iter(readings)
    while batch := list(itertools.islice(left, _AT_ONCE)):
        with library.writing() as writer:
            added.extend(adding.add(writer, one) for one in batch)
    if any(one.changed for one in added):
        update_facts(library, progress, spoken=adding.spoken)
    return added


class Adding:
    """Adds full texts to a library, of which titles and identifiers are read at the beginning."""

    def __init__(self, library: Library, today: str):
        self.library = library
        self.spoken: dict[tuple[str, str], Sequence[Passage]] = {}
        """For :func:`.update_facts`: passages of which the library does not keep the words."""
        self._today = today
        self._papers: dict[str, Paper] = {}
        self._works = Works(library)
        self._keeps_words = keeps_words(library)

    def add(self, writer: Writer, one: Reading) -> Added:
        """Store what one full text says, in an open transaction."""
        if one.text.is_unread:
            return Added(one.file, reason=one.text.unused[0].reason, readable=False)
        number = self._paper_of(writer, one)
        if isinstance(number, str):
            return Added(one.file, reason=number)
        text = one.text
        paper = self.library.paper(writer.key(number))
        known = self.library.columns.listed_by_others(number, FULL_TEXT)
        works = self._works.references_of(text, *known)
        changed = self._complete(writer, number, paper, text)
        said = _passages_by_work(text, works)
        listed = _listed(text, works, said, paper)
        if not self._keeps_words:
            listed = _wordless(listed)
        numbers = [None if work is None else work.number for work in works]
        changed |= writer.place_references(number, listed, numbers)
        self._store_facts(writer, one, number, said)
        found = Added(
            one.file,
            paper.key,
            format=one.format,
            references=len(works),
            matched=sum(one is not None for one in numbers),
            sentences=sum(bool(said.references) for said in text.sentences),
            changed=changed,
        )
        return replace(found, changed=self._note(writer, number, one, found) or changed)

    def _paper_of(self, writer: Writer, one: Reading) -> int | str:
        if one.paper is not None:
            try:
                return writer.number(self.library.find(one.paper).key)
            except QueryError as error:
                return str(error)
        return self._works.paper_of(one.text)

    def _complete(self, writer: Writer, number: int, paper: Paper, text: FullText) -> bool:
        """Fill in what nobody has told of the paper: abstract and number of references."""
        abstract = text.abstract if paper.abstract is None and self._keeps_words else None
        count = len(text.references) if paper.reference_count is None else None
        if abstract or count:
            record = PaperRecord(FULL_TEXT, abstract=abstract, reference_count=count or None)
            writer.store_paper(record, number)
        return bool(abstract or count)

    def _store_facts(self, writer: Writer, one: Reading, number: int, said: _Said) -> None:
        """Store what this text says of its references, unless an earlier one says more."""
        key = writer.key(number)
        stored = self.library.passages(key)
        keys = {cited: writer.key(cited) for cited in said if isinstance(cited, int)}
        for cited, passages in said.items():
            told = passages if self._keeps_words else wordless(passages)
            if isinstance(cited, int) and cited != number and stored.get(keys[cited]) != told:
                return  # a richer reading is known
        papers = {cited: self._paper(keys[cited]) for cited in keys if cited != number}
        facts = for_full_text(
            Said(
                one.text.title or "",
                one.text.abstract or "",
                one.text.headings,
                one.text.own_statements,
            ),
            [(papers[cited], said[cited]) for cited in papers],
            [_citing(passages) for cited, passages in said.items() if cited not in papers],
        )
        writer.store_facts(
            number,
            {
                cited: CitationFacts(told, rests_on={FULL_TEXT: one.source})
                for cited, told in zip(papers, facts, strict=True)
            },
        )
        if not self._keeps_words:
            self.spoken.update({(key, keys[cited]): said[cited] for cited in papers})

    def _paper(self, key: str) -> Paper:
        if key not in self._papers:
            self._papers[key] = self.library.paper(key)
        return self._papers[key]

    def _note(self, writer: Writer, number: int, one: Reading, found: Added) -> bool:
        """Remember that the text was read; False if that is known."""
        counts = Counter(
            references=found.references,
            matched=found.matched,
            citing=found.sentences,
            sentences=one.text.sentence_count,
        )
        read = FullTextReading(one.source, one.format, one.version, self._today, counts)
        known = self.library.full_texts(writer.key(number))
        if any(replace(was, read=self._today) == read for was in known):
            return False
        writer.store_full_text(number, read)
        return True


_Identity = int | str | tuple[int]
"""What tells works apart: row number, title at a service, or place in the list."""
_Said = Mapping[_Identity, tuple[Passage, ...]]


def _identity(place: int, work: Work | None) -> _Identity:
    return (place,) if work is None else work.number or work.known_as or (place,)


def _listed(
    text: FullText, works: Sequence[Work | None], said: _Said, paper: Paper
) -> ReferenceList:
    left = dict(said)
    references = []
    for place, (reference, work) in enumerate(zip(text.references, works, strict=True)):
        title = reference.title or reference.raw
        references.append(
            ReferenceRecord(
                None,
                work.known_as if work is not None and work.known_as else title,
                reference.year,
                reference.authors or None,
                # the second reference onto one paper adds none
                passages=left.pop(_identity(place, work), ()),
                reason="the paper lists it, and no record of it is known",
            )
        )
    stated = max(len(references), paper.reference_count or 0)
    return ReferenceList(FULL_TEXT, tuple(references), stated)


def _wordless(listed: ReferenceList) -> ReferenceList:
    references = (replace(one, passages=wordless(one.passages or ())) for one in listed.references)
    return replace(listed, references=tuple(references))


def _passages_by_work(text: FullText, works: Sequence[Work | None]) -> _Said:
    """The passages about each work, in the order of the text, each once."""
    keys = {
        reference.key: _identity(place, work)
        for place, (reference, work) in enumerate(zip(text.references, works, strict=True))
    }
    found: dict[_Identity, dict[Passage, None]] = {identity: {} for identity in keys.values()}
    for sentence in text.sentences:
        by_work: dict[_Identity, set[str]] = {}
        for key in (*sentence.references, *sentence.named):
            if key in keys:
                by_work.setdefault(keys[key], set()).add(key)
        for identity, own in by_work.items():
            found[identity][_passage(sentence, own)] = None
    return {identity: tuple(passages) for identity, passages in found.items()}


_MARK = re.compile(r"\[([^\[\]]+)\]")


def _passage(sentence: CitingSentence, keys: set[str]) -> Passage:
    cited = set(sentence.references)

    def shown(mark: re.Match[str]) -> str:
        within = set(mark[1].split("; "))
        if not within <= cited:
            return mark[0]
        return HERE if within & keys else OTHERS

    text = _MARK.sub(shown, sentence.text)
    if len(text) > LONGEST_SENTENCE:
        begin = max(0, text.find(HERE) - LONGEST_SENTENCE // 2)
        text = text[begin : begin + LONGEST_SENTENCE]
    return Passage(
        text,
        sentence.section,
        sentence.kind,
        None if sentence.place is None else round(sentence.place, 4),
        sentence.paragraph,
        max(1, len(sentence.references)),
        named=not cited & keys,
    )


def _citing(passages: Sequence[Passage]) -> int:
    return sum(not one.named for one in passages)
