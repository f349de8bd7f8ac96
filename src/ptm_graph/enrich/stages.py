"""What a refresh asks for, as one table: what is due, how it is asked, how it is stored.

Each row is a :class:`Stage`: one thing that services can be asked, and the service that is
asked; :mod:`ptm_graph.enrich.table` puts the rows together. No service is named; which there
are, and what they can be asked, they say themselves.
"""

from __future__ import annotations

import contextlib
import datetime
import math
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from rapidfuzz import fuzz

from ptm_graph.enrich.batching import UNKNOWN_LENGTH, by_length, in_pages, in_portions
from ptm_graph.enrich.citing import Preference, chosen
from ptm_graph.enrich.printed import read_printed
from ptm_graph.enrich.resolving import Resolution, resolve
from ptm_graph.enrich.staleness import Due
from ptm_graph.errors import NotFoundError, SourceError
from ptm_graph.library import Library
from ptm_graph.library.writing import Writer
from ptm_graph.sources.batches import Looked
from ptm_graph.sources.service import Capability, Service
from ptm_graph.words import titles
from ptm_graph.words.model import Paper, SeedEntry
from ptm_graph.words.records import CitingRecord, PaperRecord, ReferenceList
from ptm_graph.words.replies import OK, Reply
from ptm_graph.words.wording import Said, Value

RESOLVE = "resolve"
"""Under what the library notes when the title of an entry was looked up."""

USUALLY_CUT = 0.4
"""Share of the lists that are withheld or cut, as long as a library does not know its own."""
_ENOUGH = 20
"""Lists from which on a library knows its own share."""
MONTH = datetime.timedelta(days=30)
"""For so long nobody is asked again whether a paper was retracted."""

_UNLIKE = 50.0
"""Below this likeness a record's title is reported as not what the list says."""


@dataclass(frozen=True, slots=True)
class Question:
    """One paper a service is asked about."""

    asked: str
    """What it is asked by: an identifier as the service wants it."""
    paper: Paper
    entries: tuple[SeedEntry, ...] = ()
    """Entries of the reading list that name it."""
    settled: bool = False
    """Whether a service that counts more has said already which paper it is."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a stage is going to ask, as far as that is known beforehand."""

    questions: tuple[Question, ...]
    more: int = 0
    """Papers nobody knows yet, about."""
    most: int | None = None
    """Papers nobody knows yet, at most; None: that cannot be said."""
    estimated: bool = False
    """Whether the number depends on answers that nobody has yet."""


class Stage:
    """One thing that one service is asked; ``better`` services that count more come before."""

    capability: ClassVar[Capability]
    seeds_only: ClassVar[bool] = True
    """Whether only papers of the reading list are asked about."""
    slow: ClassVar[bool] = False
    """Whether the answer about an old paper lives long (see :mod:`.staleness`)."""

    def __init__(self, service: Service, better: Sequence[Stage] = ()):
        offer = service.offers[self.capability]
        self.service, self.offer, self.better = service, offer, better
        self.what, self.title = offer.what, offer.title
        self.services: tuple[Service, ...] = (service,)
        self.same: Sequence[Stage] = (*better, self)
        """The same of all services."""
        self.wanted = True
        self.expects_all = not (service.complement or service.local)
        """Whether it is strange if the service knows few of the papers."""
        self.gone: Mapping[Service, SourceError] = {}
        """Services that are let alone for now, and why."""

    @property
    def slowly(self) -> bool:
        """Whether the answer lives long: also where a service only completes others."""
        return (self.slow or self.service.complement) and not self.service.local

    def asked_as(self, paper: Paper) -> str | None:
        """What the service is asked about a paper by; None where it cannot be asked.

        Lists are asked for by the service's own identifiers, which its records bring.
        """
        if self.service.local:
            return self.service.asked_as(paper.identifiers)
        own = paper.identifiers.get(self.service.own_kind)
        return self.service.asked_as({self.service.own_kind: own}) if own else None

    def held(self, library: Library) -> set[str]:
        """Keys of the papers for which it was found on this machine."""
        return _given(library, [one for one in self.better if one.service.local])

    def due(self, library: Library, due: Due) -> list[Question]:
        """What there is to ask now."""
        return [
            Question(asked, paper)
            for asked, paper in due.papers(self.what, self.asked_as, slow=self.slowly)
            if paper.seed or not self.seeds_only
        ]

    def expected(self, library: Library, due: Due) -> Expected:
        """What there will be to ask."""
        return Expected(tuple(self.due(library, due)))

    def requests(self, expected: Expected) -> dict[Service, int]:
        """How many requests to each service that takes."""
        return {self.service: sum(1 for _ in self.portions(expected.questions))}

    def portions(self, questions: Sequence[Question]) -> Iterator[list[Question]]:
        """The questions in the portions in which they are asked and stored."""
        return in_portions(questions, self.offer.batch)

    def ask(self, questions: Sequence[Question]) -> Looked[Any]:
        """Ask; SourceError if the service fails for all of them."""
        raise NotImplementedError

    def store(self, writer: Writer, question: Question, answer: Any) -> tuple[int, Reply]:
        """Store an answer, None if there is none; give the paper's row number and the reply."""
        raise NotImplementedError

    def strange(self, writer: Writer, question: Question, answer: Any) -> bool:
        """Whether an answer is unlike what is known; one is a doubt, most are an outage."""
        return False

    def finish(self, library: Library) -> None:
        """Do what can be done when all is stored."""

    def problems(self, library: Library) -> dict[str, Reply]:
        """What the service replied about papers, by key, where that is a problem still."""
        replies = library.replies(self.what).items()
        return {key: reply for key, reply in replies if not reply.ok}


