"""Asking the services for what is due, and storing each answer as it comes."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from ptm_graph.enrich.batching import batches, by_length
from ptm_graph.enrich.citing import Preference, chosen
from ptm_graph.enrich.progress import Progress
from ptm_graph.enrich.report import FAILED
from ptm_graph.enrich.resolving import resolve
from ptm_graph.enrich.staleness import Due
from ptm_graph.errors import NotFoundError, RefusedError, SourceError
from ptm_graph.library import Library
from ptm_graph.sources import arxiv, semantic_scholar
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.batches import Looked
from ptm_graph.sources.semantic_scholar import SemanticScholar, service_id
from ptm_graph.words import titles
from ptm_graph.words.model import Paper, Problem, SeedEntry
from ptm_graph.words.records import PaperRecord, ReferenceList

T = TypeVar("T")

STAGES = ("resolve", "metadata", "arxiv", "references", "citations", "cited ids")
"""What is asked for, in this order; the last one for papers that are no seeds."""

_UNLIKE = 50.0
"""Below this likeness a record's title is reported as not what the list says."""

_MANY = 5
"""From so many papers that are no seeds on, a failure is told once for all of them."""


class Asking:
    """One refresh's questions to both services.

    Parameters
    ----------
    library : Library
        Open for writing, with its reading list in place.
    scholar, arxiv_api : SemanticScholar, Arxiv
        The services.
    due : Due
        What is to be asked for.
    progress : Progress
        Told about each stage.
    now : callable
        The clock, in UTC.
    """

    def __init__(
        self,
        library: Library,
        scholar: SemanticScholar,
        arxiv_api: Arxiv,
        *,
        due: Due,
        progress: Progress,
        now: Callable[[], datetime.datetime],
    ):
        self.problems: list[Problem] = []
        """What a service failed for."""
        self._library = library
        self._scholar = scholar
        self._arxiv = arxiv_api
        self._due = due
        self._progress = progress
        self._now = now
        self._entries = _entries_by_key(library)

    # --- which paper is meant ------------------------------------------------------------

    def resolve(self) -> None:
        """Find the paper of every seed that no identifier names."""
        unnamed = unresolved_entries(self._library, self._due)
        self._progress.stage("resolving titles", len(unnamed))
        for entry, key in unnamed:
            with self._reporting("resolve", [self._library.paper(key)]):
                resolution = resolve(entry, self._scholar, self._arxiv)
                with self._library.writing() as writer:
                    number = writer.number(key)
                    if resolution.found is not None:
                        number = writer.store_paper(resolution.found, number)
                    writer.replace_candidates(number, resolution.candidates)
                    writer.mark_checked([number], "resolve", self._stamp(), resolution.reason)
            self._progress.advance()

    # --- what is known about it ----------------------------------------------------------

    def metadata(self) -> None:
        """Fill in the seeds from Semantic Scholar, in batches."""
        seeds = self._due_seeds("metadata", lambda paper: service_id(paper.identifiers))
        self._progress.stage("metadata", len(seeds))
        for batch in batches(seeds, semantic_scholar.BATCH):
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
                outcome = self._metadata_outcome(asked, paper, record)
                if record is not None:
                    number = writer.store_paper(record, number)
                    writer.count_citations(number)
                    if outcome != "ok":
                        writer.replace_candidates(number, [record])
                writer.mark_checked([number], "metadata", self._stamp(), outcome)

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

    def first_dates(self) -> None:
        """Fill in first date, categories and comment of the seeds from arXiv."""
        seeds = self._due_seeds("arxiv", lambda paper: paper.identifiers.get("arxiv"))
        self._progress.stage("first dates", len(seeds))
        for batch in batches(seeds, arxiv.BATCH):
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

    # --- what it cites, and who cites it --------------------------------------------------

    def references(self) -> None:
        """Read the complete reference list of every seed."""
        seeds = self._due_seeds("references", asked_by_scholar)
        self._progress.stage("reference lists", len(seeds))
        for asked, paper in seeds:
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

    def citing_papers(self, count: int, preference: Preference) -> None:
        """Read who cites every seed, and keep the most telling of them."""
        seeds = self._due_seeds("citations", asked_by_scholar)
        self._progress.stage("citing papers", len(seeds))
        for asked, paper in seeds:
            with self._reporting("citations", [paper]):
                try:
                    citing = chosen(self._scholar.citations(asked), count, preference)
                    outcome = "ok"
                except NotFoundError:
                    citing, outcome = [], "Semantic Scholar does not know the paper any more"
                with self._library.writing() as writer:
                    number = writer.number(paper.key)
                    writer.store_citing(number, citing, self._scholar.name)
                    writer.mark_checked([number], "citations", self._stamp(), outcome)
            self._progress.advance()

    def cited_ids(self) -> None:
        """Find who cites whom among the papers that are no seeds."""
        papers = list(self._due.papers("cited ids", asked_for_cited_ids))
        self._progress.stage("citations of references", len(papers))
        for batch in by_length(papers):
            with self._reporting("cited ids", [paper for _, paper in batch]):
                looked = self._scholar.cited_ids([asked for asked, _ in batch])
                with self._library.writing() as writer:
                    for asked, paper in self._answered("cited ids", batch, looked):
                        number = writer.number(paper.key)
                        ids = looked.found.get(asked)
                        if ids:
                            writer.store_cited_ids(number, ids)
                        outcome = "none to be had" if ids is None else "ok"
                        writer.mark_checked([number], "cited ids", self._stamp(), outcome)
            self._progress.advance(len(batch))
        numbers = self._library.numbers_by_identifier("s2")
        pairs = [
            (citing, numbers[one])
            for citing, ids in self._library.cited_ids()
            for one in ids
            if one in numbers
        ]
        with self._library.writing() as writer:
            writer.store_citing_pairs(pairs, self._scholar.name)

    # --- bookkeeping ---------------------------------------------------------------------

    def _answered(
        self, stage: str, batch: Sequence[tuple[str, Paper]], looked: Looked[T]
    ) -> list[tuple[str, Paper]]:
        """Report what failed in a batch, and give what the service had an answer for."""
        for asked, paper in batch:
            if asked in looked.failed:
                self.failure(stage, [paper], looked.failed[asked])
        return [(asked, paper) for asked, paper in batch if asked not in looked.failed]

    def _due_seeds(
        self, what: str, asked_as: Callable[[Paper], str | None]
    ) -> list[tuple[str, Paper]]:
        return [(asked, paper) for asked, paper in self._due.papers(what, asked_as) if paper.seed]

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _reporting(self, stage: str, papers: Sequence[Paper]) -> _Reporting:
        return _Reporting(self, stage, papers)

    def lasting_problems(self) -> Iterator[Problem]:
        """What the services answered about seeds other than data, now or earlier."""
        failed = {(problem.stage, problem.subject) for problem in self.problems}
        entries = _entries_by_key(self._library)
        for stage in STAGES[:-1]:
            for key, (_, outcome) in sorted(self._library.checked(stage).items()):
                if outcome == "ok" or key not in entries:
                    continue
                if stage == "resolve" and service_id(self._library.paper(key).identifiers):
                    continue  # somebody has added an identifier since
                problem = self._problem(stage, key, outcome, entries)
                if (stage, problem.subject) not in failed:
                    yield problem

    def failure(self, stage: str, papers: Sequence[Paper], error: SourceError) -> None:
        """Record that a service failed for some papers."""
        others = [paper for paper in papers if not paper.seed]
        if len(others) >= _MANY:
            subject = f"{len(others)} papers that the reading list's papers cite"
            self.problems.append(Problem(stage, subject, f"{FAILED}{error}"))
            papers = [paper for paper in papers if paper.seed]
        self.problems.extend(
            self._problem(stage, paper.key, f"{FAILED}{error}", self._entries) for paper in papers
        )

    def _problem(
        self, stage: str, key: str, reason: str, entries: Mapping[str, Sequence[SeedEntry]]
    ) -> Problem:
        listed = entries.get(key, ())
        name = listed[0].name if listed else self._library.paper(key).name
        subject = name if name == key else f"{name} ({key})"
        place = listed[0] if listed else SeedEntry()
        return Problem(stage, subject, reason, file=place.file, line=place.line)


