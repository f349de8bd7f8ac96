"""Reading list and services → library; what is stored is never asked again too soon.

Every answer is stored as it comes, in a transaction of its own, together with when it
was asked for. A run that was cut off therefore goes on where it stopped, and a second
run asks only for what is no longer fresh.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from rapidfuzz import fuzz

from ptm_graph import titles
from ptm_graph.enrich.facts import update_facts
from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.errors import NotFoundError, RefusedError, SourceError
from ptm_graph.library import Library
from ptm_graph.model import Paper, Problem, SeedEntry
from ptm_graph.records import PaperRecord, ReferenceList
from ptm_graph.sources import arxiv, semantic_scholar
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.batches import Looked
from ptm_graph.sources.semantic_scholar import SemanticScholar, service_id

T = TypeVar("T")

FRESH_FOR = datetime.timedelta(days=7)
"""How long an answer counts as fresh."""

_UNKNOWN_LENGTH = 60
"""References a paper is taken to have where the service has not said how many."""
_UNLIKE = 50.0
"""Below this likeness a record's title is reported as not what the list says."""

_FAILED = "failed: "
"""How the reason of a problem begins that may be gone when asked again."""

STAGES = ("resolve", "metadata", "arxiv", "references", "cited ids")
"""What is asked for, in this order; the last one also for papers that are no seeds."""