class Resolving(Stage):
    """Find the paper of every seed that no identifier names; the services help one another."""

    capability = "titles"

    def __init__(self, services: Sequence[Service]):
        titled = tuple(one for one in services if self.capability in one.offers)
        super().__init__(titled[0])
        self.services = titled
        self.what = RESOLVE
        naming = [one for one in services if "records" in one.offers]
        # what is on this machine understands all kinds; whether it has the paper is another thing
        self._naming = sorted(naming, key=lambda one: one.local)

    def is_named(self, paper: Paper, entry: SeedEntry | None = None) -> bool:
        """Whether the service whose records count most can be asked for a paper.

        Where there is no title to look up, any service will do.
        """
        able = [one.asked_as(paper.identifiers) is not None for one in self._naming]
        return any(able[:1]) or (entry is not None and entry.title is None and any(able))

    def due(self, library: Library, due: Due) -> list[Question]:
        """Entries that no identifier names, and whose search is due."""
        checked = library.checked(self.what)
        papers = {paper.key: paper for paper in library.iter_papers(seeds_only=True)}
        return [
            Question(key, papers[key], (entry,))
            for entry, key in library.seed_entries()
            if not self.is_named(papers[key], entry) and due.is_due(papers[key], checked)
        ]

    def requests(self, expected: Expected) -> dict[Service, int]:
        """Each service is asked at most once for a title."""
        return dict.fromkeys(self.services, len(expected.questions))

    def ask(self, questions: Sequence[Question]) -> Looked[Resolution]:
        """Look the title of one entry up."""
        (question,) = questions
        (entry,) = question.entries
        return Looked({question.asked: resolve(entry, *self.services, gone=self.gone)})

    def store(self, writer: Writer, question: Question, answer: Resolution) -> tuple[int, Reply]:
        """Store the paper, or what it may be."""
        number = writer.number(question.paper.key)
        if answer.found is not None:
            number = writer.store_paper(answer.found, number)
        writer.replace_candidates(number, answer.candidates)
        return number, answer.reply

    def problems(self, library: Library) -> dict[str, Reply]:
        """Titles that name no paper surely, where nobody has added an identifier since."""
        found = super().problems(library).items()
        return {key: reply for key, reply in found if not self.is_named(library.paper(key))}


