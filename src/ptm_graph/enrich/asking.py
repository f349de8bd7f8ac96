"""Asking the services for what is due, and storing each answer as it comes."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ptm_graph.enrich.progress import Progress
from ptm_graph.enrich.stages import Question, Stage, entries_by_key
from ptm_graph.enrich.staleness import Due
from ptm_graph.errors import RefusedError, SourceError
from ptm_graph.library import Library
from ptm_graph.sources.batches import Looked
from ptm_graph.words.model import Paper, Problem, SeedEntry
from ptm_graph.words.replies import Reply

_MANY = 5
"""From so many papers that are not seeds on, a failure is reported once for all of them."""


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
    ):
        self.problems: list[Problem] = []
        """What a service failed for."""
        self._library = library
        self._stages = stages
        self._due = due
        self._progress = progress
        self._now = now
        self._entries = entries_by_key(library)

    def run(self) -> None:
        """Go through the stages."""
        for stage in self._stages:
            if stage.wanted:
                self._run(stage)

    def _run(self, stage: Stage) -> None:
        questions = stage.due(self._library, self._due)
        self._progress.stage(stage.title, len(questions))
        for portion in stage.portions(questions):
            with self._reporting(stage.what, [one.paper for one in portion]):
                looked = stage.ask(portion)
                answered = self._answered(stage.what, portion, looked)
                with self._library.writing() as writer:
                    for question in answered:
                        answer = looked.found.get(question.asked)
                        number, reply = stage.store(writer, question, answer)
                        writer.mark_asked([number], stage.what, self._stamp(), reply)
            self._progress.advance(len(portion))
        stage.finish(self._library)

    # --- bookkeeping ---------------------------------------------------------------------

    def _answered(
        self, what: str, portion: Sequence[Question], looked: Looked[Any]
    ) -> list[Question]:
        """Report what failed in a portion, and give what the service had an answer for."""
        for one in portion:
            if one.asked in looked.failed:
                self.failure(what, [one.paper], looked.failed[one.asked])
        return [one for one in portion if one.asked not in looked.failed]

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")

    @contextlib.contextmanager
    def _reporting(self, what: str, papers: Sequence[Paper]) -> Iterator[None]:
        """Turn a failed step into a problem of its papers, so that the others go on."""
        try:
            yield
        except SourceError as error:
            if isinstance(error, RefusedError) and error.key_at_fault:
                raise
            self.failure(what, papers, error)

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