class _Reporting:
    """Turns a failed step into a problem of its papers, so that the others go on."""

    def __init__(self, run: Asking, stage: str, papers: Sequence[Paper]):
        self._run, self._stage, self._papers = run, stage, papers

    def __enter__(self) -> _Reporting:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, SourceError) or (
            isinstance(error, RefusedError) and error.key_at_fault
        ):
            return False
        self._run.failure(self._stage, self._papers, error)
        return True


def _entries_by_key(library: Library) -> dict[str, list[SeedEntry]]:
    found: dict[str, list[SeedEntry]] = defaultdict(list)
    for entry, key in library.seed_entries():
        found[key].append(entry)
    return found


def unresolved_entries(library: Library, due: Due) -> list[tuple[SeedEntry, str]]:
    """Entries that no identifier names and whose search is due, with their papers' keys."""
    checked = library.checked("resolve")
    papers = {paper.key: paper for paper in library.iter_papers(seeds_only=True)}
    return [
        (entry, key)
        for entry, key in library.seed_entries()
        if service_id(papers[key].identifiers) is None
        and due.is_due("resolve", papers[key], checked)
    ]


def asked_by_scholar(paper: Paper) -> str | None:
    """The id Semantic Scholar gave the paper."""
    return paper.identifiers.get("s2")


def asked_for_cited_ids(paper: Paper) -> str | None:
    """The same, for papers whose own reference list is not read."""
    if paper.seed or paper.references_state != "unknown":
        return None
    return paper.identifiers.get("s2")


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