class Records(Stage):
    """Fill in the seeds, in batches."""

    capability = "records"

    def asked_as(self, paper: Paper) -> str | None:
        """Any identifier the service understands."""
        return self.service.asked_as(paper.identifiers)

    def due(self, library: Library, due: Due) -> list[Question]:
        """Seeds, each with what the reading list and better services say it is."""
        entries = entries_by_key(library)
        told = [(key, one.code) for stage in self.better for key, one in _replies(library, stage)]
        settled = {key for key, code in told if code in ("ok", "another title")}
        known = {key for key, code in told if code == "ok"}
        held = self.held(library)
        return [
            Question(
                one.asked,
                one.paper,
                tuple(entries.get(one.paper.key, ())),
                one.paper.key in settled,
            )
            for one in super().due(library, due)
            if not self.service.complement or _lacks(one.paper, known)
            if one.paper.key not in held or self._is_needed(one.paper)
        ]

    def _is_needed(self, paper: Paper) -> bool:
        """Whether a record that is on this machine does not tell all that others build on."""
        if paper.authors is None or paper.published is None or "title" not in paper.provenance:
            return True
        listless = paper.references_state == "unknown" and "references" in self.service.offers
        return listless and self.service.own_kind not in paper.identifiers

    def expected(self, library: Library, due: Due) -> Expected:
        """Those; of a service that completes others, without those that nobody has asked for."""
        found = super().expected(library, due)
        if not self.service.complement or not self.better:
            return found
        asked = {key for one in self.better for key in library.checked(one.what)}
        return Expected(tuple(one for one in found.questions if one.paper.key in asked))

    def problems(self, library: Library) -> dict[str, Reply]:
        """Of a service that only completes others, only what another paper's record tells."""
        found = super().problems(library).items()
        silent, local = self.service.complement, self.service.local
        given = _given(library, self.same) if local else ()
        return {
            key: one
            for key, one in found
            if (not silent or one.code == "another title") and key not in given
        }

    def ask(self, questions: Sequence[Question]) -> Looked[PaperRecord]:
        """Look the papers up; by other identifiers those that their record number misses."""
        looked = self.service.papers([one.asked for one in questions])
        others = {
            one.asked: other
            for one in questions
            if one.asked not in looked.found
            and one.asked not in looked.failed
            and (other := self._otherwise(one.paper)) not in (None, one.asked)
        }
        if others:
            more = self.service.papers([other for other in others.values() if other])
            for asked, other in others.items():
                if other in more.found:
                    looked.found[asked] = more.found[other]
                elif other in more.failed:
                    looked.failed[asked] = more.failed[other]
        if self.service.local and "titles" in self.service.offers:
            self._by_titles(questions, looked)
        return looked

    def _by_titles(self, questions: Sequence[Question], looked: Looked[PaperRecord]) -> None:
        """Look up by title what is here under other identifiers than those that are known."""
        for one in questions:
            if one.asked not in looked.found and one.entries and one.entries[0].title:
                found = resolve(one.entries[0], self.service).found
                if found is not None:
                    looked.found[one.asked] = found

    def _otherwise(self, paper: Paper) -> str | None:
        own = self.service.own_kind
        return self.service.asked_as({k: v for k, v in paper.identifiers.items() if k != own})

    def store(
        self, writer: Writer, question: Question, answer: PaperRecord | None
    ) -> tuple[int, Reply]:
        """Store the record, and keep it as a candidate where its title is another one.

        One that contradicts what is known of the paper is a candidate only.
        """
        number = writer.number(question.paper.key)
        reply = self._reply(question, answer)
        writer.settle(number, self.service.source.name)
        if answer is not None and writer.contradicts(number, answer):
            values = {"asked": question.asked, "title": answer.title or ""}
            writer.doubt(number, answer, question.asked)
            writer.replace_candidates(number, [answer])
            return number, Reply("another title", str(Said("reply.another title", values)))
        if answer is not None:
            number = writer.store_paper(answer, number)
            writer.count_citations(number)
            if not reply.ok:
                writer.replace_candidates(number, [answer])
        return number, reply

    def strange(self, writer: Writer, question: Question, answer: PaperRecord) -> bool:
        """Whether the record contradicts the paper it answers for."""
        return writer.contradicts(writer.number(question.paper.key), answer)

    def _reply(self, question: Question, answer: PaperRecord | None) -> Reply:
        if answer is None:
            values = {"service": self.service.source.title, "asked": question.asked}
            return Reply("unknown paper", str(Said("reply.unknown", values)))
        for entry in () if question.settled else question.entries:
            written, title = entry.title or "", answer.title or ""
            if len(written.split()) < 4 or not title:
                continue  # people write “ELMo” for a title; only whole titles can contradict
            if fuzz.token_set_ratio(titles.normal(written), titles.normal(title)) < _UNLIKE:
                values = {"asked": question.asked, "title": title}
                return Reply("another title", str(Said("reply.another title", values)))
        return OK


def _replies(library: Library, stage: Stage) -> Iterable[tuple[str, Reply]]:
    return library.replies(stage.what).items()


def _lacks(paper: Paper, known: Collection[str]) -> bool:
    """Whether a paper has no record, or is dated to the year at best."""
    return paper.key not in known or paper.published is None or paper.published.month is None