@dataclass(slots=True)
class RefreshReport:
    """What a refresh did."""

    entries: int = 0
    papers: int = 0
    new_papers: int = 0
    citations: int = 0
    new_citations: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    """Service → requests sent, repetitions included."""
    problems: list[Problem] = field(default_factory=list)
    """Seeds that stay unresolved or could not be filled in, with the reason."""
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether a service failed for some paper (an unknown paper is no failure)."""
        return any(problem.reason.startswith(_FAILED) for problem in self.problems)


def refresh(
    library: Library,
    entries: Sequence[SeedEntry],
    scholar: SemanticScholar,
    arxiv_api: Arxiv,
    *,
    unused: Sequence[Problem] = (),
    lists: Sequence[Path] = (),
    max_age: datetime.timedelta = FRESH_FOR,
    progress: Progress | None = None,
    now: Callable[[], datetime.datetime] | None = None,
) -> RefreshReport:
    """Resolve the entries and fill the library from the services.

    Parameters
    ----------
    library : Library
        Open for writing.
    entries : sequence of SeedEntry
        The reading list; becomes the library's reading list.
    scholar, arxiv_api : SemanticScholar, Arxiv
        The services.
    unused : sequence of Problem, optional
        What reading the lists could not use; recorded in the library.
    lists : sequence of Path, optional
        Files the entries come from; the next refresh reads them again.
    max_age : timedelta, default 7 days
        Answers younger than this are not asked for again.
    progress : Progress, optional
        Told about each stage.
    now : callable, optional
        The clock, in UTC.

    Raises
    ------
    RefusedError
        If a service refuses the key; what was stored before stays.
    """
    run = _Refresh(
        library,
        scholar,
        arxiv_api,
        max_age=max_age,
        progress=progress or Silent(),
        now=now or _utc_now,
    )
    return run.all(entries, unused, lists)


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class _Refresh:
    def __init__(
        self,
        library: Library,
        scholar: SemanticScholar,
        arxiv_api: Arxiv,
        *,
        max_age: datetime.timedelta,
        progress: Progress,
        now: Callable[[], datetime.datetime],
    ):
        self._library = library
        self._scholar = scholar
        self._arxiv = arxiv_api
        self._progress = progress
        self._now = now
        self._fresh_since = (now() - max_age).isoformat(timespec="seconds")
        self._report = RefreshReport()
        self._entries: Mapping[str, Sequence[SeedEntry]] = {}

    def all(
        self, entries: Sequence[SeedEntry], unused: Sequence[Problem], lists: Sequence[Path]
    ) -> RefreshReport:
        started = self._now()
        report, library = self._report, self._library
        before = library.paper_count(), library.citation_count()
        with library.writing() as writer:
            writer.replace_entries(entries)
            writer.replace_problems(("reading list", "snapshot"), unused)
            writer.set_reading_lists(lists)
        report.entries = len(entries)
        self._entries = self._entries_by_key()
        self._resolve()
        self._metadata()
        self._first_dates()
        self._references()
        self._citations_of_references()
        update_facts(library, self._progress)
        with library.writing() as writer:
            report.problems.extend(self._lasting_problems())
            writer.replace_problems(STAGES, report.problems)
            writer.set_meta("fetched", self._now().date().isoformat())
        report.papers, report.citations = library.paper_count(), library.citation_count()
        report.new_papers = report.papers - before[0]
        report.new_citations = report.citations - before[1]
        report.requests = {
            "Semantic Scholar": self._scholar.transport.requests,
            "arXiv": self._arxiv.transport.requests,
        }
        report.seconds = (self._now() - started).total_seconds()
        return report

    # --- which paper is meant ------------------------------------------------------------

    def _resolve(self) -> None:
        """Find the paper of every seed that no identifier names."""
        unnamed = [
            (entry, key)
            for entry, key in self._library.seed_entries()
            if service_id(self._library.paper(key).identifiers) is None
        ]
        self._progress.stage("resolving titles", len(unnamed))
        for entry, key in unnamed:
            self._resolve_one(entry, key)
            self._progress.advance()

    def _resolve_one(self, entry: SeedEntry, key: str) -> None:
        last = self._library.checked("resolve").get(key)
        if last is not None and last[0] > self._fresh_since:
            return
        found, candidates = None, list[PaperRecord]()
        if entry.title is not None:
            with self._reporting("resolve", [self._library.paper(key)]) as asked:
                found, candidates = self._search(entry, entry.title)
            if asked.failed:
                return
        outcome = "ok" if found is not None else _unresolved(entry, candidates)
        with self._library.writing() as writer:
            number = writer.number(key)
            if found is not None:
                number = writer.store_paper(found, number)
            writer.mark_checked([number], "resolve", self._stamp(), outcome)

    def _search(self, entry: SeedEntry, title: str) -> tuple[PaperRecord | None, list[PaperRecord]]:
        """Ask both services for the title; a record counts only if it is the same work."""
        candidates: list[PaperRecord] = []
        for search in (self._nearest, self._arxiv.search_title):
            for candidate in search(title):
                if titles.same_work(
                    title,
                    candidate.title or "",
                    year=entry.year,
                    other_year=candidate.year,
                    authors=entry.authors,
                    other_authors=candidate.authors,
                ):
                    return candidate, candidates
                candidates.append(candidate)
        return None, candidates

    def _nearest(self, title: str) -> list[PaperRecord]:
        found = self._scholar.match_title(title)
        return [] if found is None else [found]

    # --- what is known about it ----------------------------------------------------------

    def _metadata(self) -> None:
        """Fill in the seeds from Semantic Scholar, in batches."""
        seeds = self._stale_seeds("metadata", lambda paper: service_id(paper.identifiers))
        self._progress.stage("metadata", len(seeds))
        for batch in _batches(list(seeds.items()), semantic_scholar.BATCH):
            with self._reporting("metadata", [paper for _, paper in batch]):
                looked = self._scholar.papers([asked for asked, _ in batch])
                self._store_metadata(self._answered("metadata", batch, looked), looked.found)
            self._progress.advance(len(batch))

    def _store_metadata(
        self, batch: Sequence[tuple[str, Paper]], records: Mapping[str, PaperRecord]
    ) -> None:
        with self._library.writing() as writer:
            for asked, paper in batch:
                record = records.get(asked)
                number = writer.number(paper.key)
                if record is not None:
                    number = writer.store_paper(record, number)
                writer.mark_checked(
                    [number],
                    "metadata",
                    self._stamp(),
                    self._metadata_outcome(asked, paper, record),
                )

    def _metadata_outcome(self, asked: str, paper: Paper, record: PaperRecord | None) -> str:
        if record is None:
            return f"Semantic Scholar does not know {asked}; check the identifier or add another"
        for entry in self._entries.get(paper.key, ()):
            written, title = entry.title or "", record.title or ""
            if len(written.split()) < 4 or not title:
                continue  # people write “ELMo” for a title; only whole titles can contradict
            if fuzz.token_set_ratio(titles.normal(written), titles.normal(title)) < _UNLIKE:
                return f"{asked} names “{title}”, not this title; check the identifier"
        return "ok"

    def _first_dates(self) -> None:
        """Fill in first date, categories and comment of the seeds from arXiv."""
        seeds = self._stale_seeds("arxiv", lambda paper: paper.identifiers.get("arxiv"))
        self._progress.stage("first dates", len(seeds))
        for batch in _batches(list(seeds.items()), arxiv.BATCH):
            with self._reporting("arxiv", [paper for _, paper in batch]):
                looked = self._arxiv.papers([asked for asked, _ in batch])
                with self._library.writing() as writer:
                    for asked, paper in self._answered("arxiv", batch, looked):
                        number = writer.number(paper.key)
                        if asked in looked.found:
                            number = writer.store_paper(looked.found[asked], number)
                        outcome = "ok" if asked in looked.found else f"arXiv does not know {asked}"
                        writer.mark_checked([number], "arxiv", self._stamp(), outcome)
            self._progress.advance(len(batch))

    # --- what it cites -------------------------------------------------------------------

    def _references(self) -> None:
        """Read the complete reference list of every seed."""
        seeds = self._stale_seeds("references", _asked_by_scholar)
        self._progress.stage("reference lists", len(seeds))
        for asked, paper in seeds.items():
            with self._reporting("references", [paper]):
                self._references_of(asked, paper)
            self._progress.advance()

    def _references_of(self, asked: str, paper: Paper) -> None:
        try:
            listed = self._scholar.references(asked, paper.reference_count)
        except NotFoundError:
            listed = None
        with self._library.writing() as writer:
            number = writer.number(paper.key)
            if listed is not None:
                writer.store_references(number, listed)
            writer.mark_checked([number], "references", self._stamp(), _references_outcome(listed))

    def _citations_of_references(self) -> None:
        """Find who cites whom among the papers that the seeds cite."""
        papers = {
            asked: paper
            for asked, paper in self._stale("cited ids", _asked_by_scholar)
            if not paper.seed
        }
        numbers = self._library.numbers_by_identifier("s2")
        self._progress.stage("citations of references", len(papers))
        for batch in _by_length(papers.items()):
            with self._reporting("cited ids", [paper for _, paper in batch]):
                looked = self._scholar.cited_ids([asked for asked, _ in batch])
                with self._library.writing() as writer:
                    for asked, paper in self._answered("cited ids", batch, looked):
                        citing = writer.number(paper.key)
                        ids = looked.found.get(asked)
                        writer.store_citing_pairs(
                            ((citing, numbers[one]) for one in ids or () if one in numbers),
                            self._scholar.name,
                        )
                        outcome = "none to be had" if ids is None else "ok"
                        writer.mark_checked([citing], "cited ids", self._stamp(), outcome)
            self._progress.advance(len(batch))

    # --- bookkeeping ---------------------------------------------------------------------

    def _answered(
        self, stage: str, batch: Sequence[tuple[str, Paper]], looked: Looked[T]
    ) -> list[tuple[str, Paper]]:
        """Report what failed in a batch, and give what the service had an answer for."""
        for asked, paper in batch:
            if asked in looked.failed:
                self.failure(stage, paper, looked.failed[asked])
        return [(asked, paper) for asked, paper in batch if asked not in looked.failed]

    def _stale_seeds(self, what: str, asked_as: Callable[[Paper], str | None]) -> dict[str, Paper]:
        return {asked: paper for asked, paper in self._stale(what, asked_as) if paper.seed}

    def _stale(
        self, what: str, asked_as: Callable[[Paper], str | None]
    ) -> Iterator[tuple[str, Paper]]:
        checked = self._library.checked(what)
        for paper in self._library.iter_papers():
            asked = asked_as(paper)
            at, _ = checked.get(paper.key, ("", ""))
            if asked is not None and at <= self._fresh_since:
                yield asked, paper

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _reporting(self, stage: str, papers: Sequence[Paper]) -> _Reporting:
        return _Reporting(self, stage, papers)

    def _lasting_problems(self) -> Iterator[Problem]:
        """What the services answered about seeds other than data, now or earlier."""
        failed = {(problem.stage, problem.subject) for problem in self._report.problems}
        entries = self._entries_by_key()
        for stage in STAGES[:-1]:
            for key, (_, outcome) in sorted(self._library.checked(stage).items()):
                if outcome == "ok" or key not in entries:
                    continue
                if stage == "resolve" and service_id(self._library.paper(key).identifiers):
                    continue  # somebody has added an identifier since
                problem = self._problem(stage, key, outcome, entries)
                if (stage, problem.subject) not in failed:
                    yield problem

    def failure(self, stage: str, paper: Paper, error: SourceError) -> None:
        """Record that a service failed for a paper."""
        problem = self._problem(stage, paper.key, f"{_FAILED}{error}", self._entries)
        self._report.problems.append(problem)

    def _problem(
        self, stage: str, key: str, reason: str, entries: Mapping[str, Sequence[SeedEntry]]
    ) -> Problem:
        listed = entries.get(key, ())
        name = listed[0].name if listed else self._library.paper(key).name
        subject = name if name == key else f"{name} ({key})"
        place = listed[0] if listed else SeedEntry()
        return Problem(stage, subject, reason, file=place.file, line=place.line)

    def _entries_by_key(self) -> dict[str, list[SeedEntry]]:
        found: dict[str, list[SeedEntry]] = defaultdict(list)
        for entry, key in self._library.seed_entries():
            found[key].append(entry)
        return found


class _Reporting:
    """Turns a failed step into a problem of its papers, so that the others go on."""

    def __init__(self, run: _Refresh, stage: str, papers: Sequence[Paper]):
        self.failed = False
        self._run, self._stage, self._papers = run, stage, papers

    def __enter__(self) -> _Reporting:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, SourceError) or (
            isinstance(error, RefusedError) and error.key_at_fault
        ):
            return False
        self.failed = True
        for paper in self._papers:
            self._run.failure(self._stage, paper, error)
        return True


def _references_outcome(listed: ReferenceList | None) -> str:
    if listed is None:
        return "Semantic Scholar does not know the paper any more"
    if listed.references:
        return "ok"
    if listed.elided:
        return "the publisher withholds the reference list from Semantic Scholar"
    if listed.stated_count:
        return f"Semantic Scholar gives none of the {listed.stated_count} references it counts"
    return "Semantic Scholar has no reference list"


def _asked_by_scholar(paper: Paper) -> str | None:
    return paper.identifiers.get("s2")


def _unresolved(entry: SeedEntry, candidates: Sequence[PaperRecord]) -> str:
    if entry.title is None:
        return "no title and no identifier that a service knows; add one"
    nearest = "; ".join(
        f"“{one.title}” ({_best_identifier(one)})" for one in candidates[:3] if one.title
    )
    if not nearest:
        return "no service knows the title; add an identifier"
    return f"no service has exactly this title, nearest: {nearest}; add an identifier"


def _best_identifier(record: PaperRecord) -> str:
    for kind in ("arxiv", "doi", "acl", "s2"):
        if kind in record.identifiers:
            return f"{kind}:{record.identifiers[kind]}"
    return "no identifier"


def _batches(items: Sequence[tuple[str, Paper]], size: int) -> Iterator[list[tuple[str, Paper]]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


def _by_length(items: Iterable[tuple[str, Paper]]) -> Iterator[list[tuple[str, Paper]]]:
    """Batches whose reference lists together stay below the service's limit."""
    batch: list[tuple[str, Paper]] = []
    length = 0
    for asked, paper in items:
        own = paper.reference_count or _UNKNOWN_LENGTH
        full = len(batch) == semantic_scholar.BATCH or length + own > semantic_scholar.NESTED
        if batch and full:
            yield batch
            batch, length = [], 0
        batch.append((asked, paper))
        length += own
    if batch:
        yield batch
