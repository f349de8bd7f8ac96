"""Asking the services for what is due, and storing each answer as it comes."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ptm_graph.enrich.planning import seconds_of
from ptm_graph.enrich.progress import Progress, Silent
from ptm_graph.enrich.resolving import NotReachedError
from ptm_graph.enrich.stages import Question, Stage, entries_by_key
from ptm_graph.enrich.staleness import Due
from ptm_graph.errors import OutageError, RefusedError, RejectedError, SourceError
from ptm_graph.library import Library
from ptm_graph.library.writing import Writer
from ptm_graph.sources.batches import Looked
from ptm_graph.sources.service import Service
from ptm_graph.words.model import Paper, Problem, SeedEntry
from ptm_graph.words.replies import Reply
from ptm_graph.words.wording import Said, Value, said_by

_MANY = 5
"""From so many papers that are not seeds on, a failure is reported once for all of them."""


HANDFUL = 5
"""So many papers may be unknown to a service, or other ones than before, all at once."""


class _Held:
    """Answers of one stage that wait until it is clear whether the service is out of order."""

    def __init__(self, before: Mapping[str, Reply]):
        self.answers: list[tuple[Question, Any]] = []
        self.good = 0
        """Answers that are like any."""
        self._before = before
        self._unlike = 0

    def back(self, question: Question, answer: Any) -> None:
        """Hold an answer back."""
        self.answers.append((question, answer))
        before = self._before.get(question.paper.key)
        self._unlike += answer is not None or before is None or before.ok

    @property
    def suspicious(self) -> bool:
        """Whether most answers are not as they were the last time."""
        return self._unlike > HANDFUL and self._unlike > self.good


class Asking:
    """One refresh's questions to the services, asked stage by stage."""

    def __init__(
        self,
        library: Library,
        stages: Sequence[Stage],
        *,
        due: Due,
        progress: Progress,
        now: Callable[[], datetime.datetime],
        budget: int | None = None,
    ):
        self.left = 0
        """Questions that the budget left for another refresh."""
        self._budget = budget
        self.problems: list[Problem] = []
        """What a service failed for."""
        self._gone: dict[Service, SourceError] = {}
        """Services that only complete others and were not reached: they are let alone."""
        self._told: set[Service] = set()
        for stage in stages:
            stage.gone = self._gone
        self._library = library
        self._stages = stages
        self._due = due
        self._progress = progress
        self._now = now
        self._entries: Mapping[str, Sequence[SeedEntry]] = {}
        self._failed: set[tuple[str, str]] = set()
        """What a service failed for is not asked again before the next refresh."""

    def run(self) -> None:
        """Go through the stages; again, where the reading list has grown since."""
        self._entries = entries_by_key(self._library)
        wanted = [stage for stage in self._stages if stage.wanted]
        ahead = [0.0] * len(wanted)
        if not isinstance(self._progress, Silent):
            ahead = [seconds_of(stage, self._library, self._due) for stage in wanted]
        for place, stage in enumerate(wanted):
            self._progress.later(sum(ahead[place + 1 :]))
            self._run(stage)

    def _run(self, stage: Stage) -> None:
        questions = [
            one
            for one in stage.due(self._library, self._due)
            if (stage.what, one.paper.key) not in self._failed
        ]
        self._progress.stage(stage.title, len(questions))
        held = _Held(self._library.replies(stage.what))
        portions = list(stage.portions(questions))
        for place, portion in enumerate(portions):
            if stage.service in self._gone:
                break
            if self._spent():
                self.left += sum(map(len, portions[place:]))
                break
            with self._reporting(stage, [one.paper for one in portion]):
                looked = stage.ask(portion)
                answered = self._answered(stage, portion, looked)
                with self._library.writing() as writer:
                    for question in answered:
                        answer = looked.found.get(question.asked)
                        missing = question.asked not in looked.found
                        if (missing and stage.expects_all) or (
                            answer is not None and stage.strange(writer, question, answer)
                        ):
                            held.back(question, answer)
                            continue
                        held.good += 1
                        self._store(writer, stage, question, answer)
            self._progress.advance(len(portion))
        self._release(stage, held)
        stage.finish(self._library)

    def _spent(self) -> bool:
        """Whether as many requests were sent as may be."""
        services = {one for stage in self._stages for one in stage.services}
        return self._budget is not None and sum(one.requests for one in services) >= self._budget

    def _store(self, writer: Writer, stage: Stage, question: Question, answer: Any) -> None:
        number, reply = stage.store(writer, question, answer)
        writer.mark_asked([number], stage.what, self._stamp(), reply)

    def _release(self, stage: Stage, held: _Held) -> None:
        """Believe the answers that were held back, or call them a failure of the service."""
        if held.suspicious:
            title = stage.service.source.title
            papers = [question.paper for question, _ in held.answers]
            values: dict[str, Value] = {
                "service": title,
                "held": len(papers),
                "good": held.good,
            }
            self._failure_of(stage, papers, OutageError(Said("service.unlike itself", values)))
            return
        for question, answer in held.answers:
            with self._library.writing() as writer:
                self._store(writer, stage, question, answer)

    # --- bookkeeping ---------------------------------------------------------------------

    def _answered(
        self, stage: Stage, portion: Sequence[Question], looked: Looked[Any]
    ) -> list[Question]:
        """Report what failed in a portion, and give what the service had an answer for."""
        for one in portion:
            if one.asked in looked.failed:
                self._failure_of(stage, [one.paper], looked.failed[one.asked])
        return [one for one in portion if one.asked not in looked.failed]

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")

    @contextlib.contextmanager
    def _reporting(self, stage: Stage, papers: Sequence[Paper]) -> Iterator[None]:
        """Turn a failed step into a problem of its papers, so that the others go on."""
        try:
            yield
        except SourceError as error:
            if isinstance(error, RefusedError) and error.key_at_fault:
                raise
            self._failure_of(stage, papers, error)

    def _failure_of(self, stage: Stage, papers: Sequence[Paper], error: SourceError) -> None:
        """Record a failure, or let a service alone that only completes what others say."""
        service = error.service if isinstance(error, NotReachedError) else stage.service
        if not service.complement:
            self.failure(stage.what, papers, error)
            return
        if not isinstance(error, RejectedError):
            self._gone.setdefault(service, error)
        if service not in self._told:
            self._told.add(service)
            title = service.source.title
            said = Said("reply.not reached", {"service": title, "error": said_by(error)})
            self.problems.append(Problem(stage.what, title, str(said), code="not reached"))

    def lasting_problems(self) -> Iterator[Problem]:
        """What the services replied about seeds other than data, now or earlier."""
        failed = {(problem.stage, problem.subject) for problem in self.problems}
        entries = entries_by_key(self._library)
        for stage in self._stages:
            found = stage.problems(self._library) if stage.seeds_only else {}
            for key, reply in sorted(found.items(), key=lambda item: item[0]):
                if key not in entries:
                    continue
                problem = self._problem(stage.what, key, reply, entries)
                if (stage.what, problem.subject) not in failed:
                    yield problem

    def failure(self, what: str, papers: Sequence[Paper], error: SourceError) -> None:
        """Record that a service failed for some papers."""
        reply = Reply("failed", str(error))
        self._failed.update((what, paper.key) for paper in papers)
        others = [paper for paper in papers if not paper.seed]
        if len(others) >= _MANY:
            subject = f"{len(others)} papers that the reading list's papers cite"
            self.problems.append(Problem(what, subject, str(error), code=reply.code))
            papers = [paper for paper in papers if paper.seed]
        self.problems.extend(
            self._problem(what, paper.key, reply, self._entries) for paper in papers
        )

    def _problem(
        self, what: str, key: str, reply: Reply, entries: Mapping[str, Sequence[SeedEntry]]
    ) -> Problem:
        listed = entries.get(key, ())
        name = listed[0].name if listed else self._library.paper(key).name
        subject = name if name == key else f"{name} ({key})"
        place = listed[0] if listed else SeedEntry()
        reason = reply.reason or ""
        return Problem(what, subject, reason, file=place.file, line=place.line, code=reply.code)