class Untitled(Records):
    """Fill in cited papers of which a list gives nothing but an identifier."""

    seeds_only = False
    slow = True

    def __init__(self, service: Service, better: Sequence[Stage] = ()):
        super().__init__(service, better)
        self.what, self.expects_all = f"{self.what} of references", False

    def asked_as(self, paper: Paper) -> str | None:
        """Only papers whose title nobody has told."""
        untitled = "title" not in paper.provenance and not paper.seed
        return super().asked_as(paper) if untitled else None

    def due(self, library: Library, due: Due) -> list[Question]:
        """Those that no better service was asked for in vain lately."""
        return Stage.due(self, library, due)

    def problems(self, library: Library) -> dict[str, Reply]:
        """None: a paper without a title is shown by its identifier."""
        return {}


class Notices(Stage):
    """Ask which papers of the reading list, among which parents are sought, were retracted."""

    capability = "notices"

    def asked_as(self, paper: Paper) -> str | None:
        """Any identifier the service understands."""
        return self.service.asked_as(paper.identifiers)

    def due(self, library: Library, due: Due) -> list[Question]:
        """Papers about which nobody asked for a month; the records may tell as well."""
        return [
            Question(asked, paper)
            for asked, paper in due.at_least(MONTH).papers(self.what, self.asked_as)
            if paper.seed
        ]

    def ask(self, questions: Sequence[Question]) -> Looked[PaperRecord]:
        """Ask for several papers together."""
        return self.service.notices([one.asked for one in questions])

    def store(
        self, writer: Writer, question: Question, answer: PaperRecord | None
    ) -> tuple[int, Reply]:
        """Store what was published about the paper; that a service does not know it is no news."""
        number = writer.number(question.paper.key)
        if answer is not None and not writer.contradicts(number, answer):
            number = writer.store_paper(answer, number)
        return number, OK


class Lists(Stage):
    """A list of papers about each seed, asked for one by one."""

    slow = True

    def asked_as(self, paper: Paper) -> str | None:
        """Any identifier, where no record of the service has brought its own."""
        if self.service.complement:
            return self.service.asked_as(paper.identifiers)
        return super().asked_as(paper)

    def due(self, library: Library, due: Due) -> list[Question]:
        """Seeds for which no better service gave a list."""
        given = _given(library, self.better)
        return [one for one in super().due(library, due) if one.paper.key not in given]

    def problems(self, library: Library) -> dict[str, Reply]:
        """Lists that no service gave."""
        given = _given(library, self.same)
        return {key: reply for key, reply in super().problems(library).items() if key not in given}

    def expected(self, library: Library, due: Due) -> Expected:
        """Those, and seeds that the service's records are going to give an identifier."""
        found = {one.paper.key: one for one in self.due(library, due)}
        if "records" in self.service.offers:
            for one in Records(self.service).due(library, due):
                if self.asked_as(one.paper) is None:
                    found.setdefault(one.paper.key, one)
        return Expected(tuple(found.values()), estimated=bool(self.better))

    def requests(self, expected: Expected) -> dict[Service, int]:
        """As many as the lists have pages."""
        pages = sum(in_pages(self.length(one.paper), self.offer) for one in expected.questions)
        return {self.service: pages + expected.more}

    def length(self, paper: Paper) -> int:
        """How long the list of a paper is, as far as it is known."""
        raise NotImplementedError

    def ask(self, questions: Sequence[Question]) -> Looked[Any]:
        """Ask for the lists of papers, one by one."""
        self.service.ahead(self.capability, [one.asked for one in questions])
        looked: Looked[Any] = Looked()
        for question in questions:
            with contextlib.suppress(NotFoundError):
                looked.found[question.asked] = self.list_of(question)
        return looked

    def list_of(self, question: Question) -> Any:
        """Read the list of one paper; NotFoundError if the service does not know it."""
        raise NotImplementedError

    def unknown(self) -> Reply:
        """What it means that there is no answer."""
        title = self.service.source.title
        return Reply("unknown paper", str(Said("reply.forgotten", {"service": title})))


def is_read(library: Library, key: str) -> bool:
    """Whether a full text gave the reference list of a paper."""
    return any(one.counts.get("references") for one in library.full_texts(key))


def _given(library: Library, stages: Sequence[Stage]) -> set[str]:
    """Papers about which one of the stages got what it asked for."""
    return {
        key for stage in stages for key, reply in library.replies(stage.what).items() if reply.ok
    }


class References(Lists):
    """Read the complete reference list of every seed."""

    capability = "references"

    def __init__(self, service: Service, better: Sequence[Stage] = (), *, keep: bool = False):
        super().__init__(service, better)
        self._keep = keep
        self.unresolved: dict[str, ReferenceList] = {}
        """Key → the references of which the service has no record, if they are to be kept for
        as long as the refresh lasts: with the sentences that cite them, which no library has."""

    def problems(self, library: Library) -> dict[str, Reply]:
        """Lists that neither a service gave nor the paper itself."""
        if self.service.complement:
            return {}
        found = super().problems(library).items()
        return {key: reply for key, reply in found if not is_read(library, key)}

    def due(self, library: Library, due: Due) -> list[Question]:
        """Of a service that completes others, seeds whose list is not whole by now."""
        if not self.service.complement:
            return super().due(library, due)
        found = Stage.due(self, library, due)
        return [one for one in found if one.paper.references_state != "complete"]

    def expected(self, library: Library, due: Due) -> Expected:
        """Those; of a service that completes others also a share of the lists still to be read."""
        if not self.service.complement:
            return super().expected(library, due)
        asked = [set(library.checked(one.what)) for one in self.better]
        found = self.due(library, due)
        known = [one for one in found if all(one.paper.key in keys for keys in asked)]
        left = len(found) - len(known) + sum(1 for _ in self._unnamed(library))
        more = math.ceil(left * self._share_cut(library)) if left else 0
        return Expected(tuple(known), more, left, estimated=bool(left))

    def _unnamed(self, library: Library) -> Iterator[Paper]:
        """Seeds that the records of others may still give an identifier to ask by."""
        offers = [
            offers["records"] for one in self.better if "records" in (offers := one.service.offers)
        ]
        asked = {key for one in offers for key in library.checked(one.what)}
        for paper in library.iter_papers(seeds_only=True) if offers else ():
            whole = paper.references_state == "complete"
            if not whole and paper.key not in asked and self.asked_as(paper) is None:
                yield paper

    def _share_cut(self, library: Library) -> float:
        """Share of the lists that are not whole after those that are asked first."""
        given = set(library.checked(self.better[0].what)) if self.better else set()
        read = [one for one in library.iter_papers(seeds_only=True) if one.key in given]
        if len(read) < _ENOUGH:
            return USUALLY_CUT
        own = library.checked(self.what)
        return sum(one.references_state != "complete" or one.key in own for one in read) / len(read)

    def length(self, paper: Paper) -> int:
        """References the service counts."""
        return paper.reference_count or 0

    def list_of(self, question: Question) -> ReferenceList:
        """What a paper cites."""
        asked, stated = question.asked, question.paper.reference_count
        return read_printed(self.service.references(asked, stated))

    def store(
        self, writer: Writer, question: Question, answer: ReferenceList | None
    ) -> tuple[int, Reply]:
        """Merge the list with what is known."""
        number = writer.number(question.paper.key)
        if answer is not None:
            writer.store_references(number, answer)
            without = tuple(one for one in answer.references if one.cited is None)
            if without and self._keep:
                self.unresolved[writer.key(number)] = replace(answer, references=without)
        return number, self._reply(answer)

    def _reply(self, listed: ReferenceList | None) -> Reply:
        title = self.service.source.title
        if listed is None:
            return self.unknown()
        if listed.references:
            return OK
        if listed.elided:
            return Reply("list withheld", str(Said("reply.withheld", {"service": title})))
        if listed.stated_count:
            values: dict[str, Value] = {"service": title, "count": listed.stated_count}
            return Reply("list not given", str(Said("reply.none of", values)))
        return Reply("list not given", str(Said("reply.no list", {"service": title})))


class Citing(Lists):
    """Read who cites every seed, and keep the most informative of them."""

    capability = "citations"

    def __init__(
        self,
        service: Service,
        better: Sequence[Stage] = (),
        *,
        count: int = 0,
        preference: Preference = "influential",
        around: Container[str] | None = None,
    ):
        super().__init__(service, better)
        self.wanted = count > 0
        self._count, self._preference, self._around = count, preference, around

    def due(self, library: Library, due: Due) -> list[Question]:
        """Those seeds that it is wanted for."""
        around = self._around
        return [
            one for one in super().due(library, due) if around is None or one.paper.key in around
        ]

    def length(self, paper: Paper) -> int:
        """Papers that cite it in the whole world, as far as the service gives them."""
        cited = paper.citation_count or 0
        return cited if self.offer.most is None else min(cited, self.offer.most)

    def problems(self, library: Library) -> dict[str, Reply]:
        """Lists that were not given, and those that were given in part only."""
        most, name = self.offer.most, self.service.source.title
        cut = {
            paper.key: Reply(
                "list cut",
                f"{name} gives {most:,} of {paper.citation_count:,} citing papers; those kept "
                "were chosen among these",
            )
            for paper in library.iter_papers(seeds_only=True)
            if self.wanted
            and most is not None
            and (paper.citation_count or 0) > most
            and (self._around is None or paper.key in self._around)
        }
        return cut | super().problems(library)

    def list_of(self, question: Question) -> list[CitingRecord]:
        """Who cites a paper."""
        return chosen(self.service.citations(question.asked), self._count, self._preference)

    def store(
        self, writer: Writer, question: Question, answer: list[CitingRecord] | None
    ) -> tuple[int, Reply]:
        """Store those that were chosen."""
        number = writer.number(question.paper.key)
        writer.store_citing(number, answer or [], self.service.source.name)
        return number, OK if answer is not None else self.unknown()


class CitedIds(Stage):
    """Find who cites whom among the papers that are not seeds."""

    capability = "cited ids"
    seeds_only = False
    slow = True

    def __init__(
        self, service: Service, better: Sequence[Stage] = (), *, lists: References | None = None
    ):
        super().__init__(service, better)
        self._lists = lists

    def asked_as(self, paper: Paper) -> str | None:
        """Only papers whose own reference list is not read."""
        if paper.seed or paper.references_state != "unknown":
            return None
        return super().asked_as(paper)

    def due(self, library: Library, due: Due) -> list[Question]:
        """Those of which nobody on this machine knows whom they cite."""
        held = self.held(library)
        return [one for one in super().due(library, due) if one.paper.key not in held]

    def expected(self, library: Library, due: Due) -> Expected:
        """Papers that are known, and about as many as new lists will name."""
        lists = () if self._lists is None else self._lists.expected(library, due).questions
        new = sum(
            one.paper.reference_count or UNKNOWN_LENGTH
            for one in lists
            if one.paper.references_known is None
        )
        return Expected(tuple(self.due(library, due)), new, estimated=bool(new))

    def requests(self, expected: Expected) -> dict[Service, int]:
        """Those of the papers that are known, and about those of the new ones."""
        known = sum(1 for _ in self.portions(expected.questions))
        together = self.offer.nested or self.offer.batch * UNKNOWN_LENGTH
        return {self.service: known + -(-expected.more * UNKNOWN_LENGTH // together)}

    def portions(self, questions: Sequence[Question]) -> Iterator[list[Question]]:
        """Batches whose reference lists together stay below the service's limit."""
        return by_length(questions, self.offer)

    def ask(self, questions: Sequence[Question]) -> Looked[tuple[str, ...] | None]:
        """Ask whom the papers cite."""
        return self.service.cited_ids([one.asked for one in questions])

    def store(
        self, writer: Writer, question: Question, answer: tuple[str, ...] | None
    ) -> tuple[int, Reply]:
        """Remember them, in the library or not."""
        number = writer.number(question.paper.key)
        if answer:
            writer.store_cited_ids(number, answer)
        if answer is None:
            title = self.service.source.title
            return number, Reply("list not given", str(Said("reply.no list", {"service": title})))
        return number, OK

    def strange(self, writer: Writer, question: Question, answer: Any) -> bool:
        """Whether an answer is unlike what is known; one is a doubt, most are an outage."""
        return False

    def finish(self, library: Library) -> None:
        """Add the citations between papers of the library."""
        numbers = library.numbers_by_identifier(self.service.own_kind)
        pairs = [
            (citing, numbers[one])
            for citing, ids in library.cited_ids()
            for one in ids
            if one in numbers
        ]
        with library.writing() as writer:
            writer.store_citing_pairs(pairs, self.service.source.name)


def entries_by_key(library: Library) -> dict[str, list[SeedEntry]]:
    """Entries of the reading list by the keys of their papers."""
    found: dict[str, list[SeedEntry]] = defaultdict(list)
    for entry, key in library.seed_entries():
        found[key].append(entry)
    return found
